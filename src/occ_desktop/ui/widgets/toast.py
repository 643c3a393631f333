"""A notice in the corner of the window, in the colours of the rail: for when the system shows none."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.tables.states import StateAction
from occ_desktop.ui.theme.shadow import SHADOW, paint_floating_card
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.widgets.icon_button import IconButton

WIDTH = 376


class Toast(QWidget):
    """`action_triggered(str)`; `closed()` once. Stays while the mouse is over it."""

    action_triggered = Signal(str)
    closed = Signal()

    def __init__(
        self,
        title: str,
        text: str = "",
        actions: Sequence[StateAction] = (),
        *,
        source: str = "",
        time: str = "",
        seconds: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH + 2 * SHADOW)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._closed = False
        self._timer = QTimer(self, singleShot=True, interval=seconds * 1000)
        self._timer.timeout.connect(self.close_toast)
        layout = QVBoxLayout(self)
        edge = SHADOW + 14
        layout.setContentsMargins(edge, SHADOW + 10, edge, edge)
        layout.setSpacing(6)
        layout.addLayout(self._head(source, time))
        name = self._line(title, "railon")
        name.setProperty("weight", "bold")
        layout.addWidget(name)
        layout.addLayout(self._foot(text, actions))

    def _head(self, source: str, time: str) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(self._line(source, "rail"), 1)
        stamp = self._line(time, "rail")
        stamp.setWordWrap(False)
        head.addWidget(stamp)
        close = IconButton("x", self.tr("Close"), ink="railtext", size=14, parent=self)
        close.clicked.connect(self.close_toast)
        head.addWidget(close)
        return head

    def _foot(self, text: str, actions: Sequence[StateAction]) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._line(text, "rail"), 1)
        for action in actions:
            button = QPushButton(action.label, self)
            button.setProperty("ground", "railsel" if action.strong else "rail")
            button.setProperty("action", action.id)
            button.clicked.connect(self._on_action)
            foot.addWidget(button, alignment=Qt.AlignmentFlag.AlignBottom)
        return foot

    def _line(self, text: str, tone: str) -> QLabel:
        label = Label(text, self)
        label.setProperty("tone", tone)
        label.setWordWrap(True)
        return label

    def start(self) -> None:
        """Show it and let its time run."""
        self.show()
        self.raise_()
        self._timer.start()

    def close_toast(self) -> None:
        """Take it away."""
        if not self._closed:
            self._closed = True
            self._timer.stop()
            self.hide()
            self.closed.emit()
            self.deleteLater()

    def _on_action(self) -> None:
        self.action_triggered.emit(str(self.sender().property("action")))
        self.close_toast()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self._closed:
            self._timer.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_floating_card(painter, QRectF(self.rect()), SIZES.radius_card, ground="rail", edge="railsel")
        painter.end()
