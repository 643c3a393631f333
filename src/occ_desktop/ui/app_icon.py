"""The mark of the product, drawn: window icon, tray icon with its badge, and the files an installer packs."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from occ_desktop.ui.theme.fonts import font
from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.palette import colour
from occ_desktop.ui.theme.tokens import DARK, LIGHT

_SIZES = (16, 22, 24, 32, 48, 64, 128, 256)


def app_pixmap(size: int, *, count: int = 0, quiet: bool = False) -> QPixmap:
    """The mark at `size` pixels; `count` adds the red badge, `quiet` (do not disturb) greys the mark."""
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(LIGHT.grey if quiet else LIGHT.rail))
    inset = size * 0.03
    painter.drawRoundedRect(
        QRectF(inset, inset, size - 2 * inset, size - 2 * inset), size * 0.22, size * 0.22
    )
    glyph = QRectF(size * 0.2, size * 0.2, size * 0.6, size * 0.6)
    paint_icon(painter, glyph, "headset-fill", colour(LIGHT.railon if quiet else DARK.accent2))
    if count:
        side = size * (0.56 if count < 10 else 0.64)
        badge = QRectF(size - side, size - side, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(LIGHT.redsolid))
        painter.drawEllipse(badge)
        painter.setFont(font(bold=True, pixels=int(side * (0.66 if count < 10 else 0.5))))
        painter.setPen(colour(LIGHT.onred))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(count) if count < 100 else "99+")
    painter.end()
    return picture


def app_icon(*, count: int = 0, quiet: bool = False) -> QIcon:
    """The icon in all sizes the desktops ask for."""
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(app_pixmap(size, count=count, quiet=quiet))
    return made
