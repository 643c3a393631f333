"""Reads what a person made out of a damaged file: row by row, around the pages that cannot be read.

Only rows whose page has its seal (SQLCipher's) whole come out, so nothing is rescued half. It changes nothing
in the file and knows no command, draft or preference by meaning.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    Table,
    TableClause,
    Text,
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

T = TypeVar("T")

_rowid = literal_column("rowid", Integer)
_LABEL = "no_of_row"
# Each page that cannot be read costs a new connection, a few milliseconds.
_MOST_PROBES = 2_000  # single rows asked for between two readable stretches
_BEYOND = 200  # single rows asked for behind the last one that can be read, where no end is known

Rows = list[dict[str, Any]]
Columns = frozenset[str] | None  # None: all

# What comes over. Of the notices only the marks: they themselves come from the server again.
WORK: dict[Table, Columns] = {
    **dict.fromkeys(schema.OWN_WORK),
    schema.notices: frozenset({"id", "read_at", "notified_at"}),
}


class _Unreadable(Exception):
    """What was asked for lies on a page that cannot be read."""


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
        saved = _read(_Source(path, key), owner)
        if not saved.found:
            for salt in salts(path, key):
                with lent_head(path, key, owner, salt) as lent:
                    with_head = _read(_Source(lent.path, key, lent.salt), owner, certain=True)
                if with_head.found:
                    saved = with_head
                    break
    for table in WORK:
        saved.tallies.setdefault(table.name, Tally(0, None))
    return saved


class _Source:
    """Asks the damaged file. A connection that met a bad page answers nothing more, so a new one follows."""

    def __init__(self, path: Path, key: bytes, salt: bytes | None = None) -> None:
        self._engine = open_engine(path, key, reading=True, salt=salt)
        self._conn: Connection | None = None

    def ask(self, question: Callable[[Connection], T]) -> T:
        """Return the answer to a question.

        :raises _Unreadable: it lies on a bad page. :raises DBAPIError: the surroundings are in the way.
        """
        try:
            if self._conn is None:
                self._conn = self._engine.connect()
            with self._conn.begin():
                return question(self._conn)
        except NoSuchTableError as error:  # the head is spoilt, and with it the way to this table
            raise _Unreadable from error
        except MemoryError as error:  # what SQLite also says of a page it could not have
            self._drop()
            raise _Unreadable from error
        except DBAPIError as error:
            self._drop()
            lost_table = isinstance(error, OperationalError) and "no such" in str(error.orig)
            if reason_of(error) != UNREADABLE and not lost_table:
                raise
            raise _Unreadable from error

    def close(self) -> None:
        """Let the file go."""
        self._drop()
        self._engine.dispose()

    def _drop(self) -> None:
        conn, self._conn = self._conn, None
        if conn is not None:
            conn.invalidate()
            conn.close()


def _read(source: _Source, owner: CacheOwner, *, certain: bool = False) -> Saved:
    """Return what can be read; with ``certain`` only when the file says itself that it is the owner's."""
    saved = Saved()
    try:
        whose = _owner(source)
        saved.foreign = not certain and whose not in {None, owner}
        if whose == owner or (whose is None and not certain):
            for table, columns in WORK.items():
                _save(source, table, columns, saved)
            _carry_marks(source, saved)
    finally:
        source.close()
    return saved


def _owner(source: _Source) -> CacheOwner | None:
    """Return whose file this is; None when it no longer tells: its name and its key are this account's."""
    try:
        return source.ask(binding.owner)
    except _Unreadable:
        return None


def _carry_marks(source: _Source, saved: Saved) -> None:
    """Put the marks of the notices where they wait for these, with those that waited there before."""
    marks = {}
    with suppress(_Unreadable):
        marks = {row["id"]: row for row in _Walk(source, schema.notice_marks).readable()[0]}
    for row in saved.rows.pop(schema.notices.name, []):
        if row["read_at"] or row["notified_at"]:
            marks[row["id"]] = row
    saved.rows[schema.notice_marks.name] = list(marks.values())


def _save(source: _Source, table: Table, columns: Columns, saved: Saved) -> None:
    try:
        walk = _Walk(source, table, columns)
    except _Unreadable:
        return
    rows, whole = walk.readable()
    saved.rows[table.name] = rows
    saved.tallies[table.name] = Tally(len(rows), 0 if whole else _missing(source, table, len(rows)))


class _Walk:
    """Takes the rows of one table one by one; columns the file does not have are left out."""

    def __init__(self, source: _Source, table: Table, wanted: Columns = None) -> None:
        self._source = source
        there = {found["name"] for found in source.ask(lambda conn: inspect(conn).get_columns(table.name))}
        names = there if wanted is None else there & wanted
        columns = [column for column in table.columns if column.name in names]
        self._query = select(_rowid.label(_LABEL), *columns).select_from(table).limit(1)
        self._found: dict[int, dict[str, Any]] = {}

    def readable(self) -> tuple[Rows, bool]:
        """Return the rows that can be read, in their order, and whether these are all."""
        whole = self._upwards()
        if not whole:
            low = max(self._found, default=0)
            self._downwards(low)
            high = min((no for no in self._found if no > low), default=low + _BEYOND)
            for no in range(low + 1, min(high, low + _MOST_PROBES)):
                self._between(no)
        return [self._found[no] for no in sorted(self._found)], whole

    def _upwards(self) -> bool:
        """Take rows to the end or to a page that cannot be read; tell whether the end was reached."""
        no: int | None = -(2**62)
        try:
            while no is not None:
                no = self._take(_rowid > no)
        except _Unreadable:
            return False
        return True

    def _downwards(self, low: int) -> None:
        """Take rows from the end down to above ``low``, or to a page that cannot be read."""
        no: int | None = 2**62
        try:
            while no is not None:
                no = self._take(_rowid < no, _rowid > low, last=True)
        except _Unreadable:
            return

    def _between(self, no: int) -> None:
        try:
            self._take(_rowid == no)
        except _Unreadable:
            return

    def _take(self, *where: ColumnElement[bool], last: bool = False) -> int | None:
        """Take the first (or last) such row and return its number; None: there is none."""
        query = self._query.where(*where).order_by(_rowid.desc() if last else _rowid)

        def first(conn: Connection) -> RowMapping | None:
            return conn.execute(query).mappings().first()

        row = self._source.ask(first)
        if row is None:
            return None
        no = int(row[_LABEL])
        self._found[no] = {name: value for name, value in row.items() if name != _LABEL}
        return no


def _missing(source: _Source, table: Table, kept: int) -> int | None:
    """Return how many rows an index still names beyond those kept, None when none can be asked."""
    query = select(column("name", Text)).select_from(TableClause("sqlite_master"))
    query = query.where(column("type") == "index", column("tbl_name") == table.name)
    try:
        indexes = source.ask(lambda conn: list(conn.execute(query).scalars()))
    except _Unreadable:
        return None
    counted = [count for index in indexes if (count := _count(source, table, index)) is not None]
    return max(0, max(counted) - kept) if counted else None


def _count(source: _Source, table: Table, index: str) -> int | None:
    count = select(func.count()).select_from(table).with_hint(table, f'INDEXED BY "{index}"')
    try:
        return source.ask(lambda conn: int(conn.execute(count).scalar_one()))
    except _Unreadable:
        return None
