"""When customers ask and when a centre works: weekday and hour profiles in the organisation's time zone."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_WEEKDAYS = (1.38, 1.12, 1.0, 0.98, 1.04, 0.36, 0.17)  # Monday to Sunday
_HOURS = (1, 1, 1, 1, 1, 1, 3, 8, 26, 62, 78, 66, 40, 58, 74, 70, 62, 50, 30, 18, 13, 9, 5, 2)
_SHIFT = _HOURS[10:18]  # the hours a centre is asked most
_DESK_HOURS = ((8, 22),) * 5 + ((9, 14), (0, 0))  # from, to; on Sundays only the IVR takes requests


def _moments(rng: random.Random, day: date, count: int, zone: ZoneInfo) -> Iterator[datetime]:
    midnight = datetime.combine(day, time(), zone)
    for hour in rng.choices(range(24), _HOURS, k=count):
        yield midnight.replace(hour=hour, minute=rng.randrange(60), second=rng.randrange(60))


@dataclass(frozen=True)
class Calendar:
    """When this centre works: its desk hours, and the shift that is on when somebody looks at it.

    A sample that is tried at night or on a Sunday shows a working day all the same: from ``shift`` on, eight
    hours before it is looked at, the centre is open and asked as on a weekday.
    """

    now: datetime
    zone: ZoneInfo

    @property
    def shift(self) -> datetime:
        """The moment (UTC) from which on somebody is always at work."""
        return self.now - timedelta(hours=len(_SHIFT))

    def arrivals(self, rng: random.Random, days: int, total: int) -> list[datetime]:
        """Return about ``total`` moments (UTC, ascending) of the last ``days`` local days, none after now."""
        today = self.now.astimezone(self.zone).date()
        calendar = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
        weights = [_WEEKDAYS[day.weekday()] * rng.uniform(0.88, 1.12) for day in calendar]
        scale = total / sum(weights)
        moments = [
            moment.astimezone(UTC)
            for day, weight in zip(calendar, weights, strict=True)
            for moment in _moments(rng, day, round(weight * scale), self.zone)
        ]
        usual = sorted(moment for moment in moments if moment <= self.now)
        asked = list(self._shift_moments(rng, round(scale * sum(_SHIFT) / sum(_HOURS))))
        here = [moment for moment in usual if moment > self.shift]
        if len(here) > len(asked) / 2:
            return usual
        return [*usual[: len(usual) - len(here)], *sorted(asked)]

    def _shift_moments(self, rng: random.Random, count: int) -> Iterator[datetime]:
        for hour in rng.choices(range(len(_SHIFT)), _SHIFT, k=count):
            yield self.shift + timedelta(hours=hour, seconds=rng.randrange(3600))

    def at_work(self, rng: random.Random, moment: datetime) -> datetime:
        """Return ``moment``, or if the centre is closed then, a moment soon after it opens next (UTC)."""
        local = moment.astimezone(self.zone)
        day = local.date()
        opens, closes = _desk_hours(day)
        if opens <= local.hour < closes or moment >= self.shift:
            return moment
        while local.hour >= closes or opens == closes:
            day += timedelta(days=1)
            local = datetime.combine(day, time(), self.zone)
            opens, closes = _desk_hours(day)
        opening = datetime.combine(day, time(opens), self.zone).astimezone(UTC)
        return min(opening, max(moment, self.shift)) + timedelta(seconds=rng.uniform(60, 2700))

    def open_hours(self, start: datetime, end: datetime) -> float:
        """Return for how many hours the centre was open between two moments."""
        shift = self.shift
        before = _opened(min(end, shift), self.zone) - _opened(min(start, shift), self.zone)
        return (before + (max(end, shift) - max(start, shift)).total_seconds()) / 3600


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
