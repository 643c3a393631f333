"""Lists outstanding callbacks, counts them per agent and has assignments cancelled. Lays out nothing."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from occ_contract.callbacks import BATCH_LIMIT, OUTSTANDING
from occ_contract.errors import ErrorCode
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Failure, Refused
from occ_desktop.domain.filters import CallbackSort, SortColumn
from occ_desktop.domain.search_conditions import SearchConditions
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.callback_pages import CallbackPages
from occ_desktop.services.callback_search import OLDEST_FIRST
from occ_desktop.services.container import Services
from occ_desktop.services.events import DirectoryChanged
from occ_desktop.ui.tables.checked import NONE_CHECKED, Checked

if TYPE_CHECKING:
    from occ_desktop.views.cancellation.view import CancellationView

_AWAY = frozenset({SyncState.OFFLINE, SyncState.STOPPED})
Ask = Callable[[int, str], Awaitable[bool]]  # how many, of which agent; whether to go on


class CancellationPresenter:
    """What is cancelled is what was checked when the person pressed; the server skips what moved since."""

    def __init__(self, services: Services, tasks: TaskOwner, view: "CancellationView", ask: Ask) -> None:
        self._services = services
        self._tasks = tasks
        self._view = view
        self._ask = ask
        self._conditions = view.conditions.first
        self._sort = OLDEST_FIRST
        self._agent = ""
        self._pages: CallbackPages | None = None
        self._expected: frozenset[str] = frozenset()
        self._stale = False
        self._generation = 0
        status = services.workplace.status
        if status is not None:
            self._on_status(status)
        self._leave = (
            services.bus.subscribe(ChangeSet, self._on_change),
            services.bus.subscribe(DirectoryChanged, self._on_directory),
            services.bus.subscribe(SyncStatus, self._on_status),
        )

    @property
    def allowed(self) -> tuple[str, ...]:
        """Return the services the person may take assignments back in."""
        return self._services.session.rights.assigning_services()

    def closed(self) -> None:
        """Take the subscriptions off."""
        for leave in self._leave:
            leave()

    def search(self, conditions: SearchConditions | None = None) -> None:
        """List anew, from the first row on, with other conditions if given."""
        self._generation += 1
        self._conditions = conditions or self._conditions
        if self._services.session.me is None:
            return
        wanted = self._conditions.to_filter(
            self._services.clock.now(),
            self._services.workplace.zone,
            statuses=OUTSTANDING,
            allowed=self.allowed,
            assignees=(self._agent,) if self._agent else (),
        )
        self._pages = CallbackPages(self._services.search, wanted, self._sort)
        rows = self._view.rows
        rows.table.set_checked(NONE_CHECKED)
        self._view.conditions.show_fresh(0, moved=False)
        rows.model.set_source(self._pages)
        rows.table.show_sorted(self._sort.column.value, descending=self._sort.descending)
        self._count_soon()

    def sort(self, key: str, descending: bool) -> None:
        """List in another order."""
        self._sort = CallbackSort(SortColumn(key), descending)
        self.search()

    def choose_agent(self, agent: str) -> None:
        """List the callbacks of one agent, of everybody when empty."""
        self._agent = agent
        self.search()

    def take_in(self) -> None:
        """Show rows that came or went since the list was read; place and checks are kept."""
        self._view.conditions.show_fresh(0, moved=False)
        self._view.rows.model.reload()
        self._count_soon()

    def cancel(self) -> None:
        """Ask, then cancel the assignments of the checked rows. A second press changes nothing."""
        self._tasks.start(self._cancel, name="cancel", policy=Policy.DROP)

    async def _cancel(self) -> None:
        rows = self._view.rows
        try:
            ids = await self._chosen_ids()
            if len(ids) > BATCH_LIMIT:
                count = rows.table.checked.count(rows.model.total)
                raise Refused(ErrorCode.TOO_MANY, limit=BATCH_LIMIT, count=count)
            if not ids or not await self._ask(len(ids), self._services.directory.name(self._agent)):
                return
            rows.button.set_busy(True)
            answer = await self._services.assignment.cancel(ids)
        except Failure as failure:
            rows.button.set_busy(False)
            rows.show_failure(failure)
            return
        rows.button.set_busy(False)
        self._expected = frozenset(answer.cancelled)
        rows.table.set_checked(NONE_CHECKED)
        self._view.show_done(answer)
        self._count_soon()

    async def _chosen_ids(self) -> tuple[str, ...]:
        checked = self._view.rows.table.checked
        if not checked.all_matching:
            return tuple(checked.ids)
        if self._pages is None:
            return ()
        found = await self._services.search.ids(self._pages.conditions, BATCH_LIMIT + 1 + len(checked.ids))
        return tuple(row_id for row_id in found if row_id in checked)[: BATCH_LIMIT + 1]

    # What the panels report

    def on_checked(self, checked: Checked) -> None:
        """Show how many rows are chosen."""
        self._view.rows.show_chosen(checked.count(self._view.rows.model.total))

    def on_count(self, count: int) -> None:
        """Take in that the list was read."""
        rows = self._view.rows
        rows.show_chosen(rows.table.checked.count(count))
        if count:
            rows.uncover()
        else:
            narrowed = self._conditions != self._view.conditions.first
            rows.show_empty(narrowed, self._services.directory.name(self._agent))
        self._count_soon()

    def on_failed(self, error: Any) -> None:
        """Show why the list could not be read; anything unexpected goes to the error door."""
        if not isinstance(error, Failure):
            raise error
        self._view.rows.show_unreadable(error)

    # Counting and following

    def _count_soon(self) -> None:
        self._stale = True
        self._tasks.start(self._count, name="count", policy=Policy.DROP)

    async def _count(self) -> None:
        while self._stale and self._pages is not None:
            self._stale = False
            generation = self._generation
            services = self._conditions.services or self.allowed
            try:
                counts = await self._services.search.outstanding_by_agent(services)
                matching = await self._services.search.count(self._pages.conditions)
            except Failure as failure:
                self._view.rows.show_unreadable(failure)
                return
            if generation != self._generation:
                self._stale = True
                continue
            self._show_counts(counts, services)
            self._compare(matching)

    def _show_counts(self, counts: dict[str, int], services: tuple[str, ...]) -> None:
        directory = self._services.directory
        listed = {agent.id: agent for agent in directory.agents(services, phone_only=True)}
        holders = (directory.agent(agent_id) for agent_id in counts)
        listed |= {agent.id: agent for agent in holders if agent is not None}
        self._view.agents.show_counts(tuple(listed.values()), counts)

    def _compare(self, matching: int) -> None:
        rows = self._view.rows
        fresh = self._view.conditions.show_fresh
        if rows.model.loading or (matching == rows.model.total and not rows.has_done_rows()):
            fresh(0, moved=False)
        elif rows.being_read() and rows.model.total:
            fresh(max(0, matching - rows.model.total), moved=True)
        else:
            fresh(0, moved=False)
            rows.model.reload()

    def _on_change(self, change: ChangeSet) -> None:
        if not change.touches(Entity.CALLBACK) or self._pages is None:
            return
        ids = change.ids.get(Entity.CALLBACK, frozenset()) | change.gone.get(Entity.CALLBACK, frozenset())
        if self._expected & ids or (self._expected and change.everything):
            self._expected -= ids
            self._view.rows.model.reload()
        else:
            self._view.rows.model.touch(None if change.everything else ids)
        self._count_soon()

    def _on_directory(self, _event: DirectoryChanged) -> None:
        self._view.rows.model.reformat()
        self._count_soon()

    def _on_status(self, status: SyncStatus) -> None:
        self._view.rows.show_offline(status.state in _AWAY)
