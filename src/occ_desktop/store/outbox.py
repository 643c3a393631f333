"""The person's unsent work: written with its optimistic row in one transaction, kept until the feed shows it.

Only ``sync`` moves an entry along (sending, accepted, refused); only a person discards a refused one. What a
newer version of the program put in is read as far as it can be and stays as it was written.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from occ_contract.callbacks import Complete, NoteChange
from occ_contract.sync import ExportRecord
from occ_contract.tickets import NewTicket
from occ_desktop.domain.commands import Command, CommandKind, CommandState, Unread
from occ_desktop.store.schema import outbox
from occ_desktop.store.times import known, stored

_BODIES: dict[CommandKind, type[Complete | NoteChange | NewTicket | ExportRecord]] = {
    CommandKind.COMPLETE: Complete,
    CommandKind.NOTE: NoteChange,
    CommandKind.TICKET: NewTicket,
    CommandKind.EXPORT: ExportRecord,
}
_STATES = tuple(state for state in CommandState if state is not CommandState.UNKNOWN)
_CHANGING = (CommandKind.COMPLETE.value, CommandKind.NOTE.value)  # of a callback as it is shown


def _command(row: RowMapping) -> Command:
    kind, body = _read(row["kind"], row["body"])
    return Command(
        key=row["key"],
        kind=kind,
        body=body,
        created_at=known(row["created_at"]),
        callback_id=row["callback_id"],
        state=_state(row["state"]),
        tries=row["tries"],
        accepted_seq=row["accepted_seq"],
        code=row["code"],
        params=msgspec.json.decode(row["params"]),
        service_id=row["service_id"],
        customer=row["customer"],
    )


def _read(
    kind: str, body: bytes
) -> tuple[CommandKind, Complete | NoteChange | NewTicket | ExportRecord | Unread]:
    try:
        known_kind = CommandKind(kind)
        return known_kind, msgspec.json.decode(body, type=_BODIES[known_kind])
    except (ValueError, KeyError, msgspec.DecodeError):
        return CommandKind.UNKNOWN, Unread(body)


def _state(state: str) -> CommandState:
    try:
        return CommandState(state)
    except ValueError:
        return CommandState.UNKNOWN


def entries(conn: Connection) -> tuple[Command, ...]:
    """Return every command, oldest first."""
    rows = conn.execute(select(outbox).order_by(outbox.c.no)).mappings()
    return tuple(_command(row) for row in rows)


def get(conn: Connection, key: str) -> Command | None:
    """Return one command."""
    row = conn.execute(select(outbox).where(outbox.c.key == key)).mappings().first()
    return None if row is None else _command(row)


def by_callback(conn: Connection, callback_ids: Iterable[str]) -> dict[str, tuple[Command, ...]]:
    """Return the commands that change these callbacks, oldest first each: completions and notes."""
    wanted = list(callback_ids)
    if not wanted:
        return {}
    statement = (
        select(outbox)
        .where(outbox.c.callback_id.in_(wanted), outbox.c.kind.in_(_CHANGING))
        .order_by(outbox.c.no)
    )
    found: dict[str, tuple[Command, ...]] = {}
    for row in conn.execute(statement).mappings():
        command = _command(row)
        if command.kind is CommandKind.UNKNOWN:
            continue
        found[row["callback_id"]] = (*found.get(row["callback_id"], ()), command)
    return found


def callbacks_with_work(conn: Connection) -> frozenset[str]:
    """Return the ids of callbacks some command waits on."""
    statement = select(outbox.c.callback_id).where(
        outbox.c.callback_id.is_not(None), outbox.c.kind.in_(_CHANGING)
    )
    return frozenset(str(found) for found in conn.execute(statement).scalars())


def add(conn: Connection, command: Command) -> None:
    """Append a command. Use :func:`occ_desktop.store.projection.enqueue`, which also shows it."""
    conn.execute(
        insert(outbox).values(
            key=command.key,
            kind=command.kind.value,
            callback_id=command.callback_id,
            state=command.state.value,
            created_at=stored(command.created_at),
            tries=command.tries,
            accepted_seq=command.accepted_seq,
            code=command.code,
            service_id=command.service_id,
            customer=command.customer,
            params=msgspec.json.encode(command.params),
            body=msgspec.json.encode(command.body),
        )
    )


def set_state(
    conn: Connection,
    key: str,
    state: CommandState,
    *,
    accepted_seq: int | None = None,
    code: str | None = None,
    params: dict[str, Any] | None = None,
) -> None:
    """Move a command along; SENDING counts a try. The projection calls it, so that the row follows."""
    values: dict[str, Any] = {
        "state": state.value,
        "accepted_seq": accepted_seq,
        "code": code,
        "params": msgspec.json.encode(params or {}),
    }
    if state is CommandState.SENDING:
        values["tries"] = outbox.c.tries + 1
    conn.execute(update(outbox).where(outbox.c.key == key).values(values))


def unsent(conn: Connection, key: str) -> bool:
    """Take the only try of a command back: it never left. What may have arrived before stays; tell which."""
    only = (outbox.c.key == key, outbox.c.state == CommandState.SENDING.value, outbox.c.tries == 1)
    values = {"state": CommandState.QUEUED.value, "tries": 0}
    return conn.execute(update(outbox).where(*only).values(values)).rowcount > 0


def remove(conn: Connection, keys: Iterable[str]) -> None:
    """Delete commands."""
    conn.execute(delete(outbox).where(outbox.c.key.in_(list(keys))))


def counts(conn: Connection) -> tuple[int, int]:
    """Return how many commands are under way and how many wait for a person's decision."""
    statement = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    found = {str(state): int(many) for state, many in conn.execute(statement)}
    refused = found.pop(CommandState.REFUSED.value, 0)
    return sum(found.values()), refused


def waiting(conn: Connection) -> tuple[int, int, int]:
    """Return `counts`, and how many of those under way only a newer version can send."""
    sendable = outbox.c.kind.in_(list(_BODIES)) & outbox.c.state.in_(_STATES)
    held = select(func.count()).select_from(outbox)
    held = held.where(~sendable, outbox.c.state != CommandState.REFUSED.value)
    return (*counts(conn), int(conn.execute(held).scalar_one()))


def accepted_up_to(conn: Connection, seq: int) -> tuple[Command, ...]:
    """Return the accepted commands whose effect a feed that has looked at ``seq`` has shown."""
    statement = (
        select(outbox)
        .where(outbox.c.state == CommandState.ACCEPTED.value, outbox.c.accepted_seq <= seq)
        .order_by(outbox.c.no)
    )
    return tuple(_command(row) for row in conn.execute(statement).mappings())
