"""Left half of the assignment tab: which assignable callbacks are listed and checked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from occ_contract.callbacks import ASSIGNABLE
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.filters import CallbackFilter
from occ_desktop.domain.search_conditions import SearchConditions
from occ_desktop.domain.sync_status import fills_first
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.callback_search import Counters
from occ_desktop.services.container import Services
from occ_desktop.ui import periods
from occ_desktop.ui.tables.checked import Checked
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.list_states import first_fill
from occ_desktop.views.parts.searched_list import SearchedList

if TYPE_CHECKING:
    from occ_desktop.views.assignment.rows_panel import RowsPanel


class RowsPresenter(SearchedList[Counters]):
    """``on_choice`` is called when other rows are chosen."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        panel: "RowsPanel",
        gate: InFront,
        first: SearchConditions,
        on_choice: Callable[[], None],
    ) -> None:
        super().__init__(services, tasks, panel, gate, first)
        self._panel = panel
        self._on_choice = on_choice

    def assigned(self, ids: frozenset[str], still: frozenset[str] = frozenset()) -> None:
        """Keep only ``still`` chosen; the list is read anew as soon as the feed shows ``ids`` changed."""
        self.expect(ids)
        self._panel.table.set_checked(Checked(ids=still))

    @property
    def chosen_count(self) -> int:
        """Return how many rows are checked."""
        return self._panel.table.checked.count(self._panel.model.total)

    async def chosen_ids(self) -> tuple[str, ...]:
        """Return the checked rows, oldest first; see `ids_of`."""
        return await self.ids_of(self._panel.table.checked)

    def choice_changed(self) -> None:
        """Tell that other rows are chosen."""
        self._on_choice()

    def wanted(self) -> CallbackFilter:
        """Return the assignable callbacks the conditions find."""
        now, zone = self._services.clock.now(), self._services.workplace.zone
        return self.conditions.to_filter(now, zone, statuses=ASSIGNABLE, allowed=self.allowed)

    async def read_counts(self, listed: CallbackFilter) -> Counters:
        """Read the three counters of the search."""
        return await self._services.search.counters(listed)

    def show_counts(self, counts: Counters) -> int:
        """Show them; what is not assigned is what the list holds."""
        self._panel.show_counters(counts)
        return counts.unassigned

    def explain_empty(self) -> None:
        """Say why nothing is listed, and which wider period would find something."""
        self._tasks.start(self._explain_empty, name="rows.empty", policy=Policy.LATEST)

    async def _explain_empty(self) -> None:
        asked = self._rows.filter
        try:
            wider = await self._services.search.widen(asked)
        except Failure as failure:
            self._panel.show_unreadable(failure)
            return
        if asked is not self._rows.filter or self._panel.model.total:
            return
        status = self._services.workplace.status
        if status is not None and fills_first(status):
            self._panel.show_state(first_fill(status))
        else:
            self._panel.show_empty(self._searched(), self.narrowed, wider)

    def _searched(self) -> str:
        """Name the conditions in force."""
        directory, chosen = self._services.directory, self.conditions
        zone = self._services.workplace.zone
        labels = dict(directory.routes(self.allowed))
        words = [
            periods.described(chosen.period, self._services.clock.now(), zone),
            *(labels.get(key, "") for key in chosen.routes),
            *(directory.service_name(service) for service in chosen.services),
            chosen.phone,
        ]
        return " · ".join(word for word in words if word)
