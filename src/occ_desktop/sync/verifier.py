"""Compares the cache with the server's checksums and has mended what differs: after a rebuild, every hour."""

import logging

from occ_contract.errors import ErrorCode
from occ_contract.sync import KeyChecksum
from occ_desktop.domain.failures import Refused
from occ_desktop.remote.api import Api
from occ_desktop.store import checksums, feed
from occ_desktop.store.cache import Cache
from occ_desktop.store.feed import Position
from occ_desktop.sync.ports import Clock
from occ_desktop.sync.puller import Puller

_log = logging.getLogger(__name__)
TRIES = 3  # how often in a row an older server is caught up with, so that both speak of one position
AGAIN_SECONDS = 60.0


class Verifier:
    """Knows when the next comparison is due, and makes it. ``every``: seconds between two."""

    def __init__(self, api: Api, cache: Cache, clock: Clock, every: float, puller: Puller) -> None:
        self._api = api
        self._cache = cache
        self._clock = clock
        self._every = every
        self._puller = puller
        self._due_at = 0.0

    @property
    def due(self) -> bool:
        """Tell whether it is time."""
        return self._clock.monotonic() >= self._due_at

    def hurry(self) -> None:
        """Have the next comparison made at once."""
        self._due_at = 0.0

    async def compare(self) -> Position:
        """Have the keys mended that differ from the server; what that does not mend is gathered anew.

        Return where the cache stands then.

        :raises Unreachable, Refused, LoggedOut, CacheFailure: what was put right stays.
        """
        position, damaged = await self._differing()
        if not damaged:
            return position
        try:
            for key in damaged:
                if not self._puller.gathers_in:
                    await self._puller.repair(key)
            position, damaged = await self._differing()
            if not damaged:
                return position
        except Refused as refused:
            if refused.code is not ErrorCode.NOT_FOUND:
                await self._puller.begin_anew(refused)
            else:  # an older server
                await self._puller.begin_rebuild()
        else:
            await self._puller.begin_rebuild()
        position, _still = await self._differing()  # logged, tried in an hour
        return position

    async def _differing(self) -> tuple[Position, tuple[str, ...]]:
        """Return the visibility keys that differ once everything the server has is here.

        The sums come with the last page, of its moment: a centre at work never rests, so two questions would
        hardly ever be answered at one position. An older server is asked twice all the same, a few times.
        """
        position = await self._puller.pull(summed=True)
        sums = self._puller.sums
        for _ in range(TRIES):
            if sums is not None or self._puller.gathers_in:
                break
            expected = await self._api.checksums()
            if (expected.epoch, expected.head) == (position.epoch, position.head):
                sums = expected.items
            else:
                position = await self._puller.pull()
        if sums is None:
            self._due_at = self._clock.monotonic() + min(self._every, AGAIN_SECONDS)
            return position, ()
        self._due_at = self._clock.monotonic() + self._every
        return position, await self._compared(sums)

    async def _compared(self, expected: tuple[KeyChecksum, ...]) -> tuple[str, ...]:
        places = await self._cache.read(checksums.differing, expected)
        await self._cache.write(feed.note_checked, self._clock.now())
        if places:
            shown = ", ".join(f"{entity.value} under {key}" for key, entity in places[:5])
            _log.warning("the cache differs from the server in %d places: %s", len(places), shown)
        return tuple(sorted({key for key, _ in places}))
