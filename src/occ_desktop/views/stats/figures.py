"""One period as chart and table show it. Pure: no Qt widget, no waiting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from occ_contract.callbacks import StatsRow
from occ_contract.statistics import Period, label

LOW_RATE = 90.0  # per cent; below it a period is marked with ▼


@dataclass(frozen=True)
class PeriodLine:
    """A row of the statistics. ``day`` is the day itself or the first of the month."""

    id: str
    day: date
    by: Period
    assigned: int
    completed: int
    outstanding: int
    rate: float | None
    present: bool = False

    @property
    def low(self) -> bool:
        """Tell whether the rate is below what is expected."""
        return self.rate is not None and self.rate < LOW_RATE


def lines_of(rows: Iterable[StatsRow], by: Period, today: date) -> tuple[PeriodLine, ...]:
    """Return the lines of these rows in their order (oldest first)."""
    now = label(today, by)
    return tuple(
        PeriodLine(
            id=row.period,
            day=date.fromisoformat(row.period if by is Period.DAY else f"{row.period}-01"),
            by=by,
            assigned=row.assigned,
            completed=row.completed,
            outstanding=row.outstanding,
            rate=row.completion_rate,
            present=row.period == now,
        )
        for row in rows
    )


def rate_text(rate: float | None, *, mark: bool = True) -> str:
    """Return ``97.1%``, ``▼ 57.8%`` below the expected rate, "–" where nothing was assigned."""
    if rate is None:
        return "–"
    return f"▼ {rate:.1f}%" if mark and rate < LOW_RATE else f"{rate:.1f}%"


def scale(highest: int) -> tuple[int, int]:
    """Return the step between lines and the top of an axis that holds ``highest`` with room for labels."""
    step = 1
    while step * 5 < highest:
        step = {1: 2, 2: 5, 5: 10}.get(step // 10 ** (len(str(step)) - 1), 10) * 10 ** (len(str(step)) - 1)
    return step, max(4, -(-highest // step) * step)
