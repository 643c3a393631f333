"""A figure of a wall: normal has no colour, caution and danger have colour and mark, stale is hatched."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from occ_desktop.ui.status_shapes import Shape, paint_shape
from occ_desktop.ui.theme.fonts import font
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import SIZES, Token


class Level(StrEnum):
    """How a figure stands to its thresholds, or that it is old."""

    NORMAL = "normal"
    CAUTION = "caution"
    DANGER = "danger"
    STALE = "stale"


def paint_hatch(painter: QPainter, area: QRectF, ink: Token, *, step: float = 7.0) -> None:
    """Diagonal lines over `area`: not only another colour."""
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(token_colour(ink), step * 0.28))
    reach = area.height()
    start = area.left() - reach
    while start < area.right():
        painter.drawLine(QPointF(start, area.bottom()), QPointF(start + reach, area.top()))
        start += step
    painter.restore()


def paint_figure(painter: QPainter, area: QRectF, text: str, level: Level, pixels: int) -> None:
    """Draw a figure right-aligned in `area`, its digits `pixels` high (type size)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font(bold=True, pixels=pixels))
    ink: Token = "text"
    inner = area.adjusted(pixels * 0.28, 0, -pixels * 0.28, 0)
    if level in (Level.CAUTION, Level.DANGER):
        caution = level is Level.CAUTION
        edge = max(1.5, pixels / 32)
        painter.setPen(QPen(token_colour("amberl"), edge) if caution else Qt.PenStyle.NoPen)
        painter.setBrush(token_colour("amberb" if caution else "redsolid"))
        radius = SIZES.radius * max(1.0, pixels / 40)
        painter.drawRoundedRect(area.adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2), radius, radius)
        ink = "amber" if caution else "onred"
        size = pixels * 0.62
        width = QFontMetricsF(painter.font()).horizontalAdvance(text)
        left = max(inner.left() - pixels * 0.08, inner.right() - width - size - pixels * 0.22)
        mark = QRectF(left, area.center().y() - size / 2, size, size)
        paint_shape(painter, mark, Shape.TRIANGLE_OUTLINE if caution else Shape.OCTAGON, token_colour(ink))
    elif level is Level.STALE:
        paint_hatch(painter, area, "line2", step=max(7.0, pixels / 4))
        ink = "text3"
    painter.setPen(token_colour(ink))
    flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
    painter.drawText(inner, flags, text)
    painter.restore()


class FigureBox(QWidget):
    """One figure as a widget. `pixels` is the type size; walls scale it with their height."""

    def __init__(self, *, pixels: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = "–"
        self._level = Level.NORMAL
        self._pixels = pixels

    @property
    def level(self) -> Level:
        """How it is drawn."""
        return self._level

    def show_figure(self, text: str, level: Level, spoken: str) -> None:
        """`spoken`: translated, names the figure and its level."""
        self._text, self._level = text, level
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def set_pixels(self, pixels: int) -> None:
        """Another type size."""
        self._pixels = pixels
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(font(bold=True, pixels=self._pixels)).horizontalAdvance(self._text)
        return QSize(int(width + self._pixels * 1.5), int(self._pixels * 1.65))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_figure(painter, QRectF(self.rect()), self._text, self._level, self._pixels)
        painter.end()
