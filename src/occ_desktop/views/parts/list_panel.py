"""A list of requests with check boxes: its head with "all that match", its table, its states.

Lays out and tells; what is searched and counted is `SearchedList`'s. A room adds its own figures and buttons
to the head.
"""

from abc import abstractmethod
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QWidget

from occ_contract.callbacks import CallbackStatus
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.tables.columns import Column
from occ_desktop.ui.widgets.banner import Banner
from occ_desktop.ui.widgets.key_hint import KeyHint
from occ_desktop.views.parts.keys import cap_of_key
from occ_desktop.views.parts.request_cells import RequestCells
from occ_desktop.views.parts.table_panel import TablePanel

RESET, WIDEN = "reset", "widen:"
_HEAD = 48
_REST_MS = 1500  # after the hand has left the rows; a pointer that passes comes back sooner


class ListPanel(TablePanel[CallbackRow]):
    """`reset_wanted()`, `widen_wanted(str)`: a `PeriodPreset`: buttons of an empty list;
    `fresh_found(int, bool)`: rows that came since it was read, and whether to offer them; `left_alone()`:
    nobody points at the rows or walks them any more; `anew_wanted()`: the list is to be read anew.

    ``about`` are the statuses the list is about: others stand there until it is read anew. ``cells`` writes
    them quieter.
    """

    reset_wanted = Signal()
    widen_wanted = Signal(str)
    fresh_found = Signal(int, bool)
    left_alone = Signal()
    anew_wanted = Signal()

    def __init__(
        self,
        table_id: str,
        columns: Callable[[], Sequence[Column[CallbackRow]]],
        cells: RequestCells,
        about: Collection[CallbackStatus],
        settings: TableSettings,
        owner: TaskOwner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(table_id, columns, _id_of, settings, owner, parent)
        self._cells_of_rows = cells
        self._about = about
        self._chosen_count = 0
        self._taken = (0, 0)
        self._all = QCheckBox(self)
        self._all.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._all.clicked.connect(self._on_all)
        head = QFrame(self)
        head.setFixedHeight(_HEAD)
        self.head = QHBoxLayout(head)
        self.head.setContentsMargins(12, 0, 8, 0)
        self.head.setSpacing(8)
        self.head.addWidget(self._all)
        self.head.addWidget(KeyHint(cap_of_key("check-all"), parent=head))
        self.column.insertWidget(0, head)
        self.taken_line = Banner("amber", "info-fill", self)  # below: rows must not move for it
        self.taken_line.action_clicked.connect(self.anew_wanted)
        self.column.addWidget(self.taken_line)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rest)
        self.table.let_go.connect(self.rest_soon)
        self.add_to_tab_order()
        self.state_wanted.connect(self._on_state_wanted)

    def add_to_tab_order(self, *buttons: QWidget) -> None:
        """Reach what stands in the head, these buttons last, before the rows below it."""
        stops = (self._all, *buttons, self.table)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def say(self) -> None:
        """Write the texts in the person's language; a room says its own besides."""
        self._all.setText(self.tr("Select all"))
        self._all.setAccessibleName(self.tr("Select all that match"))
        self.show_chosen(self._chosen_count)
        self.show_taken(*self._taken)

    @abstractmethod
    def taken_words(self, taken: int, chosen: int) -> str:
        """Return what to say when of ``chosen`` rows ``taken`` left the list by somebody else's hand.

        Each room says it in its own words: plurals are looked for under an heir's name alone.
        """
        ...

    # What the presenter shows

    def show_chosen(self, count: int) -> None:
        """Show how many rows are checked."""
        self._chosen_count = count
        total = self.model.total
        self._all.setEnabled(total > 0)
        self._all.setTristate(0 < count < total)
        some = Qt.CheckState.PartiallyChecked if count < total else Qt.CheckState.Checked
        self._all.setCheckState(some if count and total else Qt.CheckState.Unchecked)

    def show_fresh(self, count: int, *, moved: bool) -> None:
        """Tell that ``count`` rows came since the list was read, or that it ``moved`` in other ways."""
        self.fresh_found.emit(count, moved)

    def show_left(self, ids: frozenset[str]) -> None:
        """Write these rows quieter: the search finds them no more."""
        if ids != self._cells_of_rows.left:
            self._cells_of_rows.left = ids
            self.model.reformat()

    def show_taken(self, taken: int, chosen: int) -> None:
        """Say that of ``chosen`` rows ``taken`` are no longer there to be worked with; 0 says nothing."""
        self._taken = (taken, chosen)
        if taken:
            kept = self.tr("They stay in view, greyed, until the list is read anew.")
            self.taken_line.show_text(self.taken_words(taken, chosen), kept, action=self.tr("Read anew"))
        else:
            self.taken_line.hide()

    def rest_soon(self) -> None:
        """Tell in a moment, unless somebody comes back to the rows, that they are left alone."""
        self._rest.start()

    # What the presenter asks

    def ids_here(self) -> frozenset[str]:
        """Return the rows in view."""
        places = range(self._range[0], self._range[1] + 1)
        return frozenset(row_id for place in places if (row_id := self.model.id_at(place)) is not None)

    def being_read(self) -> bool:
        """Tell whether somebody points at the rows or walks them, so that they must not move."""
        return self.table.underMouse() or self.table.hasFocus()

    def holds_others(self) -> bool:
        """Tell whether a visible row is no longer of the kind the list is about."""
        rows = (self.model.row(place) for place in range(self._range[0], self._range[1] + 1))
        return any(row is not None and row.status not in self._about for row in rows)

    def _on_rest(self) -> None:
        if not self.being_read():
            self.left_alone.emit()

    def _on_all(self) -> None:
        self.table.toggle_all()
        self.show_chosen(self.table.checked.count(self.model.total))

    def _on_state_wanted(self, action: str) -> None:
        if action == RESET:
            self.reset_wanted.emit()
        elif action.startswith(WIDEN):
            self.widen_wanted.emit(action.removeprefix(WIDEN))


def _id_of(row: CallbackRow) -> str:
    return row.id
