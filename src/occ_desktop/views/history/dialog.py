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
from occ_desktop.views.parts.history.registration import HistoryRegistration
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
        self.press: Callable[[str], object] = _nobody_answers
        self.keyboard = Keyboard(self, key_map(services.preferences.value.keys))
        owner = tasks.child("history", parent=self)
        self.registration = HistoryRegistration(services, owner, None, self, parent=self)
        self.registration.registered.connect(self.registered)
        self.registration.ended.connect(self.close)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Register history"))
        self.setAccessibleName(self.tr("Register history"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.resize(600, 640)
        self._register_keys()
        self.registration.start()

    @property
    def view(self) -> HistoryView:
        """Return the form."""
        return self.registration.view

    def _register_keys(self) -> None:
        """The keys of the line work here too: one registers history while somebody is on it."""
        for key_id in _LINE_KEYS:
            self.keyboard.register(Key(key_id, "", ""), self, partial(self._on_line_key, key_id))

    def _on_line_key(self, key_id: str) -> None:
        self.press(key_id)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.registration.close()
        super().closeEvent(event)


def _nobody_answers(_key_id: str) -> None:
    return None
