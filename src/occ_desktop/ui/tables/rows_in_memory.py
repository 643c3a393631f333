"""A list that is in memory as a whole, as a table reads it: agents, periods, what waits to be sent.

Plain Python, no Qt. Knows no trade: a row is whatever has an id.
"""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from occ_desktop.ui.tables.opening import Opening, pages_in_view
from occ_desktop.ui.tables.pages import PAGE_ROWS, PAGES_KEPT

R = TypeVar("R")


class RowsInMemory(Generic[R]):
    """A `PageSource` over rows that never change; other rows are another source."""

    def __init__(self, rows: Sequence[R], row_id: Callable[[R], str]) -> None:
        self.rows = tuple(rows)
        self.ids = tuple(map(row_id, self.rows))
        self._places = {found: place for place, found in enumerate(self.ids)}

    def opening(self, visible: tuple[int, int], first_id: str | None, current_id: str | None) -> Opening[R]:
        """Return what a table shows first; every row, as far as a table keeps them."""
        count = len(self.rows)
        first = self._places.get(first_id or "")
        current = self._places.get(current_id or "", -1)
        wanted = range(-(-count // PAGE_ROWS))
        if len(wanted) > PAGES_KEPT:
            wanted = pages_in_view(visible, first, count)
        pages = {page: self.rows[page * PAGE_ROWS : (page + 1) * PAGE_ROWS] for page in wanted}
        return Opening(count, pages, -1 if first is None else first, current)

    async def count(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    async def page(self, offset: int, limit: int) -> Sequence[R]:
        """Return at most ``limit`` rows from ``offset`` on."""
        return self.rows[offset : offset + limit]

    async def counted_page(self, offset: int, limit: int) -> tuple[int, Sequence[R]]:
        """Return how many rows there are, and a page of them."""
        return len(self.rows), self.rows[offset : offset + limit]

    async def position(self, row_id: str) -> int | None:
        """Return where a row stands, None if it is not listed."""
        return self._places.get(row_id)

    async def by_ids(self, row_ids: Sequence[str]) -> Sequence[R]:
        """Return the rows of these ids."""
        return [self.rows[self._places[row_id]] for row_id in row_ids if row_id in self._places]
