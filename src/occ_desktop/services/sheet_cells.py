"""One callback as a row of cells: names instead of ids, times in the organisation's zone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from occ_contract.callbacks import Callback, CallbackStatus
from occ_contract.phone import shown
from occ_desktop.services.sheet import CallbackSheet, SheetField
from occ_desktop.services.sheet_book import SheetBook


def on_the_wall(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """Return an aware moment as a clock in ``zone`` shows it, to the second; sheets know no zone."""
    return None if moment is None else moment.astimezone(zone).replace(tzinfo=None, microsecond=0)


class CallbackCells:
    """Turns callbacks into rows of the chosen columns."""

    def __init__(self, order: CallbackSheet, zone: ZoneInfo, book: SheetBook) -> None:
        text = book.text
        people: dict[str | None, Any] = {person: text(name) for person, name in order.people.items()}
        services = {service: text(name) for service, name in order.services.items()}
        statuses = {status: text(order.words.statuses.get(status, status)) for status in CallbackStatus}
        draw: dict[SheetField, Callable[[Callback], Any]] = {
            SheetField.RECEIVED: lambda c: on_the_wall(c.received_at, zone),
            SheetField.SERVICE: lambda c: services.get(c.service_id),
            SheetField.ROUTE: lambda c: text(c.route_name or c.route_code),
            SheetField.CUSTOMER: lambda c: text(c.name),
            SheetField.PHONE: lambda c: text(shown(c.phone, c.phone_remark)),
            SheetField.MESSAGE: lambda c: text(c.message),
            SheetField.STATUS: lambda c: statuses[c.status],
            SheetField.ASSIGNED: lambda c: on_the_wall(c.assigned_at, zone),
            SheetField.ASSIGNER: lambda c: people.get(c.assigner_id),
            SheetField.ASSIGNEE: lambda c: people.get(c.assignee_id),
            SheetField.ATTEMPTS: lambda c: c.attempts,
            SheetField.COMPLETED: lambda c: on_the_wall(c.completed_at, zone),
            SheetField.PREFERRED: lambda c: on_the_wall(c.preferred_at, zone),
            SheetField.NOTE: lambda c: text(c.note),
        }
        self._columns = [draw[column.field] for column in order.columns]

    def row(self, callback: Callback) -> list[Any]:
        """Return the cells of one row."""
        return [draw(callback) for draw in self._columns]
