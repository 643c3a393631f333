"""Stamping: the last step of a transaction gives everything it changed one place in the feed.

The counter's row stays locked from its update to the commit. Numbers are therefore handed out in commit
order, and a reader that sees number N sees every change up to N. Business statements come before, so the
lock is short.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, bindparam, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sync import Entity
from occ_server.feed.tables import feed, feed_counters
from occ_server.kit.chunks import chunks
from occ_server.kit.db import insert_into
from occ_server.kit.sources import FeedSource
from occ_server.kit.unit import Touch, UnitOfWork


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

    async def stamp(self, uow: UnitOfWork, organisation_id: str, touches: Iterable[Touch]) -> int:
        """Give the touched rows the organisation's next number; return it."""
        by_entity: dict[Entity, list[Touch]] = {}
        for touch in touches:
            by_entity.setdefault(touch.entity, []).append(touch)
        seq = await next_seq(uow.conn, organisation_id)
        for entity, touched in by_entity.items():
            source = self._sources[entity]
            for part in chunks(touched):
                await self._stamp_part(uow.conn, source, part, seq)
        return seq

    async def _stamp_part(
        self, conn: AsyncConnection, source: FeedSource, touched: Sequence[Touch], seq: int
    ) -> None:
        ids = [touch.id for touch in touched]
        now = await self._present_keys(conn, source, touched)
        before = await live_keys(conn, source.entity, ids)
        marks = [(entity_id, key, False) for entity_id in ids for key in sorted(now[entity_id])]
        for entity_id in ids:
            left = before.get(entity_id, set()) - now[entity_id]
            marks += [(entity_id, key, True) for key in sorted(left)]
        if marks:
            await _mark(conn, source.entity, seq, marks)
        column = source.table.c[source.id_column]
        await conn.execute(
            update(source.table).where(column.in_(ids)).values(seq=bindparam("stamp")), {"stamp": seq}
        )

    async def _present_keys(
        self, conn: AsyncConnection, source: FeedSource, touched: Sequence[Touch]
    ) -> dict[str, frozenset[str]]:
        given = {touch.id: touch.keys for touch in touched}
        late = [entity_id for entity_id, keys in given.items() if keys is None]
        loaded: Mapping[str, frozenset[str]] = {}
        if late:
            if source.load_keys is None:
                raise RuntimeError(f"{source.entity} cannot compute its keys")
            loaded = await source.load_keys(conn, late)
        return {i: loaded.get(i, frozenset()) if keys is None else keys for i, keys in given.items()}


async def _mark(
    conn: AsyncConnection, entity: Entity, seq: int, marks: Sequence[tuple[str, str, bool]]
) -> None:
    """Write ``(entity id, key, gone)`` at a seq, over what stood there.

    PostgreSQL takes them as three arrays in one statement: others wait for the counter meanwhile.
    """
    insert = insert_into(conn, feed)
    columns = [feed.c.entity_id, feed.c.key, feed.c.gone]
    parameters: Any
    if conn.dialect.name == "postgresql":
        arrays = [func.unnest(bindparam(f"{c.name}_list", type_=ARRAY(c.type))) for c in columns]
        parameters = {
            f"{c.name}_list": list(values)
            for c, values in zip(columns, zip(*marks, strict=True), strict=True)
        }
        constant = [literal(entity, feed.c.entity.type), literal(seq, feed.c.seq.type)]
        insert = insert.from_select([*columns, feed.c.entity, feed.c.seq], select(*arrays, *constant))
    else:
        parameters = [
            {"entity": entity, "entity_id": entity_id, "key": key, "gone": gone, "seq": seq}
            for entity_id, key, gone in marks
        ]
    statement = insert.on_conflict_do_update(
        index_elements=[feed.c.entity_id, feed.c.entity, feed.c.key],
        set_={"seq": insert.excluded.seq, "gone": insert.excluded.gone},
    )
    await conn.execute(statement, parameters)


async def live_keys(conn: AsyncConnection, entity: Entity, ids: Sequence[str]) -> dict[str, set[str]]:
    """Return the keys under which these rows stand in the feed."""
    query = select(feed.c.entity_id, feed.c.key).where(
        feed.c.entity == entity, feed.c.entity_id.in_(ids), feed.c.gone.is_(False)
    )
    found: dict[str, set[str]] = {}
    for entity_id, key in await conn.execute(query):
        found.setdefault(entity_id, set()).add(key)
    return found
