"""The look all search conditions share: tinted with × when set, dashed with a lock when fixed."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.theme.fonts import BODY, font, text_width
from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import has_key_focus, token_colour
from occ_desktop.ui.theme.tokens import SIZES, Token

_PAD = 10
_GAP = 6
_MARK = 14
WIDEST_VALUE = 180


def paint_chip_ground(
    painter: QPainter, rect: QRectF, *, is_set: bool, locked: bool, hovered: bool, focused: bool
) -> None:
    """The frame of a chip."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    ground: Token = "soft" if is_set else "sunken" if locked else "hover" if hovered else "surface"
    edge: Token = "accent" if is_set or focused else "line2"
    pen = QPen(token_colour(edge), 2.0 if focused else 1.0)
    if locked:
        pen.setDashPattern([3.0, 2.5])
    if focused:
        frame = frame.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(pen)
    painter.setBrush(token_colour(ground))
    painter.drawRoundedRect(frame, SIZES.radius, SIZES.radius)


class SearchChip(QAbstractButton):
    """Base of the chips one clicks. Delete or Backspace clears; Down, Enter or Space opens.

    Signals: `open_requested()`, `cleared()` (by the person).
    """

    open_requested = Signal()
    cleared = Signal()

    def __init__(
        self, label: str, value_text: str, *, glyph: str = "caret-down", parent: QWidget | None = None
    ):
        super().__init__(parent)
        self._label = label
        self._value_text = value_text
        self._glyph = glyph
        self._is_set = False
        self._locked = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        self._speak()

    @property
    def label(self) -> str:
        """The name of the condition."""
        return self._label

    @property
    def value_text(self) -> str:
        """The value as shown."""
        return self._value_text

    @property
    def is_set(self) -> bool:
        """Whether the condition narrows the search."""
        return self._is_set

    @property
    def locked(self) -> bool:
        """Whether the person may not change it."""
        return self._locked

    def show_value(self, text: str, *, is_set: bool) -> None:
        """Change the value shown."""
        self._value_text, self._is_set = text, is_set
        self._speak()
        self.updateGeometry()
        self.update()

    def set_label(self, label: str) -> None:
        """The name in another language."""
        self._label = label
        self._speak()
        self.updateGeometry()

    def lock(self, locked: bool, reason: str = "") -> None:
        """Fix the condition at its value; `reason` becomes the tool tip."""
        self._locked = locked
        set_tip(self, reason if locked else "")
        self.setCursor(Qt.CursorShape.ArrowCursor if locked else Qt.CursorShape.PointingHandCursor)
        self._speak()
        self.update()

    def sizeHint(self) -> QSize:
        bold = self._is_set and not self._locked
        value = min(text_width(self._value_text, BODY, bold=bold), WIDEST_VALUE)
        width = _PAD + text_width(self._label) + _GAP + value + _GAP + _MARK + _PAD - 2
        return QSize(width, SIZES.chip)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _speak(self) -> None:
        self.setAccessibleName(f"{self._label}: {self._value_text}")
        self.setAccessibleDescription(self.tr("Locked") if self._locked else "")

    def _mark_rect(self) -> QRect:
        return QRect(self.width() - _PAD - _MARK + 2, (self.height() - _MARK) // 2, _MARK, _MARK)

    def _clear(self) -> None:
        if self._is_set and not self._locked:
            self.cleared.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed_here = self.isDown()  # the press that closed the chip's own panel never came here
        self.setDown(False)
        at = event.position().toPoint()
        if not pressed_here or self._locked or not self.rect().contains(at):
            return
        if self._is_set and self._mark_rect().adjusted(-4, -6, 10, 6).contains(at):
            self._clear()
        else:
            self.open_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        if self._locked:
            super(QAbstractButton, self).keyPressEvent(event)
        elif event.key() in (keys.Key_Return, keys.Key_Enter, keys.Key_Space, keys.Key_Down):
            self.open_requested.emit()
        elif event.key() in (keys.Key_Delete, keys.Key_Backspace):
            self._clear()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        tinted = self._is_set and not self._locked
        paint_chip_ground(
            painter,
            QRectF(self.rect()),
            is_set=tinted,
            locked=self._locked,
            hovered=self.underMouse() and not self._locked,
            focused=has_key_focus(self),
        )
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip | Qt.TextFlag.TextSingleLine
        height = self.height()
        painter.setFont(font())
        painter.setPen(token_colour("accent" if tinted else "text3"))
        left = _PAD
        width = text_width(self._label)
        painter.drawText(QRect(left, 0, width + 2, height), flags, self._label)
        left += width + _GAP
        value_font = font(BODY, bold=tinted)
        painter.setFont(value_font)
        painter.setPen(token_colour("accent" if tinted else "text2" if self._locked else "text"))
        room = self._mark_rect().left() - _GAP - left
        shown = painter.fontMetrics().elidedText(self._value_text, Qt.TextElideMode.ElideRight, room + 1)
        painter.drawText(QRect(left, 0, room + 2, height), flags, shown)
        self._paint_mark(painter, tinted)
        painter.end()

    def _paint_mark(self, painter: QPainter, tinted: bool) -> None:
        mark = self._mark_rect()
        if self._locked:
            paint_icon(painter, mark, "lock-simple", token_colour("text3"))
        elif tinted:
            pen = QPen(token_colour("accent"), 1.3)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            centre = QPointF(mark.center()) + QPointF(0.5, 0.5)
            painter.drawLine(centre + QPointF(-3.2, -3.2), centre + QPointF(3.2, 3.2))
            painter.drawLine(centre + QPointF(-3.2, 3.2), centre + QPointF(3.2, -3.2))
        else:
            paint_icon(painter, mark, self._glyph, token_colour("text3"))
