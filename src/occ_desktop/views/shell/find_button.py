"""What looks like a search field in the top bar and opens the find panel."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.theme.fonts import font, text_width
from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import has_key_focus, token_colour
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.views.parts.keys import cap_of_key


class FindButton(QAbstractButton):
    """Shows what can be found and the key; narrow, only that one can find."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow = False
        self._cap = cap_of_key("find")
        self.setText(self.tr("Find customer, number, callback"))
        self.setAccessibleName(self.text())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_key(self, cap: str) -> None:
        """Show another key as the one that opens it."""
        self._cap = cap
        set_tip(self, f"{self.text()}  ({cap})")
        self.updateGeometry()
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show one word only."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        if self._narrow:
            return QSize(32 + text_width(self.tr("Find")) + 12, SIZES.field)
        return QSize(30 + text_width(self.text()) + 12 + text_width(self._cap) + 24, SIZES.field)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = has_key_focus(self)
        edge = token_colour("accent" if focused else ("text2" if self.underMouse() else "field"))
        width = 2 if focused else 1
        frame = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(edge, width))
        painter.setBrush(token_colour("surface"))
        painter.drawRoundedRect(frame, SIZES.radius, SIZES.radius)
        paint_icon(
            painter, QRectF(10, self.height() / 2 - 8, 16, 16), "magnifying-glass", token_colour("text3")
        )
        painter.setFont(font())
        painter.setPen(token_colour("text3"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextDontClip
        words = self.tr("Find") if self._narrow else self.text()
        painter.drawText(QRectF(32, 0, self.width(), self.height()), flags, words)
        if not self._narrow:
            cap = QRectF(
                self.width() - text_width(self._cap) - 18, 5.5, text_width(self._cap) + 12, self.height() - 11
            )
            painter.setPen(QPen(token_colour("line2"), 1))
            painter.drawRoundedRect(cap, 4, 4)
            painter.setPen(token_colour("text3"))
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, self._cap)
        painter.end()
