"""When customers ask and when a centre works: weekday and hour profiles in the organisation's time zone."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_WEEKDAYS = (1.38, 1.12, 1.0, 0.98, 1.04, 0.36, 0.17)  # Monday to Sunday
_HOURS = (1, 1, 1, 1, 1, 1, 3, 8, 26, 62, 78, 66, 40, 58, 74, 70, 62, 50, 30, 18, 13, 9, 5, 2)
OPENS, CLOSES = 8, 22


def _moments(rng: random.Random, day: date, count: int, zone: ZoneInfo) -> Iterator[datetime]:
    midnight = datetime.combine(day, time(), zone)
    for hour in rng.choices(range(24), _HOURS, k=count):
        yield midnight.replace(hour=hour, minute=rng.randrange(60), second=rng.randrange(60))


def arrivals(rng: random.Random, now: datetime, zone: ZoneInfo, days: int, total: int) -> list[datetime]:
    """Return about ``total`` moments (UTC, ascending) of the last ``days`` local days, none after ``now``."""
    today = now.astimezone(zone).date()
    calendar = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    weights = [_WEEKDAYS[day.weekday()] * rng.uniform(0.88, 1.12) for day in calendar]
    scale = total / sum(weights)
    moments = [
        moment.astimezone(UTC)
        for day, weight in zip(calendar, weights, strict=True)
        for moment in _moments(rng, day, round(weight * scale), zone)
    ]
    return sorted(moment for moment in moments if moment <= now)


def at_work(rng: random.Random, moment: datetime, zone: ZoneInfo) -> datetime:
    """Return ``moment``, or if the centre is closed then, a moment soon after it opens next (UTC)."""
    local = moment.astimezone(zone)
    if OPENS <= local.hour < CLOSES:
        return moment
    day = local.date() + timedelta(days=1 if local.hour >= CLOSES else 0)
    opening = datetime.combine(day, time(OPENS), zone).astimezone(UTC)
    return opening + timedelta(seconds=rng.uniform(60, 2700))
