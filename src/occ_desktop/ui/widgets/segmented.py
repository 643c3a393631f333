"""A few exclusive choices side by side: SMS|MMS, day|month, the CTI states."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.status import look_of
from occ_desktop.ui.status_shapes import paint_shape
from occ_desktop.ui.theme.fonts import BODY, font, text_width
from occ_desktop.ui.theme.theme import has_key_focus, token_colour
from occ_desktop.ui.theme.tokens import SIZES

_GLYPH = 12


class Segment(msgspec.Struct, frozen=True):
    """One choice. `status`: a code of the status vocabulary whose shape stands before the label."""

    id: str
    label: str
    status: str | None = None


class _SegmentButton(QAbstractButton):
    def __init__(self, segment: Segment, parent: QWidget) -> None:
        super().__init__(parent)
        self.segment = segment
        self.setCheckable(True)
        self.setText(segment.label)
        self.setAccessibleName(segment.label)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        glyph = _GLYPH + 6 if self.segment.status else 0
        return QSize(text_width(self.text(), BODY, bold=True) + glyph + 24, SIZES.field - 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        chosen = self.isChecked()
        if chosen:
            painter.setPen(QPen(token_colour("line2"), 1))
            painter.setBrush(token_colour("surface"))
            painter.drawRoundedRect(frame, 5, 5)
        elif self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(token_colour("hover"))
            painter.drawRoundedRect(frame, 5, 5)
        if has_key_focus(self):
            painter.setPen(QPen(token_colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        ink = token_colour("text" if chosen else "text2") if self.isEnabled() else token_colour("disabled")
        width = text_width(self.text(), BODY, bold=chosen)
        glyph = _GLYPH + 6 if self.segment.status else 0
        left = (self.width() - width - glyph) / 2
        if self.segment.status:
            look = look_of(self.segment.status)
            tint = token_colour(look.ink) if chosen and self.isEnabled() else token_colour("grey")
            area = QRectF(left, self.height() / 2 - _GLYPH / 2, _GLYPH, _GLYPH)
            paint_shape(painter, area, look.shape, tint if self.isEnabled() else ink)
        painter.setFont(font(BODY, bold=chosen))
        painter.setPen(ink)
        text = QRectF(left + glyph, 0, width + 4, self.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, self.text())
        painter.end()


class SegmentedControl(QWidget):
    """`chosen(str)` is emitted when the person chooses, not when `choose` is called."""

    chosen = Signal(str)

    def __init__(self, segments: Sequence[Segment], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, _SegmentButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(2)
        for segment in segments:
            button = _SegmentButton(segment, self)
            self._group.addButton(button)
            self._buttons[segment.id] = button
            layout.addWidget(button)
        self._group.buttonClicked.connect(self._on_clicked)

    @property
    def value(self) -> str | None:
        """The id chosen, if any."""
        button = self._group.checkedButton()
        return button.segment.id if isinstance(button, _SegmentButton) else None

    def choose(self, segment_id: str | None) -> None:
        """Show a choice; `None` shows that none is in force."""
        if segment_id is None:
            self._group.setExclusive(False)
            for button in self._buttons.values():
                button.setChecked(False)
            self._group.setExclusive(True)
        else:
            self._buttons[segment_id].setChecked(True)

    def set_available(self, segment_id: str, available: bool, reason: str = "") -> None:
        """Grey a choice that is not possible now; `reason` becomes its tool tip."""
        self._buttons[segment_id].setEnabled(available)
        set_tip(self._buttons[segment_id], "" if available else reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ids = list(self._buttons)
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.value in ids:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            target = self._buttons[ids[(ids.index(self.value) + step) % len(ids)]]
            if target.isEnabled():
                target.setFocus(Qt.FocusReason.TabFocusReason)
                target.click()
            return
        super().keyPressEvent(event)

    def _on_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, _SegmentButton):
            self.chosen.emit(button.segment.id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(token_colour("greyb"))
        painter.drawRoundedRect(QRectF(self.rect()), SIZES.radius, SIZES.radius)
        painter.end()
