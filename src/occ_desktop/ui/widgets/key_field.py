"""A button that shows a key's cap and, once pressed, takes the next stroke as the new one."""

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.button import Button

_MODIFIERS = frozenset(
    {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr}
)


class KeyField(Button):
    """`stroke_made(str)`: a portable sequence ("Ctrl+K"). Esc, Tab or leaving keeps the old one."""

    stroke_made = Signal(str)

    _listening = False  # of the class, because `event` is called before `__init__` has come to it

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._name = name
        self._cap = ""
        self.setFixedWidth(132)
        self.clicked.connect(self._on_clicked)

    @property
    def listening(self) -> bool:
        """Whether the next stroke is taken."""
        return self._listening

    def show_cap(self, cap: str) -> None:
        """Show the keys in force."""
        self._cap = cap
        self._listen(False)

    def _listen(self, on: bool) -> None:
        self._listening = on
        self.setText(self.tr("Press the keys…") if on else self._cap)
        self.setAccessibleName(f"{self._name}: {self.text()}")
        set_look(self, kind="tinted" if on else "plain")

    def _on_clicked(self) -> None:
        self._listen(True)

    def event(self, event: QEvent) -> bool:
        if self._listening and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # else the deed of the keys would be done instead of told
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._listening:
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key in _MODIFIERS:
            return
        self._listen(False)
        if key != Qt.Key.Key_Escape:
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            stroke = QKeySequence(QKeyCombination(held, key))
            self.stroke_made.emit(stroke.toString(QKeySequence.SequenceFormat.PortableText))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._listening:
            self._listen(False)
