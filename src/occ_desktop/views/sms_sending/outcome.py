"""What became of the last sending, live: how its texts stand, a way back while there is one, the history.

A single text waits ten seconds at the server; so long it can be recalled. Others say what the line says.
"""

from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import SIZES, Token
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.icon_button import IconButton
from occ_desktop.ui.widgets.key_hint import KeyHint

_MARKS: dict[str, tuple[str, Token]] = {
    "good": ("check-circle-fill", "green"),
    "notice": ("info-fill", "blue"),
    "warning": ("warning-fill", "amber"),
}

_SIDE, _BELOW = 12, 8  # pixels around the card


class OutcomeLine(QWidget):
    """Hidden until `show_sent`. Signals: `recall_wanted`, `back_wanted`, `history_wanted`, `dismissed`.

    ``back_key`` is the key that leads back to the callback, as printed on its cap.
    """

    recall_wanted = Signal()
    back_wanted = Signal()
    history_wanted = Signal()
    dismissed = Signal()

    def __init__(self, back_key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(SIZES.banner + _BELOW)
        self._tone = "good"
        self._until: datetime | None = None
        self._title = Label(self)
        self._title.setProperty("weight", "bold")
        self._text = Label(self)
        self._text.setProperty("tone", "second")
        self.recall = BusyButton("", "", "link", tall=False, parent=self)
        self._time = Label(self)
        self._time.setProperty("tone", "hint")
        self.back = Button("", "link", parent=self)
        self._back_key = KeyHint(back_key, parent=self)
        self._history = Button("", "link", parent=self)
        self._close = IconButton("x", "", parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_SIDE + 40, 4, _SIDE + 8, _BELOW + 4)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._time, alignment=Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self.recall)
        layout.addWidget(self.back)
        layout.addWidget(self._back_key)
        layout.addWidget(self._history)
        layout.addWidget(self._close)
        self.recall.clicked.connect(self.recall_wanted)
        self.back.clicked.connect(self.back_wanted)
        self._history.clicked.connect(self.history_wanted)
        self._close.clicked.connect(self._on_close)
        self.hide()

    @property
    def said(self) -> str:
        """Return what the line says."""
        return f"{self._title.text()} {self._text.text()}".strip()

    @property
    def recallable(self) -> bool:
        """Tell whether a way back is offered."""
        return not self.isHidden() and not self.recall.isHidden()

    @property
    def leads_back(self) -> bool:
        """Tell whether the way back to a callback is offered."""
        return not self.isHidden() and not self.back.isHidden()

    def show_sent(
        self, title: str, text: str, *, tone: str = "good", history: bool, callback: bool = False
    ) -> None:
        """Say what was done; ``history``: there is a room that shows it, ``callback``: it was about one."""
        self._tone = tone
        self.recall.set_texts(self.tr("Take it back"), self.tr("Taking it back…"))
        self.back.setText(self.tr("Back to the callback"))
        self._history.setText(self.tr("Show in the history"))
        self._close.rename(self.tr("Close"))
        self._title.setText(title)
        self._text.setText(text)
        set_tip(self._text, text)
        for part in (self.back, self._back_key):
            part.setVisible(callback)
        self._history.setVisible(history)
        self.setAccessibleName(self.said)
        self.update()
        self.show()

    def offer_recall(self, until: datetime | None, now: datetime) -> None:
        """Offer the way back until then (the server's clock); None: there is none."""
        self._until = until
        self.tick(now)

    def tick(self, now: datetime) -> None:
        """The server's clock shows ``now``."""
        left = timedelta(0) if self._until is None else self._until - now
        seconds = -(-left // timedelta(seconds=1))
        open_still = seconds > 0 or self.recall.busy
        self.recall.setVisible(open_still)
        self._time.setVisible(seconds > 0)
        self._time.setText(self.tr("%n s left", "", max(0, seconds)))

    def _on_close(self) -> None:
        self.hide()
        self.dismissed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(token_colour("line"), 1))
        painter.setBrush(token_colour("sunken"))
        card = QRectF(self.rect()).adjusted(_SIDE + 0.5, 0.5, -_SIDE - 0.5, -_BELOW - 0.5)
        painter.drawRoundedRect(card, SIZES.radius_card, SIZES.radius_card)
        glyph, ink = _MARKS[self._tone]
        mark = QRectF(card.left() + 14, card.center().y() - 8, 16, 16)
        paint_icon(painter, mark, glyph, token_colour(ink))
        painter.end()
