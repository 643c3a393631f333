"""The columns of the outstanding callbacks and of the agents who hold them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from occ_contract.callbacks import OUTSTANDING
from occ_desktop.domain.filters import SortColumn
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.ui.status_column import status_column_width
from occ_desktop.ui.tables.columns import Align, Bar, Cell, Column, ColumnKind, check_column
from occ_desktop.ui.vocabulary import name_of
from occ_desktop.views.parts.request_cells import RequestCells
from occ_desktop.views.parts.request_columns import request_columns

translate = QCoreApplication.translate
_WIDTHS = {"received": 92, "service": 72, "route": 84, "customer": 62, "phone": 112}
_STATUSES = ("callback.assigned", "callback.completed", "callback.cancelled", "call.live")


@dataclass(frozen=True)
class AgentCount:
    """Open callbacks of one agent, of everybody or of the departed; ``most`` scales the bars.

    ``departed``: one of those who left or lost the right; ``group``: stands for several people.
    """

    id: str
    name: str
    count: int
    most: int = 1
    group: bool = False
    departed: bool = False


class OutstandingCells(RequestCells):
    """Makes the cells of the outstanding callbacks."""

    def __init__(
        self,
        service_name: Callable[[str], str],
        person_name: Callable[[str | None], str],
        now: Callable[[], datetime],
        zone: Callable[[], ZoneInfo],
    ) -> None:
        super().__init__(service_name, person_name, now, zone, lively=OUTSTANDING)

    def assigned(self, row: CallbackRow) -> Cell:
        """Return when it was assigned; the tooltip says by whom."""
        cell = self.moment(row.callback.assigned_at, row)
        by = self._person_name(row.callback.assigner_id)
        return Cell(cell.text, ink=cell.ink, tooltip=f"{cell.tooltip} {by}".strip())

    def assignee(self, row: CallbackRow) -> Cell:
        """Return who holds it."""
        name = self._person_name(row.callback.assignee_id)
        return Cell(name, ink=self.ink(row), tooltip=name)

    def status(self, row: CallbackRow) -> Cell:
        """Return the status, or that somebody is calling now: such a row cannot be taken back."""
        if row.callback.live_call is not None:
            return Cell(name_of("call.live"), status="call.live")
        return super().status(row)

    def attempts(self, row: CallbackRow) -> Cell:
        """Return how often the customer was dialled."""
        return Cell(str(row.callback.attempts), ink=self.ink(row) if row.callback.attempts else "text3")


def outstanding_columns(cells: OutstandingCells) -> tuple[Column[CallbackRow], ...]:
    """Return the columns of the right table; widths in pixels at 100 %."""
    assigned = SortColumn.ASSIGNED.value
    return (
        cast("Column[CallbackRow]", check_column()),
        *request_columns(cells, _WIDTHS, {"service": 0, "route": 1, "message": 3}),
        Column(
            "status",
            translate("CancellationColumns", "Status"),
            status_column_width(_STATUSES),
            cells.status,
            kind=ColumnKind.STATUS,
        ),
        Column(
            "assigned", translate("CancellationColumns", "Assigned"), 92, cells.assigned, sort_key=assigned
        ),
        Column("assignee", translate("CancellationColumns", "Assignee"), 72, cells.assignee),
        Column(
            "attempts",
            translate("CancellationColumns", "Tries"),
            52,
            cells.attempts,
            align=Align.RIGHT,
            sort_key=SortColumn.ATTEMPTS.value,
            hide_order=2,
        ),
    )


def agent_columns() -> tuple[Column[AgentCount], ...]:
    """Return the columns of the left table."""
    return (
        Column("name", translate("CancellationColumns", "Assignee"), 136, _name),
        Column("bar", "", 60, _bar, kind=ColumnKind.BAR, stretch=True, chooser=False),
        Column("count", translate("CancellationColumns", "Open"), 56, _count, align=Align.RIGHT),
    )


def _name(line: AgentCount) -> Cell:
    if not line.departed:
        return Cell(line.name, bold=line.group, tooltip=line.name)
    why = translate("CancellationColumns", "Left, or may take no callbacks of these services any more")
    return Cell(
        line.name,
        ink="amber" if line.group else "text2",
        bold=line.group,
        tooltip=why if line.group else f"{line.name}: {why}",
    )


def _bar(line: AgentCount) -> Cell:
    return Cell() if line.group else Cell(bar=Bar(line.count, full=line.most, warn=line.departed))


def _count(line: AgentCount) -> Cell:
    return Cell(f"{line.count:,}", ink="text" if line.count else "text3", bold=line.group)
