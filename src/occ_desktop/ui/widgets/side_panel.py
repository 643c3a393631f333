"""A body with a panel at its right: always there in a wide window, called for in a narrow one (F9).

A narrow window opens it without it and gives the body back its whole width when it goes. Open, it
stands beside the body in both: what lies half under a panel reads as a wrong figure.
"""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_desktop.ui.theme.shadow import SHADOW, paint_floating_card
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import SIZES


class _Frame(QWidget):
    def __init__(self, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.floating = False
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(content)
        self.set_floating(False)

    def set_floating(self, floating: bool) -> None:
        self.floating = floating
        left = SHADOW + 1 if floating else 1
        self._layout.setContentsMargins(left, 0, 0, 0)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.floating:
            outer = QRectF(self.rect()).adjusted(0, -SHADOW, SHADOW, SHADOW)
            paint_floating_card(painter, outer, 0, edge="line")
        else:
            painter.fillRect(self.rect(), token_colour("surface"))
            painter.fillRect(0, 0, 1, self.height(), token_colour("line"))
        painter.end()


class SidePanel(QWidget):
    """`toggled(bool)`: whether the panel is open. Under 1,320 px of window it floats and Esc closes it."""

    toggled = Signal(bool)

    def __init__(
        self, body: QWidget, panel: QWidget, *, width: int = SIZES.panel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._body = body
        self._panel = panel
        self._width = width
        self._open = True
        self._opened_here = False
        body.setParent(self)
        self._frame = _Frame(panel, self)

    @property
    def is_open(self) -> bool:
        """Whether the panel shows (in a narrow window: whether it was asked for)."""
        return self._open and (self._opened_here or not self.floating)

    @property
    def floating(self) -> bool:
        """Whether the window is too narrow to put the panel beside the body."""
        return self.window().width() < SIZES.overlay_below

    def set_open(self, wanted: bool) -> None:
        """Open or close the panel."""
        before = self.is_open
        self._open = wanted
        self._opened_here = wanted
        self._arrange()
        if self.is_open != before:
            self.toggled.emit(self.is_open)

    def toggle(self) -> None:
        """F9."""
        self.set_open(not self.is_open)
        if self.is_open and self.floating:
            self._panel.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        area = self.rect()
        shown, floating = self.is_open, self.floating
        self._frame.setVisible(shown)
        if self._frame.floating != floating:
            self._frame.set_floating(floating)
        extra = SHADOW if floating else 0
        width = min(self._width + extra, area.width())
        self._frame.setGeometry(QRect(area.right() - width + 1, 0, width, area.height()))
        body_width = area.width() - (self._width if shown else 0)
        self._body.setGeometry(0, 0, body_width, area.height())
        self._frame.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.floating and self.is_open:
            self.set_open(False)
        else:
            super().keyPressEvent(event)
