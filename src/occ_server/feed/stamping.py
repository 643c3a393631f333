"""Stamping: the last step of a transaction gives everything it changed one place in the feed.

The counter's row stays locked from its update to the commit. Numbers are therefore handed out in commit
order, and a reader that sees number N sees every change up to N. All that can be known before is looked up
before: rows are locked, in one order (see ``kit.unit``), and since a row's keys and its entries in the feed
change only under its lock, they are read before too. Behind the counter stand writes alone, see
``feed.writing``.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sync import Entity
from occ_server.feed.state import head
from occ_server.feed.tables import feed
from occ_server.feed.writing import Mark, Rows, write_stamp
from occ_server.kit.bulk import among
from occ_server.kit.chunks import chunks
from occ_server.kit.sources import FeedSource
from occ_server.kit.unit import Change, Stamped, Touch, UnitOfWork

ROWS_AT_ONCE = 5000  # a large assignment: each statement once
# The order in which rows of several kinds are locked; kinds not named come after these, by name.
LOCK_ORDER = (Entity.AGENT, Entity.SERVICE, Entity.CALLBACK, Entity.CTI, Entity.TICKET, Entity.NOTICE)


class FeedStamper:
    """Writes feed rows for touched entities."""

    def __init__(self, sources: Iterable[FeedSource]) -> None:
        self._sources: Mapping[Entity, FeedSource] = {source.entity: source for source in sources}

    async def stamp(
        self,
        uow: UnitOfWork,
        organisation_id: str,
        touches: Sequence[Touch],
        changes: Mapping[Entity, Sequence[Change]],
    ) -> Stamped:
        """Give the touched rows the organisation's next number; return it and the keys concerned."""
        by_entity: dict[Entity, list[Touch]] = {}
        for touch in touches:
            by_entity.setdefault(touch.entity, []).append(touch)
        marks: list[Mark] = []
        for entity in sorted(by_entity, key=_place):
            source = self._sources[entity]
            for part in chunks(sorted(by_entity[entity], key=lambda touch: touch.id), ROWS_AT_ONCE):
                unlocked = [t.id for t in part if not uow.is_held(entity, t.id)]
                await _lock(uow, source, organisation_id, unlocked)
                _check_locked(uow, part)
                marks += await _marks(uow, source, organisation_id, part)
        rows = [
            part
            for entity, its in sorted(by_entity.items())
            for part in _stamped_rows(self._sources[entity], [t.id for t in its], changes.get(entity, ()))
        ]
        seq = await write_stamp(uow, organisation_id, marks, rows)
        return Stamped(seq, frozenset(mark.key for mark in marks))

    async def head(self, conn: AsyncConnection, organisation_id: str) -> int:
        """Return the last number given out to a committed transaction of this organisation."""
        return await head(conn, organisation_id)


def _stamped_rows(source: FeedSource, ids: Sequence[str], changes: Sequence[Change]) -> list[Rows]:
    changed = {row_id for change in changes for row_id in change.ids}
    plain = [i for i in ids if i not in changed]
    first, *further = changes or (None,)
    rows = [Rows(source.table, source.id_column, plain, first)]
    return rows + [Rows(source.table, source.id_column, (), change) for change in further]


def _place(entity: Entity) -> tuple[int, str]:
    return (LOCK_ORDER.index(entity) if entity in LOCK_ORDER else len(LOCK_ORDER), entity.value)


async def _lock(uow: UnitOfWork, source: FeedSource, organisation_id: str, ids: Sequence[str]) -> None:
    """Lock rows a topic touched without having locked or made them; SQLite has one writer anyway."""
    if ids and uow.conn.dialect.name == "postgresql":
        column = source.table.c[source.id_column]
        query = select(column).where(
            among(uow.conn, column, ids), source.table.c.organisation_id == organisation_id
        )
        ids = (await uow.conn.execute(query.order_by(column).with_for_update())).scalars().all()
    uow.hold(source.entity, ids)


class NotLocked(RuntimeError):
    """A row was about to be stamped that this transaction has not locked: a defect, never a refusal."""


def _check_locked(uow: UnitOfWork, touches: Sequence[Touch]) -> None:
    """Stop before what was looked up of a row can be another transaction's by the time it is written.

    :raises NotLocked: for a row that was neither locked nor made here, one that is not there included.
    """
    free = [touch for touch in touches if not uow.is_held(touch.entity, touch.id)]
    if free:
        raise NotLocked(f"{len(free)} rows are not locked, first {free[0].entity.value} {free[0].id}")


async def _marks(
    uow: UnitOfWork, source: FeedSource, organisation_id: str, touched: Sequence[Touch]
) -> list[Mark]:
    """Return the entries of touched rows: the keys they have now, and those they left."""
    ids = [touch.id for touch in touched]
    now = await _present_keys(uow.conn, source, organisation_id, touched)
    stood = [t.id for t in touched if not (t.stays or uow.is_made(source.entity, t.id))]
    before = await standing_keys(uow.conn, source.entity, stood) if stood else {}
    marks = [Mark(source.entity, i, key, gone=False) for i in ids for key in sorted(now[i])]
    for i in ids:
        marks += [Mark(source.entity, i, key, gone=True) for key in sorted(before.get(i, set()) - now[i])]
    return marks


async def _present_keys(
    conn: AsyncConnection, source: FeedSource, organisation_id: str, touched: Sequence[Touch]
) -> dict[str, frozenset[str]]:
    given = {touch.id: touch.keys for touch in touched}
    asked = [entity_id for entity_id, keys in given.items() if keys is None]
    loaded: Mapping[str, frozenset[str]] = {}
    if asked:
        if source.load_keys is None:
            raise RuntimeError(f"{source.entity} cannot compute its keys")
        loaded = await source.load_keys(conn, organisation_id, asked)
    return {i: loaded.get(i, frozenset()) if keys is None else keys for i, keys in given.items()}


async def standing_keys(conn: AsyncConnection, entity: Entity, ids: Sequence[str]) -> dict[str, set[str]]:
    """Return the keys under which these rows stand in the feed."""
    query = select(feed.c.entity_id, feed.c.key).where(
        feed.c.entity == entity, among(conn, feed.c.entity_id, ids), feed.c.gone_at.is_(None)
    )
    found: dict[str, set[str]] = {}
    for entity_id, key in (await conn.execute(query)).all():
        found.setdefault(entity_id, set()).add(key)
    return found
