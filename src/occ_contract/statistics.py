"""처리현황: figures per day or month of the present assignment, in the organisation's time zone.

Both sides count rows in quarter-hour buckets (every offset in use is a multiple of 15 minutes) and fold the
buckets here, so a day has its true 23, 24 or 25 hours and client and server cannot disagree.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from occ_contract.callbacks import Stats, StatsRow
from occ_contract.enums import WireEnum
from occ_contract.errors import ErrorCode, RuleError

BUCKET_SECONDS = 900
MAX_DAYS = 1100


class Period(WireEnum):
    """Rows per day (일) or per month (월)."""

    DAY = "day"
    MONTH = "month"
    UNKNOWN = "unknown"


def business_day(moment: datetime, zone: ZoneInfo) -> date:
    """Return the organisation's calendar day of an aware moment."""
    return moment.astimezone(zone).date()


def day_bounds(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the UTC moments ``[start, end)`` of the local days ``first`` to ``last``, both included."""
    start = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    return start.astimezone(UTC), end.astimezone(UTC)


def check_range(first: date, last: date) -> None:
    """Refuse a range that is reversed or longer than about three years.

    :raises RuleError: ``bad_range``.
    """
    if last < first or (last - first).days > MAX_DAYS:
        raise RuleError(ErrorCode.BAD_RANGE, limit=MAX_DAYS)


def label(day: date, by: Period) -> str:
    """Return the period a day belongs to: ``2026-11-23`` or ``2026-11``."""
    return f"{day:%Y-%m}" if by is Period.MONTH else day.isoformat()


def periods(first: date, last: date, by: Period) -> Iterator[str]:
    """Yield every period label from ``first`` to ``last``, oldest first, empty ones included."""
    seen = ""
    for offset in range((last - first).days + 1):
        name = label(first + timedelta(days=offset), by)
        if name != seen:
            seen = name
            yield name


def completion_rate(completed: int, assigned: int) -> float | None:
    """Return completed / assigned × 100 to one decimal place, None where nothing was assigned."""
    return round(completed / assigned * 100, 1) if assigned else None


def _row(period: str, assigned: int, completed: int) -> StatsRow:
    return StatsRow(
        period=period,
        assigned=assigned,
        completed=completed,
        outstanding=assigned - completed,
        completion_rate=completion_rate(completed, assigned),
    )


def fold(
    buckets: Iterable[tuple[int, int, int]], first: date, last: date, by: Period, zone: ZoneInfo
) -> Stats:
    """Fold ``(bucket number, assigned, completed)`` into one row per period and a total.

    A bucket's number is the UTC epoch second of its assignment time divided by ``BUCKET_SECONDS``, floored;
    ``assigned`` counts rows with a present assignment (ASSIGNED or COMPLETED), ``completed`` those COMPLETED.
    """
    counts: dict[str, list[int]] = {name: [0, 0] for name in periods(first, last, by)}
    for bucket, assigned, completed in buckets:
        day = datetime.fromtimestamp(bucket * BUCKET_SECONDS, UTC).astimezone(zone).date()
        pair = counts.get(label(day, by)) if first <= day <= last else None
        if pair is not None:
            pair[0] += assigned
            pair[1] += completed
    rows = tuple(_row(name, pair[0], pair[1]) for name, pair in counts.items())
    total = _row("total", sum(r.assigned for r in rows), sum(r.completed for r in rows))
    return Stats(rows=rows, total=total)
