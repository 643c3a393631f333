"""Icons of the Phosphor set (QtAwesome `ph.`), painted with the colours in force at that moment.

An icon made here is a recipe, not a picture: its engine draws the glyph with the present token colour each
time Qt asks, so a theme switch needs no walk over buttons. Glyph names are those of Phosphor without `ph.`.

Only QtAwesome's two Phosphor files are read: importing the package loads twelve fonts and three Qt modules
that nothing here needs, a tenth of the program's start.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QPainter,
    QPixmap,
)

from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import Token


@cache
def _font_files() -> tuple[Path, Path]:
    """Return QtAwesome's Phosphor font and its table of glyphs, without importing the package."""
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise ImportError("QtAwesome, which brings the icons, is not installed")
    folder = Path(spec.origin).with_name("fonts")
    (font,), (charmap,) = folder.glob("phosphor-[0-9]*.ttf"), folder.glob("phosphor-charmap-*.json")
    return font, charmap


@cache
def _charmap() -> dict[str, str]:
    numbers: dict[str, str] = json.loads(_font_files()[1].read_bytes())
    return {name: chr(int(number, 16)) for name, number in numbers.items()}


@cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(_font_files()[0]))
    return QFontDatabase.applicationFontFamilies(number)[0]


@cache
def _glyph_font(pixels: int) -> QFont:
    made = QFont(_family())
    made.setPixelSize(pixels)
    made.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return made


def paint_icon(painter: QPainter, rect: QRect | QRectF, name: str, ink: QColor) -> None:
    """Draw a glyph centred in `rect`, as large as its shorter side, in exactly this colour."""
    area = QRectF(rect)
    pixels = int(min(area.width(), area.height()))
    if pixels <= 0:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(_glyph_font(pixels))
    painter.setPen(ink)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, _charmap()[name])
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
