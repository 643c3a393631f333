"""What a list says when it has no rows to show: nothing matches, all done, or it went wrong."""

from collections.abc import Callable, Sequence
from enum import StrEnum

import msgspec
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.icons import icon, paint_icon
from occ_desktop.ui.theme.theme import set_look, token_colour
from occ_desktop.ui.theme.tokens import Token


class StateKind(StrEnum):
    """Which of the states is shown; decides colour and default glyph."""

    EMPTY = "empty"
    DONE = "done"
    ERROR = "error"
    NOTICE = "notice"


_LOOK: dict[StateKind, tuple[str, Token, Token]] = {
    StateKind.EMPTY: ("funnel", "accent", "soft"),
    StateKind.DONE: ("check-circle", "green", "greenb"),
    StateKind.ERROR: ("warning-circle", "red", "redb"),
    StateKind.NOTICE: ("info", "blue", "blueb"),
}


class StateAction(msgspec.Struct, frozen=True):
    """A button of a state. `strong` tints it: the one that would help."""

    id: str
    label: str
    icon: str | None = None
    strong: bool = False


class State(msgspec.Struct, frozen=True):
    """What is said. Sentences are translated; `number` is an error number one can copy."""

    kind: StateKind
    title: str
    sentences: Sequence[str] = ()
    actions: Sequence[StateAction] = ()
    glyph: str | None = None
    number: str = ""


class _Medallion(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(56, 56)
        self._glyph, self._ink, self._ground = _LOOK[StateKind.EMPTY]

    def show_kind(self, kind: StateKind, glyph: str | None) -> None:
        default, self._ink, self._ground = _LOOK[kind]
        self._glyph = glyph or default
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(token_colour(self._ground))
        painter.drawEllipse(self.rect())
        paint_icon(painter, QRectF(16, 16, 24, 24), self._glyph, token_colour(self._ink))
        painter.end()


class StateOverlay(QWidget):
    """Lies over a list. `action_triggered(str)` says which button was pressed."""

    action_triggered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, ground="surface")
        self._medallion = _Medallion(self)
        self._title = Label(self)
        self._title.setProperty("role", "panel")
        self._sentences = Label(self)
        self._sentences.setProperty("tone", "second")
        self._sentences.setWordWrap(True)
        self._sentences.setMinimumWidth(320)
        self._buttons = QHBoxLayout()
        self._number = Label(self)
        self._number.setProperty("tone", "hint")
        self._copy = QPushButton(self.tr("Copy"), self)
        self._copy.setProperty("kind", "link")
        self._copy.clicked.connect(self._on_copy)
        self._shown: State | None = None
        self._build()
        self.hide()

    def _build(self) -> None:
        for label in (self._title, self._sentences):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        layout.addStretch(2)
        layout.addWidget(self._medallion, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._title)
        layout.addWidget(self._sentences)
        self._buttons.setSpacing(8)
        row = QHBoxLayout()
        row.addStretch()
        row.addLayout(self._buttons)
        row.addStretch()
        layout.addLayout(row)
        number = QHBoxLayout()
        number.addStretch()
        number.addWidget(self._number)
        number.addWidget(self._copy)
        number.addStretch()
        layout.addLayout(number)
        layout.addStretch(3)

    @property
    def shown(self) -> State | None:
        """The state in view, if any."""
        return self._shown

    def show_state(self, state: State | None) -> None:
        """Show a state, or with `None` uncover the list."""
        self._shown = state
        self.setVisible(state is not None)
        if state is None:
            return
        self._medallion.show_kind(state.kind, state.glyph)
        self._title.setText(state.title)
        self._sentences.setText("\n".join(state.sentences))
        self._sentences.setVisible(bool(state.sentences))
        self._number.setText(state.number)
        self._number.setVisible(bool(state.number))
        self._copy.setVisible(bool(state.number))
        self.setAccessibleName(state.title)
        self.setAccessibleDescription(" ".join(state.sentences))
        self._show_actions(state.actions)
        self.raise_()

    def _show_actions(self, actions: Sequence[StateAction]) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for action in actions:
            button = QPushButton(action.label, self)
            button.setProperty("tall", "main")
            if action.strong:
                button.setProperty("kind", "tinted")
            if action.icon:
                button.setIcon(icon(action.icon, "accent" if action.strong else "text2"))
                button.setIconSize(QSize(16, 16))
            button.clicked.connect(self._emitter(action.id))
            self._buttons.addWidget(button)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._copy.setText(self.tr("Copy"))

    def _emitter(self, action_id: str) -> Callable[[], None]:
        def emit() -> None:
            self.action_triggered.emit(action_id)

        return emit

    def _on_copy(self) -> None:
        if self._shown is not None:
            QGuiApplication.clipboard().setText(self._shown.number)
