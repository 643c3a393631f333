"""The bell with the count of unread notices; crossed out while do-not-disturb holds."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import has_key_focus, token_colour
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.widgets.badge import HEIGHT, badge_width, paint_badge
from occ_desktop.views.parts.keys import cap_of_key


class Bell(QAbstractButton):
    """A button; its count and quiet state are part of its accessible name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unread = 0
        self._quiet = False
        self._cap = cap_of_key("notices")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name_it()

    @property
    def unread(self) -> int:
        """The count shown."""
        return self._unread

    def show_unread(self, count: int) -> None:
        """Show how many notices were not read."""
        self._unread = count
        self._name_it()

    def show_quiet(self, quiet: bool) -> None:
        """Show whether do-not-disturb holds."""
        self._quiet = quiet
        self._name_it()

    def show_key(self, cap: str) -> None:
        """Name another key as the one that opens the notices."""
        self._cap = cap
        self._name_it()

    def _name_it(self) -> None:
        name = self.tr("%n unread notice(s)", None, self._unread) if self._unread else self.tr("Notices")
        if self._quiet:
            name = self.tr("{notices}, do not disturb is on").format(notices=name)
        self.setAccessibleName(name)
        set_tip(self, f"{name}  ({self._cap})")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(44, 36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(2, 3, 32, 30)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(token_colour("hover"))
            painter.drawRoundedRect(frame, SIZES.radius, SIZES.radius)
        if has_key_focus(self):
            painter.setPen(QPen(token_colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 5, 5)
        glyph = "bell-slash" if self._quiet else ("bell-fill" if self._unread else "bell")
        ink = token_colour("accent" if self._unread and not self._quiet else "text2")
        paint_icon(painter, QRectF(9, 9, 18, 18), glyph, ink)
        if self._unread:
            width = min(badge_width(self._unread), 30)
            paint_badge(painter, QRectF(44 - width, 0, width, HEIGHT - 2), self._unread, "red")
        painter.end()
