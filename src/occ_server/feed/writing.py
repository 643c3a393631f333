"""Writing a stamp: the counter, the entries of the feed, the rows' own numbers.

From the counter's update to the commit everybody else of the organisation waits. On PostgreSQL all of it is
one statement therefore, built once for each combination of tables; SQLite knows no writing in a ``WITH``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Table,
    Text,
    Update,
    any_,
    bindparam,
    case,
    cast,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sync import Entity
from occ_server.feed.tables import feed, feed_counters
from occ_server.kit.bulk import among, joined, kept_to, split_words
from occ_server.kit.chunks import chunks
from occ_server.kit.columns import to_micros
from occ_server.kit.db import insert_into
from occ_server.kit.unit import Change, UnitOfWork

_ROWS_AT_ONCE = 5000
_PRIOR = case((feed.c.gone_at.is_(None), feed.c.seq), else_=-feed.c.seq)  # what an entry was before


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry to write: a row stands under a key, or has left it."""

    entity: Entity
    id: str
    key: str
    gone: bool


@dataclass(frozen=True)
class Rows:
    """Rows of one table that get the number: some nothing else, some a change with it."""

    table: Table
    id_column: str
    ids: Sequence[str]
    change: Change | None = None

    @property
    def shape(self) -> "_Shape":
        """Return what the statement for these rows depends on."""
        change = self.change
        each = None if change is None else tuple(change.each)
        alike = () if change is None else tuple(change.alike)
        return _Shape(self.table, self.id_column, bool(self.ids), each, alike)


class _Shape(NamedTuple):
    table: Table
    id_column: str
    plain: bool
    each: tuple[str, ...] | None
    alike: tuple[str, ...]


async def write_stamp(
    uow: UnitOfWork, organisation_id: str, marks: Sequence[Mark], rows: Sequence[Rows]
) -> int:
    """Take the organisation's next number, put it on entries and rows, and return it."""
    if uow.conn.dialect.name == "postgresql":
        return await _at_once(uow, organisation_id, marks, rows)
    seq = await next_seq(uow.conn, organisation_id)
    await _write_entries(uow, seq, marks)
    for each in rows:
        await _write_rows(uow.conn, organisation_id, seq, each)
    return seq


async def next_seq(conn: AsyncConnection, organisation_id: str) -> int:
    """Advance the organisation's counter (its first change makes it) and keep it locked until the commit."""
    insert = insert_into(conn, feed_counters).values(organisation_id=organisation_id, value=1)
    statement = insert.on_conflict_do_update(
        index_elements=[feed_counters.c.organisation_id], set_={"value": feed_counters.c.value + 1}
    ).returning(feed_counters.c.value)
    return int((await conn.execute(statement)).scalar_one())


async def _at_once(uow: UnitOfWork, organisation_id: str, marks: Sequence[Mark], rows: Sequence[Rows]) -> int:
    gone = to_micros(uow.now)
    parameters: dict[str, Any] = {
        "organisation": organisation_id,
        "entity_ids": joined([mark.id for mark in marks]),
        "entities": joined([mark.entity.value for mark in marks]),
        "keys": joined([mark.key for mark in marks]),
        "gone": joined([str(gone) if mark.gone else "" for mark in marks]),
    }
    for place, its in enumerate(rows):
        if its.ids:
            parameters[f"ids_{place}"] = joined(its.ids)
        if its.change is not None:
            parameters[f"changed_{place}"] = joined(its.change.ids)
            parameters |= {f"{name}_{place}": joined(ids) for name, ids in its.change.each.items()}
            parameters |= {f"{name}_{place}": value for name, value in its.change.alike.items()}
    statement = _statement(tuple(its.shape for its in rows))
    seq: int = (await uow.conn.execute(statement, parameters)).scalar_one()
    return seq


def _words(name: str) -> ColumnElement[Any]:
    return split_words(bindparam(name, type_=Text))


@cache
def _statement(shapes: tuple[_Shape, ...]) -> Select[Any]:
    """Return the statement that stamps rows of these shapes."""
    counting = postgresql.insert(feed_counters).values(organisation_id=bindparam("organisation"), value=1)
    number = (
        counting.on_conflict_do_update(
            index_elements=[feed_counters.c.organisation_id], set_={"value": feed_counters.c.value + 1}
        )
        .returning(feed_counters.c.value)
        .cte("number")
    )
    arrays = [func.unnest(_words(name)) for name in ("entity_ids", "entities", "keys")]
    gone = cast(func.nullif(func.unnest(_words("gone")), ""), BigInteger)
    columns = ["entity_id", "entity", "key", "gone_at", "seq"]
    entries = postgresql.insert(feed).from_select(columns, select(*arrays, gone, number.c.value))
    written = entries.on_conflict_do_update(
        index_elements=[feed.c.entity_id, feed.c.entity, feed.c.key],
        set_={"seq": entries.excluded.seq, "gone_at": entries.excluded.gone_at, "prior": _PRIOR},
    )
    statement = select(number.c.value).add_cte(written.cte("entries"))
    seq = select(number.c.value).scalar_subquery()
    for place, shape in enumerate(shapes):
        if shape.plain:
            column = shape.table.c[shape.id_column]
            its = column == any_(_words(f"ids_{place}"))
            rows = update(shape.table).where(its, _own("postgresql", shape.table)).values(seq=seq)
            statement = statement.add_cte(rows.cte(f"rows_{place}"))
        if shape.each is not None:
            statement = statement.add_cte(_changing(shape, place, seq).cte(f"changes_{place}"))
    return statement


def _changing(shape: _Shape, place: int, seq: Any) -> Update:
    each = shape.each or ()
    lists = [func.unnest(_words(f"changed_{place}")).label("row_id")]
    table = shape.table
    lists += [_typed(table, name, func.unnest(_words(f"{name}_{place}"))).label(name) for name in each]
    given = select(*lists).cte(f"given_{place}")
    values: dict[str, Any] = {name: given.c[name] for name in each}
    values |= {name: bindparam(f"{name}_{place}", type_=table.c[name].type) for name in shape.alike}
    its = update(table).where(table.c[shape.id_column] == given.c.row_id, _own("postgresql", table))
    return its.values(**values, seq=seq)


def _typed(table: Table, name: str, words: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the words of a list as a column takes them: ids as they are, whole numbers as numbers."""
    kind = table.c[name].type
    return cast(words, kind) if isinstance(kind, Integer) else words


def _own(dialect: str, table: Table) -> ColumnElement[bool]:
    return kept_to(dialect, table, bindparam("organisation", type_=table.c.organisation_id.type))


async def _write_rows(conn: AsyncConnection, organisation_id: str, seq: int, rows: Rows) -> None:
    """Stamp rows, and change them, on SQLite."""
    column = rows.table.c[rows.id_column]
    for part in chunks(rows.ids, _ROWS_AT_ONCE):
        its = update(rows.table).where(among(conn, column, part), _own("sqlite", rows.table)).values(seq=seq)
        await conn.execute(its, {"organisation": organisation_id})
    if (change := rows.change) is not None:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in change.each}
        statement = update(rows.table).where(column == bindparam("row_id"), _own("sqlite", rows.table))
        own = [
            {"organisation": organisation_id, "row_id": row_id}
            | {f"new_{name}": ids[place] for name, ids in change.each.items()}
            for place, row_id in enumerate(change.ids)
        ]
        await conn.execute(statement.values(**values, **change.alike, seq=seq), own)


async def _write_entries(uow: UnitOfWork, seq: int, marks: Sequence[Mark]) -> None:
    """Write the entries at a seq, over what stood there, on SQLite."""
    if not marks:
        return
    rows = [
        {
            "entity": mark.entity,
            "entity_id": mark.id,
            "key": mark.key,
            "gone_at": uow.now if mark.gone else None,
            "seq": seq,
        }
        for mark in marks
    ]
    entries = insert_into(uow.conn, feed)
    statement = entries.on_conflict_do_update(
        index_elements=[feed.c.entity_id, feed.c.entity, feed.c.key],
        set_={"seq": entries.excluded.seq, "gone_at": entries.excluded.gone_at, "prior": _PRIOR},
    )
    await uow.conn.execute(statement, rows)
