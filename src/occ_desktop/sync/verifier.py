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

    @property
    def due(self) -> bool:
        """Tell whether it is time."""
        return self._clock.monotonic() >= self._due_at

    def hurry(self) -> None:
        """Have the next comparison made at once."""
        self._due_at = 0.0

    async def damaged(self, head: int) -> tuple[str, ...]:
        """Return the visibility keys under which the cache, standing at ``head``, differs from the server.

        None do when the server has moved on meanwhile: then it is compared another time.
        """
        expected = await self._api.checksums()
        if expected.head != head:
            return ()
        self._due_at = self._clock.monotonic() + self._every
        places = await self._cache.read(checksums.differing, expected.items)
        await self._cache.write(feed.note_checked, self._clock.now())
        if places:
            shown = ", ".join(f"{entity.value} under {key}" for key, entity in places[:5])
            _log.warning("the cache differs from the server in %d places: %s", len(places), shown)
        return tuple(sorted({key for key, _ in places}))
