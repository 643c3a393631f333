"""The columns of the callback list (guide, 콜백 리스트) in their order, widths and hiding order.

Widths are pixels at 100 %. The list of one day shows times only, so its time columns are narrower; names get
the room the longest one of this organisation needs.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from occ_contract.callbacks import CallbackStatus
from occ_desktop.domain.filters import SortColumn
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.ui.status import look_of, status_width
from occ_desktop.ui.tables.columns import Align, Column, ColumnKind
from occ_desktop.ui.theme.fonts import BODY, text_width
from occ_desktop.ui.vocabulary import name_of
from occ_desktop.views.callbacks.cells import CallbackCells
from occ_desktop.views.parts.request_columns import request_columns

translate = QCoreApplication.translate
_TIME, _MOMENT = 60, 92
_PADS = 16


@dataclass(frozen=True)
class Widths:
    """What the columns need here: of one day or more, and the longest names (pixels, pads included).

    ``texts``: rows have a button for sending a text.
    """

    one_day: bool = True
    service: int = 64
    route: int = 76
    person: int = 58
    texts: bool = False


def widths_for(
    services: Iterable[str], routes: Iterable[str], people: Iterable[str], *, one_day: bool
) -> Widths:
    """Return the widths for these names; none grows beyond what leaves room for the rest."""
    return Widths(
        one_day,
        service=_room_for(services, 64, 120),
        route=_room_for(routes, 76, 112),
        person=_room_for(people, 58, 88),
    )


def _room_for(texts: Iterable[str], least: int, most: int) -> int:
    widest = max((text_width(text, BODY, bold=True) for text in texts), default=0)
    return min(most, max(least, widest + _PADS))


def _status_room() -> int:
    codes = [f"callback.{status.value}" for status in CallbackStatus if status is not CallbackStatus.UNKNOWN]
    return max(status_width(look_of(code), name_of(code)) for code in codes) + 10


def build_columns(cells: CallbackCells, widths: Widths) -> tuple[Column[CallbackRow], ...]:
    """Return the columns with titles in the person's language."""
    time = _TIME if widths.one_day else _MOMENT
    wide = {"received": time + 4, "service": widths.service, "route": widths.route}
    wide |= {"customer": 58, "phone": 108, "message": 112}
    return (
        *request_columns(cells, wide, {"service": 4, "route": 6, "message": 8}),
        *_progress_columns(cells, time, widths),
    )


def _progress_columns(cells: CallbackCells, time: int, widths: Widths) -> tuple[Column[CallbackRow], ...]:
    """Return the columns of what became of a request."""
    return (
        Column(
            "preferred",
            translate("CallbackColumns", "Wish"),
            _MOMENT if widths.one_day else _MOMENT + 20,
            cells.preferred,
            hide_order=1,
        ),
        Column(
            "status",
            translate("CallbackColumns", "Status"),
            _status_room(),
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
        Column(
            "assigner", translate("CallbackColumns", "Assigner"), widths.person, cells.assigner, hide_order=3
        ),
        Column("assignee", translate("CallbackColumns", "Assignee"), widths.person, cells.assignee),
        Column(
            "attempts",
            translate("CallbackColumns", "Tries"),
            44,
            cells.attempts,
            align=Align.RIGHT,
            sort_key=SortColumn.ATTEMPTS.value,
        ),
        _actions_column(cells, texts=widths.texts),
        Column(
            "completed",
            translate("CallbackColumns", "Completed at"),
            time,
            cells.completed,
            hide_order=2,
            sort_key=SortColumn.COMPLETED.value,
        ),
    )


def _actions_column(cells: CallbackCells, *, texts: bool) -> Column[CallbackRow]:
    """Return the column of buttons; its slots are as wide as their labels."""
    text = (translate("CallbackCells", "Text"),) if texts else ()
    return Column(
        "actions",
        translate("CallbackColumns", "Handling"),
        190,
        cells.actions,
        kind=ColumnKind.ACTIONS,
        chooser=False,
        slots=(
            translate("CallbackCells", "Connect"),
            translate("CallbackCells", "Complete"),
            translate("CallbackCells", "Register history"),
            *text,
        ),
        slot_icons=(True, False, False, *(False for _ in text)),
    )
