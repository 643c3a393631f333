"""The line at the foot of the window: sync and age, outbox, position; keys of this screen; server clock."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.fonts import BODY, font, text_width
from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import has_key_focus, token_colour
from occ_desktop.ui.theme.tokens import SIZES, Token
from occ_desktop.ui.widgets.key_hint import KeyHint


class _Item(QAbstractButton):
    def __init__(self, item_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.item_id = item_id
        self._glyph: str | None = None
        self._ink: Token = "text2"
        self._glyph_ink: Token = "text3"
        self._bold = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_item(
        self, text: str, glyph: str | None, ink: Token, glyph_ink: Token | None, bold: bool
    ) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self._glyph, self._ink, self._glyph_ink, self._bold = glyph, ink, glyph_ink or ink, bold
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(text_width(self.text(), BODY, bold=self._bold) + (20 if self._glyph else 0) + 4, 22)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = 2.0
        if self._glyph:
            paint_icon(painter, QRectF(2, 4, 14, 14), self._glyph, token_colour(self._glyph_ink))
            left += 20
        painter.setFont(font(BODY, bold=self._bold))
        if has_key_focus(self):
            text_font = painter.font()
            text_font.setUnderline(True)
            painter.setFont(text_font)
        painter.setPen(token_colour(self._ink))
        area = QRectF(left, 0, self.width(), self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, self.text())
        painter.end()


class StatusLine(QWidget):
    """Items stand left in the order they were first shown. `item_clicked(str)`."""

    item_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(SIZES.status_line)
        self._items: dict[str, _Item] = {}
        self._hints: list[KeyHint] = []
        self._clock = Label(self)
        self._clock.setProperty("tone", "second")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(14, 0, 14, 0)
        self._layout.setSpacing(14)
        self._layout.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._layout.addStretch()
        self._layout.addWidget(self._clock)

    def show_item(
        self,
        item_id: str,
        text: str,
        *,
        glyph: str | None = None,
        ink: Token = "text2",
        glyph_ink: Token | None = None,
        bold: bool = False,
    ) -> None:
        """Show or change an item; an empty text removes it."""
        if not text:
            item = self._items.pop(item_id, None)
            if item is not None:
                item.hide()
                item.deleteLater()
                self._drop_what_does_not_fit()
            return
        item = self._items.get(item_id)
        if item is None:
            item = _Item(item_id, self)
            item.clicked.connect(self._on_clicked)
            self._layout.insertWidget(len(self._items), item)
            self._items[item_id] = item
        before = item.sizeHint().width()
        item.show_item(text, glyph, ink, glyph_ink, bold)
        if item.sizeHint().width() != before:
            self._drop_what_does_not_fit()

    def text(self, item_id: str) -> str:
        """The text of an item, empty if it is not shown."""
        item = self._items.get(item_id)
        return item.text() if item is not None else ""

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """The keys of this screen as (cap, what it does)."""
        for hint in self._hints:
            hint.hide()
            hint.deleteLater()
        self._hints = [KeyHint(cap, label, self) for cap, label in keys]
        place = self._layout.indexOf(self._clock)
        for offset, hint in enumerate(self._hints):
            self._layout.insertWidget(place + offset, hint)
        self._drop_what_does_not_fit()

    def show_clock(self, text: str) -> None:
        """The server's time, or that it is not known."""
        before = self._clock.sizeHint().width()
        self._clock.setText(text)
        if self._clock.sizeHint().width() != before:
            self._drop_what_does_not_fit()

    def _drop_what_does_not_fit(self) -> None:
        """Keys leave from the right when the window is narrow; all of them stand in the help sheet."""
        left = sum(item.sizeHint().width() + 14 for item in self._items.values())
        room = self.width() - left - self._clock.sizeHint().width() - 56
        for hint in self._hints:
            room -= hint.sizeHint().width() + 14
            hint.setVisible(room >= 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, SIZES.status_line)

    def resizeEvent(self, _event: object) -> None:
        self._drop_what_does_not_fit()

    def _on_clicked(self) -> None:
        item = self.sender()
        if isinstance(item, _Item):
            self.item_clicked.emit(item.item_id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), token_colour("surface"))
        painter.fillRect(0, 0, self.width(), 1, token_colour("line"))
        painter.end()
