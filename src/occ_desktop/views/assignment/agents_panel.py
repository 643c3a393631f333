"""Right half of the assignment tab: the agents with `phone`, their load, and the plan below them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from occ_desktop.domain.failures import Failure
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui import failure_text
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.tables.states import State, StateAction, StateKind
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.widgets.toggle_switch import ToggleSwitch
from occ_desktop.views.assignment.agent_list import AgentTableSettings
from occ_desktop.views.assignment.columns import agent_columns
from occ_desktop.views.assignment.plan import AgentLine
from occ_desktop.views.assignment.plan_card import PlanCard

_HEAD = 48
_SHORT = 640  # pixels of height below which every row of an agent counts


class AgentsPanel(QFrame):
    """`cti_only_changed(bool)`: show agents logged in to CTI only; `retry_wanted()`."""

    cti_only_changed = Signal(bool)
    retry_wanted = Signal()

    def __init__(self, settings: TableSettings, owner: TaskOwner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total = 0
        self.model: WindowModel[AgentLine] = WindowModel(agent_columns(), _id_of, owner, self)
        self._title = Label(self)
        self._count = Label(self)
        self._cti_label = Label(self)
        self._cti = ToggleSwitch(self.tr("Logged in to CTI only"), parent=self)
        self.table = TableView("assignment.agents", self.model, AgentTableSettings(settings), owner, self)
        self.plan = PlanCard(self)
        self._build()
        self._cti.toggled.connect(self.cti_only_changed)
        self.table.overlay.action_triggered.connect(self._on_state_action)
        self._say()

    def _build(self) -> None:
        self.setProperty("hairline", "left")
        self.setFixedWidth(SIZES.panel_wide)
        self._title.setProperty("role", "section")
        self._count.setProperty("tone", "second")
        head = QWidget(self)
        head.setFixedHeight(_HEAD)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addStretch()
        row.addWidget(self._cti_label)
        row.addWidget(self._cti)
        line = QFrame(self)
        line.setProperty("line", "h")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(line)
        layout.addWidget(self.plan)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.plan.set_short(self.height() < _SHORT)

    def _say(self) -> None:
        self._title.setText(self.tr("Agents"))
        self._cti_label.setText(self.tr("Logged in to CTI only"))
        self._cti.setAccessibleName(self.tr("Logged in to CTI only"))
        self.table.setAccessibleName(self.tr("Agents who may take callbacks"))
        self._count.setText(self.tr("%n with telephone rights", "", self._total))

    def show_lines(
        self, lines: Sequence[AgentLine], total: int, *, filtered: bool, from_top: bool = False
    ) -> None:
        """Show these agents of ``total`` in this order; ``from_top`` in a new one, the first in view."""
        self._total = total
        self._count.setText(self.tr("%n with telephone rights", "", total))
        self.model.show_rows(lines)
        if from_top:
            self.table.verticalScrollBar().setValue(0)
        if lines:
            self._show_state(None)
        elif filtered and total:
            action = StateAction("all", self.tr("Show all agents"), strong=True)
            sentence = self.tr("Nobody's telephone is logged in right now.")
            title = self.tr("No agent is logged in to CTI")
            self._show_state(State(StateKind.EMPTY, title, (sentence,), (action,), glyph="phone-slash"))
        else:
            sentence = self.tr("Give agents the telephone right, then they appear here.")
            title = self.tr("No agent may take callbacks")
            self._show_state(State(StateKind.EMPTY, title, (sentence,), glyph="users"))

    def show_cti_only(self, only: bool) -> None:
        """Turn the switch without telling anyone."""
        self._cti.blockSignals(True)
        self._cti.setChecked(only)
        self._cti.blockSignals(False)

    def being_read(self) -> bool:
        """Tell whether somebody points at the agents or walks them, so that they must not move."""
        return self.table.underMouse() or self.table.hasFocus()

    def show_failure(self, failure: Failure) -> None:
        """Say why the agents cannot be read."""
        action = StateAction("retry", self.tr("Try again"), "arrow-clockwise", strong=True)
        title = self.tr("The agents could not be read")
        self._show_state(State(StateKind.ERROR, title, (failure_text.sentence(failure),), (action,)))

    def _show_state(self, state: State | None) -> None:
        self.table.overlay.show_state(state)

    def _on_state_action(self, action: str) -> None:
        if action == "all":
            self._cti.setChecked(False)
        elif action == "retry":
            self.retry_wanted.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.model.set_columns(agent_columns())
            self.table.retranslate()
            self._say()


def _id_of(line: AgentLine) -> str:
    return line.id
