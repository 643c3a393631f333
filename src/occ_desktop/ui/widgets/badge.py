"""A count in a pill: solid red on the frame, accent for the present tab, grey elsewhere. 0 is not shown."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.theme.fonts import BODY, font, text_width
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import Token

Tone = Literal["red", "accent", "grey"]
_TONES: dict[Tone, tuple[Token, Token]] = {
    "red": ("redsolid", "onred"),
    "accent": ("accent", "on"),
    "grey": ("greyb", "text2"),
}
HEIGHT = 20


def badge_text(count: int) -> str:
    """The count as shown: beyond 999 only that it is more."""
    return str(count) if count <= 999 else "999+"


def badge_width(count: int) -> int:
    """Width of the pill in pixels."""
    return max(HEIGHT, text_width(badge_text(count), BODY, bold=True) + 12)


def paint_badge(painter: QPainter, rect: QRectF, count: int, tone: Tone) -> None:
    """Draw the pill filling `rect`."""
    ground, ink = _TONES[tone]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(token_colour(ground))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setFont(font(BODY, bold=True))
    painter.setPen(token_colour(ink))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, badge_text(count))
    painter.restore()


class Badge(QWidget):
    """The pill as a widget; hides itself at 0."""

    def __init__(self, tone: Tone = "grey", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone: Tone = tone
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def count(self) -> int:
        """The count shown."""
        return self._count

    def show_count(self, count: int, spoken: str) -> None:
        """`spoken`: the translated sentence for a screen reader ("9 open")."""
        self._count = count
        self.setAccessibleName(spoken)
        set_tip(self, spoken)
        self.setVisible(count > 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(badge_width(self._count), HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_badge(painter, QRectF(self.rect()), self._count, self._tone)
        painter.end()
