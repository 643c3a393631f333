"""Who is logged in: disc, name, role; opens the person's menu."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.theme.fonts import BODY, font, text_width
from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import has_key_focus, token_colour
from occ_desktop.ui.theme.tokens import SIZES

_DISC = 28


class PersonButton(QAbstractButton):
    """The role is left out where there is little room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = ""
        self._narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_person(self, name: str, role: str) -> None:
        """Show a person; ``role`` is translated."""
        self.setText(name)
        self._role = role
        self.setAccessibleName(f"{name}, {role}")
        set_tip(self, f"{name}, {role}")
        self.updateGeometry()
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Leave out the role."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        role = 0 if self._narrow else text_width(self._role) + 6
        return QSize(_DISC + 8 + text_width(self.text(), BODY, bold=True) + role + 22, 36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse() or self.isDown():
            painter.setBrush(token_colour("hover"))
            painter.drawRoundedRect(area, SIZES.radius, SIZES.radius)
        if has_key_focus(self):
            painter.setPen(QPen(token_colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 5, 5)
        disc = QRectF(2, (area.height() - _DISC) / 2, _DISC, _DISC)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(token_colour("soft"))
        painter.drawEllipse(disc)
        painter.setFont(font(BODY, bold=True))
        painter.setPen(token_colour("accent"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self.text().strip()[:1].upper())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextDontClip
        left = disc.right() + 8
        painter.setPen(token_colour("text"))
        painter.drawText(area.adjusted(left, 0, 0, 0), flags, self.text())
        if not self._narrow:
            left += text_width(self.text(), BODY, bold=True) + 6
            painter.setFont(font())
            painter.setPen(token_colour("text2"))
            painter.drawText(area.adjusted(left, 0, 0, 0), flags, self._role)
        paint_icon(
            painter,
            QRectF(area.right() - 16, area.center().y() - 6, 12, 12),
            "caret-down",
            token_colour("text3"),
        )
        painter.end()
