"""Left side of the cancellation tab: open callbacks per agent; standing on one filters the rows."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from occ_contract.people import Agent
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.views.cancellation.columns import AgentCount, agent_columns
from occ_desktop.views.cancellation.holders import DEPARTED, EVERYBODY, Holders

_EVERYBODY_ROW = "everybody"
_HEAD = 48
_WIDTH = 280  # what a name, a bar and a figure need; the rows beside it need the rest


class AgentCounts(QFrame):
    """`chosen(str)`: an agent's id, or `EVERYBODY` or `DEPARTED`."""

    chosen = Signal(str)

    def __init__(self, settings: TableSettings, owner: TaskOwner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[AgentCount, ...] = ()
        self._agent = EVERYBODY
        self._title = Label(self)
        self.model: WindowModel[AgentCount] = WindowModel(agent_columns(), _id_of, owner, self)
        self.table = TableView("cancellation.agents", self.model, settings, owner, self)
        self._build()
        self.table.current_changed.connect(self._on_current)
        self._say()

    def _build(self) -> None:
        self.setProperty("hairline", "right")
        self.setFixedWidth(_WIDTH)
        self._title.setProperty("role", "section")
        self._title.setFixedHeight(_HEAD)
        self._title.setContentsMargins(12, 0, 12, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addWidget(self._title)
        layout.addWidget(self.table)

    def _say(self) -> None:
        self._title.setText(self.tr("Open callbacks per agent"))
        self.table.setAccessibleName(self.tr("Agents with open callbacks"))

    @property
    def agent(self) -> str:
        """Return the agent one stands on, or `EVERYBODY` or `DEPARTED`."""
        return self._agent

    def show_counts(self, agents: Iterable[Agent], holders: Holders) -> None:
        """Show these agents, most open first; before them who left or lost the right, and what they hold."""
        counts = holders.counts
        most = max(counts.values(), default=0) or 1
        places = {line.id: place for place, line in enumerate(self._lines) if self._being_read()}
        last = len(places)
        people = [
            AgentCount(a.id, a.name, counts.get(a.id, 0), most, departed=a.id in holders.departed)
            for a in agents
        ]
        people.sort(
            key=lambda line: (
                not line.departed,
                places.get(line.id, last),
                -line.count,
                line.name,
                line.id,
            )
        )
        lines = [AgentCount(EVERYBODY, self.tr("Everybody"), sum(counts.values()), most, group=True)]
        if holders.stray:
            name = self.tr("Left or no right")
            lines.append(AgentCount(DEPARTED, name, holders.stray_count, most, group=True, departed=True))
        shown = (*lines, *people)
        self._lines = shown
        self.model.show_rows(shown)

    def _being_read(self) -> bool:
        """Tell whether somebody points at the agents or walks them, so that they must not move."""
        return self.table.underMouse() or self.table.hasFocus()

    def choose(self, agent: str) -> None:
        """Stand on an agent (a link from elsewhere) without telling anyone."""
        self._agent = agent
        place = next((n for n, line in enumerate(self._lines) if line.id == agent), 0)
        self.table.blockSignals(True)
        self.table.go_to(place)
        self.table.blockSignals(False)

    def _on_current(self, row_id: object) -> None:
        if row_id is None:
            return
        agent = EVERYBODY if row_id == _EVERYBODY_ROW else str(row_id)
        if agent != self._agent:
            self._agent = agent
            self.chosen.emit(agent)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.model.set_columns(agent_columns())
            self.table.retranslate()
            self._say()


def _id_of(line: AgentCount) -> str:
    return line.id or _EVERYBODY_ROW
