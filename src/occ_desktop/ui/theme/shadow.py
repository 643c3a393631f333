"""The soft shadow under what floats. Painted, because a graphics effect would redraw the whole panel."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import Token

SHADOW = 12


def paint_floating_card(
    painter: QPainter, outer: QRectF, radius: float, *, ground: Token = "surface", edge: Token = "line2"
) -> None:
    """A card inside `outer`, which includes `SHADOW` pixels of shadow at each side."""
    card = outer.adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    shade = QColor(token_colour("shadow"))
    strength = shade.alphaF()
    for step in range(SHADOW, 0, -2):
        shade.setAlphaF(strength * 0.16 * (1 - step / (SHADOW + 2)) + 0.008)
        painter.setBrush(shade)
        painter.drawRoundedRect(
            card.adjusted(-step, -step + 4, step, min(step + 3, SHADOW)), radius + step, radius + step
        )
    painter.setBrush(token_colour(ground))
    painter.setPen(QPen(token_colour(edge), 1))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.restore()
