"""Layout of the assignment tab: conditions, callbacks left, agents and plan right, the outcome below."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from occ_contract.statistics import business_day
from occ_desktop.domain.filters import PeriodPreset
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.views.assignment.agents_panel import AgentsPanel
from occ_desktop.views.assignment.columns import RowCells
from occ_desktop.views.assignment.outcome import Outcome
from occ_desktop.views.assignment.rows_panel import RowsPanel
from occ_desktop.views.parts.search_line import SearchLine

FIRST_PERIOD = PeriodPreset.LAST_7_DAYS  # today alone would hide who waits since Friday


@dataclass(frozen=True)
class Ground:
    """What the layout needs to write rows: names, time, zone, and where columns are remembered."""

    service_name: Callable[[str], str]
    person_name: Callable[[str | None], str]
    now: Callable[[], datetime]
    zone: Callable[[], ZoneInfo]
    settings: TableSettings


class AssignmentView(QWidget):
    """Holds the parts; the presenter talks to each."""

    def __init__(self, ground: Ground, owner: TaskOwner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, ground="surface")
        today = business_day(ground.now(), ground.zone())
        self.conditions = SearchLine(FIRST_PERIOD, today, self)
        rows_owner, agents_owner = owner.child("rows", parent=self), owner.child("agents", parent=self)
        cells = RowCells(ground.service_name, ground.person_name, ground.now, ground.zone)
        self.rows = RowsPanel(cells, ground.settings, rows_owner, self)
        self.agents = AgentsPanel(ground.settings, agents_owner, self)
        self.outcome = Outcome(self)
        self._build()

    def _build(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.rows, 1)
        body.addWidget(self.agents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.conditions)
        layout.addLayout(body, 1)
        layout.addWidget(self.outcome)
