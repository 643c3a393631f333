"""What a table shows first of a search: how many rows, which pages, where the rows one knew stand now.

Plain Python, no Qt: the model asks and shows.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

import msgspec

from occ_desktop.ui.tables.pages import PAGE_ROWS, Pages, PageSource, pages_of

R = TypeVar("R")


class Opening(msgspec.Struct, Generic[R], frozen=True):
    """What a search shows first. `first` and `current`: where the kept rows stand now, -1 = gone."""

    count: int
    pages: Mapping[int, Sequence[R]]
    first: int
    current: int

    def holds(self, current_id: str | None, row_id: Callable[[R], str]) -> bool:
        """Tell whether the row at `current` is the one meant; a change between two reads moves it."""
        page = self.pages.get(self.current // PAGE_ROWS)
        if self.current < 0 or page is None:
            return True
        place = self.current % PAGE_ROWS
        return place < len(page) and row_id(page[place]) == current_id


async def read_opening(
    source: PageSource[R], visible: tuple[int, int], first_id: str | None, current_id: str | None
) -> Opening[R]:
    """Read what is visible, from the row ``first_id`` on where it is still there.

    What does not depend on another answer is asked for at once: each wait for the loop, which has other work,
    comes between a change and the row a person sees.
    """
    top = visible[0] // PAGE_ROWS
    pages: dict[int, Sequence[R]] = {}
    if first_id:
        count, first, current = await asyncio.gather(
            source.count(), _position(source, first_id), _position(source, current_id)
        )
    else:
        (count, pages[top]), current = await asyncio.gather(
            source.counted_page(top * PAGE_ROWS, PAGE_ROWS), _position(source, current_id)
        )
        first = min(visible[0], max(0, count - 1))
    wanted = pages_in_view(visible, first, count)
    pages = {
        page: pages[page] if page in pages else await source.page(page * PAGE_ROWS, PAGE_ROWS)
        for page in wanted
    }
    return Opening(count, pages, -1 if first is None else first, -1 if current is None else current)


async def _position(source: PageSource[R], row_id: str | None) -> int | None:
    return await source.position(row_id) if row_id else None


def pages_in_view(visible: tuple[int, int], first: int | None, count: int) -> range:
    """Return the pages in view when ``first`` is the first row in view (None: the place it had)."""
    if not count:
        return range(0)
    last = count - 1
    top = min(visible[0], last) if first is None else first
    return pages_of(top, min(top + visible[1] - visible[0], last))


async def ids_between(
    source: PageSource[R] | None, here: Pages[R], row_id: Callable[[R], str], first: int, last: int
) -> list[str]:
    """Return the ids of the rows ``first`` to ``last``, read where they are not ``here``."""
    ids: list[str] = []
    start = first
    while start <= last and source is not None:
        known = here.id_at(start)
        if known is not None:
            ids.append(known)
            start += 1
            continue
        rows = await source.page(start, min(PAGE_ROWS, last - start + 1))
        if not rows:
            break
        ids.extend(row_id(row) for row in rows)
        start += len(rows)
    return ids
