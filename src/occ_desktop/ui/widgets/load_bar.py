"""The bar of present load and what would be added: grey, then an accent segment with a gap between."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.theme.theme import token_colour

_TINT = 0.3  # of the accent: many long bars, none of which asks for anything


def paint_load_bar(
    painter: QPainter,
    area: QRectF,
    base: float,
    added: float,
    full: float,
    *,
    warn: bool = False,
    good: bool = False,
) -> None:
    """Draw `base` and `added` out of `full` (any unit) into `area`; `good` tints the base."""
    scale = area.width() / full if full > 0 else 0.0
    radius = area.height() / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(token_colour("greyb"))
    painter.drawRoundedRect(area, radius, radius)
    start = area.left()
    if base > 0:
        width = min(area.width(), max(area.height(), base * scale))
        painter.setBrush(_base_colour(warn=warn, good=good))
        painter.drawRoundedRect(QRectF(start, area.top(), width, area.height()), radius, radius)
        start += width + 1
    if added > 0 and start < area.right():
        width = min(area.right() - start, max(3.0, added * scale))
        painter.setBrush(token_colour("accent"))
        painter.drawRoundedRect(QRectF(start, area.top(), width, area.height()), 2, 2)
    painter.restore()


def _base_colour(*, warn: bool, good: bool) -> QColor:
    if good and not warn:
        tint = QColor(token_colour("accent"))  # a copy: the token is everybody's
        tint.setAlphaF(_TINT)
        return tint
    return token_colour("amberl" if warn else "field")


class LoadBar(QWidget):
    """The bar as a widget. Values in one unit, usually open callbacks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._values = (0.0, 0.0, 1.0)

    def show_values(self, base: float, added: float, full: float, spoken: str) -> None:
        """`spoken` is the translated sentence for a screen reader."""
        self._values = (base, added, full)
        self.setAccessibleName(spoken)
        set_tip(self, spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(0, 2, 0, -2)
        paint_load_bar(painter, area, *self._values)
        painter.end()
