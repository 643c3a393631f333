"""The columns of the assignable callbacks and of the agents who may take them."""

from collections.abc import Callable
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from occ_contract.callbacks import ASSIGNABLE
from occ_desktop.domain.filters import SortColumn
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.ui.status_column import status_column_width
from occ_desktop.ui.tables.columns import Align, Bar, Cell, Column, ColumnKind, check_column
from occ_desktop.ui.vocabulary import name_of
from occ_desktop.views.assignment.plan import AgentLine
from occ_desktop.views.parts.promise_cell import pressing
from occ_desktop.views.parts.request_cells import RequestCells
from occ_desktop.views.parts.request_columns import request_columns

translate = QCoreApplication.translate
_STATUSES = ("callback.received", "callback.assigned", "callback.completed", "callback.cancelled")
_WIDE = 100  # from here on the second figure finds no room beside the first
_CTI_STATES = (
    "cti.ready",
    "cti.talking",
    "cti.dialling",
    "cti.ringing",
    "cti.work",
    "cti.rest",
    "cti.logged_out",
)


class RowCells(RequestCells):
    """Makes the cells of the assignable callbacks.

    A row somebody else took stays where it is, quieter and with its new status, until the list is read anew.
    """

    def __init__(
        self,
        service_name: Callable[[str], str],
        person_name: Callable[[str | None], str],
        now: Callable[[], datetime],
        zone: Callable[[], ZoneInfo],
    ) -> None:
        super().__init__(service_name, person_name, now, zone, lively=ASSIGNABLE)

    def preferred(self, row: CallbackRow) -> Cell:
        """Return when the customer wishes to be called; marked from ten minutes before while it waits."""
        moment = row.callback.preferred_at
        due = pressing(moment, self._now(), self._zone()) if row.status in ASSIGNABLE else None
        return due or self.moment(moment, row)


def row_columns(cells: RowCells, *, several_services: bool) -> tuple[Column[CallbackRow], ...]:
    """Return the columns of the left table; widths in pixels at 100 %.

    Of several services, which one it is decides who may take it: then that column goes last.
    """
    service_goes, route_goes = (4, 0) if several_services else (0, 1)
    goes = {"service": service_goes, "route": route_goes, "message": 3}
    widths = {"message": 104 if several_services else 140}
    return (
        cast("Column[CallbackRow]", check_column()),
        *request_columns(cells, widths, goes),
        Column(
            "status",
            translate("AssignmentColumns", "Status"),
            status_column_width(_STATUSES),
            cells.status,
            kind=ColumnKind.STATUS,
            sort_key=SortColumn.STATUS.value,
        ),
        Column("preferred", translate("AssignmentColumns", "Wished for"), 112, cells.preferred, hide_order=2),
    )


def agent_columns() -> tuple[Column[AgentLine], ...]:
    """Return the columns of the right table."""
    return (
        cast("Column[AgentLine]", check_column()),
        Column("name", translate("AssignmentColumns", "Name"), 80, _name),
        Column(
            "cti",
            translate("AssignmentColumns", "CTI"),
            status_column_width(_CTI_STATES),
            _cti,
            kind=ColumnKind.STATUS,
        ),
        Column(
            "open",
            translate("AssignmentColumns", "Open"),
            62,
            _bar,
            kind=ColumnKind.BAR,
            stretch=True,
            chooser=False,
        ),
        Column("suitable", translate("AssignmentColumns", "Can"), 52, _suitable, align=Align.RIGHT),
        Column("now", translate("AssignmentColumns", "Now"), 40, _now, align=Align.RIGHT, hide_order=0),
        Column("added", translate("AssignmentColumns", "Added"), 46, _added, align=Align.RIGHT),
        Column("after", translate("AssignmentColumns", "After"), 46, _after, align=Align.RIGHT),
    )


def _name(line: AgentLine) -> Cell:
    return Cell(line.name, bold=line.chosen, tooltip=line.name)


def _cti(line: AgentLine) -> Cell:
    code = f"cti.{line.cti.value}"
    code = "cti.rest" if code == "cti.break" else code
    if line.stale:
        tip = translate("AssignmentColumns", "The last state known; whether it still holds is not known.")
        return Cell(name_of(code), ink="text3", tooltip=tip)
    return Cell(name_of(code), status=code)


def _bar(line: AgentLine) -> Cell:
    if line.may_take_none:
        return Cell(translate("AssignmentColumns", "No right"), ink="text2", tooltip=_why_none())
    return Cell(bar=Bar(line.now, line.added, line.longest))


def _suitable(line: AgentLine) -> Cell:
    if not line.asked:
        return Cell()
    text = f"{line.suitable}/{line.asked}" if line.asked < _WIDE else f"{line.suitable:,}"
    if line.may_take_none:
        return Cell(text, ink="amber", tooltip=_why_none())
    whole = translate("AssignmentColumns", "May take {suitable} of the {asked} chosen callbacks")
    tooltip = whole.format(suitable=f"{line.suitable:,}", asked=f"{line.asked:,}")
    return Cell(text, ink="text2" if line.suitable == line.asked else "text", tooltip=tooltip)


def _why_none() -> str:
    return translate("AssignmentColumns", "No telephone right in the services of the chosen callbacks.")


def _now(line: AgentLine) -> Cell:
    return Cell(f"{line.now:,}", ink="text2")


def _added(line: AgentLine) -> Cell:
    return Cell(f"+{line.added:,}", ink="accent", bold=True) if line.added else Cell()


def _after(line: AgentLine) -> Cell:
    return Cell(f"{line.after:,}", bold=line.chosen)
