"""Right half of the assignment tab: who takes the callbacks, what that would do, doing and undoing it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from occ_contract.callbacks import AssignAnswer, AssignMethod, UndoAnswer
from occ_contract.errors import ErrorCode
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Failure, Refused
from occ_desktop.domain.search_conditions import SearchConditions
from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.container import Services
from occ_desktop.services.events import DirectoryChanged
from occ_desktop.ui.tables.checked import NONE_CHECKED, Checked
from occ_desktop.views.assignment import plan as plans
from occ_desktop.views.assignment.rows_presenter import RowsPresenter
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.searched_list import CarriedList

if TYPE_CHECKING:
    from occ_desktop.views.assignment.view import AssignmentView


@dataclass(frozen=True)
class Batch:
    """The last assignment, as long as it can be undone."""

    id: str
    callback_ids: frozenset[str]


@dataclass(frozen=True)
class Carried:
    """What the tab takes along into another window: list, agents, method, and the way back."""

    rows: CarriedList
    agents: frozenset[str]
    method: AssignMethod
    cti_only: bool
    batch: Batch | None
    done: tuple[AssignAnswer, list[str]] | None


class AssignmentPresenter:
    """Keeps agents, choice and plan; asks the services. A later choice makes an earlier preview worthless."""

    def __init__(self, services: Services, tasks: TaskOwner, view: "AssignmentView", gate: InFront) -> None:
        self._services = services
        self._tasks = tasks
        self._view = view
        self._gate = gate
        first = view.conditions.first
        self.rows = RowsPresenter(services, tasks, view.rows, gate, first, self._plan_soon)
        self._lines: tuple[plans.AgentLine, ...] = ()
        self._chosen: frozenset[str] = frozenset()
        self._counts: dict[str, int] = {}
        self._cti_only = False
        self._method = AssignMethod.EQUAL
        self._plan = plans.Plan(AssignMethod.EQUAL)
        self._in_new_order = False
        self._asked: dict[str, int] = {}  # the chosen callbacks by service
        self._planned: tuple[tuple[str, ...], tuple[plans.AgentLine, ...]] = ((), ())
        self._batch: Batch | None = None
        self._done: tuple[AssignAnswer, list[str]] | None = None  # what the way back belongs to
        status = services.workplace.status
        self._offline = status is not None and status.server_away
        self._agents_soon = gate.reading("agents", Coalesced(tasks, "agents", self._read_agents))
        self._order_anew = False  # at the next reading; until then those in view can be chosen
        self._leave = (
            services.bus.subscribe(ChangeSet, self._on_change),
            services.bus.subscribe(DirectoryChanged, self._on_directory),
            services.bus.subscribe(SyncStatus, self._on_status),
        )

    def carried(self) -> Carried:
        """Return what was searched for, chosen and done."""
        done = self._done if self._batch is not None else None
        rows = self.rows.carried()
        return Carried(rows, self._chosen, self._method, self._cti_only, self._batch, done)

    def resume(self, carried: Carried) -> None:
        """Take up what was searched for, chosen and done."""
        self._chosen, self._method, self._cti_only = carried.agents, carried.method, carried.cti_only
        self._batch, self._done = carried.batch, carried.done
        if carried.done is not None:
            self._show_done(*carried.done)
        self.rows.resume(carried.rows)
        self._agents_soon()

    @property
    def plan(self) -> plans.Plan:
        """Return what the present choice would do."""
        return self._plan

    def closed(self) -> None:
        """Take the subscriptions off."""
        for leave in self._leave:
            leave()

    def search(self, conditions: SearchConditions | None = None) -> None:
        """Search anew; the agents are put in order again, least open first."""
        self._order_anew = True
        self.rows.search(conditions)
        self._agents_soon()

    def show_cti_only(self, only: bool) -> None:
        """Show agents logged in to CTI only; agents who are not lose their check."""
        self._cti_only = only
        if only:
            reachable = frozenset(line.id for line in self._lines if line.reachable)
            self._chosen &= reachable
        self._show_agents()
        self._plan_soon()

    def choose_agents(self, checked: Checked) -> None:
        """Take the checked agents; "all" means those in view now, not those who come later."""
        if not self._lines:
            return  # nobody to choose from yet; those chosen in another window come with the agents
        chosen = frozenset(line.id for line in self._visible() if line.id in checked)
        if chosen != self._chosen or checked.all_matching:
            self._chosen = chosen
            self._view.agents.table.set_checked(Checked(ids=chosen))
            self._plan_soon()

    def choose_method(self, method: AssignMethod) -> None:
        """Preview the other method (Alt+E, Alt+M)."""
        self._method = method
        self._plan_soon()

    def assign(self, method: AssignMethod | None = None) -> None:
        """Do what the preview shows, with another method if given. A second press changes nothing."""
        if method is not None and method is not self._method:
            self._method = method
            self._show_plan(plans.Plan(method, self._plan.rows, self._plan.agents))
        self._tasks.start(self._assign, name="assign", policy=Policy.DROP)

    def undo(self) -> None:
        """Take the last assignment back as far as nobody touched its rows (되돌리기)."""
        if self._batch is not None:
            self._tasks.start(self._undo(self._batch), name="undo", policy=Policy.DROP)

    def forget_batch(self) -> None:
        """The time for undoing is over, or the person closed the line."""
        self._batch = None

    # Agents

    async def _read_agents(self) -> None:
        try:
            counts = await self._services.search.outstanding_by_agent()
        except Failure as failure:
            self._view.agents.show_failure(failure)
            return
        wanted = self.rows.conditions.services or self.rows.allowed
        agents = self._services.directory.agents(wanted, phone_only=True)
        lines = plans.lines_of(agents, counts)
        self._chosen &= frozenset(line.id for line in lines)
        before = () if self._order_anew else self._lines
        self._order_anew = False
        self._arrange(lines, before=before)
        self._show_agents()
        self._plan_soon()

    def show_states(self) -> None:
        """Show what the agents are doing now; each stays in their place."""
        self._lines = self._stated(self._lines)
        self._show_agents()

    def _stated(self, lines: tuple[plans.AgentLine, ...]) -> tuple[plans.AgentLine, ...]:
        states = {agent.id: agent.cti_state for agent in self._services.directory.agents()}
        return plans.with_states(lines, states, stale=self._services.colleagues.stale)

    def _arrange(self, lines: tuple[plans.AgentLine, ...], before: tuple[plans.AgentLine, ...] = ()) -> None:
        """Put the agents in order; those of ``before`` do not move."""
        takes = {line.id: self._services.directory.takes(line.id) for line in lines}
        suitable = plans.with_suitable(self._stated(lines), self._asked, takes)
        self._lines = plans.ordered(suitable, self._chosen, before)

    def _visible(self) -> tuple[plans.AgentLine, ...]:
        if not self._cti_only:
            return self._lines
        return tuple(line for line in self._lines if line.reachable or line.id in self._chosen)

    def _show_agents(self) -> None:
        lines = plans.with_preview(self._visible(), self._chosen, self._counts)
        total, new = len(self._lines), self._in_new_order
        self._view.agents.show_lines(lines, total, filtered=self._cti_only, from_top=new)
        self._in_new_order = False
        self._view.agents.table.set_checked(Checked(ids=self._chosen))

    # Preview

    def _plan_soon(self) -> None:
        self._gate.do("plan", self._start_planning)

    def _start_planning(self) -> None:
        self._tasks.start(self._preview, name="preview", policy=Policy.LATEST)

    async def _preview(self) -> None:
        """Work out the plan of the present choice; the rows it names are the ones a press assigns."""
        method = self._method
        answer: AssignAnswer | None = None
        problem: Failure | None = None
        ids: tuple[str, ...] = ()
        lines: tuple[plans.AgentLine, ...] = ()
        try:
            ids = await self.rows.chosen_ids()
            self._ask(await self._services.assignment.by_service(ids) if ids else {})
            lines = tuple(line for line in self._lines if line.id in self._chosen)
            if ids and lines:
                agent_ids = [line.id for line in lines]
                answer = await self._services.assignment.preview(ids, agent_ids, method)
        except Refused as refused:
            problem = self._counted(refused)
        except Failure as failure:
            problem = failure
        self._planned = (ids, lines)
        self._counts = dict(answer.counts) if answer is not None else {}
        self._show_plan(plans.plan_of(method, len(ids), lines, answer, problem))
        self._show_agents()
        if answer is not None and answer.skipped:
            left = frozenset(row.callback_id for row in self._plan.left)
            self.rows.take_off(frozenset(row.callback_id for row in answer.skipped) - left)

    def _ask(self, by_service: dict[str, int]) -> None:
        """Take in which services the chosen callbacks are of; who may take none of them goes last."""
        if by_service != self._asked:
            self._asked = by_service
            self._in_new_order = not self._view.agents.being_read()
            self._arrange(self._lines, before=() if self._in_new_order else self._lines)

    def _counted(self, refused: Refused) -> Refused:
        """Name how many are checked where they are too many; no more ids than that were read."""
        if refused.code is not ErrorCode.TOO_MANY:
            return refused
        return Refused(refused.code, **{**refused.params, "count": self.rows.chosen_count})

    def _show_plan(self, plan: plans.Plan) -> None:
        self._plan = plan
        self._view.agents.plan.show_plan(plan, offline=self._offline)

    # Doing and undoing

    async def _assign(self) -> None:
        await self._preview()  # the choice of this very moment, not the one of the last glance
        if not self._plan.ready or self._offline:
            self._view.agents.plan.show_refusal(self._plan)
            return
        ids, lines = self._planned
        with self._view.agents.plan.working(self._method):
            try:
                answer = await self._services.assignment.assign(ids, [x.id for x in lines], self._method)
            except Failure as failure:
                self._view.agents.plan.show_failure(failure)
                return
        self._assigned(answer, lines)

    def _assigned(self, answer: AssignAnswer, lines: tuple[plans.AgentLine, ...]) -> None:
        ids = frozenset(row.callback_id for row in answer.assigned)
        self._batch = Batch(answer.batch_id, ids) if answer.batch_id and ids else None
        took = [line.name for line in lines if answer.counts.get(line.id)]
        self._done = (answer, took)
        self._show_done(answer, took)
        left = frozenset(row.callback_id for row in plans.without_taker(answer.skipped))
        self.rows.assigned(ids, still=left)  # those for others to take stay chosen
        self._chosen = frozenset()
        self._counts = {}
        self._view.agents.table.set_checked(NONE_CHECKED)
        self._view.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)  # the pressed button goes grey
        self._agents_soon()

    def _show_done(self, answer: AssignAnswer, took: list[str]) -> None:
        seconds = 0.0
        if self._batch is not None and answer.undo_until is not None:
            seconds = (answer.undo_until - self._services.session.server_now()).total_seconds()
        self._view.outcome.show_assigned(answer, took, seconds)

    async def _undo(self, batch: Batch) -> None:
        with self._view.outcome.working():
            try:
                answer: UndoAnswer = await self._services.assignment.undo(batch.id)
            except Failure as failure:
                if isinstance(failure, Refused) and failure.code is ErrorCode.UNDO_EXPIRED:
                    self._batch = None
                self._view.outcome.show_failure(failure, again=self._batch is not None)
                return
        self._batch = None
        self._view.outcome.show_undone(answer)
        self.rows.assigned(frozenset(answer.restored))
        self._agents_soon()

    # What the bus reports

    def _on_change(self, change: ChangeSet) -> None:
        if self.rows.on_change(change):
            self._order_anew = True  # least open first
        if change.touches(Entity.CALLBACK):
            self._agents_soon()

    def _on_directory(self, _event: DirectoryChanged) -> None:
        self._agents_soon()

    def _on_status(self, status: SyncStatus) -> None:
        offline = status.server_away
        if offline != self._offline:
            self._offline = offline
            self._show_plan(self._plan)
