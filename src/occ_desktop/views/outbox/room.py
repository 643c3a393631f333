"""The outbox as the frame knows it: wires layout and presenter, and its keys."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.table_memory import TableMemory
from occ_desktop.ui import moments
from occ_desktop.ui.frame import Frame, Place
from occ_desktop.views.outbox.entries import Entry
from occ_desktop.views.outbox.presenter import OutboxPresenter
from occ_desktop.views.outbox.view import OutboxView
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.keys import RoomKeys, key_map


class OutboxRoom(QWidget):
    """보낼 일, for everybody."""

    def __init__(
        self, services: Services, tasks: TaskOwner, frame: Frame, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._frame = frame
        self._tasks = tasks.child("outbox", parent=self)
        owner = self._tasks.child("table", parent=self)
        settings = TableMemory(services.preferences)
        self.view = OutboxView(self._short, self._full, settings, owner, self)
        self._gate = InFront()
        self.presenter = OutboxPresenter(
            services, self._tasks, frame, self.view, self._gate, self._ask_discard
        )
        self._in_front = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.action_wanted.connect(self.presenter.act)
        self.view.table.current_changed.connect(self._on_current)
        self.view.send_wanted.connect(self.presenter.send_now)
        answers = {"again": self.presenter.send_now, "discard": self.view.discard_current}
        self._keys = RoomKeys(self, Place.OUTBOX, key_map(services.preferences.value.keys), answers)

    async def _ask_discard(self, entry: Entry) -> bool:
        words = self.view.words
        return await words.refusals.ask_discard(self, entry.text or words.what(entry))

    def _zone(self) -> ZoneInfo:
        return self._services.session.zone

    def _short(self, moment: datetime) -> str:
        return moments.short(moment, self._services.clock.now(), self._zone())

    def _full(self, moment: datetime) -> str:
        return moments.full(moment, self._zone())

    def entered(self, arguments: dict[str, str]) -> None:
        """Come to the front and read the outbox."""
        del arguments
        self._in_front = True
        self._show_keys()
        self._frame.set_position("")
        status = self._services.workplace.status
        if status is not None:
            self.view.show_status(status)
        self.presenter.read()
        self._gate.enter()
        self.view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def left(self) -> None:
        """Another room is in front."""
        self._in_front = False
        self._gate.leave()

    def closed(self) -> None:
        """Stop following; the outbox itself stays."""
        self.presenter.closed()
        self._tasks.cancel_all(close=True)

    def _show_keys(self) -> None:
        keys = self._keys
        self._frame.set_keys(
            [keys.hint(key) for key in keys.entries if key.id != "discard" or self.view.may_discard]
        )

    def _on_current(self, _key: str | None) -> None:
        if self._in_front:
            self._show_keys()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._in_front:
            self._show_keys()
