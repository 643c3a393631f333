"""Lists outstanding callbacks, counts them per agent and has assignments cancelled. Lays out nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from occ_contract.callbacks import ASSIGNABLE, BATCH_LIMIT, OUTSTANDING
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
from occ_desktop.ui.tables.checked import ALL_MATCHING, NONE_CHECKED, Checked
from occ_desktop.views.cancellation.holders import DEPARTED, EVERYBODY, Holders, holders_of

if TYPE_CHECKING:
    from occ_desktop.views.cancellation.view import CancellationView

_AWAY = frozenset({SyncState.OFFLINE, SyncState.STOPPED})
_LOOKS, _BETWEEN_LOOKS = 30, 0.1  # seconds; what others took meanwhile is not waited for
Ask = Callable[[int, str], Awaitable[bool]]  # how many, of which agent; whether to go on
GoOn = Callable[[frozenset[str]], None]  # to assign these again


class CancellationPresenter:
    """What is cancelled is what was checked when the person pressed; the server skips what moved since."""

    def __init__(
        self, services: Services, tasks: TaskOwner, view: "CancellationView", ask: Ask, go_on: GoOn
    ) -> None:
        self._services = services
        self._tasks = tasks
        self._view = view
        self._ask = ask
        self._go_on = go_on
        self._conditions = view.conditions.first
        self._sort = OLDEST_FIRST
        self._agent = EVERYBODY
        self._holders = Holders()
        self._pages: CallbackPages | None = None
        self._expected: frozenset[str] = frozenset()  # cancelled, but not yet seen so in the feed
        self._cancelled: frozenset[str] = frozenset()
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
            assignees=() if self._agent in {EVERYBODY, DEPARTED} else (self._agent,),
            service_assignees=self._holders.stray if self._agent == DEPARTED else (),
        )
        self._pages = CallbackPages(self._services.search, wanted, self._sort)
        rows = self._view.rows
        rows.offer_all(self._agent == DEPARTED)
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
        """List the callbacks of one agent, of `EVERYBODY` or of those who are `DEPARTED`."""
        self._agent = agent
        self.search()

    def take_in(self) -> None:
        """Show rows that came or went since the list was read; place and checks are kept."""
        self._view.conditions.show_fresh(0, moved=False)
        self._view.rows.model.reload()
        self._count_soon()

    def cancel(self) -> None:
        """Ask, then cancel the assignments of the checked rows. A second press changes nothing.

        Of the departed, all of them are taken back unless some are checked.
        """
        self._tasks.start(self._cancel, name="cancel", policy=Policy.DROP)

    def reassign(self) -> None:
        """Go on to assigning what was cancelled, as soon as the feed shows that it can be assigned."""
        self._tasks.start(self._reassign, name="reassign", policy=Policy.DROP)

    async def _reassign(self) -> None:
        ids = self._cancelled
        for _ in range(_LOOKS):
            try:
                rows = await self._services.search.rows(ids)
            except Failure as failure:
                self._view.rows.show_failure(failure)
                return
            if all(row.status in ASSIGNABLE for row in rows):
                break
            await asyncio.sleep(_BETWEEN_LOOKS)
        self._go_on(ids)

    async def _cancel(self) -> None:
        rows = self._view.rows
        try:
            checked = self._to_cancel()
            ids = await self._ids_of(checked)
            if len(ids) > BATCH_LIMIT:
                count = checked.count(rows.model.total)
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
        self._expected = self._cancelled = frozenset(answer.cancelled)
        rows.table.set_checked(NONE_CHECKED)
        self._view.show_done(answer)
        self._count_soon()

    def _to_cancel(self) -> Checked:
        checked = self._view.rows.table.checked
        nothing = not checked.count(self._view.rows.model.total)
        return ALL_MATCHING if nothing and self._agent == DEPARTED else checked

    async def _ids_of(self, checked: Checked) -> tuple[str, ...]:
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
                outstanding = await self._services.search.outstanding(services)
                matching = await self._services.search.count(self._pages.conditions)
            except Failure as failure:
                self._view.rows.show_unreadable(failure)
                return
            if generation != self._generation:
                self._stale = True
                continue
            if not self._show_counts(outstanding, services):
                self._compare(matching)

    def _show_counts(self, outstanding: dict[tuple[str, str], int], services: tuple[str, ...]) -> bool:
        """Show who holds what; return whether the list of the departed is read anew: they are others now."""
        directory = self._services.directory
        known = bool(directory.services())  # before that nobody's rights can be judged
        before, holders = self._holders, holders_of(outstanding, directory.takes) if known else Holders()
        self._holders = holders
        listed = {agent.id: agent for agent in directory.agents(services, phone_only=True)}
        found = (directory.agent(agent_id) for agent_id in holders.counts)
        listed |= {agent.id: agent for agent in found if agent is not None}
        self._view.agents.show_counts(listed.values(), holders)
        if self._agent != DEPARTED or holders.stray == before.stray:
            return False
        if not holders.stray:
            self._view.agents.choose(EVERYBODY)
        self.choose_agent(DEPARTED if holders.stray else EVERYBODY)
        return True

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
