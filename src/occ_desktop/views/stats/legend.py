"""What the bars of the chart mean: solid, hatched, and the figure above."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.widgets.figure_box import paint_hatch


class _Swatch(QWidget):
    def __init__(self, *, hatched: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._hatched = hatched
        self.setFixedSize(14, 14)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(token_colour("amberb" if self._hatched else "accent"))
        painter.drawRoundedRect(area, 3, 3)
        if self._hatched:
            paint_hatch(painter, area, "amberl")
            painter.setPen(QPen(token_colour("amberl"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, 3, 3)
        painter.end()


class ChartLegend(QWidget):
    """A line of swatches with their names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = [Label(self) for _ in range(3)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for number, name in enumerate(self._names):
            name.setProperty("tone", "second")
            if number < 2:
                layout.addWidget(_Swatch(hatched=number == 1, parent=self))
            layout.addWidget(name)
            layout.addSpacing(8)
        self._say()

    def _say(self) -> None:
        texts = (
            self.tr("Completed"),
            self.tr("Not done"),
            self.tr("Above the bar: completion rate (▼ below 90%)"),
        )
        for name, text in zip(self._names, texts, strict=True):
            name.setText(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
