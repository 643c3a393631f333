"""What arrived while the beat was busy or asleep: pushed pages in their order, the last poke, a nudge.

It decides which pages continue a cache; it applies nothing and asks nobody.
"""

import asyncio
from collections.abc import Sequence

from occ_contract.sync import Poke, PushedPage
from occ_desktop.store.feed import Position

MOST_PAGES = 100  # of a round that lasts (a first fill); what comes beyond is pulled


class Inbox:
    """Filled on the loop's thread by the stream and the screens, emptied by the beat alone."""

    def __init__(self) -> None:
        self._pages: list[PushedPage] = []
        self._poke: Poke | None = None
        self._nudged = False
        self._arrived = asyncio.Event()

    def nudge(self) -> None:
        """Say that a round is wanted, whatever the position."""
        self._nudged = True
        self._arrived.set()

    def poke(self, poke: Poke) -> None:
        """Keep what the server says of its position; it never goes back within an epoch."""
        self._poke = poke
        self._arrived.set()

    def page(self, page: PushedPage) -> None:
        """Keep a pushed page until the beat looks."""
        if len(self._pages) < MOST_PAGES:
            self._pages.append(page)
        else:
            self._nudged = True
        self._arrived.set()

    def pages(self) -> list[PushedPage]:
        """Return the pages that wait, and forget them."""
        waiting, self._pages = self._pages, []
        return waiting

    def begin_round(self) -> None:
        """Forget why a round is wanted: it begins. Pages wait for its end."""
        self._nudged, self._poke = False, None

    @property
    def nudged(self) -> bool:
        """Tell whether a round is wanted, whatever the position."""
        return self._nudged

    def poked(self, position: Position) -> bool:
        """Tell whether the server has news for a cache that stands there."""
        poke = self._poke
        return poke is not None and (poke.epoch != position.epoch or poke.seq > position.head)

    async def filled(self, seconds: float) -> bool:
        """Wait until something arrives, at most so long; tell whether it did."""
        try:
            async with asyncio.timeout(seconds):
                await self._arrived.wait()
        except TimeoutError:
            return False
        self._arrived.clear()
        return True


def continuing(position: Position, pages: Sequence[PushedPage]) -> tuple[list[PushedPage], bool]:
    """Return the pages that continue a filled cache in their order, and whether one tells of more.

    A page that begins beyond the cache, or is of another epoch, tells of more: that is pulled. One that ends
    before the cache is old and passes.
    """
    head, taken = position.head, []
    for page in pages:
        if page.epoch == position.epoch and page.base <= head <= page.head:
            taken.append(page)
            head = page.head
    return taken, any(page.epoch != position.epoch or page.head > head for page in pages)
