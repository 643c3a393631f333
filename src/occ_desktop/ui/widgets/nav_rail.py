"""The dark strip at the left: the rooms of the product, with the count of what waits in each."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.fonts import BODY, SECTION, font
from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import has_key_focus, token_colour
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.widgets.badge import badge_width, paint_badge


class RailItem(msgspec.Struct, frozen=True):
    """One room. `glyph` has a `-fill` sibling for the room one is in. `at_bottom`: settings."""

    id: str
    label: str
    glyph: str
    at_bottom: bool = False


class _RailButton(QAbstractButton):
    def __init__(self, item: RailItem, parent: QWidget) -> None:
        super().__init__(parent)
        self.item = item
        self.count = 0
        self.setCheckable(True)
        self.setText(item.label)
        self.setAccessibleName(item.label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(SIZES.rail - 12, 56)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(token_colour("railsel"))
            painter.setOpacity(1.0 if chosen else 0.55)
            painter.drawRoundedRect(area, SIZES.radius_card, SIZES.radius_card)
            painter.setOpacity(1.0)
        if has_key_focus(self):
            painter.setPen(QPen(token_colour("railon"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 7, 7)
        ink = token_colour("railon" if chosen else "railtext")
        glyph = f"{self.item.glyph}-fill" if chosen else self.item.glyph
        paint_icon(painter, QRectF(area.center().x() - 10, 7, 20, 20), glyph, ink)
        painter.setFont(font(BODY, bold=chosen))
        painter.setPen(ink)
        text = QRectF(-6, 29, area.width() + 12, 22)
        painter.drawText(text, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, self.text())
        if self.count:
            width = badge_width(self.count)
            paint_badge(painter, QRectF(area.width() - width, 0, width, 20), self.count, "red")
        painter.end()


class NavRail(QWidget):
    """`chosen(str)` is emitted when the person chooses a room, not when `choose` is called."""

    chosen = Signal(str)

    def __init__(self, mark: str, items: Sequence[RailItem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(SIZES.rail)
        self._buttons: dict[str, _RailButton] = {}
        self._value: str | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(6, 12, 6, 12)
        self._layout.setSpacing(4)
        name = Label(mark, self)
        name.setFont(font(SECTION + 1, bold=True))
        name.setProperty("tone", "railon")
        name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        name.setFixedHeight(32)
        self._layout.addWidget(name)
        self._layout.addStretch()
        self.set_items(items)

    def set_items(self, items: Sequence[RailItem]) -> None:
        """Show exactly these rooms, in this order (rights changed, another language)."""
        counts = {
            key: (button.count, button.accessibleDescription()) for key, button in self._buttons.items()
        }
        for button in self._buttons.values():
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons.clear()
        above = 1
        for item in items:
            button = _RailButton(item, self)
            count, spoken = counts.get(item.id, (0, ""))
            button.count = count
            button.setAccessibleDescription(spoken)
            button.clicked.connect(self._on_clicked)
            self._buttons[item.id] = button
            if item.at_bottom:
                self._layout.addWidget(button)
            else:
                self._layout.insertWidget(above, button)
                above += 1
        if self._value in self._buttons:
            self.choose(self._value)

    @property
    def value(self) -> str | None:
        """The room one is in."""
        return self._value

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the rooms shown, in order."""
        return tuple(self._buttons)

    def choose(self, item_id: str | None) -> None:
        """Show which room one is in."""
        self._value = item_id
        for key, button in self._buttons.items():
            button.setChecked(key == item_id)

    def show_count(self, item_id: str, count: int, spoken: str) -> None:
        """The badge of a room; `spoken` is the translated sentence for a screen reader."""
        button = self._buttons.get(item_id)
        if button is not None:
            button.count = count
            button.setAccessibleDescription(spoken)
            button.update()

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, _RailButton):
            self.choose(button.item.id)
            self.chosen.emit(button.item.id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), token_colour("rail"))
        painter.end()
