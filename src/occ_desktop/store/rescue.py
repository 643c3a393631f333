"""Reads what a person made out of a damaged file: row by row, around the pages that cannot be read.

Only rows whose page has its seal (SQLCipher's) whole come out, so nothing is rescued half. It changes nothing
in the file and knows no command, draft or preference by meaning.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    TableClause,
    column,
    func,
    inspect,
    literal_column,
    select,
)
from sqlalchemy.exc import DBAPIError, NoSuchTableError, OperationalError

from occ_desktop.domain.rescue import Tally
from occ_desktop.store import binding, schema
from occ_desktop.store.binding import CacheOwner
from occ_desktop.store.cipher import open_engine
from occ_desktop.store.faults import UNREADABLE, reason_of, translated
from occ_desktop.store.heads import lent_head, salts

_rowid = literal_column("rowid", Integer)
_LABEL = "no_of_row"
_UNREAD = -(2**63)  # stands for a page that cannot be read; no row of ours has it
_MOST_PROBES = 20_000  # single rows asked for between two readable stretches
_BEYOND = 500  # single rows asked for behind the last one that can be read, where no end is known

Rows = list[dict[str, Any]]


@dataclass
class Saved:
    """Rows by table, how many came out of each, and whether the file was somebody else's."""

    rows: dict[str, Rows] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    foreign: bool = False
    file: str = ""  # the name under which the damaged file stays

    @property
    def found(self) -> bool:
        """Tell whether any table could be looked into, or need not be."""
        return bool(self.tallies) or self.foreign


def own_work(path: Path, key: bytes, owner: CacheOwner) -> Saved:
    """Return what ``owner`` made, as far as the file can be read.

    :raises CacheFailure: the surroundings are in the way, so that nothing is known of the file yet.
    """
    with translated(path):
        saved = _read(path, key, owner)
        if not saved.found:
            for salt in salts(path, key):
                with lent_head(path, key, owner, salt) as lent:
                    with_head = _read(lent.path, key, owner, lent.salt, certain=True)
                if with_head.found:
                    saved = with_head
                    break
    for table in schema.OWN_WORK:
        saved.tallies.setdefault(table.name, Tally(0, None))
    return saved


def _read(
    path: Path, key: bytes, owner: CacheOwner, salt: bytes | None = None, *, certain: bool = False
) -> Saved:
    """Return what can be read; with ``certain`` only when the file says itself that it is the owner's."""
    saved = Saved()
    engine = open_engine(path, key, reading=True, salt=salt)
    try:
        with engine.connect() as conn:
            whose = _owner(conn)
            saved.foreign = not certain and whose not in {None, owner}
            if whose == owner or (whose is None and not certain):
                _save(conn, saved)
    except DBAPIError as error:
        _must_be_damage(error)
    finally:
        engine.dispose()
    return saved


def _save(conn: Connection, saved: Saved) -> None:
    for table in schema.OWN_WORK:
        try:
            rows, whole = _readable(conn, table)
        except NoSuchTableError:
            continue  # the head is spoilt, and with it the way to this table
        except DBAPIError as error:
            _must_be_damage(error)
            continue
        saved.rows[table.name] = rows
        saved.tallies[table.name] = Tally(len(rows), 0 if whole else _missing(conn, table, len(rows)))


def _must_be_damage(error: DBAPIError) -> None:
    """Raise the error again unless the file itself is wrong; a head that lost its tables is, too."""
    lost_table = isinstance(error, OperationalError) and "no such" in str(error.orig)
    if reason_of(error) != UNREADABLE and not lost_table:
        raise error


def _owner(conn: Connection) -> CacheOwner | None:
    """Return whose file this is; None when it no longer tells: its name and its key are this account's."""
    try:
        with conn.begin():
            return binding.owner(conn)
    except DBAPIError as error:
        _must_be_damage(error)
        return None


def _readable(conn: Connection, table: Table) -> tuple[Rows, bool]:
    """Return the rows of a table that can be read, in their order, and whether these are all."""
    found: dict[int, dict[str, Any]] = {}
    rows = _Walk(conn, table)
    if rows.upwards(found):
        return [found[no] for no in sorted(found)], True
    low = max(found, default=0)
    rows.downwards(found, low)
    high = min((no for no in found if no > low), default=low + _BEYOND)
    for no in range(low + 1, min(high, low + _MOST_PROBES)):
        rows.take(found, _rowid == no)
    return [found[no] for no in sorted(found)], False


class _Walk:
    """Takes the rows of one table one by one; columns the file does not have are left out."""

    def __init__(self, conn: Connection, table: Table) -> None:
        self._conn = conn
        with conn.begin():
            there = {column["name"] for column in inspect(conn).get_columns(table.name)}
        columns = [column for column in table.columns if column.name in there]
        self._query = select(_rowid.label(_LABEL), *columns).select_from(table).limit(1)

    def upwards(self, found: dict[int, dict[str, Any]]) -> bool:
        """Take rows to the end or to a page that cannot be read; tell whether the end was reached."""
        no: int | None = -(2**62)
        while (no := self.take(found, _rowid > no)) is not None:
            if no == _UNREAD:
                return False
        return True

    def downwards(self, found: dict[int, dict[str, Any]], low: int) -> None:
        """Take rows from the end down to above ``low``, or to a page that cannot be read."""
        no: int | None = 2**62
        while no is not None and no != _UNREAD:
            no = self.take(found, _rowid < no, _rowid > low, last=True)

    def take(
        self, found: dict[int, dict[str, Any]], *where: ColumnElement[bool], last: bool = False
    ) -> int | None:
        """Take the first (or last) such row and return its number; None: there is none."""
        order = _rowid.desc() if last else _rowid
        try:
            with self._conn.begin():
                row = self._conn.execute(self._query.where(*where).order_by(order)).mappings().first()
        except DBAPIError as error:
            _must_be_damage(error)
            return _UNREAD
        if row is None:
            return None
        no = int(row[_LABEL])
        found[no] = {name: value for name, value in row.items() if name != _LABEL}
        return no


def _missing(conn: Connection, table: Table, kept: int) -> int | None:
    """Return how many rows an index still names beyond those kept, None when none can be asked."""
    counted = list(_counts(conn, table))
    return max(0, max(counted) - kept) if counted else None


def _counts(conn: Connection, table: Table) -> Iterator[int]:
    listed = column("type") == "index", column("tbl_name") == table.name
    query: Select[tuple[str]] = (
        select(column("name")).select_from(TableClause("sqlite_master")).where(*listed)
    )
    try:
        with conn.begin():
            indexes = [str(name) for name in conn.execute(query).scalars()]
    except DBAPIError as error:
        _must_be_damage(error)
        return
    for index in indexes:
        count = select(func.count()).select_from(table).with_hint(table, f'INDEXED BY "{index}"')
        try:
            with conn.begin():
                yield int(conn.execute(count).scalar_one())
        except DBAPIError as error:
            _must_be_damage(error)
