"""Right side of the cancellation tab: the outstanding callbacks and the button that takes them back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from occ_contract.callbacks import OUTSTANDING
from occ_desktop.domain.failures import Failure, UnreachableReason
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui import failure_text, sentences
from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.tables.states import State, StateAction, StateKind
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.views.cancellation.columns import OutstandingCells, outstanding_columns
from occ_desktop.views.cancellation.wording import CancellationWords
from occ_desktop.views.parts.keys import cap_of_key
from occ_desktop.views.parts.list_panel import RESET, ListPanel


class OutstandingPanel(ListPanel):
    """`cancel_wanted()`."""

    cancel_wanted = Signal()

    def __init__(
        self,
        cells: OutstandingCells,
        settings: TableSettings,
        owner: TaskOwner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            "cancellation.rows",
            lambda: outstanding_columns(cells),
            cells,
            OUTSTANDING,
            settings,
            owner,
            parent,
        )
        self._words = CancellationWords(self)
        self._figure = Label("–", self)
        self._caption = Label(self)
        self._reason = Label(self)
        self._cancel = BusyButton("", "", "danger", tall=False, parent=self)
        self._whole = False
        self._offline = False
        self._build()
        self._cancel.clicked.connect(self.cancel_wanted)
        self.say()

    def _build(self) -> None:
        self._figure.setProperty("role", "panel")
        self._caption.setProperty("tone", "second")
        self._reason.setProperty("tone", "second")
        row = self.head
        row.setContentsMargins(12, 0, 16, 0)
        row.addSpacing(8)
        row.addWidget(self._figure)
        row.addWidget(self._caption)
        row.addStretch()
        row.addWidget(self._reason)
        row.addWidget(self._cancel)
        self.add_to_tab_order(self._cancel)

    def say(self) -> None:
        """Write the texts in the person's language."""
        self._caption.setText(self.tr("open"))
        set_tip(self._cancel, cap_of_key("cancel"))
        self.table.setAccessibleName(self.tr("Open callbacks"))
        super().say()

    def taken_words(self, taken: int, chosen: int) -> str:
        """Return what to say: here it is mostly the agents themselves who were quicker."""
        text = self.tr("Of {chosen} selected, %n is no longer open or went to somebody else", "", taken)
        return text.format(chosen=f"{chosen:,}")

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
        self.show_chosen(self._chosen_count)

    def show_chosen(self, count: int) -> None:
        """Show how many rows are checked."""
        super().show_chosen(count)
        total = self.model.total
        self._figure.setText(f"{total:,}")
        everything = total if self._whole and not count else 0
        text = self._words.take_all(everything) if everything else self._words.button(count)
        self._cancel.set_texts(text, self.tr("Cancelling…"))
        self._cancel.setEnabled((count > 0 or everything > 0) and not self._offline)
        reason = sentences.for_unreachable(UnreachableReason.OFFLINE) if self._offline else ""
        if not (reason or count or everything) and total:
            reason = self.tr("Check the callbacks to be taken back.")
        self._show_reason(reason)

    def show_offline(self, offline: bool) -> None:
        """Grey the button with its reason while the server is away."""
        self._offline = offline
        self.show_chosen(self._chosen_count)

    def show_failure(self, failure: Failure) -> None:
        """Say why a press did not work; the choice stays."""
        self._show_reason(failure_text.sentence(failure), error=True)

    def _show_reason(self, text: str, *, error: bool = False) -> None:
        self._reason.setText(text)
        set_look(self._reason, tone="error" if error else "second")

    def show_empty(self, narrowed: bool, agent: str) -> None:
        """Say why nothing is listed; ``agent`` is the name of the one filtered by, empty for several."""
        if narrowed:
            action = StateAction(RESET, self.tr("Clear the conditions"), strong=True)
            title = self.tr("No open callback matches")
            state = State(StateKind.EMPTY, title, actions=(action,))
        elif agent:
            title = self.tr("{name} has no open callback").format(name=agent)
            state = State(StateKind.DONE, title)
        else:
            title = self.tr("No callback is open")
            state = State(StateKind.DONE, title, (self.tr("Everything assigned is completed."),))
        self.show_state(state)
