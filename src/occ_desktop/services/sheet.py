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


class SheetColumn(msgspec.Struct, frozen=True):
    """One column: its field, the header in the person's language, and its width in characters."""

    field: SheetField
    title: str
    width: int


class SheetWords(msgspec.Struct, frozen=True, kw_only=True):
    """Words of the sheet in the person's language: its tab, and the status names by status value."""

    sheet: str
    statuses: dict[str, str] = {}


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
