"""Left half of the assignment tab: which assignable callbacks are listed and checked."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from occ_contract.callbacks import ASSIGNABLE, BATCH_LIMIT
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.filters import CallbackSort, SortColumn
from occ_desktop.domain.search_conditions import SearchConditions
from occ_desktop.domain.sync_status import fills_first
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.callback_pages import CallbackPages
from occ_desktop.services.callback_search import OLDEST_FIRST
from occ_desktop.services.container import Services
from occ_desktop.ui import periods
from occ_desktop.ui.tables.checked import NONE_CHECKED, Checked

if TYPE_CHECKING:
    from occ_desktop.views.assignment.rows_panel import RowsPanel


class RowsPresenter:
    """Searches, counts and follows changes. ``on_choice`` is called when other rows are chosen."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        panel: "RowsPanel",
        first: SearchConditions,
        on_choice: Callable[[], None],
    ) -> None:
        self._services = services
        self._tasks = tasks
        self._panel = panel
        self._on_choice = on_choice
        self._first = self._conditions = first
        self._sort = OLDEST_FIRST
        self._pages: CallbackPages | None = None
        self._expected: frozenset[str] = frozenset()  # rows we assigned, not yet seen in the feed
        self._stale = False
        self._generation = 0

    @property
    def conditions(self) -> SearchConditions:
        """Return the conditions in force."""
        return self._conditions

    @property
    def allowed(self) -> tuple[str, ...]:
        """Return the services the person may assign in."""
        return self._services.session.rights.assigning_services()

    def search(self, conditions: SearchConditions | None = None) -> None:
        """List anew, from the first row on, with other conditions if given."""
        self._generation += 1
        self._conditions = conditions or self._conditions
        if self._services.session.me is None:
            return
        zone = self._services.workplace.zone
        wanted = self._conditions.to_filter(
            self._services.clock.now(), zone, statuses=ASSIGNABLE, allowed=self.allowed
        )
        self._pages = CallbackPages(self._services.search, wanted, self._sort)
        self._panel.table.set_checked(NONE_CHECKED)
        self._panel.show_fresh(0, moved=False)
        self._panel.model.set_source(self._pages)
        self._panel.table.show_sorted(self._sort.column.value, descending=self._sort.descending)
        self._count_soon()

    def sort(self, key: str, descending: bool) -> None:
        """List in another order."""
        self._sort = CallbackSort(SortColumn(key), descending)
        self.search()

    def take_in(self) -> None:
        """Show rows that came or went since the list was read; place and checks are kept."""
        self._panel.show_fresh(0, moved=False)
        self._panel.model.reload()
        self._count_soon()

    def assigned(self, ids: frozenset[str], still: frozenset[str] = frozenset()) -> None:
        """Keep only ``still`` chosen; the list is read anew as soon as the feed shows ``ids`` changed."""
        self._expected = ids
        self._panel.table.set_checked(Checked(ids=still))

    def taken(self, ids: frozenset[str]) -> None:
        """Uncheck rows somebody else took."""
        checked = self._panel.table.checked
        if any(row_id in checked for row_id in ids):
            self._panel.table.set_checked(checked.without_rows(ids))

    @property
    def chosen_count(self) -> int:
        """Return how many rows are checked."""
        return self._panel.table.checked.count(self._panel.model.total)

    async def chosen_ids(self) -> tuple[str, ...]:
        """Return the checked rows, oldest first; at most one more than a batch may hold.

        :raises CacheFailure: the cache failed.
        """
        checked = self._panel.table.checked
        if not checked.all_matching:
            return tuple(checked.ids)
        if self._pages is None:
            return ()
        search = self._services.search
        limit = BATCH_LIMIT + 1 + len(checked.ids)
        found = await search.ids(self._pages.conditions, limit)
        return tuple(row_id for row_id in found if row_id in checked)[: BATCH_LIMIT + 1]

    # What the panel and the bus report

    def on_checked(self, checked: Checked) -> None:
        """Show how many rows are chosen."""
        self._panel.show_chosen(checked.count(self._panel.model.total))
        self._on_choice()

    def on_count(self, count: int) -> None:
        """Take in that the list was read."""
        self._panel.show_chosen(self._panel.table.checked.count(count))
        self._count_soon()
        if count:
            self._panel.show_state(None)
        else:
            self._tasks.start(self._explain_empty, name="rows.empty", policy=Policy.LATEST)
        self._on_choice()

    def on_failed(self, error: Any) -> None:
        """Show why the list could not be read; anything unexpected goes to the error door."""
        if not isinstance(error, Failure):
            raise error
        self._panel.show_failure(error)

    def on_change(self, change: ChangeSet) -> bool:
        """Follow the feed: values in place, order only when nobody is looking there.

        Return whether it brought what this person did.
        """
        if not change.touches(Entity.CALLBACK) or self._pages is None:
            return False
        ids = change.ids.get(Entity.CALLBACK, frozenset()) | change.gone.get(Entity.CALLBACK, frozenset())
        own = bool(self._expected & ids or (self._expected and change.everything))
        if own:
            self._expected -= ids
            self._panel.model.reload()
        else:
            self._panel.model.touch(None if change.everything else ids)
        self._count_soon()
        return own

    def _count_soon(self) -> None:
        self._stale = True
        self._tasks.start(self._count, name="rows.count", policy=Policy.DROP)

    async def _count(self) -> None:
        """Count until nothing changed meanwhile."""
        while self._stale and self._pages is not None:
            self._stale = False
            generation = self._generation
            try:
                counters = await self._services.search.counters(self._pages.conditions)
            except Failure as failure:
                self._panel.show_failure(failure)
                return
            if generation != self._generation:
                self._stale = True
                continue
            self._panel.show_counters(counters)
            self._compare(counters.unassigned)

    def _compare(self, unassigned: int) -> None:
        model = self._panel.model
        if model.loading or (unassigned == model.total and not self._panel.has_taken_rows()):
            self._panel.show_fresh(0, moved=False)
        elif self._panel.being_read() and model.total:
            self._panel.show_fresh(max(0, unassigned - model.total), moved=True)
        else:
            self._panel.show_fresh(0, moved=False)
            model.reload()

    async def _explain_empty(self) -> None:
        """Say why nothing is listed, and which wider period would find something."""
        if self._pages is None:
            return
        generation, asked = self._generation, self._pages.conditions
        try:
            wider = await self._services.search.widen(asked)
        except Failure as failure:
            self._panel.show_failure(failure)
            return
        if generation != self._generation or self._panel.model.total:
            return
        status = self._services.workplace.status
        if status is not None and fills_first(status):
            self._panel.show_first_fill(status.done, status.total)
        else:
            self._panel.show_empty(self._searched(), self._conditions != self._first, wider)

    def _searched(self) -> str:
        """Name the conditions in force."""
        directory, chosen = self._services.directory, self._conditions
        zone = self._services.workplace.zone
        labels = dict(directory.routes(self.allowed))
        words = [
            periods.described(chosen.period, self._services.clock.now(), zone),
            *(labels.get(key, "") for key in chosen.routes),
            *(directory.service_name(service) for service in chosen.services),
            chosen.phone,
        ]
        return " · ".join(word for word in words if word)
