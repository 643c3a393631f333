"""One text as a row of cells: words instead of codes and ids, times in the organisation's zone."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from occ_contract.phone import shown
from occ_contract.sms import MessageStatus, SmsMessage
from occ_desktop.services.sheet import MessageField, MessageSheet
from occ_desktop.services.sheet_book import SheetBook
from occ_desktop.services.sheet_cells import on_the_wall


class MessageCells:
    """Turns texts into rows of the chosen columns."""

    def __init__(self, order: MessageSheet, zone: ZoneInfo, book: SheetBook) -> None:
        text, words = book.text, order.words
        people: dict[str | None, Any] = {person: text(name) for person, name in order.people.items()}
        services = {service: text(name) for service, name in order.services.items()}
        draw: dict[MessageField, Callable[[SmsMessage], Any]] = {
            MessageField.REGISTERED: lambda m: on_the_wall(m.registered_at, zone),
            MessageField.SERVICE: lambda m: services.get(m.service_id),
            MessageField.TYPE: lambda m: text(words.types.get(m.type, m.type)),
            MessageField.KIND: lambda m: text(words.kinds.get(m.kind, m.kind)),
            MessageField.RESERVED: lambda m: on_the_wall(m.reserved_at, zone),
            MessageField.TEMPLATE: lambda m: text(m.template_name),
            MessageField.SUBJECT: lambda m: text(m.subject),
            MessageField.BODY: lambda m: text(m.body),
            MessageField.SENDER: lambda m: text(shown(m.sender)),
            MessageField.RECIPIENT: lambda m: text(shown(m.recipient)),
            MessageField.STATUS: lambda m: text(words.statuses.get(m.status, m.status)),
            MessageField.RESULT: lambda m: text(self._result(m)),
            MessageField.CODE: lambda m: text(m.result_code),
            MessageField.AGENT: lambda m: people.get(m.agent_id),
            MessageField.SENT: lambda m: on_the_wall(m.sent_at, zone),
            MessageField.RESULT_AT: lambda m: on_the_wall(m.result_at or m.cancelled_at, zone),
        }
        self._words = words
        self._columns = [draw[column.field] for column in order.columns]

    def row(self, message: SmsMessage) -> list[Any]:
        """Return the cells of one row."""
        return [draw(message) for draw in self._columns]

    def _result(self, message: SmsMessage) -> str:
        """Return what became of it, or where it stands while it is under way."""
        words = self._words
        if message.status is not MessageStatus.PROCESSING:
            return words.results.get(message.result, "") if message.result is not None else ""
        if message.held is not None:
            return words.holds.get(message.held, "")
        return words.stages.get(message.stage, "")
