"""A person as a disc with the first letter of the name."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from occ_desktop.ui.theme.fonts import BODY, font
from occ_desktop.ui.theme.theme import token_colour


class Avatar(QWidget):
    """28 px; the full name is the accessible name and the tool tip."""

    def __init__(self, name: str = "", *, size: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)
        self._letter = ""
        self.show_name(name)

    def show_name(self, name: str) -> None:
        """Another person."""
        self._letter = name.strip()[:1].upper()
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(token_colour("soft"))
        painter.drawEllipse(self.rect())
        painter.setPen(token_colour("accent"))
        painter.setFont(font(BODY, bold=True))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self._letter)
        painter.end()
