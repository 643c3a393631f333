"""A shape of the status vocabulary as a small widget in a line of text."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from occ_desktop.ui.status_shapes import Shape, paint_shape
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import Token


class ShapeMark(QWidget):
    """Decoration: the text beside it says the same, so it has no accessible name of its own."""

    def __init__(self, shape: Shape, ink: Token, *, size: int = 14, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = shape
        self._ink: Token = ink
        self._size = size
        self.setFixedSize(size + 2, max(20, size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(1, (self.height() - self._size) / 2, self._size, self._size)
        paint_shape(painter, area, self._shape, token_colour(self._ink))
        painter.end()
