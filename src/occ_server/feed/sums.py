"""Count and sum of what stands under a key, for checksums and for how much a fill will bring.

A centre's desks ask for the same keys, and after a restart all at once, while the feed goes on. What is known
as of a head is therefore carried on by what changed since: each entry of the feed says which number it had
before its present one. What changed twice meanwhile cannot be followed; its key is summed anew.
"""

import asyncio
from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sync import Entity, KeyChecksum
from occ_server.feed.tables import feed, feed_counters
from occ_server.kit.chunks import chunks
from occ_server.visibility.scopes import service_of_key

MOST_STEPS = 500  # then a key is summed anew: beside us may be a server of before ``prior``
_KEPT_BACK = 32  # sums of so many heads before the newest, for snapshots that were taken a moment ago

_Sums = Mapping[Entity, tuple[int, int]]  # count and sum of the numbers


@dataclass(frozen=True)
class _Known:
    head: int
    sums: _Sums
    steps: int = 0  # since it was summed


@dataclass
class _Feed:
    """What is known of one organisation's keys, newest last."""

    epoch: str
    keys: dict[str, list[_Known]] = field(default_factory=dict)
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    def before(self, key: str, head: int) -> _Known | None:
        """Return the newest that is not newer than a snapshot at ``head``."""
        return next((one for one in reversed(self.keys.get(key, ())) if one.head <= head), None)

    def learn(self, key: str, known: _Known) -> None:
        """Keep sums among those of other heads; the oldest of many go."""
        line = self.keys.setdefault(key, [])
        insort(line, known, key=lambda one: one.head)
        del line[: -_KEPT_BACK - 1]


class KeySums:
    """The sums of each organisation's keys as of the heads anybody asked at."""

    def __init__(self, left_out: Iterable[Entity]) -> None:
        self._left_out = frozenset(left_out)  # kinds of which a cache need not hold all
        self._feeds: dict[str, _Feed] = {}

    async def checksums(
        self, conn: AsyncConnection, organisation_id: str, head: int, keys: Iterable[str], epoch: str = ""
    ) -> tuple[KeyChecksum, ...]:
        """Return the sums a cache must have in a snapshot whose head is ``head``, by key and kind."""
        found = await self._of(conn, organisation_id, head, keys, epoch)
        return tuple(item for item in found if item.entity not in self._left_out)

    async def rows(
        self, conn: AsyncConnection, organisation_id: str, head: int, keys: Iterable[str], epoch: str = ""
    ) -> int:
        """Estimate how many rows stand under these keys.

        A row may stand under several keys of its service; the largest of them speaks for the kind.
        """
        most: dict[tuple[str, Entity], int] = {}
        for item in await self._of(conn, organisation_id, head, keys, epoch):
            place = (service_of_key(item.key), item.entity)
            most[place] = max(item.count, most.get(place, 0))
        return sum(most.values())

    async def _of(
        self, conn: AsyncConnection, organisation_id: str, head: int, keys: Iterable[str], epoch: str
    ) -> tuple[KeyChecksum, ...]:
        known = self._feeds.get(organisation_id)
        if known is None or known.epoch != epoch:  # numbers of restored data begin again
            known = self._feeds[organisation_id] = _Feed(epoch)
        wanted = sorted(set(keys))
        if any(self._at(known, key, head) is None for key in wanted):
            async with known.busy:  # whoever waits finds it done
                horizon = await _horizon(conn, organisation_id)
                await self._bring_to(conn, known, head, wanted, horizon)
        sums = {key: self._at(known, key, head) for key in wanted}
        late = [key for key, found in sums.items() if found is None]
        if late:  # a snapshot older than everything kept
            sums |= await _summed(conn, late)
        return tuple(
            KeyChecksum(key=key, entity=entity, count=count, seq_sum=total)
            for key in wanted
            for entity, (count, total) in sorted((sums[key] or {}).items())
        )

    @staticmethod
    def _at(known: _Feed, key: str, head: int) -> _Sums | None:
        found = known.before(key, head)
        return found.sums if found is not None and found.head == head else None

    async def _bring_to(
        self, conn: AsyncConnection, known: _Feed, head: int, keys: Iterable[str], horizon: int
    ) -> None:
        """Carry the sums on; those of before the horizon know nothing of exits that were forgotten since."""
        behind: dict[int, dict[str, _Known]] = {}
        anew: list[str] = []
        for key in keys:
            found = known.before(key, head)
            spent = found is not None and (found.steps >= MOST_STEPS or found.head < horizon)
            if found is None or (found.head < head and spent):
                anew.append(key)
            elif found.head < head:
                behind.setdefault(found.head, {})[key] = found
        for since, its in behind.items():
            steps = await _steps(conn, since, head, its)
            for key, found in its.items():
                if (step := steps.get(key, {})) is None:
                    anew.append(key)
                else:
                    known.learn(key, _Known(head, _added(found.sums, step), found.steps + 1))
        for key, sums in (await _summed(conn, anew)).items():
            known.learn(key, _Known(head, sums))


async def _horizon(conn: AsyncConnection, organisation_id: str) -> int:
    query = select(feed_counters.c.horizon).where(feed_counters.c.organisation_id == organisation_id)
    return (await conn.execute(query)).scalar_one_or_none() or 0


def _added(sums: _Sums, step: _Sums) -> _Sums:
    total = dict(sums)
    for entity, (count, numbers) in step.items():
        before = total.get(entity, (0, 0))
        total[entity] = (before[0] + count, before[1] + numbers)
    return {entity: pair for entity, pair in total.items() if pair[0]}


async def _steps(
    conn: AsyncConnection, since: int, head: int, keys: Iterable[str]
) -> dict[str, _Sums | None]:
    """Return by how much the sums of keys changed between two heads; None: only a new sum can tell."""
    stands = case((feed.c.gone_at.is_(None), 1), else_=0)
    stood = case((feed.c.prior > 0, 1), else_=0)
    counted = case((feed.c.prior > 0, feed.c.prior), else_=0)
    count, numbers = func.sum(stands - stood), func.sum(stands * feed.c.seq - counted)
    twice = func.sum(case((func.abs(feed.c.prior) > since, 1), else_=0))
    steps: dict[str, _Sums | None] = {}
    for part in chunks(sorted(keys)):
        query = (
            select(feed.c.key, feed.c.entity, count, numbers, twice)
            .where(feed.c.key.in_(part), feed.c.seq > since, feed.c.seq <= head)
            .group_by(feed.c.key, feed.c.entity)
        )
        for key, entity, rows, total, unclear in await conn.execute(query):
            step = steps.setdefault(key, {})
            if unclear:
                steps[key] = None
            elif step is not None:
                steps[key] = {**step, entity: (int(rows), int(total))}
    return steps


async def _summed(conn: AsyncConnection, keys: Iterable[str]) -> dict[str, _Sums]:
    found: dict[str, dict[Entity, tuple[int, int]]] = {key: {} for key in keys}
    for part in chunks(list(found)):
        query = (
            select(feed.c.key, feed.c.entity, func.count(), func.sum(feed.c.seq))
            .where(feed.c.key.in_(part), feed.c.gone_at.is_(None))
            .group_by(feed.c.key, feed.c.entity)
        )
        for key, entity, count, total in await conn.execute(query):
            found[key][entity] = (count, int(total))
    return dict(found)
