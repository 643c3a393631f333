"""The tabs of a room, with a count beside the name. The row may carry controls at its right end."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from occ_desktop.ui.theme.fonts import SECTION, font, text_width
from occ_desktop.ui.theme.theme import has_key_focus, token_colour
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.widgets.badge import badge_width, paint_badge


@dataclass(frozen=True, slots=True)
class RoomTab:
    """One tab: its id and translated name."""

    id: str
    label: str


class _TabButton(QAbstractButton):
    def __init__(self, tab: RoomTab, parent: QWidget) -> None:
        super().__init__(parent)
        self.tab = tab
        self.count = 0
        self.setCheckable(True)
        self.setText(tab.label)
        self.setAccessibleName(tab.label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def _text_width(self) -> int:
        return text_width(self.text(), SECTION, bold=True)

    def sizeHint(self) -> QSize:
        badge = badge_width(self.count) + 8 if self.count else 0
        return QSize(self._text_width() + badge + 24, SIZES.tabs)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        width = self._text_width()
        painter.setFont(font(SECTION, bold=chosen))
        painter.setPen(token_colour("text" if chosen or self.underMouse() else "text2"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.drawText(QRectF(12, 0, width, self.height() - 2), flags, self.text())
        if self.count:
            size = badge_width(self.count)
            badge = QRectF(12 + width + 8, (self.height() - 20) / 2 - 1, size, 20)
            paint_badge(painter, badge, self.count, "accent" if chosen else "grey")
        if chosen:
            painter.fillRect(QRectF(12, self.height() - 3, width, 3), token_colour("accent"))
        if has_key_focus(self):
            painter.setPen(QPen(token_colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -6), 5, 5)
        painter.end()


class RoomTabs(QWidget):
    """`chosen(str)` is emitted when the person chooses a tab, not when `choose` is called."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[RoomTab], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(SIZES.tabs)
        self._buttons: dict[str, _TabButton] = {}
        self._value: str | None = None
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(4, 0, 16, 0)
        self._layout.setSpacing(0)
        self._layout.addStretch()
        self.set_tabs(tabs)

    def set_tabs(self, tabs: Sequence[RoomTab]) -> None:
        """Show exactly these tabs (rights changed, another language)."""
        counts = {key: button.count for key, button in self._buttons.items()}
        for button in self._buttons.values():
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons.clear()
        for place, tab in enumerate(tabs):
            button = _TabButton(tab, self)
            button.count = counts.get(tab.id, 0)
            button.clicked.connect(self._on_clicked)
            self._buttons[tab.id] = button
            self._layout.insertWidget(place, button)
        if self._value in self._buttons:
            self.choose(self._value)

    @property
    def value(self) -> str | None:
        """The tab one is in."""
        return self._value

    @property
    def tabs(self) -> tuple[str, ...]:
        """The ids of the tabs shown, in order."""
        return tuple(self._buttons)

    def choose(self, tab_id: str) -> None:
        """Show which tab one is in."""
        self._value = tab_id
        for key, button in self._buttons.items():
            button.setChecked(key == tab_id)

    def choose_next(self, step: int = 1) -> None:
        """Ctrl+Tab: to the next tab, round the corner; tells like a click."""
        ids = self.tabs
        if ids:
            at = ids.index(self._value) if self._value in ids else -step
            self._buttons[ids[(at + step) % len(ids)]].click()

    def show_count(self, tab_id: str, count: int, spoken: str) -> None:
        """The count beside a tab; `spoken` is the translated sentence for a screen reader."""
        button = self._buttons.get(tab_id)
        if button is not None:
            button.count = count
            button.setAccessibleDescription(spoken)
            button.updateGeometry()
            button.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self.choose_next(step)
            if self._value is not None:
                self._buttons[self._value].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, _TabButton):
            self.choose(button.tab.id)
            self.chosen.emit(button.tab.id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), token_colour("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, token_colour("line"))
        painter.end()
