"""Between the message as a Struct and the row that finds and orders it. It runs no query."""

from collections.abc import Iterable
from typing import Any

import msgspec

from occ_contract.sms import MessageStatus, SendingKind, SmsMessage, TextType
from occ_desktop.domain.message_filters import MessageRow, MessageSort, MessageSortColumn
from occ_desktop.store.interning import Names
from occ_desktop.store.message_bodies import key_of, whole
from occ_desktop.store.times import stored

decoder = msgspec.json.Decoder(SmsMessage)
_several = msgspec.json.Decoder(list[SmsMessage])

# The order in which 상태 sorts.
STATUS_NUMBERS = {
    MessageStatus.PROCESSING: 1,
    MessageStatus.DONE: 2,
    MessageStatus.FAILED: 3,
    MessageStatus.CANCELLED: 4,
    MessageStatus.UNKNOWN: 9,
}
STATUS_OF_NUMBER = {number: status for status, number in STATUS_NUMBERS.items()}
TYPE_NUMBERS = {TextType.SMS: 1, TextType.MMS: 2, TextType.UNKNOWN: 9}
KIND_NUMBERS = {SendingKind.IMMEDIATE: 1, SendingKind.RESERVED: 2, SendingKind.UNKNOWN: 9}


def columns(message: SmsMessage, names: Names) -> dict[str, Any]:
    """Return the columns by which a message is found and ordered."""
    return {
        "registered_at": stored(message.registered_at),
        "reserved_at": stored(message.reserved_at),
        "sent_at": stored(message.sent_at),
        "status": STATUS_NUMBERS[message.status],
        "type": TYPE_NUMBERS[message.type],
        "kind": KIND_NUMBERS[message.kind],
        "recipient": message.recipient,
        "service_no": names[message.service_id],
        "template_no": names[message.template_id],
        "agent_no": names[message.agent_id],
        "sender_no": names[message.sender],
        "request_key": key_of(message.request_id.encode()),
    }


def read(found: Iterable[Any]) -> tuple[MessageRow, ...]:
    """Return the rows of a reading of `message_bodies.with_texts`; their bodies are decoded in one go."""
    numbers, bodies = [], []
    for no, body, at, text in found:
        numbers.append(no)
        bodies.append(whole(body, at, text))
    return tuple(map(MessageRow, numbers, _several.decode(b"[%b]" % b",".join(bodies))))


def place(row: MessageRow, sort: MessageSort) -> tuple[int | str, int]:
    """Return where a row stands in an order: the value of the sorted column, and its number for ties."""
    message = row.message
    values: dict[MessageSortColumn, int | str] = {
        MessageSortColumn.REGISTERED: stored(message.registered_at),
        MessageSortColumn.RESERVED: stored(message.reserved_at),
        MessageSortColumn.SENT: stored(message.sent_at),
        MessageSortColumn.STATUS: STATUS_NUMBERS[message.status],
        MessageSortColumn.RECIPIENT: message.recipient,
    }
    return values[sort.column], row.no
