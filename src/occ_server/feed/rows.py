"""Statements over the feed's rows. They know keys and numbers, not what the rows mean."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sync import Entity
from occ_server.feed.tables import feed
from occ_server.kit.bulk import among_given, given_ids
from occ_server.kit.chunks import chunks

KEYS_AT_ONCE = 100  # SQLite takes at most 500 parts of a compound select


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A row stands under a key since ``seq``, or left it then."""

    entity: Entity
    id: str
    key: str
    seq: int
    gone: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows of a stretch of sequence numbers, and the last number looked at; no number is split."""

    rows: Sequence[FeedRow]
    end: int


_COLUMNS = (feed.c.entity, feed.c.entity_id, feed.c.key, feed.c.seq, feed.c.gone_at)


async def news(conn: AsyncConnection, keys: Iterable[str], after: int, upto: int, limit: int) -> Stretch:
    """Return about ``limit`` rows with ``after`` < seq <= ``upto``, oldest first, exits included."""
    walks = [
        select(*_COLUMNS)
        .where(feed.c.key == key, feed.c.seq > after, feed.c.seq <= upto)
        .order_by(feed.c.seq)
        .limit(limit + 1)
        for key in sorted(keys)
    ]
    rows = sorted(await _walked(conn, walks), key=lambda row: row.seq)
    if len(rows) <= limit:
        return Stretch(rows, upto)
    end = rows[limit - 1].seq
    whole = [row for row in rows if row.seq < end]
    return Stretch(whole + await _at(conn, keys, end, standing=False), end)


async def standing(conn: AsyncConnection, keys: Iterable[str], below: int, limit: int) -> Stretch:
    """Return about ``limit`` rows that stand with seq <= ``below``, newest first.

    Each key is walked down its own stretch of an index that holds no exits, so a page costs the same from the
    first to the last, however long the others are and however much has left.
    """
    walks = [
        select(*_COLUMNS)
        .where(feed.c.key == key, feed.c.seq <= below, feed.c.gone_at.is_(None))
        .order_by(feed.c.seq.desc())
        .limit(limit + 1)
        for key in sorted(keys)
    ]
    rows = sorted(await _walked(conn, walks), key=lambda row: -row.seq)
    if len(rows) <= limit:
        return Stretch(rows, 0)
    end = rows[limit - 1].seq
    whole = [row for row in rows if row.seq > end]
    return Stretch(whole + await _at(conn, keys, end, standing=True), end - 1)


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved under some keys, exits included, and under which keys each of it stands, others included."""

    rows: Sequence[FeedRow]
    standing: Mapping[tuple[Entity, str], frozenset[str]]


async def moved(conn: AsyncConnection, keys: Iterable[str], after: int, upto: int) -> Moved:
    """Return every row under these keys with ``after`` < seq <= ``upto``, and where each stands: at once."""
    dialect = conn.dialect.name
    rows: list[FeedRow] = []
    standing: dict[tuple[Entity, str], set[str]] = {}
    for part in chunks(sorted(keys)):
        asked = {"keys": given_ids(dialect, part), "after": after, "upto": upto}
        wanted = frozenset(part)
        for entity, entity_id, key, seq, gone_at in (await conn.execute(_moved_query(dialect), asked)).all():
            if key in wanted and after < seq <= upto:
                rows.append(FeedRow(entity, entity_id, key, seq, gone_at is not None))
            if gone_at is None:
                standing.setdefault((entity, entity_id), set()).add(key)
    return Moved(rows, {at: frozenset(found) for at, found in standing.items()})


@cache
def _moved_query(dialect: str) -> Select[Any]:
    near = feed.alias("near")
    moved_there = select(near.c.entity_id, near.c.entity).where(
        among_given(dialect, near.c.key, "keys"),
        near.c.seq > bindparam("after"),
        near.c.seq <= bindparam("upto"),
    )
    return select(*_COLUMNS).where(tuple_(feed.c.entity_id, feed.c.entity).in_(moved_there))


async def _at(conn: AsyncConnection, keys: Iterable[str], seq: int, *, standing: bool) -> list[FeedRow]:
    """Return all rows of one transaction under these keys."""
    found: list[FeedRow] = []
    for part in chunks(sorted(keys)):
        query = select(*_COLUMNS).where(feed.c.key.in_(part), feed.c.seq == seq)
        if standing:
            query = query.where(feed.c.gone_at.is_(None))
        found += await _rows(conn, query)
    return found


async def _walked(conn: AsyncConnection, walks: Sequence[Select[tuple[object, ...]]]) -> list[FeedRow]:
    found: list[FeedRow] = []
    for part in chunks(walks, KEYS_AT_ONCE):
        if len(part) == 1:
            found += await _rows(conn, part[0])
            continue
        parts = [select(*walk.subquery().c) for walk in part]
        found += await _rows(conn, union_all(*parts))
    return found


async def _rows(conn: AsyncConnection, query: object) -> list[FeedRow]:
    rows = await conn.execute(query)  # type: ignore[call-overload]
    return [FeedRow(row[0], row[1], row[2], row[3], row[4] is not None) for row in rows.all()]
