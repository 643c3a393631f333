"""The shapes of the status vocabulary: geometry where a glyph font would blur at 12 px, glyphs elsewhere."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from occ_desktop.ui.theme.icons import paint_icon


class Shape(StrEnum):
    """Every shape a status may have."""

    RING = "ring"
    HALF_DISC = "half_disc"
    DISC = "disc"
    CHECK = "check"
    STROKED_RING = "stroked_ring"
    TRIANGLE = "triangle"
    QUESTION = "question"
    DOTS = "dots"
    CLOCK = "clock"
    HANDSET = "handset"
    HANDSET_OUT = "handset_out"
    BELL = "bell"
    SQUARE = "square"
    BARS = "bars"
    ARROW_UP = "arrow_up"
    TRIANGLE_OUTLINE = "triangle_outline"
    OCTAGON = "octagon"


_GLYPHS: Final[dict[Shape, tuple[str, float]]] = {
    Shape.TRIANGLE: ("warning-fill", 1.2),
    Shape.HANDSET: ("phone-fill", 1.1),
    Shape.HANDSET_OUT: ("phone-outgoing-fill", 1.15),
    Shape.BELL: ("bell-ringing-fill", 1.15),
    Shape.ARROW_UP: ("arrow-up-bold", 1.1),
    Shape.TRIANGLE_OUTLINE: ("warning-bold", 1.15),
    Shape.OCTAGON: ("warning-octagon-fill", 1.15),
    Shape.CLOCK: ("clock-bold", 1.15),
    Shape.QUESTION: ("question-bold", 1.15),
    Shape.DOTS: ("dots-three-bold", 1.3),
}


def paint_shape(painter: QPainter, rect: QRectF, shape: Shape, ink: QColor) -> None:
    """Draw one shape filling `rect` (a square) in `ink`."""
    if shape in _GLYPHS:
        name, scale = _GLYPHS[shape]
        grow = rect.width() * (scale - 1) / 2
        paint_icon(painter, rect.adjusted(-grow, -grow, grow, grow), name, ink)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(ink, max(1.5, rect.width() * 0.14))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _DRAWN[shape](painter, rect, ink)
    painter.restore()


def _ring(painter: QPainter, rect: QRectF, _ink: QColor) -> None:
    inset = painter.pen().widthF() / 2 + rect.width() * 0.04
    painter.drawEllipse(rect.adjusted(inset, inset, -inset, -inset))


def _half_disc(painter: QPainter, rect: QRectF, ink: QColor) -> None:
    _ring(painter, rect, ink)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPie(rect.adjusted(1, 1, -1, -1), 90 * 16, 180 * 16)


def _disc(painter: QPainter, rect: QRectF, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))


def _check(painter: QPainter, rect: QRectF, _ink: QColor) -> None:
    width, height = rect.width(), rect.height()
    points = [(0.06, 0.55), (0.37, 0.84), (0.95, 0.2)]
    painter.drawPolyline(
        QPolygonF([QPointF(rect.left() + x * width, rect.top() + y * height) for x, y in points])
    )


def _stroked_ring(painter: QPainter, rect: QRectF, ink: QColor) -> None:
    _ring(painter, rect, ink)
    inset = rect.width() * 0.22
    painter.drawLine(
        QLineF(rect.right() - inset, rect.top() + inset, rect.left() + inset, rect.bottom() - inset)
    )


def _square(painter: QPainter, rect: QRectF, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)


def _bars(painter: QPainter, rect: QRectF, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    width = rect.width() * 0.24
    for start in (0.16, 0.60):
        bar = QRectF(rect.left() + rect.width() * start, rect.top() + 1, width, rect.height() - 2)
        painter.drawRoundedRect(bar, 1, 1)


_DRAWN: Final[dict[Shape, Callable[[QPainter, QRectF, QColor], None]]] = {
    Shape.RING: _ring,
    Shape.HALF_DISC: _half_disc,
    Shape.DISC: _disc,
    Shape.CHECK: _check,
    Shape.STROKED_RING: _stroked_ring,
    Shape.SQUARE: _square,
    Shape.BARS: _bars,
}
