"""Icons of the Phosphor set, painted with the colours in force at that moment.

An icon made here is a recipe, not a picture: its engine draws the glyph with the present token colour each
time Qt asks, so a theme switch needs no walk over buttons. Glyph names are those of Phosphor 1.3.

The outlines of the glyphs we use lie in resources/icons/glyphs.json (`scripts/glyphs` takes them out of the
font), with Phosphor's licence beside them: no font is loaded for them, and no package imported.
"""

import json
import logging
from functools import cache

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPixmap

from occ_desktop.system.paths import resource
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import Token

_log = logging.getLogger(__name__)
_EM = 256.0  # units of an outline; the centre of the glyph's square is the origin


@cache
def _outlines() -> dict[str, str]:
    known: dict[str, str] = json.loads(resource("icons", "glyphs.json").read_bytes())
    return known


@cache
def _glyph(name: str) -> QPainterPath:
    """Return the outline of a glyph; one that `scripts/glyphs` did not take along is empty, and logged."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    outline = _outlines().get(name, "")
    if not outline:  # raising while something is being painted ends the program
        _log.error("no glyph is called %s", name)
    for part in outline.split():
        numbers = [float(number) for number in part[1:].split(",")]
        if part[0] == "M":
            path.moveTo(*numbers)
        elif part[0] == "L":
            path.lineTo(*numbers)
        else:
            path.cubicTo(*numbers)
    return path


def paint_icon(painter: QPainter, rect: QRect | QRectF, name: str, ink: QColor) -> None:
    """Draw a glyph centred in `rect`, as large as its shorter side, in exactly this colour."""
    area = QRectF(rect)
    side = min(area.width(), area.height())
    if side <= 0:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.center())
    painter.scale(side / _EM, side / _EM)
    painter.fillPath(_glyph(name), ink)
    painter.restore()


class _TokenIconEngine(QIconEngine):
    def __init__(self, name: str, normal: Token, active: Token, disabled: Token, on: Token) -> None:
        super().__init__()
        self._name = name
        self._tokens = (normal, active, disabled, on)

    def clone(self) -> QIconEngine:
        return _TokenIconEngine(self._name, *self._tokens)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        normal, active, disabled, on = self._tokens
        token = on if state == QIcon.State.On else normal
        if mode == QIcon.Mode.Disabled:
            token = disabled
        elif mode == QIcon.Mode.Active and active != normal:
            token = active
        paint_icon(painter, rect, self._name, token_colour(token))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture


@cache
def icon(
    name: str,
    ink: Token = "text2",
    *,
    active: Token | None = None,
    disabled: Token = "disabled",
    on: Token | None = None,
) -> QIcon:
    """An icon for buttons, menus and actions that keeps up with the theme."""
    return QIcon(_TokenIconEngine(name, ink, active or ink, disabled, on or ink))
