"""History registration without a callback: a dialog that does not block. Closing it keeps what was typed.

For a callback it stands in the customer panel, beside the message.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.keyboard import Key, Keyboard
from occ_desktop.views.parts.history.entry import HistoryEntry
from occ_desktop.views.parts.history.presenter import HistoryPresenter
from occ_desktop.views.parts.history.view import HistoryView
from occ_desktop.views.parts.keys import key_map

_LINE_KEYS = ("hang-up", "cti-1", "cti-2", "cti-3")


class HistoryDialog(QDialog):
    """Opened with `show()`; deletes itself. `registered(str)`: the sentence that says so.

    ``press(key id)`` answers the keys of the person's line: a customer may be on it.
    """

    registered = Signal(str)

    def __init__(self, services: Services, tasks: TaskOwner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filled = False
        self.press: Callable[[str], object] = _nobody_answers
        self.keyboard = Keyboard(self, key_map(services.preferences.value.keys))
        self.presenter = HistoryPresenter(services, tasks.child("history", parent=self), None, self)
        self.view = HistoryView(self.presenter.service_choices(), self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Register history"))
        self.setAccessibleName(self.tr("Register history"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.resize(600, 640)
        self._connect()
        self._register_keys()
        self.presenter.start()

    def _connect(self) -> None:
        made, view = self.presenter, self.view
        made.filled.connect(self._on_filled)
        made.refused.connect(view.show_refused)
        made.failed.connect(view.show_error)
        made.busy_changed.connect(view.register.set_busy)
        made.registered.connect(self._on_registered)
        view.register_pressed.connect(self._on_register)
        view.close_pressed.connect(self.close)
        view.anew_pressed.connect(made.begin_anew)
        view.typed.connect(self._on_typed)

    def _register_keys(self) -> None:
        """The keys of the line work here too: one registers history while somebody is on it."""
        for key_id in _LINE_KEYS:
            self.keyboard.register(Key(key_id, "", ""), self, partial(self._on_line_key, key_id))

    def _on_line_key(self, key_id: str) -> None:
        self.press(key_id)

    def _on_filled(self, entry: HistoryEntry, before: bool) -> None:
        self._filled = True
        self.view.show_entry(entry, before=before)

    def _on_typed(self) -> None:
        if self._filled:
            self.presenter.keep(self.view.entry)

    def _on_register(self) -> None:
        if not self._filled or self.view.register.busy:
            return
        self.view.stop_typing()
        self.view.clear_errors()
        self.presenter.register(self.view.entry)

    def _on_registered(self, waits: bool) -> None:
        self._filled = False  # nothing is left to keep
        self.registered.emit(
            self.tr("The history is kept and sent once the server is back.")
            if waits
            else self.tr("The history is registered.")
        )
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.view.stop_typing() and self._filled:
            self.presenter.keep(self.view.entry)
        self.presenter.close()
        super().closeEvent(event)


def _nobody_answers(_key_id: str) -> None:
    return None
