"""Rows that changed while a page with them was being read: the page shows them as they were before.

Plain Python, no Qt: the model asks it with every page that lands.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

_MOST = 10_000  # ids kept apart; beyond that every row counts as overtaken


class Overtaken:
    """Notes what changes from the moment a read begins."""

    def __init__(self) -> None:
        self._reads = 0
        self._ids: set[str] = set()
        self._every = False

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read pages within; what changed before it is in what they bring.

        What they were overtaken by stays known until the next read begins.
        """
        if not self._reads:
            self._ids.clear()
            self._every = False
        self._reads += 1
        try:
            yield
        finally:
            self._reads -= 1

    def note(self, row_ids: Collection[str] | None) -> None:
        """These rows changed just now; None: any may have."""
        if row_ids is None or len(self._ids) + len(row_ids) > _MOST:
            self._every = True
            self._ids.clear()
        elif not self._every:
            self._ids.update(row_ids)

    def among(self, row_ids: Iterable[str]) -> list[str]:
        """Return those of a page that landed which have to be read again."""
        return [row_id for row_id in row_ids if self._every or row_id in self._ids]
