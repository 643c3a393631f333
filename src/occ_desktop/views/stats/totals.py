"""The four figures above the chart: assigned, completed, not done, completion rate."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from occ_contract.callbacks import StatsRow
from occ_desktop.ui.widgets.total_box import TotalBox
from occ_desktop.views.stats.figures import PeriodLine


class Totals(QWidget):
    """Each figure with one line that says how to read it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._assigned, self._completed, self._outstanding, self._rate = (
            TotalBox("", parent=self) for _ in range(4)
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for number, box in enumerate((self._assigned, self._completed, self._outstanding, self._rate)):
            if number:
                line = QFrame(self)
                line.setProperty("line", "v")
                layout.addWidget(line)
            layout.addWidget(box, 1)
        self._say()

    def _say(self) -> None:
        unit = self.tr("callbacks", "unit behind a figure")
        self._assigned.set_texts(self.tr("Assigned"), unit)
        self._completed.set_texts(self.tr("Completed"), unit)
        self._outstanding.set_texts(self.tr("Not done"), unit)
        self._rate.set_texts(self.tr("Completion rate"), "%")

    def show_total(self, total: StatsRow, earlier: StatsRow, days: int, present: PeriodLine | None) -> None:
        """Show the totals of ``days`` days beside those of as many days before."""
        self._assigned.show_total(f"{total.assigned:,}", note=self.tr("by the day of the present assignment"))
        change = f"{total.completed - earlier.completed:+,}".replace("-", "−")
        compared = self.tr("{change} to the %n day(s) before", "", days).format(change=change)
        self._completed.show_total(f"{total.completed:,}", note=compared)
        waiting = (
            self.tr("%n of them today", "", present.outstanding)
            if present is not None and present.outstanding and present.id.count("-") == 2
            else ""
        )
        tone = "warning" if total.outstanding else ""
        self._outstanding.show_total(f"{total.outstanding:,}", note=waiting, tone=tone)
        rate = "–" if total.completion_rate is None else f"{total.completion_rate:.1f}"
        self._rate.show_total(rate, note=self.tr("completed ÷ assigned × 100"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
