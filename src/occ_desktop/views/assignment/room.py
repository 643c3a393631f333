"""The assignment tab as the frame knows it: wires layout and presenters, and its keys."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_contract.callbacks import AssignMethod
from occ_desktop.domain.filters import PeriodChoice, PeriodPreset
from occ_desktop.domain.search_conditions import SearchConditions
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.events import ColleaguesChanged, DirectoryChanged
from occ_desktop.services.table_memory import TableMemory
from occ_desktop.ui.frame import Frame, Place
from occ_desktop.ui.tables.checked import Checked
from occ_desktop.ui.widgets.choice_chip import Choice
from occ_desktop.views.assignment.presenter import AssignmentPresenter, Carried
from occ_desktop.views.assignment.view import AssignmentView, Ground
from occ_desktop.views.parts.day_turn import DayTurn
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.keys import RoomKeys, key_map


class AssignmentRoom(QWidget):
    """콜백 할당, for supervisors and agents with `callback.assign`."""

    def __init__(
        self, services: Services, tasks: TaskOwner, frame: Frame, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._frame = frame
        self._tasks = tasks.child("assignment", parent=self)
        ground = Ground(
            services.directory.service_name,
            services.directory.name,
            services.clock.now,
            self._zone,
            TableMemory(services.preferences),
        )
        self.view = AssignmentView(ground, self._tasks, self)
        self._gate = InFront()
        self.presenter = AssignmentPresenter(services, self._tasks, self.view, self._gate)
        self._day = DayTurn(services.clock.now, self._zone, self._on_day, self)
        self._opened = False
        self._in_front = False
        self._place = (0, -1, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._connect()
        self._keys = self._answer_keys()
        self._stop_directory = services.bus.subscribe(DirectoryChanged, self._on_directory)
        self._stop_colleagues = services.bus.subscribe(ColleaguesChanged, self._on_colleagues)
        self._offer_choices()

    def _zone(self) -> ZoneInfo:
        return self._services.session.zone

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        view.conditions.searched.connect(presenter.search)
        view.conditions.fresh_wanted.connect(presenter.rows.take_in)
        view.rows.table.checked_changed.connect(presenter.rows.on_checked)
        view.rows.table.sort_requested.connect(presenter.rows.sort)
        view.rows.model.count_changed.connect(presenter.rows.on_count)
        view.rows.model.failed.connect(presenter.rows.on_failed)
        view.rows.fresh_found.connect(view.conditions.show_fresh)
        view.rows.widen_wanted.connect(self._on_widen)
        view.rows.reset_wanted.connect(self.view.conditions.reset)
        view.rows.retry_wanted.connect(self.view.conditions.search)
        view.rows.placed.connect(self._on_placed)
        view.agents.table.checked_changed.connect(presenter.choose_agents)
        view.agents.cti_only_changed.connect(presenter.show_cti_only)
        view.agents.retry_wanted.connect(self.view.conditions.search)
        view.agents.plan.assign_wanted.connect(presenter.assign)
        view.outcome.undo_wanted.connect(presenter.undo)
        view.outcome.expired.connect(presenter.forget_batch)

    def _answer_keys(self) -> RoomKeys:
        presenter = self.presenter
        actions: dict[str, Callable[[], object]] = {
            "again": self.view.conditions.search,
            "news": presenter.rows.take_in,
            "conditions": self.view.conditions.focus_first,
            "check-all": self._on_all,
            "do": presenter.assign,
            "undo": self.view.outcome.undo,
            "equal": self._on_equal,
            "manual": self._on_manual,
        }
        return RoomKeys(self, Place.ASSIGNMENT, key_map(self._services.preferences.value.keys), actions)

    # Room

    def entered(self, arguments: dict[str, str]) -> None:
        """Come to the front; the first time, search. ``ids`` checks these rows, whenever they came."""
        self._in_front = True
        self._services.directory.look_for_routes()
        self._show_keys()
        self._day.enter()
        if arguments.get("ids"):
            self._list_all(arguments["ids"].split())
        elif not self._opened:
            self.view.conditions.reset()
        else:
            self.presenter.show_states()
        self._opened = True
        self._gate.enter()
        self._on_placed(*self._place)
        self.view.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def carried(self) -> Carried:
        """Return what was searched for, chosen and done."""
        return self.presenter.carried()

    def resume(self, carried: object) -> None:
        """Take that up in this window."""
        if isinstance(carried, Carried):
            self._opened = True
            self.view.conditions.show_conditions(carried.rows.rows.conditions)
            self.view.agents.show_cti_only(carried.cti_only)
            self.presenter.resume(carried)

    def left(self) -> None:
        """Another room is in front; what is chosen stays."""
        self._in_front = False
        self._day.leave()
        self._gate.leave()

    def closed(self) -> None:
        """Stop following and working."""
        self._day.leave()
        self._stop_directory()
        self._stop_colleagues()
        self.presenter.closed()
        self._tasks.cancel_all(close=True)

    def _show_keys(self) -> None:
        self._frame.set_keys(self._keys.hints())

    def _on_placed(self, first: int, last: int, total: int) -> None:
        self._place = (first, last, total)
        if not self._in_front:
            return
        if not total:
            self._frame.set_position("")
            return
        text = self.tr("{first}–{last} of %n unassigned", "", total)
        self._frame.set_position(text.format(first=f"{first + 1:,}", last=f"{last + 1:,}"))

    def _offer_choices(self) -> None:
        directory = self._services.directory
        allowed = self._services.session.rights.assigning_services()
        routes = tuple(Choice(key, label) for key, label in directory.routes(allowed))
        offered = [service for service in directory.services() if service.id in allowed]
        self.view.conditions.offer(routes, tuple(Choice(s.id, s.name) for s in offered))
        self.view.rows.show_services(len(offered))

    # What happens

    def _on_day(self, today: date) -> None:
        self.view.conditions.set_today(today)
        self.presenter.rows.new_day()

    def _on_directory(self, _event: DirectoryChanged) -> None:
        self._offer_choices()
        self._gate.do("reformat", self.view.rows.model.reformat)

    def _on_colleagues(self, _event: ColleaguesChanged) -> None:
        if self._in_front:
            self.presenter.show_states()

    def _on_widen(self, preset: str) -> None:
        wider = self.view.conditions.conditions.widened(PeriodPreset(preset))
        self.view.conditions.show_conditions(wider)
        self.presenter.search(wider)

    def _list_all(self, checked: list[str]) -> None:
        """List whatever waits, of any time, with these rows checked."""
        everything = SearchConditions(PeriodChoice(PeriodPreset.ALL))
        self.view.conditions.show_conditions(everything)
        self.presenter.search(everything)
        self.view.rows.table.set_checked(Checked(ids=frozenset(checked)))

    def _on_all(self) -> None:
        """Check all agents while one walks them, else all callbacks that match."""
        agents = self.view.agents.table
        (agents if agents.hasFocus() else self.view.rows.table).check_all()

    def _on_equal(self) -> None:
        self.presenter.choose_method(AssignMethod.EQUAL)

    def _on_manual(self) -> None:
        self.presenter.choose_method(AssignMethod.MANUAL)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._in_front:
            self._show_keys()
