"""One line over a screen that says something is not as usual, since when, and what one can do."""

from typing import Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import SIZES, Token
from occ_desktop.ui.widgets.button import Button

Tone = Literal["amber", "red", "blue"]
_TONES: dict[Tone, tuple[Token, str]] = {
    "amber": ("amberb", "warning"),
    "red": ("redb", "error"),
    "blue": ("blueb", "blue"),
}
_INK: dict[Tone, Token] = {"amber": "amber", "red": "red", "blue": "blue"}


class Banner(QWidget):
    """Hidden until `show_text`. `action_clicked()` when its button is pressed."""

    action_clicked = Signal()

    def __init__(self, tone: Tone, glyph: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone: Tone = tone
        self._glyph = glyph
        self.setMinimumHeight(SIZES.banner)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        label_tone = _TONES[tone][1]
        self._title = Label(self)
        self._title.setProperty("tone", label_tone)
        self._title.setProperty("weight", "bold")
        self._text = Label(self)
        self._text.setProperty("tone", label_tone)
        self._text.setWordWrap(True)
        self._aside = Label(self)
        self._aside.setProperty("tone", label_tone)
        self._action = Button("", parent=self)
        self._action.setProperty("ground", _TONES[tone][0])
        self._action.clicked.connect(self.action_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(46, 4, 16, 4)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._aside)
        layout.addWidget(self._action)
        self.hide()

    def show_text(self, title: str, text: str, *, aside: str = "", action: str = "") -> None:
        """Show or change the banner."""
        self._title.setText(title)
        self._text.setText(text)
        self.show_aside(aside)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.show()

    def show_aside(self, aside: str) -> None:
        """The part that counts down ("again in 12 s"), without touching the rest."""
        self._aside.setText(aside)
        self._aside.setVisible(bool(aside))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(self.rect(), token_colour(_TONES[self._tone][0]))
        ink = token_colour(_INK[self._tone])
        paint_icon(painter, QRectF(16, (self.height() - 18) / 2, 18, 18), self._glyph, ink)
        painter.end()
