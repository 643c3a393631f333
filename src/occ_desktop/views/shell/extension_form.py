"""The small form that logs the phone in: extension, button, and what is wrong with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.busy_button import BusyButton


class ExtensionForm(QWidget):
    """Content of a popover. `submitted(str)` carries the extension as typed."""

    submitted = Signal(str)

    def __init__(self, known: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Log in to CTI"))
        self.input = QLineEdit(known, self)
        self.button = BusyButton(self.tr("Log in"), self.tr("Logging in…"), parent=self)
        self._error = Label(self)
        label = Label(self.tr("Extension of your phone"), self)
        label.setBuddy(self.input)
        self.input.setAccessibleName(label.text())
        self.input.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.input.setMaxLength(16)
        set_look(label, tone="second")
        set_look(self._error, tone="error")
        self._error.setWordWrap(True)
        self._error.hide()
        self.setFixedWidth(260)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for widget in (label, self.input, self._error, self.button):
            column.addWidget(widget)
        self.button.clicked.connect(self._on_submit)
        self.input.textEdited.connect(lambda: self.show_error(""))

    def focus_first(self) -> None:
        """Put the focus into the field, its text selected."""
        self.input.setFocus()
        self.input.selectAll()

    def show_error(self, sentence: str) -> None:
        """Show what is wrong below the field; empty clears it."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.input.setAccessibleDescription(sentence)
        set_look(self.input, invalid=bool(sentence))

    @property
    def error(self) -> str:
        """The sentence below the field."""
        return self._error.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_submit()
        else:
            super().keyPressEvent(event)

    def _on_submit(self) -> None:
        if not self.button.busy:
            self.submitted.emit(self.input.text())
