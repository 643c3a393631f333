"""The line over the rows: how many of each status, what came meanwhile, and of when the rows are.

A press on a figure shows that status alone, another press all again. It counts nothing itself.
"""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from occ_contract.sms import MessageStatus
from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.status import look_of
from occ_desktop.ui.status_shapes import paint_shape
from occ_desktop.ui.texting_words import name_of
from occ_desktop.ui.theme.fonts import BODY, shared_font, text_width
from occ_desktop.ui.theme.theme import has_key_focus, set_look, token_colour
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.widgets.button import Button
from occ_desktop.views.parts.keys import cap_of_key
from occ_desktop.views.sms_history.search_bar import STATUSES

_CODES = {
    MessageStatus.PROCESSING: "sms.processing",
    MessageStatus.DONE: "sms.completed",
    MessageStatus.FAILED: "sms.failed",
    MessageStatus.CANCELLED: "sms.cancelled",
}
_PAD = 8
_MARK = 12
_GAP = 6


class StatusFigure(QAbstractButton):
    """Shape, word and count of one status; checked while it is the only one shown."""

    def __init__(self, status: MessageStatus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status = status
        self._count = 0
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show how many there are."""
        self._count = count
        self.setAccessibleName(f"{name_of(self.status)} {count:,}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = text_width(name_of(self.status)) + text_width(f"{self._count:,}", BODY, bold=True)
        return QSize(2 * _PAD + _MARK + 2 * _GAP + words + 2, SIZES.chip)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked() or self.underMouse() or has_key_focus(self):
            painter.setPen(token_colour("accent") if has_key_focus(self) else Qt.PenStyle.NoPen)
            painter.setBrush(token_colour("soft" if self.isChecked() else "hover"))
            painter.drawRoundedRect(area, SIZES.radius, SIZES.radius)
        look = look_of(_CODES[self.status])
        mark = QRectF(_PAD, (self.height() - _MARK) / 2, _MARK, _MARK)
        paint_shape(painter, mark, look.shape, token_colour(look.ink))
        left = _PAD + _MARK + _GAP
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
        painter.setFont(shared_font(BODY))
        painter.setPen(token_colour("text2"))
        painter.drawText(QRectF(left, 0, self.width(), self.height()), flags, name_of(self.status))
        left += text_width(name_of(self.status)) + _GAP
        painter.setFont(shared_font(BODY, bold=True))
        painter.setPen(token_colour("text"))
        painter.drawText(QRectF(left, 0, self.width(), self.height()), flags, f"{self._count:,}")
        painter.end()


class HistorySummary(QFrame):
    """`status_chosen(object)`: a `MessageStatus`, None for all; `news_pressed()`."""

    status_chosen = Signal(object)
    news_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(40)
        self.total = Label(self)
        self.total.setProperty("weight", "bold")
        self.figures = [StatusFigure(status, self) for status in STATUSES]
        self.news = Button("", "tinted", glyph="arrow-up", parent=self)
        self.news.setProperty("shape", "round")
        self.news.hide()
        self.note = Label(self)
        set_look(self.note, tone="hint")
        rule = QFrame(self)
        rule.setProperty("line", "v")
        rule.setFixedHeight(18)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(4)
        layout.addWidget(self.total)
        layout.addSpacing(8)
        layout.addWidget(rule)
        layout.addSpacing(4)
        for figure in self.figures:
            figure.clicked.connect(self._on_figure)
            layout.addWidget(figure)
        layout.addStretch()
        layout.addWidget(self.news)
        layout.addStretch()
        layout.addWidget(self.note)
        self.news.clicked.connect(self.news_pressed)
        self.show_counts({})
        self.show_away(None)

    def show_counts(self, counts: Mapping[MessageStatus, int]) -> None:
        """Show how many of each status the other conditions find."""
        count = sum(counts.values())
        self.total.setText(self.tr("%n text(s)", "", count).replace(str(count), f"{count:,}", 1))
        for figure in self.figures:
            figure.show_count(counts.get(figure.status, 0))

    def show_chosen(self, statuses: tuple[MessageStatus, ...]) -> None:
        """Mark the one status that is shown alone."""
        for figure in self.figures:
            figure.setChecked(statuses == (figure.status,))

    def show_news(self, count: int) -> None:
        """Say how many rows came since; 0 hides it."""
        self.news.setText(self.tr("Show %n new text(s)", "", count))
        set_tip(self.news, cap_of_key("news"))
        self.news.setVisible(count > 0)

    def show_away(self, as_of: str | None) -> None:
        """Say of when the rows are while the server is away; None: it is there."""
        if as_of is None:
            self.note.setText(self.tr("One line for each recipient"))
        elif as_of:
            self.note.setText(
                self.tr("Offline: as of {time}. Cancelling needs the server.").format(time=as_of)
            )
        else:
            self.note.setText(self.tr("Offline: cancelling needs the server."))
        set_look(self.note, tone="hint" if as_of is None else "warning")

    def _on_figure(self) -> None:
        figure = self.sender()
        if isinstance(figure, StatusFigure):
            self.status_chosen.emit(figure.status if figure.isChecked() else None)
