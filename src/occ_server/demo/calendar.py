"""When customers ask and when a centre works: weekday and hour profiles in the organisation's time zone."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_WEEKDAYS = (1.38, 1.12, 1.0, 0.98, 1.04, 0.36, 0.17)  # Monday to Sunday
_HOURS = (1, 1, 1, 1, 1, 1, 3, 8, 26, 62, 78, 66, 40, 58, 74, 70, 62, 50, 30, 18, 13, 9, 5, 2)
_DESK_HOURS = ((8, 22),) * 5 + ((9, 14), (0, 0))  # from, to; on Sundays only the IVR takes requests


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
    day = local.date()
    opens, closes = _desk_hours(day)
    if opens <= local.hour < closes:
        return moment
    while local.hour >= closes or opens == closes:
        day += timedelta(days=1)
        local = datetime.combine(day, time(), zone)
        opens, closes = _desk_hours(day)
    opening = datetime.combine(day, time(opens), zone).astimezone(UTC)
    return opening + timedelta(seconds=rng.uniform(60, 2700))


def open_hours(start: datetime, end: datetime, zone: ZoneInfo) -> float:
    """Return for how many hours the centre was open between two moments."""
    return (_opened(end, zone) - _opened(start, zone)) / 3600


def _opened(moment: datetime, zone: ZoneInfo) -> float:
    """Return the seconds the centre was open from the first week of the calendar to a moment."""
    local = moment.astimezone(zone)
    weeks, weekday = divmod(local.toordinal() - 1, 7)  # day 1 was a Monday
    whole = [(closes - opens) * 3600 for opens, closes in _DESK_HOURS]
    opens, closes = _DESK_HOURS[weekday]
    today = local.hour * 3600 + local.minute * 60 + local.second
    part = min(max(today, opens * 3600), closes * 3600) - opens * 3600
    return weeks * sum(whole) + sum(whole[:weekday]) + part


def _desk_hours(day: date) -> tuple[int, int]:
    return _DESK_HOURS[day.weekday()]
