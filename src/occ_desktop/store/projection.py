"""What a row looks like while work on it waits: every move of a command and its shown row in one transaction.

These are the functions through which the outbox changes; each returns what the screens must refresh.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.commands import Command, CommandKind, CommandState
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.store import callbacks as stored
from occ_desktop.store import outbox
from occ_desktop.store.callback_rows import decoder, shown, shown_columns
from occ_desktop.store.interning import Names
from occ_desktop.store.schema import callbacks


def refresh(conn: Connection, callback_ids: Iterable[str]) -> None:
    """Compute the shown columns of these rows again: server row, pending commands over it."""
    wanted = list(callback_ids)
    commands = outbox.by_callback(conn, wanted)
    rows = conn.execute(select(callbacks.c.no, callbacks.c.body).where(callbacks.c.id.in_(wanted)))
    interned = Names(conn)
    changed: list[dict[str, Any]] = []
    for no, body in rows.all():
        server = decoder.decode(body)
        waiting = commands.get(server.id, ())
        columns = shown_columns(shown(server, waiting), interned, pending=bool(waiting))
        changed.append({"row_no": no, **columns})
    if changed:
        conn.execute(update(callbacks).where(callbacks.c.no == bindparam("row_no")), changed)


def _touched(conn: Connection, *commands: Command) -> ChangeSet:
    rows = {c.callback_id for c in commands if c.callback_id and c.kind is not CommandKind.TICKET}
    if rows:
        refresh(conn, rows)
    ids = {Entity.CALLBACK: frozenset(rows)} if rows else {}
    return ChangeSet(ids=ids, outbox=True, local=True)


def enqueue(conn: Connection, command: Command) -> ChangeSet:
    """Keep a command and show its effect at once; the same key twice keeps one."""
    if outbox.get(conn, command.key) is not None:
        return ChangeSet()
    outbox.add(conn, command)
    return _touched(conn, command)


def enqueue_on(
    conn: Connection, callback_id: str, make: Callable[[CallbackRow | None], Command | None]
) -> ChangeSet:
    """Keep the command made of a row as it is shown now (None: no longer here); nothing comes in between.

    What ``make`` raises keeps nothing; when it returns None there is nothing to do.
    """
    command = make(stored.get(conn, callback_id))
    return ChangeSet() if command is None else enqueue(conn, command)


_UNANSWERED = frozenset({CommandState.QUEUED, CommandState.SENDING})


def _moved(
    conn: Connection, key: str, before: frozenset[CommandState], state: CommandState, **details: Any
) -> ChangeSet:
    """Move a command that stands where it may move from; any other stays as it is, and nothing changes."""
    command = outbox.get(conn, key)
    if command is None or command.state not in before:
        return ChangeSet()
    outbox.set_state(conn, key, state, **details)
    return _touched(conn, command)


def sending(conn: Connection, key: str) -> ChangeSet:
    """Note, before it is sent, that a command may arrive from now on; no change: it is not to be sent."""
    return _moved(conn, key, _UNANSWERED, CommandState.SENDING)


def not_sent(conn: Connection, key: str) -> ChangeSet:
    """Note that a command never left: it waits as before, and may be taken back, unless it left earlier."""
    command = outbox.get(conn, key)
    if command is None or not outbox.unsent(conn, key):
        return ChangeSet()
    return _touched(conn, command)


def accepted(conn: Connection, key: str, seq: int) -> ChangeSet:
    """Keep the server's receipt; the entry stays until the feed has shown ``seq``."""
    return _moved(conn, key, _UNANSWERED, CommandState.ACCEPTED, accepted_seq=seq)


def done(conn: Connection, key: str) -> ChangeSet:
    """Drop a command whose effect the feed never shows (a download's record), once the server has it."""
    command = outbox.get(conn, key)
    if command is None:
        return ChangeSet()
    outbox.remove(conn, [key])
    return _touched(conn, command)


def refused(conn: Connection, key: str, code: str, params: dict[str, Any]) -> ChangeSet:
    """Keep the refusal beside the person's text; the row shows the server's state again."""
    return _moved(conn, key, _UNANSWERED, CommandState.REFUSED, code=code, params=params)


def retry(conn: Connection, key: str) -> ChangeSet:
    """Queue a refused command again: a refusal left no receipt, so the same key counts anew."""
    return _moved(conn, key, frozenset({CommandState.REFUSED}), CommandState.QUEUED)


def discard(conn: Connection, key: str) -> ChangeSet:
    """Drop a command a person decided against; one that may already have arrived stays.

    SENDING and ACCEPTED ones are the server's by now. One of a newer version goes: who never runs that again
    must not be left with it for good.
    """
    command = outbox.get(conn, key)
    if command is None or command.state in {CommandState.SENDING, CommandState.ACCEPTED}:
        return ChangeSet()
    outbox.remove(conn, [key])
    return _touched(conn, command)


def exchange(conn: Connection, key: str, command: Command) -> ChangeSet:
    """Drop a command and keep another in its stead, in one transaction."""
    enqueue(conn, command)
    return replace(discard(conn, key), outbox=True, local=True)


def confirmed(conn: Connection, seq: int) -> ChangeSet:
    """Drop the accepted commands whose effect the feed, having looked at ``seq``, has shown."""
    done = outbox.accepted_up_to(conn, seq)
    if not done:
        return ChangeSet()
    outbox.remove(conn, [c.key for c in done])
    return _touched(conn, *done)


def recover(conn: Connection) -> None:
    """After a start: what was being sent when the client ended is sent again, with the same key."""
    for command in outbox.entries(conn):
        if command.state is CommandState.SENDING:
            outbox.set_state(conn, command.key, CommandState.QUEUED)
