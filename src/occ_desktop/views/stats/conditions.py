"""The search conditions of the statistics, as chosen, and what they mean for the cache."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from occ_contract.statistics import Period, business_day
from occ_desktop.domain.filters import PeriodChoice, PeriodPreset, StatsFilter
from occ_desktop.domain.route_keys import service_routes

PRESETS = (
    PeriodPreset.TODAY,
    PeriodPreset.LAST_7_DAYS,
    PeriodPreset.LAST_14_DAYS,
    PeriodPreset.LAST_30_DAYS,
    PeriodPreset.THIS_MONTH,
    PeriodPreset.LAST_90_DAYS,
)
_FIRST = PeriodChoice(PeriodPreset.LAST_14_DAYS)


@dataclass(frozen=True)
class Conditions:
    """What is chosen; empty means any. Days are the organisation's."""

    period: PeriodChoice = _FIRST
    by: Period = Period.DAY
    routes: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    @property
    def narrowed(self) -> bool:
        """Tell whether anything but the first choice is in force."""
        return replace(self, by=Period.DAY) != Conditions()

    def days(self, now: datetime, zone: ZoneInfo) -> tuple[date, date]:
        """Return the first and last day meant at ``now``."""
        today = business_day(now, zone)
        return self.period.days(now, zone) or (today, today)

    def to_filter(self, now: datetime, zone: ZoneInfo, allowed: tuple[str, ...]) -> StatsFilter:
        """Return what is counted at ``now``, within the services the person supervises."""
        first, last = self.days(now, zone)
        return StatsFilter(
            first=first,
            last=last,
            services=self.services or allowed,
            service_routes=service_routes(self.routes),
            assignees=self.assignees,
        )


def before(conditions: StatsFilter) -> StatsFilter:
    """Return the same conditions over as many days right before."""
    length = (conditions.last - conditions.first).days + 1
    return msgspec.structs.replace(
        conditions,
        first=conditions.first - timedelta(days=length),
        last=conditions.first - timedelta(days=1),
    )
