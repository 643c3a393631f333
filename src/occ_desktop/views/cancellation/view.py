"""Layout of the cancellation tab: conditions, agents left, outstanding callbacks right, the outcome below."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from occ_contract.callbacks import CancelAnswer
from occ_desktop.domain.filters import PeriodPreset
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.undo_line import UndoLine
from occ_desktop.views.cancellation.agent_counts import AgentCounts
from occ_desktop.views.cancellation.columns import OutstandingCells
from occ_desktop.views.cancellation.rows_panel import OutstandingPanel
from occ_desktop.views.cancellation.wording import CancellationWords
from occ_desktop.views.parts.search_line import SearchLine

_READ_SECONDS = 30


class CancellationView(QWidget):
    """`reassign_wanted()`: go where the cancelled ones can be assigned again."""

    reassign_wanted = Signal()

    def __init__(
        self,
        today: date,
        cells: OutstandingCells,
        settings: TableSettings,
        owner: TaskOwner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_look(self, ground="surface")
        self._words = CancellationWords(self)
        self.conditions = SearchLine(PeriodPreset.ALL, today, self)
        self.agents = AgentCounts(settings, owner.child("agents", parent=self), self)
        self.rows = OutstandingPanel(cells, settings, owner.child("rows", parent=self), self)
        self._outcome = UndoLine(self)
        self._outcome.undo_clicked.connect(self.reassign_wanted)
        self._build()

    def _build(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.agents)
        body.addWidget(self.rows, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.addWidget(self._outcome)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.conditions)
        layout.addLayout(body, 1)
        layout.addLayout(foot)

    @property
    def spoken(self) -> str:
        """Return what the outcome says, empty while there is none."""
        return "" if self._outcome.isHidden() else self._outcome.accessibleName()

    def show_done(self, answer: CancelAnswer) -> None:
        """Say what was cancelled and what was skipped, and where to go on."""
        onward = self.tr("Assign again") if answer.cancelled else ""
        self._outcome.show_done(
            self._words.done(answer),
            self._words.left_out(answer.skipped),
            undo=onward,
            seconds=_READ_SECONDS,
        )
        set_tip(self._outcome, self._words.reasons(answer.skipped))
