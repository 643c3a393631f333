"""A table with its model and its states: the part every list of a room is laid out around.

Rows come from a search (`SearchedRows`) or, where all are in memory, through the model's `show_rows`. Lays
out and tells; it knows no trade.
"""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_desktop.domain.failures import Failure
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.tables.columns import Column
from occ_desktop.ui.tables.states import State
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.views.parts.list_states import RETRY, unreadable

R = TypeVar("R")


class TablePanel(QWidget, Generic[R]):
    """`retry_wanted()`: the button of a list that could not be read; `state_wanted(str)`: another button of a
    state; `placed(int, int, int)`: first and last visible row and how many there are.
    """

    retry_wanted = Signal()
    state_wanted = Signal(str)
    placed = Signal(int, int, int)

    def __init__(
        self,
        table_id: str,
        columns: Callable[[], Sequence[Column[R]]],
        row_id: Callable[[R], str],
        settings: TableSettings,
        owner: TaskOwner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = columns
        self._range = (0, -1)
        self.model: WindowModel[R] = WindowModel(columns(), row_id, owner, self)
        self.table = TableView(table_id, self.model, settings, owner, self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.table)
        self.table.range_shown.connect(self._on_range)
        self.table.overlay.action_triggered.connect(self._on_state_action)

    def say(self) -> None:
        """Write the texts in the person's language; each list has its own."""

    def renew_columns(self) -> None:
        """Take the columns anew: another language, other names to tell apart."""
        self.model.set_columns(self._columns())
        self.table.retranslate()

    def show_state(self, state: State | None) -> None:
        """Cover the table with a state, or uncover it."""
        self.table.overlay.show_state(state)

    def show_unreadable(self, failure: Failure) -> None:
        """Say why the list cannot be read; the last content stays behind when there is any."""
        self.show_state(unreadable(failure))

    def _on_range(self, first: int, last: int) -> None:
        self._range = (first, last)
        self.placed.emit(first, last, self.model.total)

    def _on_state_action(self, action: str) -> None:
        if action == RETRY:
            self.retry_wanted.emit()
        else:
            self.state_wanted.emit(action)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.renew_columns()
            self.say()
