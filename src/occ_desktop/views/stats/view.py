"""Layout of the statistics: conditions, totals, chart, table, totals row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from occ_contract.callbacks import StatsRow
from occ_contract.statistics import Period
from occ_desktop.domain.failures import Failure
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui import failure_text
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.tables.columns import Bar, Cell
from occ_desktop.ui.tables.states import State, StateAction, StateKind
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.views.stats.columns import PERIOD, columns
from occ_desktop.views.stats.conditions_bar import StatsConditionsBar
from occ_desktop.views.stats.figures import LOW_RATE, PeriodLine, rate_text
from occ_desktop.views.stats.legend import ChartLegend
from occ_desktop.views.stats.period_list import PeriodList
from occ_desktop.views.stats.totals import Totals
from occ_desktop.views.stats.totals_row import TotalsRow

if TYPE_CHECKING:
    from occ_desktop.views.stats.chart import StatsChart


@dataclass(frozen=True)
class SheetTexts:
    """Words of the spreadsheet: its name, heads, the name of the last row, what is saved."""

    sheet: str
    titles: tuple[str, ...]
    total: str
    what: str


class StatsView(QWidget):
    """`counted(object)`: new figures, counted at that moment (UTC); `retry_wanted()`; `reset_wanted()`."""

    counted = Signal(object)
    retry_wanted = Signal()
    reset_wanted = Signal()

    def __init__(
        self, today: date, settings: TableSettings, owner: TaskOwner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_look(self, ground="surface")
        self._list = PeriodList()
        self.conditions = StatsConditionsBar(today, self)
        self.totals = Totals(self)
        self._chart_title = Label(self)
        self._legend = ChartLegend(self)
        self._chart: StatsChart | None = None
        self._chart_box = QWidget(self)
        self.model: WindowModel[PeriodLine] = WindowModel(columns(), _id_of, owner, self)
        self.table = TableView("stats", self.model, settings, owner, self)
        self.total_row = TotalsRow(self.table, columns(), self)
        self._by = Period.DAY
        self._build()
        self._connect()
        self._say()

    def _build(self) -> None:
        self._chart_title.setProperty("role", "section")
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 0)
        head.addWidget(self._chart_title)
        head.addStretch()
        head.addWidget(self._legend)
        box = QVBoxLayout(self._chart_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(head)
        below = QWidget(self)
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(0)
        lower.addWidget(self.table)
        lower.addWidget(self.total_row)
        parts = QSplitter(self)
        parts.setOrientation(parts.orientation().Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self._chart_box)
        parts.addWidget(below)
        parts.setSizes([300, 300])
        self._chart_box.setMinimumHeight(150)
        below.setMinimumHeight(140)
        line = QFrame(self)
        line.setProperty("line", "h")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.conditions, self.totals, line):
            layout.addWidget(part)
        layout.addWidget(parts, 1)

    def _connect(self) -> None:
        self.table.row_hovered.connect(self._on_row_hovered)
        self.table.current_changed.connect(self._on_current)
        self.table.sort_requested.connect(self._on_sort)
        self.table.overlay.action_triggered.connect(self._on_state_action)
        self.table.show_sorted(PERIOD, descending=True)

    def _say(self) -> None:
        day = self._by is Period.DAY
        self._chart_title.setText(
            self.tr("Assigned and completed by day") if day else self.tr("Assigned and completed by month")
        )
        self.table.setAccessibleName(self.tr("Statistics by period"))

    def open_chart(self) -> None:
        """Make the chart, the first time the tab is in front."""
        if self._chart is None:
            from occ_desktop.views.stats.chart import StatsChart

            self._chart = StatsChart(self._chart_box)
            self._chart.setAccessibleName(self.tr("Chart of the table below"))
            self._chart.period_hovered.connect(self._on_period_hovered)
            layout = self._chart_box.layout()
            assert layout is not None
            layout.addWidget(self._chart)
            self._chart.show_lines(self._list.lines)

    @property
    def chart(self) -> "StatsChart | None":
        """Return the chart, None before the tab was in front."""
        return self._chart

    # What the presenter shows

    def show_figures(
        self,
        lines: Sequence[PeriodLine],
        total: StatsRow,
        earlier: StatsRow,
        days: int,
        *,
        narrowed: bool,
    ) -> None:
        """Show these periods (oldest first), their total, and the total of as many days before."""
        self._list.lines = tuple(lines)
        self._by = lines[0].by if lines else Period.DAY
        self._say()
        self.model.show_rows(self._list.ordered, flash=True)
        if self._chart is not None:
            self._chart.show_lines(self._list.lines)
        present = next((line for line in lines if line.present), None)
        self.totals.show_total(total, earlier, days, present)
        self._show_total_row(total)
        self._show_state(self._empty(narrowed) if not total.assigned else None)

    def _show_total_row(self, total: StatsRow) -> None:
        low = total.completion_rate is not None and total.completion_rate < LOW_RATE
        count = len(self._list.lines)
        name = self.tr("Total · %n day(s)", "", count)
        if self._by is Period.MONTH:
            name = self.tr("Total · %n month(s)", "", count)
        cells = {
            PERIOD: Cell(name),
            "assigned": Cell(f"{total.assigned:,}"),
            "completed": Cell(f"{total.completed:,}"),
            "outstanding": Cell(f"{total.outstanding:,}"),
            "rate": Cell(rate_text(total.completion_rate), ink="amber" if low else None),
        }
        if total.completion_rate is not None:
            cells["bar"] = Cell(bar=Bar(total.completion_rate, full=100.0, warn=low, good=True))
        self.total_row.show_cells(cells, " ".join(cell.text for cell in cells.values()))

    def show_failure(self, failure: Failure) -> None:
        """Say why nothing can be counted; the last figures stay around it."""
        action = StateAction("retry", self.tr("Try again"), "arrow-clockwise", strong=True)
        title = self.tr("The statistics could not be counted")
        self._show_state(State(StateKind.ERROR, title, (failure_text.sentence(failure),), (action,)))

    def _empty(self, narrowed: bool) -> State:
        action = StateAction("reset", self.tr("Clear the conditions"), strong=True)
        sentence = self.tr("Rows are counted by the day of their present assignment.")
        title = self.tr("Nothing was assigned in this period")
        return State(StateKind.EMPTY, title, (sentence,), (action,) if narrowed else ())

    def _show_state(self, state: State | None) -> None:
        self.table.overlay.show_state(state)

    def sheet_words(self, by: Period) -> SheetTexts:
        """Return the words of the spreadsheet in the person's language."""
        head = self.tr("Month") if by is Period.MONTH else self.tr("Day")
        return SheetTexts(
            sheet=self.tr("Callback statistics"),
            titles=(
                head,
                self.tr("Assigned"),
                self.tr("Completed"),
                self.tr("Not done"),
                self.tr("Completion rate (%)"),
            ),
            total=self.tr("Total"),
            what=self.tr("%n row(s) of statistics and their total are saved.", "", len(self._list.lines)),
        )

    # Chart and table show the same period

    def _on_row_hovered(self, row: int) -> None:
        if self._chart is not None:
            self._chart.show_hover(self._list.other(row) if row < len(self._list.lines) else -1)

    def _on_current(self, row_id: object) -> None:
        place = next((n for n, line in enumerate(self._list.lines) if line.id == row_id), -1)
        if self._chart is not None:
            self._chart.show_hover(place)

    def _on_period_hovered(self, place: int) -> None:
        self.table.show_hover(self._list.other(place))

    def _on_sort(self, _key: str, descending: bool) -> None:
        self._list.newest_first = descending
        self.table.show_sorted(PERIOD, descending=descending)
        self.model.show_rows(self._list.ordered)
        self.table.verticalScrollBar().setValue(0)

    def _on_state_action(self, action: str) -> None:
        (self.retry_wanted if action == "retry" else self.reset_wanted).emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.model.set_columns(columns())
            self.table.retranslate()
            self._say()


def _id_of(line: PeriodLine) -> str:
    return line.id
