"""Right side of the cancellation tab: the outstanding callbacks and the button that takes them back."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from occ_contract.callbacks import OUTSTANDING
from occ_desktop.domain.failures import Failure, UnreachableReason
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui import failure_text, sentences
from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.tables.states import State, StateAction, StateKind
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.ui.widgets.key_hint import KeyHint
from occ_desktop.views.cancellation.columns import OutstandingCells, outstanding_columns
from occ_desktop.views.cancellation.wording import CancellationWords

_HEAD = 48


class OutstandingPanel(QWidget):
    """`cancel_wanted()`; `reset_wanted()`; `retry_wanted()`; `placed(int, int, int)`: first, last, all."""

    cancel_wanted = Signal()
    reset_wanted = Signal()
    retry_wanted = Signal()
    placed = Signal(int, int, int)

    def __init__(
        self,
        cells: OutstandingCells,
        settings: TableSettings,
        owner: TaskOwner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._cells = cells
        self._words = CancellationWords(self)
        self.model: WindowModel[CallbackRow] = WindowModel(outstanding_columns(cells), _id_of, owner, self)
        self._all = QCheckBox(self)
        self._figure = Label("–", self)
        self._caption = Label(self)
        self._reason = Label(self)
        self._cancel = BusyButton("", "", "danger", tall=False, parent=self)
        self.table = TableView("cancellation.rows", self.model, settings, owner, self)
        self._count = 0
        self._whole = False
        self._offline = False
        self._range = (0, -1)
        self._build()
        self._all.clicked.connect(self._on_all)
        self._cancel.clicked.connect(self.cancel_wanted)
        self.table.range_shown.connect(self._on_range)
        self.table.overlay.action_triggered.connect(self._on_state_action)
        self._say()

    def _build(self) -> None:
        self._figure.setProperty("role", "panel")
        self._caption.setProperty("tone", "second")
        self._reason.setProperty("tone", "second")
        head = QFrame(self)
        head.setFixedHeight(_HEAD)
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self._all)
        row.addWidget(KeyHint("Ctrl A", parent=head))
        row.addSpacing(8)
        row.addWidget(self._figure)
        row.addWidget(self._caption)
        row.addStretch()
        row.addWidget(self._reason)
        row.addWidget(self._cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.table)

    def _say(self) -> None:
        self._all.setText(self.tr("Select all"))
        self._all.setAccessibleName(self.tr("Select all that match"))
        self._caption.setText(self.tr("open"))
        set_tip(self._cancel, "Ctrl+Enter")
        self.table.setAccessibleName(self.tr("Open callbacks"))
        self.show_chosen(self._count)

    @property
    def button(self) -> BusyButton:
        """Return the button, to show that work is under way."""
        return self._cancel

    @property
    def reason(self) -> str:
        """Return why nothing can be cancelled, empty when all can."""
        return self._reason.text()

    def offer_all(self, whole: bool) -> None:
        """Offer to take back everything listed where nothing is checked."""
        self._whole = whole
        self.show_chosen(self._count)

    def show_chosen(self, count: int) -> None:
        """Show how many rows are checked."""
        self._count = count
        total = self.model.total
        self._figure.setText(f"{total:,}")
        self._all.setEnabled(total > 0)
        self._all.setTristate(0 < count < total)
        some = Qt.CheckState.PartiallyChecked if count < total else Qt.CheckState.Checked
        self._all.setCheckState(some if count else Qt.CheckState.Unchecked)
        everything = total if self._whole and not count else 0
        text = self._words.take_all(everything) if everything else self._words.button(count)
        self._cancel.set_texts(text, self.tr("Cancelling…"))
        self._cancel.setEnabled((count > 0 or everything > 0) and not self._offline)
        offline = sentences.for_unreachable(UnreachableReason.OFFLINE) if self._offline else ""
        self._show_reason(offline)

    def show_offline(self, offline: bool) -> None:
        """Grey the button with its reason while the server is away."""
        self._offline = offline
        self.show_chosen(self._count)

    def show_failure(self, failure: Failure) -> None:
        """Say why a press did not work; the choice stays."""
        self._show_reason(failure_text.sentence(failure), error=True)

    def _show_reason(self, text: str, *, error: bool = False) -> None:
        self._reason.setText(text)
        set_look(self._reason, tone="error" if error else "second")

    def show_unreadable(self, failure: Failure) -> None:
        """Say why the list cannot be read."""
        action = StateAction("retry", self.tr("Try again"), "arrow-clockwise", strong=True)
        title = self.tr("The list could not be read")
        sentence = failure_text.sentence(failure)
        self.table.overlay.show_state(State(StateKind.ERROR, title, (sentence,), (action,)))

    def show_empty(self, narrowed: bool, agent: str) -> None:
        """Say why nothing is listed; ``agent`` is the name of the one filtered by, empty for several."""
        if narrowed:
            action = StateAction("reset", self.tr("Clear the conditions"), strong=True)
            title = self.tr("No open callback matches")
            state = State(StateKind.EMPTY, title, actions=(action,))
        elif agent:
            title = self.tr("{name} has no open callback").format(name=agent)
            state = State(StateKind.DONE, title)
        else:
            title = self.tr("No callback is open")
            state = State(StateKind.DONE, title, (self.tr("Everything assigned is completed."),))
        self.table.overlay.show_state(state)

    def uncover(self) -> None:
        """Show the rows."""
        self.table.overlay.show_state(None)

    def being_read(self) -> bool:
        """Tell whether somebody points at the rows or walks them, so that they must not move."""
        return self.table.underMouse() or self.table.hasFocus()

    def has_done_rows(self) -> bool:
        """Tell whether a visible row is no longer outstanding."""
        rows = (self.model.row(place) for place in range(self._range[0], self._range[1] + 1))
        return any(row is not None and row.status not in OUTSTANDING for row in rows)

    def _on_range(self, first: int, last: int) -> None:
        self._range = (first, last)
        self.placed.emit(first, last, self.model.total)

    def _on_all(self) -> None:
        self.table.toggle_all()
        self.show_chosen(self.table.checked.count(self.model.total))

    def _on_state_action(self, action: str) -> None:
        (self.retry_wanted if action == "retry" else self.reset_wanted).emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.model.set_columns(outstanding_columns(self._cells))
            self.table.retranslate()
            self._say()


def _id_of(row: CallbackRow) -> str:
    return row.id
