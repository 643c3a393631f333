"""The periods as a table reads them: a list in memory, in either order."""

from collections.abc import Sequence

from occ_desktop.views.stats.figures import PeriodLine


class PeriodList:
    """A page source whose rows are all here; ``lines`` are oldest first."""

    def __init__(self) -> None:
        self.lines: tuple[PeriodLine, ...] = ()
        self.newest_first = True

    @property
    def ordered(self) -> tuple[PeriodLine, ...]:
        """Return the lines as the table shows them."""
        return self.lines[::-1] if self.newest_first else self.lines

    def other(self, place: int) -> int:
        """Return the table row of a place in ``lines``, and the other way round; -1 stays -1."""
        return len(self.lines) - 1 - place if self.newest_first and place >= 0 else place

    async def count(self) -> int:
        """Return how many periods there are."""
        return len(self.lines)

    async def page(self, offset: int, limit: int) -> Sequence[PeriodLine]:
        """Return the lines of a page."""
        return self.ordered[offset : offset + limit]

    async def position(self, row_id: str) -> int | None:
        """Return the row of a period, None if it is not listed."""
        return next((place for place, line in enumerate(self.ordered) if line.id == row_id), None)

    async def by_ids(self, row_ids: Sequence[str]) -> Sequence[PeriodLine]:
        """Return the lines of these periods."""
        wanted = frozenset(row_ids)
        return [line for line in self.lines if line.id in wanted]
