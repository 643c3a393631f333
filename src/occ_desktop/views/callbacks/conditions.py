"""The seven conditions of the callback list as one value, and the filter they mean at a moment.

Plain Python: knows no widget and no language. The period is kept as chosen ("today"), so that the same
conditions mean another day tomorrow.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from occ_contract.callbacks import CallbackStatus
from occ_contract.phone import search_digits
from occ_desktop.domain.filters import CallbackFilter, PeriodChoice, PeriodPreset
from occ_desktop.domain.route_keys import service_routes


@dataclass(frozen=True)
class Conditions:
    """What is searched for; an empty tuple or text means "any". ``locked_to`` holds the assignee for good.

    ``text`` comes from the find box (customer name or message), not from a chip.
    """

    period: PeriodChoice = field(default_factory=PeriodChoice)
    routes: tuple[str, ...] = ()
    statuses: tuple[CallbackStatus, ...] = ()
    phone: str = ""
    assigners: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    text: str = ""
    locked_to: str | None = None

    def filter(self, now: datetime, zone: ZoneInfo) -> CallbackFilter:
        """Return the conditions as the search understands them at ``now`` (UTC)."""
        bounds = self.period.bounds(now, zone)
        return CallbackFilter(
            received_from=bounds[0] if bounds else None,
            received_to=bounds[1] if bounds else None,
            services=self.services,
            service_routes=service_routes(self.routes),
            statuses=self.statuses,
            phone=search_digits(self.phone),
            assigners=self.assigners,
            assignees=(self.locked_to,) if self.locked_to else self.assignees,
            text=self.text.strip(),
            open_too=self.period.open_too,
        )

    @classmethod
    def first(cls, locked_to: str | None) -> "Conditions":
        """Return what a person starts with.

        Whoever sees everybody's sees what is unfinished, whatever its day: at five past midnight today is
        empty, and yesterday's customers still wait. An agent's list grows to their own work by itself.
        """
        if locked_to:
            return cls(locked_to=locked_to)
        return cls(period=PeriodChoice(PeriodPreset.OPEN_AND_TODAY))

    def cleared(self) -> "Conditions":
        """Return what a person starts with, the lock kept."""
        return Conditions.first(self.locked_to)

    def with_period(self, preset: PeriodPreset) -> "Conditions":
        """Return the same conditions over a named period."""
        return replace(self, period=PeriodChoice(preset))

    @property
    def narrowed(self) -> bool:
        """Tell whether any condition differs from the start."""
        return self != self.cleared()

    @property
    def narrowed_beyond_period(self) -> bool:
        """Tell whether more than the period narrows the search."""
        return replace(self, period=self.cleared().period) != self.cleared()
