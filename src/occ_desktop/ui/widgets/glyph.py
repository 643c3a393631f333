"""An icon standing by itself, painted with the colours in force (a label's picture would keep the old)."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import Token


class Glyph(QWidget):
    """A glyph of the icon set, `size` pixels square. It decorates: the words beside it say the same."""

    def __init__(self, name: str, ink: Token, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._ink: Token = ink
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_glyph(self, name: str, ink: Token) -> None:
        """Change picture and colour."""
        self._name, self._ink = name, ink
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self.rect(), self._name, token_colour(self._ink))
        painter.end()
