"""Draws the steps of a text under each other, with the line that joins them. It knows no clock."""

from collections.abc import Sequence
from itertools import zip_longest

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.status import look_of
from occ_desktop.ui.status_shapes import Shape, paint_shape
from occ_desktop.ui.theme.theme import set_look, token_colour
from occ_desktop.views.sms_history.timeline import Mark, Step

_MARK = 14
_RAIL = 24
_TIME = 92


class _StepRow(QWidget):
    """One step: its mark on the rail, when, what, and a sentence to it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step: Step | None = None
        self._last = True
        self.at = Label(self)
        set_look(self.at, tone="second")
        self.title = Label(self)
        self.title.setWordWrap(True)
        self.detail = Label(self)
        self.detail.setWordWrap(True)
        set_look(self.detail, tone="second")
        grid = QGridLayout(self)
        grid.setContentsMargins(_RAIL, 0, 0, 12)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, _TIME)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.at, 0, 0, top)
        grid.addWidget(self.title, 0, 1, top)
        grid.addWidget(self.detail, 1, 1, top)

    def show_step(self, step: Step, *, last: bool) -> None:
        """Show another step."""
        self._step, self._last = step, last
        self.at.setText(step.at)
        self.title.setText(step.title)
        set_look(self.title, weight="bold" if step.now else "")
        self.detail.setText(step.detail)
        self.detail.setVisible(bool(step.detail))
        said = ": ".join(part for part in (step.at, step.title) if part)
        self.setAccessibleName(said)
        self.setAccessibleDescription(step.detail)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._step is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mark = QRectF(1, 2, _MARK, _MARK)
        if self._step.mark is Mark.NEXT:
            paint_shape(painter, mark, Shape.RING, token_colour("text3"))
        else:
            look = look_of(self._step.mark.value)
            paint_shape(painter, mark, look.shape, token_colour(look.ink))
        if not self._last:
            pen = QPen(token_colour("line2"), 1.5)
            if self._step.now:
                pen.setDashPattern([2.0, 2.0])
            painter.setPen(pen)
            x = mark.center().x()
            painter.drawLine(QLineF(x, mark.bottom() + 4, x, self.height() - 2))
        painter.end()


class TimelineView(QWidget):
    """Rows are kept and shown anew, so that a figure that counts down does not flicker."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[_StepRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps in their order."""
        while len(self.rows) < len(steps):
            self.rows.append(_StepRow(self))
            self._column.addWidget(self.rows[-1])
        for place, (row, step) in enumerate(zip_longest(self.rows, steps)):
            row.setVisible(step is not None)
            if step is not None:
                row.show_step(step, last=place == len(steps) - 1)
