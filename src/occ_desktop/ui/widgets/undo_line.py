"""The line above the status line: what was done, what was left out, and a way back while there is time."""

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import SIZES, Token
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.icon_button import IconButton

Tone = Literal["good", "notice", "warning"]
_MARKS: dict[Tone, tuple[str, Token]] = {
    "good": ("check-circle-fill", "green"),
    "notice": ("info-fill", "blue"),
    "warning": ("warning-fill", "amber"),
}


class UndoLine(QWidget):
    """`undo_clicked()`; `dismissed()` when time is up or × is pressed. Counts down by itself."""

    undo_clicked = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(SIZES.banner)
        self._left = 0
        self._tone: Tone = "good"
        self._title = Label(self)
        self._title.setProperty("weight", "bold")
        self._text = Label(self)
        self._text.setProperty("tone", "second")
        self._undo = Button("", "link", parent=self)
        self._time = Label(self)
        self._time.setProperty("tone", "hint")
        self._close = IconButton("x", self.tr("Close"), parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(40, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._undo)
        layout.addWidget(self._time)
        layout.addWidget(self._close)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._on_second)
        self._undo.clicked.connect(self._on_undo)
        self._close.clicked.connect(self.dismiss)
        self.hide()

    @property
    def seconds_left(self) -> int:
        """How long the way back stays open."""
        return self._left

    def show_done(
        self, title: str, text: str = "", *, undo: str = "", seconds: int = 10, tone: Tone = "good"
    ) -> None:
        """Say what was done. `undo`: the translated verb, empty if there is no way back. `tone`: its mark."""
        self._tone = tone
        self._title.setText(title)
        self._text.setText(text)
        set_tip(self._text, text)
        self._undo.setText(undo)
        self._undo.setVisible(bool(undo))
        self._time.setVisible(bool(undo))
        self._left = seconds
        self._show_time()
        self.setAccessibleName(f"{title} {text}".strip())
        self.update()
        self.show()
        self._timer.start()

    def undo(self) -> None:
        """Ctrl+Z: the same as pressing the button; nothing happens if there is no way back."""
        if self.isVisible() and not self._undo.isHidden():
            self._on_undo()

    def dismiss(self) -> None:
        """Take the line away."""
        if not self.isHidden():
            self._timer.stop()
            self.hide()
            self.dismissed.emit()

    def _show_time(self) -> None:
        self._time.setText(f"{self._left // 60}:{self._left % 60:02d}")

    def _on_second(self) -> None:
        self._left -= 1
        self._show_time()
        if self._left <= 0:
            self.dismiss()

    def _on_undo(self) -> None:
        self._timer.stop()
        self.hide()
        self.undo_clicked.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._close.rename(self.tr("Close"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(token_colour("line"), 1))
        painter.setBrush(token_colour("sunken"))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, SIZES.radius_card, SIZES.radius_card)
        mark = QRectF(14, (self.height() - 16) / 2, 16, 16)
        glyph, ink = _MARKS[self._tone]
        paint_icon(painter, mark, glyph, token_colour(ink))
        painter.end()
