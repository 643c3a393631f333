"""The cancellation tab as the frame knows it: wires layout and presenter, and its keys."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_contract.statistics import business_day
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.events import DirectoryChanged
from occ_desktop.services.table_memory import TableMemory
from occ_desktop.ui.frame import Frame, Place, Target
from occ_desktop.ui.widgets.choice_chip import Choice
from occ_desktop.views.cancellation.columns import OutstandingCells
from occ_desktop.views.cancellation.presenter import CancellationPresenter
from occ_desktop.views.cancellation.questions import Questions
from occ_desktop.views.cancellation.view import CancellationView
from occ_desktop.views.parts.day_turn import DayTurn
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.keys import RoomKeys, key_map
from occ_desktop.views.parts.searched_list import CarriedList


class CancellationRoom(QWidget):
    """콜백할당 취소, for supervisors and agents with `callback.assign`."""

    def __init__(
        self, services: Services, tasks: TaskOwner, frame: Frame, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._frame = frame
        self._tasks = tasks.child("cancellation", parent=self)
        directory = services.directory
        cells = OutstandingCells(directory.service_name, directory.name, services.clock.now, self._zone)
        today = business_day(services.clock.now(), self._zone())
        self.view = CancellationView(today, cells, TableMemory(services.preferences), self._tasks, self)
        ask = Questions(self).cancel
        self._gate = InFront()
        self.presenter = CancellationPresenter(
            services, self._tasks, self.view, self._gate, ask, self._assign_again
        )
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
        self._offer_choices()

    def _zone(self) -> ZoneInfo:
        return self._services.session.zone

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        view.conditions.searched.connect(presenter.rows.search)
        view.conditions.fresh_wanted.connect(presenter.rows.take_in)
        view.agents.chosen.connect(presenter.rows.choose_agent)
        view.rows.cancel_wanted.connect(presenter.cancel)
        view.rows.reset_wanted.connect(self.view.conditions.reset)
        view.rows.retry_wanted.connect(self.view.conditions.search)
        view.rows.placed.connect(self._on_placed)
        view.rows.table.checked_changed.connect(presenter.rows.on_checked)
        view.rows.table.sort_requested.connect(presenter.rows.sort)
        view.rows.model.count_changed.connect(presenter.rows.on_count)
        view.rows.model.failed.connect(presenter.rows.on_failed)
        view.rows.fresh_found.connect(view.conditions.show_fresh)
        view.reassign_wanted.connect(presenter.reassign)

    def _answer_keys(self) -> RoomKeys:
        actions: dict[str, Callable[[], object]] = {
            "again": self.view.conditions.search,
            "news": self.presenter.rows.take_in,
            "conditions": self.view.conditions.focus_first,
            "check-all": self.view.rows.table.check_all,
            "cancel": self._on_cancel_key,
        }
        return RoomKeys(self, Place.CANCELLATION, key_map(self._services.preferences.value.keys), actions)

    # Room

    def entered(self, arguments: dict[str, str]) -> None:
        """Come to the front; ``agent`` lists one agent's callbacks."""
        self._in_front = True
        self._services.directory.look_for_routes()
        self._show_keys()
        self._day.enter()
        agent = arguments.get("agent")
        if agent is not None:
            self.view.agents.choose(agent)
            self.presenter.rows.choose_agent(agent)
        elif not self._opened:
            self.presenter.rows.search(self.view.conditions.first)
        self._opened = True
        self._gate.enter()
        self._on_placed(*self._place)
        self.view.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def carried(self) -> tuple[CarriedList, str]:
        """Return what was searched for and checked, and whose callbacks are listed."""
        return self.presenter.rows.carried(), self.presenter.rows.agent

    def resume(self, carried: object) -> None:
        """Take that up in this window."""
        match carried:
            case (CarriedList() as rows, str() as agent):
                self._opened = True
                self.view.conditions.show_conditions(rows.rows.conditions)
                self.presenter.rows.agent = agent
                self.view.agents.choose(agent)
                self.presenter.rows.resume(rows)

    def left(self) -> None:
        """Another room is in front; what is chosen stays."""
        self._in_front = False
        self._day.leave()
        self._gate.leave()

    def closed(self) -> None:
        """Stop following and working."""
        self._day.leave()
        self._stop_directory()
        self.presenter.closed()
        self._tasks.cancel_all(close=True)

    def _show_keys(self) -> None:
        self._frame.set_keys(self._keys.hints())

    def _on_placed(self, first: int, last: int, total: int) -> None:
        self._place = (first, last, total)
        if not self._in_front:
            return
        text = self.tr("{first}–{last} of %n open", "", total) if total else ""
        self._frame.set_position(text.format(first=f"{first + 1:,}", last=f"{last + 1:,}"))

    def _offer_choices(self) -> None:
        directory, allowed = self._services.directory, self.presenter.rows.allowed
        routes = tuple(Choice(key, label) for key, label in directory.routes(allowed))
        offered = [service for service in directory.services() if service.id in allowed]
        self.view.conditions.offer(routes, tuple(Choice(s.id, s.name) for s in offered))

    # What happens

    def _on_day(self, today: date) -> None:
        self.view.conditions.set_today(today)
        self.presenter.rows.new_day()

    def _on_directory(self, _event: DirectoryChanged) -> None:
        self._offer_choices()

    def _on_cancel_key(self) -> None:
        self.view.rows.button.click()

    def _assign_again(self, ids: frozenset[str]) -> None:
        self._frame.navigate(Target(Place.ASSIGNMENT, {"ids": " ".join(sorted(ids))}))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._in_front:
            self._show_keys()
