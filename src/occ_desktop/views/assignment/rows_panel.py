"""Left half of the assignment tab: counters, "all that match", and the table of assignable callbacks."""

from PySide6.QtWidgets import QFrame, QWidget

from occ_contract.callbacks import ASSIGNABLE
from occ_desktop.domain.filters import PeriodPreset
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.callback_search import Counters
from occ_desktop.ui import periods
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.tables.checked import NONE_CHECKED
from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.tables.columns import Column
from occ_desktop.ui.tables.states import State, StateAction, StateKind
from occ_desktop.ui.widgets.button import Button
from occ_desktop.views.assignment.columns import RowCells, row_columns
from occ_desktop.views.parts.list_panel import RESET, WIDEN, ListPanel


class RowsPanel(ListPanel):
    """Adds the counters and how many rows are chosen to the head."""

    def __init__(
        self,
        cells: RowCells,
        settings: TableSettings,
        owner: TaskOwner,
        parent: QWidget | None = None,
    ) -> None:
        self._cells = cells
        self._several = False
        super().__init__("assignment.rows", self._made_columns, cells, ASSIGNABLE, settings, owner, parent)
        self._figures = {name: Label("–", self) for name in ("total", "assigned", "unassigned")}
        self._captions = {name: Label(self) for name in self._figures}
        self._chosen = Label(self)
        self._clear = Button("", "quiet", parent=self)
        self._build()
        self._clear.clicked.connect(self._on_clear)
        self.say()

    def _build(self) -> None:
        self._chosen.setProperty("tone", "accent")
        self._chosen.setProperty("weight", "bold")
        row = self.head
        line = QFrame(self)
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
        self.add_to_tab_order(self._clear)

    def say(self) -> None:
        """Write the texts in the person's language."""
        self._captions["total"].setText(self.tr("in all"))
        self._captions["assigned"].setText(self.tr("assigned"))
        self._captions["unassigned"].setText(self.tr("unassigned"))
        self._clear.setText(self.tr("Clear selection"))
        self.table.setAccessibleName(self.tr("Callbacks to be assigned"))
        super().say()

    def taken_words(self, taken: int, chosen: int) -> str:
        """Return what to say: others assigned them, or took them on."""
        text = self.tr("Of {chosen} selected, %n was taken by others", "", taken)
        return text.format(chosen=f"{chosen:,}")

    # What the presenter shows

    def show_services(self, count: int) -> None:
        """Make room for the service where there are several to tell apart."""
        if (count > 1) != self._several:
            self._several = count > 1
            self.renew_columns()

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
        super().show_chosen(count)
        self._chosen.setText(self.tr("%n selected", "", count))
        self._chosen.setVisible(count > 0)
        self._clear.setVisible(count > 0)

    def show_empty(self, searched: str, narrowed: bool, wider: tuple[PeriodPreset, int] | None) -> None:
        """Say why nothing is listed. ``searched`` names the conditions that led here."""
        if wider is not None:
            preset, count = wider
            name = periods.preset_name(preset)
            found = self.tr("With the period “{period}” there are %n.", "", count).format(period=name)
            widen = StateAction(
                f"{WIDEN}{preset.value}", self.tr("Search {period}").format(period=name), strong=True
            )
            reset = (StateAction(RESET, self.tr("Clear the conditions")),) if narrowed else ()
            sentences = (self.tr("Searched for: {conditions}").format(conditions=searched), found)
            title = self.tr("No callback waits here")
            self.show_state(State(StateKind.EMPTY, title, sentences, (*reset, widen)))
        elif narrowed:
            sentence = self.tr("Searched for: {conditions}").format(conditions=searched)
            action = StateAction(RESET, self.tr("Clear the conditions"), strong=True)
            title = self.tr("No callback to be assigned matches")
            self.show_state(State(StateKind.EMPTY, title, (sentence,), (action,)))
        else:
            title = self.tr("Every callback is assigned")
            self.show_state(State(StateKind.DONE, title, (self.tr("New ones appear here by themselves."),)))

    def _on_clear(self) -> None:
        self.table.set_checked(NONE_CHECKED)

    def _made_columns(self) -> tuple[Column[CallbackRow], ...]:
        return row_columns(self._cells, several_services=self._several)
