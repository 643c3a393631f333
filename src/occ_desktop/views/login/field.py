"""One field of the log-in: label with a hint at its right, input, and its own error line below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from occ_desktop.ui.theme.icons import icon
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.theme.tokens import Token
from occ_desktop.ui.widgets.glyph import Glyph
from occ_desktop.views.login.caps_lock import CapsLockGuess


class LoginInput(QLineEdit):
    """A line that tells what the keys say of Caps Lock; `caps_seen` carries the present guess."""

    caps_seen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guess = CapsLockGuess()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        toggled = event.key() == Qt.Key.Key_CapsLock
        self.caps_seen.emit(self._guess.toggle() if toggled else self._guess.look(event.text(), shift=shift))
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._guess = CapsLockGuess()  # it may have been switched while the keys went elsewhere
        super().focusInEvent(event)


class LoginField(QWidget):
    """Label, input and error line. What was typed is never cleared from here."""

    def __init__(self, glyph: str, parent: QWidget | None = None, *, secret: bool = False) -> None:
        super().__init__(parent)
        self.label = QLabel(self)
        self.hint = QLabel(self)
        self.input = LoginInput(self)
        self._error = QLabel(self)
        self._eye: QAction | None = None
        self._build(glyph, secret=secret)

    def set_texts(self, label: str, *, show: str = "", hide: str = "") -> None:
        """Name the field; ``show`` and ``hide`` name the two states of the eye of a secret field."""
        self.label.setText(label)
        self.input.setAccessibleName(label)
        self._eye_names = (show, hide)
        self._name_eye()

    def show_error(self, sentence: str) -> None:
        """Show what is wrong under the field and mark it; an empty sentence clears both."""
        self._error.setText(sentence)
        self._error_row.setVisible(bool(sentence))
        self.input.setAccessibleDescription(sentence)
        set_look(self.input, invalid=bool(sentence))

    @property
    def error(self) -> str:
        """The sentence under the field, empty when nothing is wrong."""
        return self._error.text()

    def show_hint(
        self, text: str, glyph: str = "warning", ink: Token = "amber", tone: str = "warning"
    ) -> None:
        """Show a short remark at the right of the label; an empty text hides it."""
        self.hint.setText(text)
        self._hint_mark.show_glyph(glyph, ink)
        self._hint_mark.setVisible(bool(text))
        self.hint.setVisible(bool(text))
        set_look(self.hint, tone=tone)

    def _build(self, glyph: str, *, secret: bool) -> None:
        self._eye_names = ("", "")
        set_look(self.label, tone="second")
        self.label.setBuddy(self.input)
        self._hint_mark = Glyph("warning", "amber", 14, self)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.label)
        head.addStretch(1)
        head.addWidget(self._hint_mark)
        head.addWidget(self.hint)
        self._hint_mark.hide()
        self.hint.hide()
        set_look(self.input, tall="login")
        leading = self.input.addAction(icon(glyph, "text3"), QLineEdit.ActionPosition.LeadingPosition)
        leading.setEnabled(True)
        if secret:
            self._make_secret()
        self._error_row = QWidget(self)
        row = QHBoxLayout(self._error_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Glyph("warning-fill", "red", 16, self._error_row), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._error, 1)
        self._error.setWordWrap(True)
        self._error.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_look(self._error, tone="error")
        self._error_row.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.input)
        column.addWidget(self._error_row)

    def _make_secret(self) -> None:
        self.input.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = self.input.addAction(icon("eye", "text3"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._on_eye)

    def _on_eye(self, shown: bool) -> None:
        self.input.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._name_eye()

    def _name_eye(self) -> None:
        if self._eye is not None:
            shown = self._eye.isChecked()
            self._eye.setIcon(icon("eye-slash" if shown else "eye", "text3"))
            self._eye.setText(self._eye_names[shown])
            self._eye.setToolTip(self._eye_names[shown])
