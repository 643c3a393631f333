"""A list of requests with check boxes: its head with "all that match", its table, its states.

Lays out and tells; what is searched and counted is `SearchedList`'s. A room adds its own figures and buttons
to the head.
"""

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from occ_contract.callbacks import CallbackStatus
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui import failure_text
from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.tables.columns import Column
from occ_desktop.ui.tables.states import State, StateAction, StateKind
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.ui.widgets.key_hint import KeyHint
from occ_desktop.views.parts.keys import cap_of_key

RETRY, RESET, WIDEN = "retry", "reset", "widen:"
_HEAD = 48


class ListPanel(QWidget):
    """`reset_wanted()`, `retry_wanted()`, `widen_wanted(str)`: a `PeriodPreset`: buttons of an empty or
    faulty list; `placed(int, int, int)`: first and last visible row and how many there are;
    `fresh_found(int, bool)`: rows that came since it was read, and whether to offer them.

    ``about`` are the statuses the list is about: others stand there until it is read anew.
    """

    reset_wanted = Signal()
    retry_wanted = Signal()
    widen_wanted = Signal(str)
    placed = Signal(int, int, int)
    fresh_found = Signal(int, bool)

    def __init__(
        self,
        table_id: str,
        columns: Callable[[], Sequence[Column[CallbackRow]]],
        about: Collection[CallbackStatus],
        settings: TableSettings,
        owner: TaskOwner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = columns
        self._about = about
        self._range = (0, -1)
        self._chosen_count = 0
        self.model: WindowModel[CallbackRow] = WindowModel(columns(), _id_of, owner, self)
        self.table = TableView(table_id, self.model, settings, owner, self)
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.table)
        self.add_to_tab_order()
        self.table.range_shown.connect(self._on_range)
        self.table.overlay.action_triggered.connect(self._on_state_action)

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

    def renew_columns(self) -> None:
        """Take the columns anew: another language, other names to tell apart."""
        self.model.set_columns(self._columns())
        self.table.retranslate()

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

    def show_state(self, state: State | None) -> None:
        """Cover the table with a state, or uncover it."""
        self.table.overlay.show_state(state)

    def show_unreadable(self, failure: Failure) -> None:
        """Say why the list cannot be read; the last content stays behind when there is any."""
        action = StateAction(RETRY, self.tr("Try again"), "arrow-clockwise", strong=True)
        title = self.tr("The list could not be read")
        self.show_state(State(StateKind.ERROR, title, (failure_text.sentence(failure),), (action,)))

    # What the presenter asks

    def being_read(self) -> bool:
        """Tell whether somebody points at the rows or walks them, so that they must not move."""
        return self.table.underMouse() or self.table.hasFocus()

    def holds_others(self) -> bool:
        """Tell whether a visible row is no longer of the kind the list is about."""
        rows = (self.model.row(place) for place in range(self._range[0], self._range[1] + 1))
        return any(row is not None and row.status not in self._about for row in rows)

    def _on_range(self, first: int, last: int) -> None:
        self._range = (first, last)
        self.placed.emit(first, last, self.model.total)

    def _on_all(self) -> None:
        self.table.toggle_all()
        self.show_chosen(self.table.checked.count(self.model.total))

    def _on_state_action(self, action: str) -> None:
        if action == RETRY:
            self.retry_wanted.emit()
        elif action == RESET:
            self.reset_wanted.emit()
        elif action.startswith(WIDEN):
            self.widen_wanted.emit(action.removeprefix(WIDEN))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.renew_columns()
            self.say()


def _id_of(row: CallbackRow) -> str:
    return row.id
