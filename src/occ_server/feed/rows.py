"""Statements over the feed's rows. They know keys and numbers, not what the rows mean."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sync import Entity, KeyChecksum
from occ_server.feed.tables import feed
from occ_server.kit.chunks import chunks
from occ_server.kit.sources import FeedSource

KEYS_AT_ONCE = 100  # SQLite takes at most 500 parts of a compound select


@dataclass(frozen=True)
class FeedRow:
    """A row stands under a key since ``seq``, or left it then."""

    entity: Entity
    id: str
    key: str
    seq: int
    gone: bool


@dataclass(frozen=True)
class Filter:
    """What a first fill leaves out: exits up to ``fill``, and rows of ``floors``' entities that are older."""

    fill: int = 0
    floors: Mapping[str, int] | None = None

    def condition(self) -> ColumnElement[bool] | None:
        """Return the condition, None when everything passes."""
        if not self.fill:
            return None
        kept: list[ColumnElement[bool]] = [or_(feed.c.gone.is_(False), feed.c.seq > self.fill)]
        for entity, floor in (self.floors or {}).items():
            kept.append(not_(and_(feed.c.entity == Entity(entity), feed.c.seq < floor)))
        return and_(*kept)


_COLUMNS = (feed.c.entity, feed.c.entity_id, feed.c.key, feed.c.seq, feed.c.gone)


async def rows_between(
    conn: AsyncConnection, keys: Iterable[str], after: int, upto: int, limit: int, rest: Filter
) -> list[FeedRow]:
    """Return the first ``limit`` rows with ``after`` < seq <= ``upto``, in the order of seq.

    Each key is walked along its own stretch of the index, however long the others are.
    """
    found: list[FeedRow] = []
    for part in chunks(sorted(keys), KEYS_AT_ONCE):
        walks: list[Select[tuple[Entity, str, str, int, bool]]] = []
        for key in part:
            walk = select(*_COLUMNS).where(feed.c.key == key, feed.c.seq > after, feed.c.seq <= upto)
            if (condition := rest.condition()) is not None:
                walk = walk.where(condition)
            stretch = walk.order_by(feed.c.seq).limit(limit).subquery()
            walks.append(select(*stretch.c))
        united = union_all(*walks).subquery()
        query = select(*united.c).order_by(united.c.seq).limit(limit)
        found += [FeedRow(*row) for row in await conn.execute(query)]
    return sorted(found, key=lambda row: row.seq)[:limit]


async def rows_at(conn: AsyncConnection, keys: Iterable[str], seq: int, rest: Filter) -> list[FeedRow]:
    """Return all rows of one transaction under these keys."""
    found: list[FeedRow] = []
    for part in chunks(sorted(keys)):
        query = select(*_COLUMNS).where(feed.c.key.in_(part), feed.c.seq == seq)
        if (condition := rest.condition()) is not None:
            query = query.where(condition)
        found += [FeedRow(*row) for row in await conn.execute(query)]
    return found


async def whole_seqs(
    conn: AsyncConnection, keys: Sequence[str], after: int, upto: int, limit: int, rest: Filter
) -> tuple[list[FeedRow], int]:
    """Return about ``limit`` rows and the seq up to which they are complete; no seq is split."""
    rows = await rows_between(conn, keys, after, upto, limit + 1, rest)
    if len(rows) <= limit:
        return rows, upto
    end = rows[limit - 1].seq
    return [row for row in rows if row.seq < end] + await rows_at(conn, keys, end, rest), end


async def count_rows(conn: AsyncConnection, keys: Iterable[str], upto: int, rest: Filter) -> int:
    """Return how many different entities stand under these keys, up to a seq."""
    query = select(feed.c.entity, feed.c.entity_id).where(
        feed.c.key.in_(sorted(keys)), feed.c.seq <= upto, feed.c.gone.is_(False)
    )
    if (condition := rest.condition()) is not None:
        query = query.where(condition)
    return int(
        (await conn.execute(select(func.count()).select_from(query.distinct().subquery()))).scalar_one()
    )


async def checksums(
    conn: AsyncConnection, keys: Iterable[str], left_out: Iterable[Entity]
) -> tuple[KeyChecksum, ...]:
    """Return count and sum of seqs per key and entity of what stands under these keys."""
    query = (
        select(feed.c.key, feed.c.entity, func.count(), func.sum(feed.c.seq))
        .where(feed.c.key.in_(sorted(keys)), feed.c.gone.is_(False), feed.c.entity.not_in(sorted(left_out)))
        .group_by(feed.c.key, feed.c.entity)
        .order_by(feed.c.key, feed.c.entity)
    )
    return tuple(
        KeyChecksum(key=key, entity=entity, count=count, seq_sum=int(total))
        for key, entity, count, total in await conn.execute(query)
    )


async def first_fill_floor(conn: AsyncConnection, source: FeedSource, now: datetime) -> int | None:
    """Return the oldest seq of a kind of row that a first fill still contains; None: all of them.

    When none is young enough, the answer lies beyond every seq.
    """
    if source.first_fill is None:
        return None
    created_at = source.table.c.created_at
    query = select(func.min(source.table.c.seq)).where(created_at >= now - source.first_fill)
    oldest = (await conn.execute(query)).scalar_one()
    return 2**62 if oldest is None else int(oldest)
