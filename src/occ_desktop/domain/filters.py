"""Search conditions of the callback tabs, as values that travel to the database threads."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from occ_contract.callbacks import CallbackStatus
from occ_contract.statistics import business_day, day_bounds


class PeriodPreset(StrEnum):
    """Periods offered by name; CUSTOM carries its own days."""

    OPEN_AND_TODAY = "open_and_today"  # whatever is unfinished, of any day, and today's
    TODAY = "today"
    YESTERDAY = "yesterday"
    LAST_7_DAYS = "last_7_days"
    LAST_14_DAYS = "last_14_days"
    LAST_30_DAYS = "last_30_days"
    THIS_MONTH = "this_month"
    LAST_90_DAYS = "last_90_days"
    ALL = "all"
    CUSTOM = "custom"


_SPANS = {
    PeriodPreset.OPEN_AND_TODAY: 1,
    PeriodPreset.TODAY: 1,
    PeriodPreset.LAST_7_DAYS: 7,
    PeriodPreset.LAST_14_DAYS: 14,
    PeriodPreset.LAST_30_DAYS: 30,
    PeriodPreset.LAST_90_DAYS: 90,
}


class PeriodChoice(msgspec.Struct, frozen=True):
    """A period as chosen; ``first`` and ``last`` (both included) only with CUSTOM."""

    preset: PeriodPreset = PeriodPreset.TODAY
    first: date | None = None
    last: date | None = None

    @property
    def open_too(self) -> bool:
        """Tell whether unfinished callbacks of other days are meant as well."""
        return self.preset is PeriodPreset.OPEN_AND_TODAY

    def days(self, now: datetime, zone: ZoneInfo) -> tuple[date, date] | None:
        """Return the first and last business day meant at ``now``, None for ALL."""
        return self.days_on(business_day(now, zone))

    def days_on(self, today: date) -> tuple[date, date] | None:
        """Return the first and last business day meant ``today``, None for ALL."""
        if self.preset is PeriodPreset.ALL:
            return None
        if self.preset is PeriodPreset.CUSTOM:
            first = self.first or today
            return first, max(self.last or first, first)
        if self.preset is PeriodPreset.YESTERDAY:
            return today - timedelta(days=1), today - timedelta(days=1)
        if self.preset is PeriodPreset.THIS_MONTH:
            return today.replace(day=1), today
        return today - timedelta(days=_SPANS[self.preset] - 1), today

    def bounds(self, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """Return the UTC moments ``[start, end)`` of the period at ``now``, None for ALL."""
        days = self.days(now, zone)
        return None if days is None else day_bounds(days[0], days[1], zone)


@dataclass(frozen=True)
class CallbackFilter:
    """All conditions hold together; an empty tuple or None means "any". Times are UTC, ``[from, to)``.

    ``phone`` is digits, matched anywhere in the number. ``routes`` are codes of whatever service,
    ``service_routes`` are ``(service id, code)``: two services may give one code to different routes.
    ``service_assignees`` are ``(service id, person id)``: what a person holds in one service alone.
    ``open_too``: the period does not hide what is unfinished, whenever it was received.
    """

    received_from: datetime | None = None
    received_to: datetime | None = None
    services: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    statuses: tuple[CallbackStatus, ...] = ()
    phone: str = ""
    assigners: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    text: str = ""  # customer name or message, for the find box
    service_routes: tuple[tuple[str, str], ...] = ()
    service_assignees: tuple[tuple[str, str], ...] = ()
    open_too: bool = False

    def without_period(self) -> "CallbackFilter":
        """Return the same conditions over all time."""
        return replace(self, received_from=None, received_to=None, open_too=False)


class StatsFilter(msgspec.Struct, frozen=True):
    """Conditions of 처리현황; days are the organisation's business days, both included. Routes as above."""

    first: date
    last: date
    services: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    service_routes: tuple[tuple[str, str], ...] = ()


class SortColumn(StrEnum):
    """Columns a callback list can be ordered by; each has its index in the cache (ties by id)."""

    RECEIVED = "received_at"
    ASSIGNED = "assigned_at"
    COMPLETED = "completed_at"
    STATUS = "status"
    ATTEMPTS = "attempts"
    PHONE = "phone"


class CallbackSort(msgspec.Struct, frozen=True):
    """An order; the default is newest received first."""

    column: SortColumn = SortColumn.RECEIVED
    descending: bool = True
