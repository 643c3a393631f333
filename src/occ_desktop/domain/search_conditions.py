"""The search conditions of the assigning tabs, as chosen, and the filter they mean at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from occ_contract.callbacks import CallbackStatus
from occ_desktop.domain.filters import CallbackFilter, PeriodChoice, PeriodPreset
from occ_desktop.domain.route_keys import service_routes


@dataclass(frozen=True)
class SearchConditions:
    """What is chosen; empty means any. ``phone`` is digits."""

    period: PeriodChoice
    routes: tuple[str, ...] = ()
    phone: str = ""
    services: tuple[str, ...] = ()

    def widened(self, preset: PeriodPreset) -> "SearchConditions":
        """Return the same conditions over another period."""
        return replace(self, period=PeriodChoice(preset))

    def to_filter(
        self,
        now: datetime,
        zone: ZoneInfo,
        *,
        statuses: Iterable[CallbackStatus],
        allowed: tuple[str, ...],
        assignees: tuple[str, ...] = (),
        service_assignees: tuple[tuple[str, str], ...] = (),
    ) -> CallbackFilter:
        """Return the rows of these statuses meant at ``now``, within the services one may work with."""
        bounds = self.period.bounds(now, zone)
        return CallbackFilter(
            received_from=bounds[0] if bounds else None,
            received_to=bounds[1] if bounds else None,
            services=self.services or allowed,
            service_routes=service_routes(self.routes),
            statuses=tuple(sorted(statuses)),
            phone=self.phone,
            assignees=assignees,
            service_assignees=service_assignees,
            open_too=self.period.open_too,
        )
