"""The columns of the callback list (guide, 콜백 리스트) in their order, widths and hiding order.

Widths are pixels at 100 %. The list of one day shows times only, so its time columns are narrower.
"""

from PySide6.QtCore import QCoreApplication

from occ_desktop.domain.filters import SortColumn
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.ui.tables.columns import Align, Column, ColumnKind
from occ_desktop.views.callbacks.cells import CallbackCells

translate = QCoreApplication.translate
_TIME, _MOMENT = 66, 112


def build_columns(cells: CallbackCells, *, one_day: bool = True) -> tuple[Column[CallbackRow], ...]:
    """Return the columns; ``one_day`` when all rows are of today."""
    time = _TIME if one_day else _MOMENT
    return (
        Column(
            "received",
            translate("CallbackColumns", "Received"),
            time,
            cells.received,
            sort_key=SortColumn.RECEIVED.value,
        ),
        Column("service", translate("CallbackColumns", "Service"), 84, cells.service, hide_order=4),
        Column("route", translate("CallbackColumns", "IVR route"), 92, cells.route, hide_order=6),
        Column("customer", translate("CallbackColumns", "Customer"), 72, cells.customer),
        Column(
            "phone", translate("CallbackColumns", "Phone"), 122, cells.phone, sort_key=SortColumn.PHONE.value
        ),
        Column(
            "message",
            translate("CallbackColumns", "Message"),
            130,
            cells.message,
            elide=True,
            stretch=True,
            hide_order=8,
        ),
        Column("preferred", translate("CallbackColumns", "Wish"), time + 20, cells.preferred, hide_order=1),
        Column(
            "status",
            translate("CallbackColumns", "Status"),
            78,
            cells.status,
            kind=ColumnKind.STATUS,
            sort_key=SortColumn.STATUS.value,
        ),
        Column(
            "assigned",
            translate("CallbackColumns", "Assigned"),
            time,
            cells.assigned,
            hide_order=5,
            sort_key=SortColumn.ASSIGNED.value,
        ),
        Column("assigner", translate("CallbackColumns", "Assigner"), 70, cells.assigner, hide_order=3),
        Column("assignee", translate("CallbackColumns", "Assignee"), 70, cells.assignee),
        Column(
            "attempts",
            translate("CallbackColumns", "Tries"),
            44,
            cells.attempts,
            align=Align.RIGHT,
            sort_key=SortColumn.ATTEMPTS.value,
        ),
        Column(
            "actions",
            translate("CallbackColumns", "Handling"),
            210,
            cells.actions,
            kind=ColumnKind.ACTIONS,
            chooser=False,
            slots=(
                translate("CallbackCells", "Connect"),
                translate("CallbackCells", "Complete"),
                translate("CallbackCells", "Register history"),
            ),
            slot_icons=(True, False, False),
        ),
        Column(
            "completed",
            translate("CallbackColumns", "Completed"),
            time,
            cells.completed,
            hide_order=2,
            sort_key=SortColumn.COMPLETED.value,
        ),
    )
