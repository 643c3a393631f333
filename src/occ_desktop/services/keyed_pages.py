"""One search in one order, as a table reads it: jumps by offset, walks on by key. It knows no kind of row."""

from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar

F = TypeVar("F")
S = TypeVar("S")
R = TypeVar("R")
F_contra = TypeVar("F_contra", contravariant=True)
S_contra = TypeVar("S_contra", contravariant=True)

_ENDS_KEPT = 64


class Search(Protocol[F_contra, S_contra, R]):
    """Questions about rows of one kind: ``F_contra`` says which, ``S_contra`` in which order."""

    async def count(self, conditions: F_contra) -> int:
        """Return how many rows match."""
        ...

    async def page(self, conditions: F_contra, sort: S_contra, offset: int, limit: int) -> tuple[R, ...]:
        """Return rows ``offset`` … of the order."""
        ...

    async def counted_page(
        self, conditions: F_contra, sort: S_contra, offset: int, limit: int
    ) -> tuple[int, tuple[R, ...]]:
        """Return how many rows match, and the rows of `page`, of one moment."""
        ...

    async def page_after(self, conditions: F_contra, sort: S_contra, last: R, limit: int) -> tuple[R, ...]:
        """Return the rows that follow ``last``."""
        ...

    async def position(self, conditions: F_contra, sort: S_contra, row_id: str, /) -> int | None:
        """Return the place of a row in the order, None when it does not match (any more)."""
        ...

    async def rows(self, row_ids: Iterable[str], /) -> tuple[R, ...]:
        """Return those of the rows that are (still) this person's to see."""
        ...


class KeyedPages(Generic[F, S, R]):
    """Pages of rows. Reading the page after one that was read costs the same anywhere in the list."""

    def __init__(self, search: Search[F, S, R], conditions: F, sort: S) -> None:
        self.conditions = conditions
        self.sort = sort
        self._search = search
        self._ends: dict[int, R] = {}  # position after a page -> its last row

    async def count(self) -> int:
        """Return how many rows match now; what was read before no longer counts."""
        self._ends.clear()
        return await self._search.count(self.conditions)

    async def counted_page(self, offset: int, limit: int) -> tuple[int, Sequence[R]]:
        """Return how many rows match now, and a page; what was read before no longer counts."""
        self._ends.clear()
        count, rows = await self._search.counted_page(self.conditions, self.sort, offset, limit)
        self._keep_end(offset, limit, rows)
        return count, rows

    async def page(self, offset: int, limit: int) -> Sequence[R]:
        """Return at most ``limit`` rows from position ``offset`` on."""
        before = self._ends.get(offset)
        if before is not None:
            rows = await self._search.page_after(self.conditions, self.sort, before, limit)
        else:
            rows = await self._search.page(self.conditions, self.sort, offset, limit)
        self._keep_end(offset, limit, rows)
        return rows

    def _keep_end(self, offset: int, limit: int, rows: Sequence[R]) -> None:
        if len(rows) == limit:
            if len(self._ends) >= _ENDS_KEPT:
                self._ends.clear()
            self._ends[offset + limit] = rows[-1]

    async def position(self, row_id: str) -> int | None:
        """Return where a row stands now, None if it no longer matches."""
        return await self._search.position(self.conditions, self.sort, row_id)

    async def by_ids(self, row_ids: Sequence[str]) -> Sequence[R]:
        """Return the present rows, also those that no longer match: they stay in view as what they became."""
        return await self._search.rows(row_ids)
