"""Stamping: the last step of a transaction gives everything it changed one place in the feed.

The counter's row stays locked from its update to the commit. Numbers are therefore handed out in commit
order, and a reader that sees number N sees every change up to N. All that can be known before is looked up
before: rows are locked, in one order (see ``kit.unit``), and since a row's keys and its entries in the feed
change only under its lock, they are read before too. Behind the counter stand writes alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, BigInteger, String, bindparam, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sync import Entity
from occ_server.feed.state import head
from occ_server.feed.tables import feed, feed_counters
from occ_server.kit.bulk import among
from occ_server.kit.chunks import chunks
from occ_server.kit.columns import to_micros
from occ_server.kit.db import insert_into
from occ_server.kit.sources import FeedSource
from occ_server.kit.unit import Stamped, Touch, UnitOfWork

ROWS_AT_ONCE = 5000  # a large assignment: each statement once
# The order in which rows of several kinds are locked; kinds not named come after these, by name.
LOCK_ORDER = (Entity.SERVICE, Entity.AGENT, Entity.CALLBACK, Entity.CTI, Entity.TICKET, Entity.NOTICE)


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry to write: a row stands under a key, or has left it."""

    entity: Entity
    id: str
    key: str
    gone: bool


async def next_seq(conn: AsyncConnection, organisation_id: str) -> int:
    """Advance the organisation's counter (its first change makes it) and keep it locked until the commit."""
    insert = insert_into(conn, feed_counters).values(organisation_id=organisation_id, value=1)
    statement = insert.on_conflict_do_update(
        index_elements=[feed_counters.c.organisation_id], set_={"value": feed_counters.c.value + 1}
    ).returning(feed_counters.c.value)
    return int((await conn.execute(statement)).scalar_one())


class FeedStamper:
    """Writes feed rows for touched entities."""

    def __init__(self, sources: Iterable[FeedSource]) -> None:
        self._sources: Mapping[Entity, FeedSource] = {source.entity: source for source in sources}

    async def stamp(self, uow: UnitOfWork, organisation_id: str, touches: Sequence[Touch]) -> Stamped:
        """Give the touched rows the organisation's next number; return it and the keys concerned."""
        by_entity: dict[Entity, list[Touch]] = {}
        for touch in touches:
            by_entity.setdefault(touch.entity, []).append(touch)
        marks: list[Mark] = []
        for entity in sorted(by_entity, key=_place):
            source = self._sources[entity]
            for part in chunks(sorted(by_entity[entity], key=lambda touch: touch.id), ROWS_AT_ONCE):
                await _lock(uow, source, [t.id for t in part if not uow.is_held(entity, t.id)])
                marks += await _marks(uow.conn, source, part)
        seq = await next_seq(uow.conn, organisation_id)
        await _write(uow, seq, marks)
        for entity, touched in by_entity.items():
            source = self._sources[entity]
            for part in chunks(touched, ROWS_AT_ONCE):
                column = source.table.c[source.id_column]
                statement = update(source.table).where(among(uow.conn, column, [t.id for t in part]))
                await uow.conn.execute(statement.values(seq=bindparam("stamp")), {"stamp": seq})
        return Stamped(seq, frozenset(mark.key for mark in marks))

    async def head(self, conn: AsyncConnection, organisation_id: str) -> int:
        """Return the last number given out to a committed transaction of this organisation."""
        return await head(conn, organisation_id)


def _place(entity: Entity) -> tuple[int, str]:
    return (LOCK_ORDER.index(entity) if entity in LOCK_ORDER else len(LOCK_ORDER), entity.value)


async def _lock(uow: UnitOfWork, source: FeedSource, ids: Sequence[str]) -> None:
    """Lock rows a topic touched without having locked or made them; SQLite has one writer anyway."""
    if ids and uow.conn.dialect.name == "postgresql":
        column = source.table.c[source.id_column]
        await uow.conn.execute(
            select(column).where(among(uow.conn, column, ids)).order_by(column).with_for_update()
        )


async def _marks(conn: AsyncConnection, source: FeedSource, touched: Sequence[Touch]) -> list[Mark]:
    """Return the entries of touched rows: the keys they have now, and those they left."""
    ids = [touch.id for touch in touched]
    now = await _present_keys(conn, source, touched)
    before = await standing_keys(conn, source.entity, ids)
    marks = [Mark(source.entity, i, key, gone=False) for i in ids for key in sorted(now[i])]
    for i in ids:
        marks += [Mark(source.entity, i, key, gone=True) for key in sorted(before.get(i, set()) - now[i])]
    return marks


async def _present_keys(
    conn: AsyncConnection, source: FeedSource, touched: Sequence[Touch]
) -> dict[str, frozenset[str]]:
    given = {touch.id: touch.keys for touch in touched}
    asked = [entity_id for entity_id, keys in given.items() if keys is None]
    loaded: Mapping[str, frozenset[str]] = {}
    if asked:
        if source.load_keys is None:
            raise RuntimeError(f"{source.entity} cannot compute its keys")
        loaded = await source.load_keys(conn, asked)
    return {i: loaded.get(i, frozenset()) if keys is None else keys for i, keys in given.items()}


async def _write(uow: UnitOfWork, seq: int, marks: Sequence[Mark]) -> None:
    """Write the entries at a seq, over what stood there.

    PostgreSQL takes them as arrays in one statement: others wait for the counter meanwhile.
    """
    if not marks:
        return
    now = to_micros(uow.now)
    insert = insert_into(uow.conn, feed)
    parameters: Any
    if uow.conn.dialect.name == "postgresql":
        lists = {
            "entity": (String, [mark.entity.value for mark in marks]),
            "entity_id": (String, [mark.id for mark in marks]),
            "key": (String, [mark.key for mark in marks]),
            "gone_at": (BigInteger, [now if mark.gone else None for mark in marks]),
        }
        arrays = [
            func.unnest(bindparam(f"{name}_list", type_=ARRAY(kind))) for name, (kind, _) in lists.items()
        ]
        parameters = {f"{name}_list": values for name, (_, values) in lists.items()}
        columns = [*(feed.c[name] for name in lists), feed.c.seq]
        insert = insert.from_select(columns, select(*arrays, literal(seq, BigInteger)))
    else:
        parameters = [
            {
                "entity": mark.entity,
                "entity_id": mark.id,
                "key": mark.key,
                "gone_at": uow.now if mark.gone else None,
                "seq": seq,
            }
            for mark in marks
        ]
    statement = insert.on_conflict_do_update(
        index_elements=[feed.c.entity_id, feed.c.entity, feed.c.key],
        set_={"seq": insert.excluded.seq, "gone_at": insert.excluded.gone_at},
    )
    await uow.conn.execute(statement, parameters)


async def standing_keys(conn: AsyncConnection, entity: Entity, ids: Sequence[str]) -> dict[str, set[str]]:
    """Return the keys under which these rows stand in the feed."""
    query = select(feed.c.entity_id, feed.c.key).where(
        feed.c.entity == entity, among(conn, feed.c.entity_id, ids), feed.c.gone_at.is_(None)
    )
    found: dict[str, set[str]] = {}
    for entity_id, key in (await conn.execute(query)).all():
        found.setdefault(entity_id, set()).add(key)
    return found
