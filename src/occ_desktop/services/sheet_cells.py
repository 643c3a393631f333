"""One callback as a row of cells: names instead of ids, times in the organisation's zone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from occ_contract.callbacks import Callback
from occ_contract.phone import shown
from occ_desktop.services.sheet import CallbackSheet, SheetField
from occ_desktop.services.sheet_book import SheetBook

TIME_FORMAT = "yyyy-mm-dd hh:mm:ss"
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - of spreadsheet serial numbers, which know no zone
_DAY_SECONDS = 86_400.0


def serial(moment: datetime | None, zone: ZoneInfo) -> float | None:
    """Return the spreadsheet's number of an aware moment on the wall clock of ``zone``, to the second."""
    if moment is None:
        return None
    local = moment.astimezone(zone).replace(tzinfo=None, microsecond=0)
    delta = local - _DAY_ZERO
    return delta.days + delta.seconds / _DAY_SECONDS


class CallbackCells:
    """Turns callbacks into rows of the chosen columns."""

    def __init__(self, order: CallbackSheet, zone: ZoneInfo, book: SheetBook) -> None:
        people, services, statuses = order.people, order.services, order.words.statuses
        draw: dict[SheetField, Callable[[Callback], Any]] = {
            SheetField.RECEIVED: lambda c: serial(c.received_at, zone),
            SheetField.SERVICE: lambda c: services.get(c.service_id, ""),
            SheetField.ROUTE: lambda c: c.route_name or c.route_code,
            SheetField.CUSTOMER: lambda c: c.name,
            SheetField.PHONE: lambda c: shown(c.phone),
            SheetField.MESSAGE: lambda c: c.message,
            SheetField.STATUS: lambda c: statuses.get(c.status.value, c.status.value),
            SheetField.ASSIGNED: lambda c: serial(c.assigned_at, zone),
            SheetField.ASSIGNER: lambda c: people.get(c.assigner_id or "", ""),
            SheetField.ASSIGNEE: lambda c: people.get(c.assignee_id or "", ""),
            SheetField.ATTEMPTS: lambda c: c.attempts,
            SheetField.COMPLETED: lambda c: serial(c.completed_at, zone),
            SheetField.PREFERRED: lambda c: serial(c.preferred_at, zone),
            SheetField.NOTE: lambda c: c.note,
        }
        times = {SheetField.RECEIVED, SheetField.ASSIGNED, SheetField.COMPLETED, SheetField.PREFERRED}
        self._columns = [
            (
                draw[column.field],
                book.number(TIME_FORMAT)
                if column.field in times
                else book.number()
                if column.field is SheetField.ATTEMPTS
                else book.text(),
            )
            for column in order.columns
        ]

    def row(self, callback: Callback) -> list[Any]:
        """Return the cells; they are valid until the next call."""
        return [make(draw(callback)) for draw, make in self._columns]
