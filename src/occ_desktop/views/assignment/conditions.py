"""The search conditions of the assignment tab, as chosen, and what they mean for the cache."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from occ_contract.callbacks import ASSIGNABLE
from occ_desktop.domain.filters import CallbackFilter, PeriodChoice, PeriodPreset

_FIRST = PeriodChoice(PeriodPreset.LAST_7_DAYS)  # today alone would hide who waits since Friday
_FREE = tuple(sorted(ASSIGNABLE))


@dataclass(frozen=True)
class Conditions:
    """What is chosen in the chips; empty means any. ``phone`` is digits."""

    period: PeriodChoice = _FIRST
    routes: tuple[str, ...] = ()
    phone: str = ""
    services: tuple[str, ...] = ()

    @property
    def narrowed(self) -> bool:
        """Tell whether anything but the first choice is in force."""
        return self != Conditions()

    def widened(self, preset: PeriodPreset) -> "Conditions":
        """Return the same conditions over another period."""
        return replace(self, period=PeriodChoice(preset))

    def to_filter(self, now: datetime, zone: ZoneInfo, allowed: tuple[str, ...]) -> CallbackFilter:
        """Return the assignable rows meant at ``now``, within the services the person may assign in."""
        bounds = self.period.bounds(now, zone)
        return CallbackFilter(
            received_from=bounds[0] if bounds else None,
            received_to=bounds[1] if bounds else None,
            services=self.services or allowed,
            routes=self.routes,
            statuses=_FREE,
            phone=self.phone,
        )
