"""One notice in the centre: mark, title, when, detail, one action; unread ones are tinted and dotted."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.status import paint_dot
from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import set_look, token_colour
from occ_desktop.ui.widgets.button import Button
from occ_desktop.views.shell.notices import NoticeText

_MARK = 32


class NoticeCard(QWidget):
    """`opened` when its button is pressed. ``last``: nothing follows that a line would part it from."""

    opened = Signal()

    def __init__(self, text: NoticeText, clock: str, *, unread: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._unread = unread
        self.last = False
        self.action = Button(text.action, "tinted", parent=self)
        self._build(clock)

    @property
    def text(self) -> NoticeText:
        """What it says."""
        return self._text

    def _build(self, clock: str) -> None:
        text = self._text
        title = Label(text.title, self)
        when = Label(clock, self)
        detail = Label(text.detail, self)
        set_look(title, weight="bold" if self._unread else "normal")
        set_look(when, tone="second")
        set_look(detail, tone="second")
        for label in (title, detail):
            label.setWordWrap(True)
        detail.setVisible(bool(text.detail))
        self.action.setAccessibleName(f"{text.action}: {text.title}")
        self.action.setVisible(self._unread)
        self.action.clicked.connect(self.opened)
        self.setAccessibleName(text.title)
        self.setAccessibleDescription(text.detail)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title, 1)
        head.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        head.addSpacing(16)
        column = QVBoxLayout(self)
        column.setContentsMargins(16 + _MARK + 12, 10, 12, 10)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(detail)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignLeft)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), token_colour("checked" if self._unread else "surface"))
        if not self.last:
            painter.fillRect(0, self.height() - 1, self.width(), 1, token_colour("line"))
        disc = QRectF(16, 12, _MARK, _MARK)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(token_colour(self._text.ground))
        painter.drawEllipse(disc)
        paint_icon(painter, disc.adjusted(8, 8, -8, -8), self._text.glyph, token_colour(self._text.ink))
        if self._unread:
            paint_dot(painter, QPointF(self.width() - 16, 20), token_colour("accent"), 4)
        painter.end()
