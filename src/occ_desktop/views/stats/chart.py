"""The chart above the statistics table. Imported when the tab opens: pyqtgraph brings numpy with it."""

from collections.abc import Sequence

import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from occ_desktop.ui.theme.fonts import font
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.views.stats.chart_bars import ChartBars
from occ_desktop.views.stats.columns import under_bar
from occ_desktop.views.stats.figures import PeriodLine, scale

_LABEL = 52  # pixels a date under a bar needs
_FOOT = 46
_SIDE = 48
_EDGE = 24  # pixels free at the right, as beside the table


class StatsChart(pyqtgraph.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """`period_hovered(int)`: the place of the period under the mouse (oldest is 0), -1 for none."""

    period_hovered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[PeriodLine, ...] = ()
        self._step, self._top = 1, 4
        self._hovered = -1
        self._bars = ChartBars()
        self.addItem(self._bars)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the table below says the same to the keyboard
        self.setMouseEnabled(x=False, y=False)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setFrameShape(self.Shape.NoFrame)
        self.plotItem.vb.setDefaultPadding(0)
        self.plotItem.setContentsMargins(0, 0, _EDGE, 0)
        for name, size in (("left", _SIDE), ("bottom", _FOOT)):
            axis = self.getAxis(name)
            axis.setTickFont(font())
            axis.setStyle(tickLength=0, tickTextOffset=8)
            (axis.setWidth if name == "left" else axis.setHeight)(size)
        self.scene().sigMouseMoved.connect(self._on_mouse)
        self._dress()

    def show_lines(self, lines: Sequence[PeriodLine]) -> None:
        """Show these periods, oldest first."""
        self._lines = tuple(lines)
        highest = max((line.assigned for line in lines), default=0)
        self._step, self._top = scale(highest)
        self._bars.show_lines(self._lines, self._step, self._top)
        self.setXRange(-0.5, max(1, len(self._lines)) - 0.5, padding=0)
        self.setYRange(0, self._top * 1.15, padding=0)
        counts = range(0, self._top + 1, self._step)
        self.getAxis("left").setTicks([[(value, f"{value:,}") for value in counts]])
        self._label()

    @property
    def hovered(self) -> int:
        """Return the place of the tinted period, -1 for none."""
        return self._hovered

    def show_hover(self, place: int) -> None:
        """Tint a period without telling anyone."""
        self._hovered = place
        self._bars.show_hover(place)

    def _label(self) -> None:
        """Name as many periods as there is room for; the newest always."""
        count = len(self._lines)
        room = max(1, self.width() - _SIDE - _EDGE)
        every = max(1, -(-count * _LABEL // room))
        ticks = [
            (place, "\n".join(under_bar(line)))
            for place, line in enumerate(self._lines)
            if (count - 1 - place) % every == 0
        ]
        self.getAxis("bottom").setTicks([ticks])

    def _dress(self) -> None:
        self.setBackground(token_colour("surface"))
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.setPen(pyqtgraph.mkPen(None))
            axis.setTickPen(pyqtgraph.mkPen(token_colour("surface")))  # without a pen it draws its own stubs
            axis.setTextPen(token_colour("text3"))
        self._bars.update()

    def _on_mouse(self, at: QPointF) -> None:
        box = self.plotItem.vb
        inside = box.sceneBoundingRect().contains(at)
        place = round(box.mapSceneToView(at).x()) if inside else -1
        self._tell(place if 0 <= place < len(self._lines) else -1)

    def _tell(self, place: int) -> None:
        if place != self._hovered:
            self.show_hover(place)
            self.period_hovered.emit(place)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._tell(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_bars"):
            self._label()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and hasattr(self, "_bars"):
            self._dress()
        elif event.type() == QEvent.Type.LanguageChange and hasattr(self, "_bars"):
            self._label()
