"""A label that cuts its text with … instead of widening the panel; the whole text is the tool tip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.theme.fonts import BODY, font, metrics
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import Token


class ElidedText(QWidget):
    """One line of body type."""

    def __init__(self, text: str, ink: Token = "text", *, right: bool = False, parent: QWidget | None = None):
        super().__init__(parent)
        self._text = text
        self._ink: Token = ink
        self._right = right
        policy = QSizePolicy.Policy.Maximum if right else QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        set_tip(self, text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        return QSize(int(metrics(BODY).horizontalAdvance(self._text)) + 2, 22)

    def minimumSizeHint(self) -> QSize:
        least = min(self.sizeHint().width(), 48)
        return QSize(least, 22)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font())
        painter.setPen(token_colour(self._ink))
        shown = metrics(BODY).elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        side = Qt.AlignmentFlag.AlignRight if self._right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
