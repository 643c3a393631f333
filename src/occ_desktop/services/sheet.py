"""What a spreadsheet download is made of, as plain values that travel to the process that writes it."""

from enum import StrEnum

import msgspec

Cell = str | int | float | None


class SheetField(StrEnum):
    """Columns a callback download may have, whatever the screen calls them."""

    RECEIVED = "received"
    SERVICE = "service"
    ROUTE = "route"
    CUSTOMER = "customer"
    PHONE = "phone"
    MESSAGE = "message"
    STATUS = "status"
    ASSIGNED = "assigned"
    ASSIGNER = "assigner"
    ASSIGNEE = "assignee"
    ATTEMPTS = "attempts"
    COMPLETED = "completed"
    PREFERRED = "preferred"
    NOTE = "note"


class MessageField(StrEnum):
    """Columns a download of texts may have, whatever the screen calls them."""

    REGISTERED = "registered"
    SERVICE = "service"
    TYPE = "type"
    KIND = "kind"
    RESERVED = "reserved"
    TEMPLATE = "template"
    SUBJECT = "subject"
    BODY = "body"
    SENDER = "sender"
    RECIPIENT = "recipient"
    STATUS = "status"
    RESULT = "result"
    CODE = "code"
    AGENT = "agent"
    SENT = "sent"
    RESULT_AT = "result_at"


class SheetColumn(msgspec.Struct, frozen=True):
    """One column: its field, the header in the person's language, and its width in characters."""

    field: SheetField
    title: str
    width: int


class SheetWords(msgspec.Struct, frozen=True, kw_only=True):
    """Words of the sheet in the person's language: its tab, and the status names by status value."""

    sheet: str
    statuses: dict[str, str] = {}


class MessageColumn(msgspec.Struct, frozen=True):
    """One column of a download of texts: its field, its header, and its width in characters."""

    field: MessageField
    title: str
    width: int


class MessageWords(msgspec.Struct, frozen=True, kw_only=True):
    """Words of the sheet in the person's language: its tab, and names by the values of the contract."""

    sheet: str
    types: dict[str, str] = {}
    kinds: dict[str, str] = {}
    statuses: dict[str, str] = {}
    stages: dict[str, str] = {}
    results: dict[str, str] = {}
    holds: dict[str, str] = {}


class TableColumn(msgspec.Struct, frozen=True):
    """A column of a small table (statistics): header, width in characters, number format or empty."""

    title: str
    width: int
    number_format: str = ""


class CallbackSheet(msgspec.Struct, frozen=True, kw_only=True, tag="callbacks"):
    """Order to write a sheet of callbacks; pages of `occ_contract.callbacks.Callback` follow."""

    path: str
    columns: tuple[SheetColumn, ...]
    words: SheetWords
    services: dict[str, str]
    people: dict[str, str]
    zone: str


class MessageSheet(msgspec.Struct, frozen=True, kw_only=True, tag="messages"):
    """Order to write a sheet of texts; pages of `occ_contract.sms.SmsMessage` follow."""

    path: str
    columns: tuple[MessageColumn, ...]
    words: MessageWords
    services: dict[str, str]
    people: dict[str, str]
    zone: str


class TableSheet(msgspec.Struct, frozen=True, kw_only=True, tag="table"):
    """Order to write one small table; nothing follows."""

    path: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]
    sheet: str


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """The writer's word after each page and at the end; ``reason`` is a code of `FileFailure`."""

    rows: int = 0
    done: bool = False
    reason: str = ""
