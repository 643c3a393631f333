"""Count and sum of what stands under a key, for checksums and for how much a fill will bring.

A centre's desks ask for the same keys, and after a restart all at once: each key is summed once per process
and head.
"""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sync import Entity, KeyChecksum
from occ_server.feed.tables import feed
from occ_server.kit.chunks import chunks
from occ_server.visibility.scopes import service_of_key


class KeySums:
    """The sums of each organisation's keys as of the newest head anybody asked at."""

    def __init__(self, left_out: Iterable[Entity]) -> None:
        self._left_out = frozenset(left_out)  # kinds of which a cache need not hold all
        self._heads: dict[str, int] = {}
        self._known: dict[str, dict[str, tuple[KeyChecksum, ...]]] = {}

    async def checksums(
        self, conn: AsyncConnection, organisation_id: str, head: int, keys: Iterable[str]
    ) -> tuple[KeyChecksum, ...]:
        """Return the sums a cache must have in a snapshot whose head is ``head``, by key and kind."""
        found = await self._of(conn, organisation_id, head, keys)
        return tuple(item for item in found if item.entity not in self._left_out)

    async def _of(
        self, conn: AsyncConnection, organisation_id: str, head: int, keys: Iterable[str]
    ) -> tuple[KeyChecksum, ...]:
        if head < self._heads.get(organisation_id, 0):  # a snapshot older than what is kept
            return tuple(s for group in (await self._sum(conn, keys)).values() for s in group)
        if head > self._heads.get(organisation_id, -1):
            self._heads[organisation_id], self._known[organisation_id] = head, {}
        known = self._known[organisation_id]
        missing = [key for key in keys if key not in known]
        if missing:
            known |= await self._sum(conn, missing)
        return tuple(item for key in sorted(keys) for item in known[key])

    async def rows(self, conn: AsyncConnection, organisation_id: str, head: int, keys: Iterable[str]) -> int:
        """Estimate how many rows stand under these keys.

        A row may stand under several keys of its service; the largest of them speaks for the kind.
        """
        most: dict[tuple[str, Entity], int] = {}
        for item in await self._of(conn, organisation_id, head, keys):
            place = (service_of_key(item.key), item.entity)
            most[place] = max(item.count, most.get(place, 0))
        return sum(most.values())

    async def _sum(self, conn: AsyncConnection, keys: Iterable[str]) -> dict[str, tuple[KeyChecksum, ...]]:
        found: dict[str, list[KeyChecksum]] = {key: [] for key in sorted(keys)}
        for part in chunks(found):
            query = (
                select(feed.c.key, feed.c.entity, func.count(), func.sum(feed.c.seq))
                .where(feed.c.key.in_(part), feed.c.gone_at.is_(None))
                .group_by(feed.c.key, feed.c.entity)
                .order_by(feed.c.key, feed.c.entity)
            )
            for key, entity, count, total in await conn.execute(query):
                found[key].append(KeyChecksum(key=key, entity=entity, count=count, seq_sum=int(total)))
        return {key: tuple(items) for key, items in found.items()}
