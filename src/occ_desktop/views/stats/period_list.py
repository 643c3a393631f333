"""The periods of a table and of the chart above it, whose orders differ."""

from occ_desktop.views.stats.figures import PeriodLine


class PeriodList:
    """``lines`` are oldest first, as the chart shows them; the table has either order."""

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
