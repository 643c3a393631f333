"""The window of pages a table keeps: which rows are here, which are stale, which go first when it is full.

Plain Python, no Qt: the model wraps it.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from typing import Generic, Protocol, TypeVar

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

PAGE_ROWS = 200
PAGES_KEPT = 40


class PageSource(Protocol[R_co]):
    """Where a table reads from: one search in one order. A new search is a new source."""

    async def count(self) -> int:
        """How many rows match now."""
        ...

    async def page(self, offset: int, limit: int) -> Sequence[R_co]:
        """At most `limit` rows from position `offset` on, in the order of the table."""
        ...

    async def counted_page(self, offset: int, limit: int) -> tuple[int, Sequence[R_co]]:
        """Answer `count` and `page` of one moment."""
        ...

    async def position(self, row_id: str) -> int | None:
        """Where the row stands now, or `None` if it no longer matches."""
        ...

    async def by_ids(self, row_ids: Sequence[str]) -> Sequence[R_co]:
        """The present rows of these ids, any order; those that no longer match are missing."""
        ...


class NotShownError(Exception):
    """A read brought nothing to show: it failed, or (`outdated`) the search changed meanwhile."""

    def __init__(self, *, outdated: bool) -> None:
        super().__init__("outdated" if outdated else "failed")
        self.outdated = outdated


class Pages(Generic[R]):
    """Up to `PAGES_KEPT` pages of `PAGE_ROWS` rows; the pages farthest from the screen go first."""

    def __init__(self, row_id: Callable[[R], str]) -> None:
        self._row_id = row_id
        self._pages: dict[int, list[R]] = {}
        self._stale: set[int] = set()
        self._row_of: dict[str, int] = {}

    def clear(self) -> None:
        """Forget everything."""
        self._pages.clear()
        self._stale.clear()
        self._row_of.clear()

    @property
    def kept(self) -> int:
        """How many pages are here."""
        return len(self._pages)

    def put(self, page: int, rows: Sequence[R], *, near: int) -> None:
        """Store a page and let go of what is farthest from page `near`."""
        self._drop(page)
        self._pages[page] = list(rows)
        self._stale.discard(page)
        for offset, row in enumerate(rows):
            self._row_of[self._row_id(row)] = page * PAGE_ROWS + offset
        while len(self._pages) > PAGES_KEPT:
            self._drop(max(self._pages, key=lambda other: abs(other - near)))

    def row(self, position: int) -> R | None:
        """The row at a position, if it is here."""
        page = self._pages.get(position // PAGE_ROWS)
        offset = position % PAGE_ROWS
        return page[offset] if page is not None and offset < len(page) else None

    def id_at(self, position: int) -> str | None:
        """The id of the row at a position, if it is here."""
        row = self.row(position)
        return None if row is None else self._row_id(row)

    def position(self, row_id: str) -> int | None:
        """Where a row stands, if it is here."""
        return self._row_of.get(row_id)

    def replace(self, row: R) -> tuple[int, R] | None:
        """Put a newer version of a row in its place; returns position and the old version."""
        position = self._row_of.get(self._row_id(row))
        if position is None:
            return None
        page = self._pages[position // PAGE_ROWS]
        old = page[position % PAGE_ROWS]
        page[position % PAGE_ROWS] = row
        return position, old

    def missing(self, pages: Iterable[int]) -> list[int]:
        """Those of `pages` that are not here, in the same order."""
        return [page for page in pages if page not in self._pages]

    def mark_stale(self) -> None:
        """All pages may be out of date."""
        self._stale.update(self._pages)

    def among(self, row_ids: Iterable[str], pages: Container[int]) -> list[str]:
        """Those of `row_ids` on `pages`; the pages of the others that are here are stale from now on."""
        found: list[str] = []
        for row_id in row_ids:
            position = self._row_of.get(row_id)
            if position is None:
                continue
            if position // PAGE_ROWS in pages:
                found.append(row_id)
            else:
                self._stale.add(position // PAGE_ROWS)
        return found

    def take_stale(self, pages: Iterable[int]) -> list[str]:
        """The ids on those of `pages` that are stale; they count as fresh from now on."""
        ids: list[str] = []
        for page in pages:
            if page in self._stale:
                self._stale.discard(page)
                ids.extend(self._row_id(row) for row in self._pages[page])
        return ids

    def _drop(self, page: int) -> None:
        for offset, row in enumerate(self._pages.pop(page, [])):
            row_id = self._row_id(row)
            if self._row_of.get(row_id) == page * PAGE_ROWS + offset:
                del self._row_of[row_id]
        self._stale.discard(page)


def pages_of(first: int, last: int) -> range:
    """The pages that hold the rows `first` to `last` (inclusive)."""
    return range(max(0, first) // PAGE_ROWS, max(0, last) // PAGE_ROWS + 1)
