"""What came into a search since it was made: exact by id up to a size, by count beyond it.

Knows no widget; asks the search service.
"""

import msgspec

from occ_desktop.domain.filters import CallbackFilter
from occ_desktop.services.callback_search import CallbackSearch

EXACT_UP_TO = 5000


class Found(msgspec.Struct, frozen=True):
    """``count`` rows came in; ``ids`` names them where they are known; ``left`` rows match no more.

    ``held`` rows match now: a list that shows another number was read at another moment than what is known.
    """

    count: int
    held: int
    ids: frozenset[str] = frozenset()
    left: int = 0


class News:
    """Remembers what a search held when it was made."""

    def __init__(self) -> None:
        self._known: frozenset[str] | None = None
        self._count: int | None = None
        self._seen: tuple[frozenset[str] | None, int] = (None, 0)

    def forget(self) -> None:
        """Begin anew: the next `learn` says what is known."""
        self._known = None
        self._count = None

    def knows(self, callback_id: str) -> bool:
        """Tell whether the search held this row, as far as its ids are known."""
        return self._known is not None and callback_id in self._known

    async def learn(self, search: CallbackSearch, conditions: CallbackFilter) -> None:
        """Take what matches now as known. Raises what the search raises."""
        known, count = await _held(search, conditions)
        self._known, self._count = known, count

    async def look(self, search: CallbackSearch, conditions: CallbackFilter) -> Found | None:
        """Return what came in and what left since, None while nothing is known yet."""
        if self._count is None:
            return None
        now, count = self._seen = await _held(search, conditions)
        if self._known is None or now is None:
            return Found(max(0, count - (self._count or 0)), count)
        came = now - self._known
        return Found(len(came), count, came, len(self._known - now))

    def taken_in(self) -> None:
        """Take what the last look found as known; what comes after that look is news again."""
        self._known, self._count = self._seen


async def _held(search: CallbackSearch, conditions: CallbackFilter) -> tuple[frozenset[str] | None, int]:
    ids = await search.ids(conditions, EXACT_UP_TO + 1)
    if len(ids) <= EXACT_UP_TO:
        return frozenset(ids), len(ids)
    return None, await search.count(conditions)
