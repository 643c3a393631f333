"""The bars of the statistics: completed solid, not done hatched, the rate above, the hovered period tinted.

Everything is painted in pixels, so that text, hatch and hairlines stay sharp at any size of the chart.
"""

from collections.abc import Sequence

import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from occ_desktop.ui.theme.fonts import BODY, font, text_width
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import Token
from occ_desktop.ui.widgets.figure_box import paint_hatch
from occ_desktop.views.stats.figures import PeriodLine, rate_text

_WIDEST = 34.0
_SHARE = 0.55  # of a period's width is bar


class ChartBars(pyqtgraph.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Period ``i`` stands at x = i; y counts callbacks up to ``top``."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[PeriodLine, ...] = ()
        self._step, self._top = 1, 4
        self._hovered = -1

    def show_lines(self, lines: Sequence[PeriodLine], step: int, top: int) -> None:
        """Show these periods on this scale."""
        self.prepareGeometryChange()
        self._lines = tuple(lines)
        self._step, self._top = step, top
        self.update()

    def show_hover(self, place: int) -> None:
        """Tint a period, -1 for none."""
        if place != self._hovered:
            self._hovered = place
            self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(-0.5, 0.0, max(1, len(self._lines)), self._top * 1.15)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        place = QTransform(painter.transform())
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, place)
        for number, line in enumerate(self._lines):
            self._paint_bar(painter, place, number, line, number == self._hovered)
        painter.restore()

    def _paint_ground(self, painter: QPainter, place: QTransform) -> None:
        if 0 <= self._hovered < len(self._lines):
            column = place.mapRect(QRectF(self._hovered - 0.5, 0, 1, self._top * 1.15))
            painter.fillRect(column, token_colour("hover"))
        for value in range(0, self._top + 1, self._step):
            line = place.mapRect(QRectF(-0.5, value, max(1, len(self._lines)), 0))
            painter.setPen(QPen(token_colour("line2" if value == 0 else "line"), 1))
            height = round(line.top()) + 0.5
            painter.drawLine(QPointF(line.left(), height), QPointF(line.right(), height))

    def _paint_bar(
        self, painter: QPainter, place: QTransform, number: int, line: PeriodLine, hovered: bool
    ) -> None:
        column = place.mapRect(QRectF(number - 0.5, 0, 1, self._top))
        width = min(_WIDEST, max(2.0, column.width() * _SHARE))
        left, unit = column.center().x() - width / 2, column.height() / self._top
        floor = column.bottom()
        done = QRectF(left, floor - line.completed * unit, width, line.completed * unit)
        rest = QRectF(left, done.top() - line.outstanding * unit, width, line.outstanding * unit)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(token_colour("accent"))
        painter.drawRoundedRect(done, 2, 2)
        if rest.height() > 0:
            painter.fillRect(rest, token_colour("amberb"))
            paint_hatch(painter, rest, "amberl")
            painter.setPen(QPen(token_colour("amberl"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rest.adjusted(0.5, 0.5, -0.5, 0), 2, 2)
        self._paint_rate(painter, column, rest.top(), line, hovered)

    def _paint_rate(
        self, painter: QPainter, column: QRectF, top: float, line: PeriodLine, hovered: bool
    ) -> None:
        text = rate_text(line.rate)
        if text_width(text, BODY, bold=True) > column.width() - 4:
            text = "▼" if line.low else ""
        ink: Token = "amber" if line.low else "text2"
        painter.setFont(font(BODY, bold=line.rate is not None))
        painter.setPen(token_colour(ink))
        area = QRectF(column.left(), top - 24, column.width(), 20)
        written = painter.boundingRect(area, Qt.AlignmentFlag.AlignCenter, text)
        painter.fillRect(written.adjusted(-3, 0, 3, 0), token_colour("hover" if hovered else "surface"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)
