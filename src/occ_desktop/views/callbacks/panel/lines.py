"""A section of the panel: its head, and lines of time, shape, text and something at the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.status import StatusGlyph
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.glyph import Glyph
from occ_desktop.views.callbacks.panel.elided import ElidedText
from occ_desktop.views.callbacks.panel.facts import Line

FEW = 3


class LineRow(QWidget):
    """One line. With a target it can be focused and pressed: `pressed(str)`, or `message_pressed(str)`."""

    pressed = Signal(str)
    message_pressed = Signal(str)

    def __init__(self, line: Line, time_width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target = line.target or line.message
        self._told = self.pressed if line.target else self.message_pressed
        time = Label(line.time, self)
        time.setProperty("tone", "second")
        time.setMinimumWidth(time_width)
        time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(8)
        row.addWidget(time)
        if line.glyph:
            row.addWidget(Glyph(line.glyph, "text3", 14, self))
        elif line.status:
            row.addWidget(StatusGlyph(line.status, "", self))
        row.addWidget(ElidedText(line.text, parent=self), 1)
        if line.aside:
            row.addWidget(ElidedText(line.aside, "text2", right=True, parent=self))
        set_tip(self, line.tooltip or line.text)
        self.setAccessibleName(" ".join(part for part in (line.time, line.text, line.aside) if part))
        if self._target:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._target and self.rect().contains(event.position().toPoint()):
            self._told.emit(self._target)
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._target and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._told.emit(self._target)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._target or not (self.underMouse() or self.hasFocus()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        painter.setPen(QPen(token_colour("accent"), 2) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(
            Qt.BrushStyle.NoBrush if focused and not self.underMouse() else token_colour("hover")
        )
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        painter.end()


class LineSection(QWidget):
    """Head, hint and lines; more than a few are folded behind "more".

    `target_pressed(str)`: a callback; `message_pressed(str)`: a text.
    """

    target_pressed = Signal(str)
    message_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._empty = ""
        self._all = False
        self._few = FEW
        self._title = Label(self)
        self._title.setProperty("weight", "bold")
        self._hint = Label(self)
        self._hint.setProperty("tone", "hint")
        self._more = Button("", "link", parent=self)
        self._more.clicked.connect(self._on_more)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._hint)
        head.addStretch()
        head.addWidget(self._more)
        self._body = QVBoxLayout()
        self._body.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(self._body)

    def show_head(self, title: str, hint: str) -> None:
        """Write the head."""
        self._title.setText(title)
        self._hint.setText(hint)
        self.setAccessibleName(f"{title} {hint}".strip())

    def grow(self, room: int) -> None:
        """Unfold as many lines as stand in ``room`` pixels more; fold back where it is negative."""
        first = self._body.itemAt(0)
        if self._all or first is None or not self._lines:
            return
        height = max(1, first.sizeHint().height())
        few = max(FEW, min(self._few, max(FEW, len(self._lines))) + room // height)
        before, self._few = self._few, few
        if (before < len(self._lines) or few < len(self._lines)) and before != few:
            self._fill()

    def fold(self) -> None:
        """Show a few lines only, as for another customer."""
        self._all = False

    def show_lines(self, lines: Sequence[Line], *, empty: str) -> None:
        """Show lines; ``empty`` is said when there are none."""
        made = tuple(lines)
        if made != self._lines or empty != self._empty or self._body.count() == 0:
            self._lines, self._empty = made, empty
            self._fill()

    def _fill(self) -> None:
        while (item := self._body.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        shown = self._lines if self._all else self._lines[: self._few]
        width = max((self.fontMetrics().horizontalAdvance(line.time) for line in shown), default=0)
        for line in shown:
            row = LineRow(line, width, self)
            row.pressed.connect(self.target_pressed)
            row.message_pressed.connect(self.message_pressed)
            self._body.addWidget(row)
        if not self._lines:
            nothing = Label(self._empty, self)
            nothing.setProperty("tone", "hint")
            nothing.setWordWrap(True)
            self._body.addWidget(nothing)
        folded = len(self._lines) > self._few
        self._more.setVisible(folded)
        self._more.setText(self.tr("Less") if self._all else self.tr("Show all %n", "", len(self._lines)))

    def _on_more(self) -> None:
        self._all = not self._all
        self._fill()
