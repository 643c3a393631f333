"""Commands a person may give while the server is away, and what they make of a row until it answers."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from occ_contract.callbacks import Callback, CallbackStatus, Complete, NoteChange
from occ_contract.sync import ExportRecord
from occ_contract.tickets import NewTicket


class CommandKind(StrEnum):
    """What the outbox may hold; assigning, cancelling, dialling and sending need the server at once."""

    COMPLETE = "complete"
    NOTE = "note"
    TICKET = "ticket"
    EXPORT = "export"  # the record of a download made while the server was away
    UNKNOWN = "unknown"  # of a newer version of this program: kept and shown, sent once that runs again


class CommandState(StrEnum):
    """Where a command stands.

    QUEUED waits; SENDING may or may not have arrived (the same key is sent again, never a new one); ACCEPTED
    has the server's receipt and waits for the feed to show ``seq``; REFUSED waits for a person; UNKNOWN is of
    a newer version of this program, which alone knows whether it may be sent.
    """

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Unread(msgspec.Struct, frozen=True):
    """The body of a command this version cannot read, as it was written."""

    raw: bytes

    @property
    def text(self) -> str:
        """Return what of it a person may have typed."""
        try:
            found = msgspec.json.decode(self.raw)
        except msgspec.DecodeError:
            return ""
        said = found if isinstance(found, dict) else {}
        return "\n".join(str(said[name]) for name in _SAID if said.get(name))


_SAID = ("subject", "content", "note", "body", "text", "message", "purpose")


@dataclass(frozen=True)
class Command:
    """One entry of the outbox. ``key`` is its Idempotency-Key for ever; times are UTC.

    ``service_id`` and ``customer`` (a name) say what it was about, should the callback leave this view.
    """

    key: str
    kind: CommandKind
    body: Complete | NoteChange | NewTicket | ExportRecord | Unread
    created_at: datetime
    callback_id: str | None = None
    state: CommandState = CommandState.QUEUED
    tries: int = 0
    accepted_seq: int | None = None
    code: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    service_id: str | None = None
    customer: str | None = None

    @property
    def held(self) -> bool:
        """Tell whether only a newer version of this program knows what is to become of it."""
        return self.kind is CommandKind.UNKNOWN or self.state is CommandState.UNKNOWN

    @property
    def text(self) -> str:
        """Return what the person typed, to be shown and never lost."""
        if isinstance(self.body, NewTicket):
            return f"{self.body.subject}\n{self.body.content}".strip()
        if isinstance(self.body, ExportRecord):
            return self.body.purpose
        if isinstance(self.body, Unread):
            return self.body.text
        return self.body.note or ""


def replay(command: Command, row: Callback) -> Callback:
    """Return ``row`` as it will look once ``command`` is done; the server's later state wins over it."""
    if command.kind is CommandKind.COMPLETE and isinstance(command.body, Complete):
        if row.status is not CallbackStatus.ASSIGNED:
            return row
        note = command.body.note if command.body.note is not None else row.note
        return msgspec.structs.replace(
            row, status=CallbackStatus.COMPLETED, completed_at=command.created_at, note=note
        )
    if command.kind is CommandKind.NOTE and isinstance(command.body, NoteChange):
        return msgspec.structs.replace(row, note=command.body.note or None)
    return row
