"""Compares the cache with the server's checksums: after a fill or rebuild, and every hour."""

import logging

from occ_desktop.remote.api import Api
from occ_desktop.store import checksums, feed
from occ_desktop.store.cache import Cache
from occ_desktop.sync.ports import Clock

_log = logging.getLogger(__name__)


class Verifier:
    """Knows when the next comparison is due."""

    def __init__(self, api: Api, cache: Cache, clock: Clock, every: float) -> None:
        self._api = api
        self._cache = cache
        self._clock = clock
        self._every = every
        self._due_at = 0.0
        self._suspect = False

    @property
    def due(self) -> bool:
        """Tell whether it is time."""
        return self._clock.monotonic() >= self._due_at

    def hurry(self) -> None:
        """Have the next comparison made at once."""
        self._due_at = 0.0

    async def sound(self, head: int) -> bool:
        """Tell whether the cache, standing at ``head``, holds what the server says; True if that moved on.

        A cache that differs again right after its rebuild is reported, and not rebuilt until the next time.
        """
        expected = await self._api.checksums()
        if expected.head != head:
            return True
        self._due_at = self._clock.monotonic() + self._every
        places = await self._cache.read(checksums.differing, expected.items)
        await self._cache.write(feed.note_checked, self._clock.now())
        if not places:
            self._suspect = False
            return True
        shown = ", ".join(f"{entity.value} under {key}" for key, entity in places[:5])
        _log.warning("the cache differs from the server in %d places: %s", len(places), shown)
        if self._suspect:
            self._suspect = False
            return True
        self._suspect = True
        self.hurry()
        return False
