"""The statistics tab as the frame knows it: wires layout and presenter, and its keys."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_contract.statistics import business_day
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.events import DirectoryChanged
from occ_desktop.services.table_memory import TableMemory
from occ_desktop.ui import moments
from occ_desktop.ui.download_job import OpenDownload
from occ_desktop.ui.frame import Frame, Place
from occ_desktop.ui.person_choices import person_choices
from occ_desktop.ui.widgets.choice_chip import Choice
from occ_desktop.views.parts.day_turn import DayTurn
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.keys import RoomKeys, key_map
from occ_desktop.views.stats.conditions import Conditions
from occ_desktop.views.stats.presenter import StatsPresenter
from occ_desktop.views.stats.view import StatsView


class StatsRoom(QWidget):
    """처리현황, for supervisors. ``download`` opens the dialog that saves; without it none is offered."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        frame: Frame,
        parent: QWidget | None = None,
        *,
        download: OpenDownload | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._frame = frame
        self._download = download
        self._tasks = tasks.child("stats", parent=self)
        today = business_day(services.clock.now(), self._zone())
        owner = self._tasks.child("table", parent=self)
        self.view = StatsView(today, TableMemory(services.preferences), owner, self)
        self._gate = InFront()
        self.presenter = StatsPresenter(services, self._tasks, self.view, self._gate)
        self._day = DayTurn(services.clock.now, self._zone, self._on_day, self)
        self._opened = False
        self._in_front = False
        self._counted_at: datetime | None = None
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
        view = self.view
        view.conditions.searched.connect(self.presenter.search)
        view.conditions.download_wanted.connect(self._on_download)
        view.conditions.download.setVisible(self._download is not None)
        view.counted.connect(self._on_counted)
        view.retry_wanted.connect(self._on_search_again)
        view.reset_wanted.connect(self._on_reset)

    def _answer_keys(self) -> RoomKeys:
        actions: dict[str, Callable[[], object]] = {
            "again": self._on_search_again,
            "conditions": self.view.conditions.focus_first,
            "download": self._on_download,
        }
        return RoomKeys(self, Place.STATISTICS, key_map(self._services.preferences.value.keys), actions)

    # Room

    def entered(self, arguments: dict[str, str]) -> None:
        """Come to the front and count; the chart is made the first time."""
        del arguments
        self._in_front = True
        self._services.directory.look_for_routes()
        self._show_keys()
        self._day.enter()
        if not self._opened:
            self._opened = True
            self.view.open_chart()
        self._gate.enter()
        self.presenter.search(self.view.conditions.conditions)
        self.view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def carried(self) -> Conditions:
        """Return what is counted."""
        return self.view.conditions.conditions

    def resume(self, carried: object) -> None:
        """Take that up in this window."""
        if isinstance(carried, Conditions):
            self.view.conditions.show_conditions(carried)

    def left(self) -> None:
        """Another room is in front."""
        self._in_front = False
        self._day.leave()
        self._gate.leave()

    def closed(self) -> None:
        """Stop following and counting."""
        self._day.leave()
        self._stop_directory()
        self.presenter.closed()
        self._tasks.cancel_all(close=True)

    def _show_keys(self) -> None:
        self._frame.set_keys(self._keys.hints())

    def _on_counted(self, moment: datetime) -> None:
        self._counted_at = moment
        if self._in_front:
            text = self.tr("Counted {time} · time zone {zone}")
            zone = self._zone()
            self._frame.set_position(text.format(time=moments.clock_time(moment, zone), zone=zone.key))

    def _offer_choices(self) -> None:
        directory, allowed = self._services.directory, self.presenter.allowed
        self.view.conditions.offer(
            [Choice(key, label) for key, label in directory.routes(allowed)],
            person_choices(directory.assignees(allowed), directory.former(allowed)),
            [Choice(s.id, s.name) for s in directory.services() if s.id in allowed],
        )

    # What happens

    def _on_day(self, today: date) -> None:
        self.view.conditions.set_today(today)
        if self._opened:
            self.presenter.search()

    def _on_directory(self, _event: DirectoryChanged) -> None:
        self._offer_choices()

    def _on_search_again(self) -> None:
        self.presenter.search(self.view.conditions.conditions)

    def _on_reset(self) -> None:
        self.view.conditions.show_conditions(Conditions())
        self.presenter.search(Conditions())

    def _on_download(self) -> None:
        job = self.presenter.download()
        if job is not None and self._download is not None:
            self._download(job, self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._in_front:
            self._show_keys()
            self.presenter.search()
