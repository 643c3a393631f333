"""One search in one order, as a table reads it: jumps by offset, walks on by key."""

from collections.abc import Sequence

from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.services.callback_search import CallbackSearch

_ENDS_KEPT = 64


class CallbackPages:
    """Pages of callbacks. Reading the page after one that was read costs the same anywhere in the list."""

    def __init__(self, search: CallbackSearch, conditions: CallbackFilter, sort: CallbackSort) -> None:
        self.conditions = conditions
        self.sort = sort
        self._search = search
        self._ends: dict[int, CallbackRow] = {}  # position after a page -> its last row

    async def count(self) -> int:
        """Return how many rows match now; what was read before no longer counts."""
        self._ends.clear()
        return await self._search.count(self.conditions)

    async def page(self, offset: int, limit: int) -> Sequence[CallbackRow]:
        """Return at most ``limit`` rows from position ``offset`` on."""
        before = self._ends.get(offset)
        if before is not None:
            rows = await self._search.page_after(self.conditions, self.sort, before, limit)
        else:
            rows = await self._search.page(self.conditions, self.sort, offset, limit)
        if len(rows) == limit:
            if len(self._ends) >= _ENDS_KEPT:
                self._ends.clear()
            self._ends[offset + limit] = rows[-1]
        return rows

    async def position(self, row_id: str) -> int | None:
        """Return where a row stands now, None if it no longer matches."""
        return await self._search.position(self.conditions, self.sort, row_id)

    async def by_ids(self, row_ids: Sequence[str]) -> Sequence[CallbackRow]:
        """Return the present rows, also those that no longer match: they stay in view as what they became."""
        return await self._search.rows(row_ids)
