"""Left half of the assignment tab: counters, "all that match", and the table of assignable callbacks."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from occ_contract.callbacks import ASSIGNABLE
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.filters import PeriodPreset
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.callback_search import Counters
from occ_desktop.ui import failure_text, periods
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.tables.checked import NONE_CHECKED
from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.tables.columns import Column
from occ_desktop.ui.tables.states import State, StateAction, StateKind
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.key_hint import KeyHint
from occ_desktop.views.assignment.columns import RowCells, row_columns

_HEAD = 48


class RowsPanel(QWidget):
    """`widen_wanted(str)`: a `PeriodPreset`; `reset_wanted()`; `retry_wanted()`; `placed(int, int, int)`:
    first and last visible row and how many there are; `fresh_found(int, bool)`: new rows, or it moved."""

    widen_wanted = Signal(str)
    reset_wanted = Signal()
    retry_wanted = Signal()
    placed = Signal(int, int, int)
    fresh_found = Signal(int, bool)

    def __init__(
        self,
        service_name: Callable[[str], str],
        now: Callable[[], datetime],
        zone: Callable[[], ZoneInfo],
        settings: TableSettings,
        owner: TaskOwner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._cells = RowCells(service_name, now, zone)
        self._several = False
        self.model: WindowModel[CallbackRow] = WindowModel(self._columns(), _id_of, owner, self)
        self._all = QCheckBox(self)
        self._figures = {name: Label("–", self) for name in ("total", "assigned", "unassigned")}
        self._captions = {name: Label(self) for name in self._figures}
        self._chosen = Label(self)
        self._clear = Button("", "quiet", parent=self)
        self.table = TableView("assignment.rows", self.model, settings, owner, self)
        self._range = (0, -1)
        self._chosen_count = 0
        self._build()
        self._connect()
        self._say()

    def _build(self) -> None:
        self._all.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._chosen.setProperty("tone", "accent")
        self._chosen.setProperty("weight", "bold")
        head = QFrame(self)
        head.setFixedHeight(_HEAD)
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._all)
        row.addWidget(KeyHint("Ctrl A", parent=head))
        line = QFrame(head)
        line.setProperty("line", "v")
        line.setFixedHeight(20)
        row.addSpacing(4)
        row.addWidget(line)
        row.addSpacing(4)
        for name, figure in self._figures.items():
            figure.setProperty("role", "panel")
            tone = {"total": "", "assigned": "second", "unassigned": "warning"}[name]
            figure.setProperty("tone", tone)
            self._captions[name].setProperty("tone", "second")
            row.addWidget(figure)
            row.addWidget(self._captions[name])
            row.addSpacing(8)
        row.addStretch()
        row.addWidget(self._chosen)
        row.addWidget(self._clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.table)

    def _connect(self) -> None:
        self._all.clicked.connect(self._on_all_clicked)
        self._clear.clicked.connect(self._on_clear)
        self.table.range_shown.connect(self._on_range)
        self.table.overlay.action_triggered.connect(self._on_state_action)

    def _say(self) -> None:
        self._all.setText(self.tr("Select all"))
        self._all.setAccessibleName(self.tr("Select all that match"))
        self._captions["total"].setText(self.tr("in all"))
        self._captions["assigned"].setText(self.tr("assigned"))
        self._captions["unassigned"].setText(self.tr("unassigned"))
        self._clear.setText(self.tr("Clear selection"))
        self.table.setAccessibleName(self.tr("Callbacks to be assigned"))
        self.show_chosen(self._chosen_count)

    # What the presenter shows

    def show_services(self, count: int) -> None:
        """Make room for the service where there are several to tell apart."""
        if (count > 1) != self._several:
            self._several = count > 1
            self._renew_columns()

    def show_counters(self, counters: Counters) -> None:
        """Show the three counters of the search."""
        shown = {
            "total": counters.total,
            "assigned": counters.assigned,
            "unassigned": counters.unassigned,
        }
        for name, count in shown.items():
            self._figures[name].setText(f"{count:,}")
            self._figures[name].setAccessibleName(f"{self._captions[name].text()} {count:,}")

    def show_chosen(self, count: int) -> None:
        """Show how many rows are checked."""
        self._chosen_count = count
        self._chosen.setText(self.tr("%n selected", "", count))
        self._chosen.setVisible(count > 0)
        self._clear.setVisible(count > 0)
        total = self.model.total
        self._all.setTristate(0 < count < total)
        everything = Qt.CheckState.Checked if total else Qt.CheckState.Unchecked
        some = Qt.CheckState.PartiallyChecked if count < total else everything
        self._all.setCheckState(some if count else Qt.CheckState.Unchecked)
        self._all.setEnabled(total > 0)

    def show_fresh(self, count: int, *, moved: bool) -> None:
        """Tell that ``count`` rows came since the list was read, or that it ``moved`` in other ways."""
        self.fresh_found.emit(count, moved)

    def show_state(self, state: State | None) -> None:
        """Cover the table with a state, or uncover it."""
        self.table.overlay.show_state(state)

    def show_failure(self, failure: Failure) -> None:
        """Say why the list cannot be read; the last content stays behind when there is any."""
        actions = (StateAction("retry", self.tr("Try again"), "arrow-clockwise", strong=True),)
        title = self.tr("The list could not be read")
        self.show_state(State(StateKind.ERROR, title, (failure_text.sentence(failure),), actions))

    def show_empty(self, searched: str, narrowed: bool, wider: tuple[PeriodPreset, int] | None) -> None:
        """Say why nothing is listed. ``searched`` names the conditions that led here."""
        if wider is not None:
            preset, count = wider
            name = periods.preset_name(preset)
            found = self.tr("With the period “{period}” there are %n.", "", count).format(period=name)
            widen = StateAction(
                f"widen:{preset.value}", self.tr("Search {period}").format(period=name), strong=True
            )
            reset = (StateAction("reset", self.tr("Clear the conditions")),) if narrowed else ()
            sentences = (self.tr("Searched for: {conditions}").format(conditions=searched), found)
            title = self.tr("No callback waits here")
            self.show_state(State(StateKind.EMPTY, title, sentences, (*reset, widen)))
        elif narrowed:
            sentence = self.tr("Searched for: {conditions}").format(conditions=searched)
            action = StateAction("reset", self.tr("Clear the conditions"), strong=True)
            title = self.tr("No callback to be assigned matches")
            self.show_state(State(StateKind.EMPTY, title, (sentence,), (action,)))
        else:
            title = self.tr("Every callback is assigned")
            self.show_state(State(StateKind.DONE, title, (self.tr("New ones appear here by themselves."),)))

    def show_first_fill(self, done: int, total: int | None) -> None:
        """Say that the first data are still coming."""
        text = (
            self.tr("{done} of {total} so far. They appear as they come.").format(
                done=f"{done:,}", total=f"{total:,}"
            )
            if total
            else self.tr("They appear as they come.")
        )
        self.show_state(
            State(StateKind.NOTICE, self.tr("Receiving the callbacks"), (text,), glyph="cloud-arrow-down")
        )

    # What the presenter asks

    def being_read(self) -> bool:
        """Tell whether somebody points at the rows or walks them, so that they must not move."""
        return self.table.underMouse() or self.table.hasFocus()

    def has_taken_rows(self) -> bool:
        """Tell whether a visible row is no longer assignable."""
        rows = (self.model.row(place) for place in range(self._range[0], self._range[1] + 1))
        return any(row is not None and row.status not in ASSIGNABLE for row in rows)

    def _on_range(self, first: int, last: int) -> None:
        self._range = (first, last)
        self.placed.emit(first, last, self.model.total)

    def _on_all_clicked(self) -> None:
        self.table.toggle_all()
        self.show_chosen(self.table.checked.count(self.model.total))

    def _on_clear(self) -> None:
        self.table.set_checked(NONE_CHECKED)

    def _on_state_action(self, action: str) -> None:
        if action == "reset":
            self.reset_wanted.emit()
        elif action == "retry":
            self.retry_wanted.emit()
        elif action.startswith("widen:"):
            self.widen_wanted.emit(action.partition(":")[2])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._renew_columns()
            self._say()

    def _columns(self) -> tuple[Column[CallbackRow], ...]:
        return row_columns(self._cells, several_services=self._several)

    def _renew_columns(self) -> None:
        self.model.set_columns(self._columns())
        self.table.retranslate()


def _id_of(row: CallbackRow) -> str:
    return row.id
