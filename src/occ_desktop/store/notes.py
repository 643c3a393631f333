"""A note leaves its draft: for the outbox, or not at all, in one transaction, so that it is never in neither.

What becomes of it is decided by whoever asks; this knows how a draft and a command change places.
"""

from collections.abc import Callable
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from occ_desktop.domain.changes import ChangeSet, merged
from occ_desktop.domain.commands import Command, CommandKind, CommandState
from occ_desktop.domain.drafts import NO_CALLBACK, About, Draft, DraftKind
from occ_desktop.domain.failures import Refused
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.domain.written_note import Fate
from occ_desktop.store import callbacks, outbox, own, projection


class Verdict(msgspec.Struct, frozen=True):
    """What becomes of a note; ``command`` is kept in the outbox, ``why`` says why it stays a draft."""

    fate: Fate
    command: Command | None = None
    why: Refused | None = None


Judge = Callable[[str, CallbackRow | None, Draft, About | None], Verdict]


def leave(
    conn: Connection, callback_id: str, draft: Draft, judge: Judge, now: datetime
) -> tuple[Verdict, ChangeSet]:
    """Put a note where the judge, who sees its row as it is shown now (None: not here), says it belongs."""
    verdict = _verdict(conn, callback_id, draft, judge)
    stays = verdict.fate is Fate.STAYS and not draft.untouched
    own.keep_draft(conn, DraftKind.NOTE, callback_id, draft if stays else None, now)
    if verdict.command is None:
        return verdict, ChangeSet()
    before = _said_again(conn, verdict.command)
    return verdict, merged([*before, projection.enqueue(conn, verdict.command)])


def bring_up(conn: Connection, judge: Judge, now: datetime) -> ChangeSet:
    """Have every draft whose place is gone decided on; those that can be written on stay as they are."""
    changes = [ChangeSet()]
    for callback_id, draft in own.typed(conn, DraftKind.NOTE):
        verdict = _verdict(conn, callback_id, draft, judge)
        if verdict.fate is Fate.UNDECIDED:
            changes.append(leave(conn, callback_id, draft, judge, now)[1])
    return merged(changes)


def bring_up_histories(conn: Connection, make: Callable[[Draft], Command | None], now: datetime) -> ChangeSet:
    """Have every history whose callback is not here decided on: its dialog cannot be opened any more."""
    changes = [ChangeSet()]
    for callback_id, draft in own.typed(conn, DraftKind.HISTORY):
        if callback_id == NO_CALLBACK or callbacks.get(conn, callback_id) is not None:
            continue
        if (command := make(draft)) is not None:
            own.keep_draft(conn, DraftKind.HISTORY, callback_id, None, now)
            changes.append(projection.enqueue(conn, command))
    return merged(changes)


def _verdict(conn: Connection, callback_id: str, draft: Draft, judge: Judge) -> Verdict:
    return judge(callback_id, callbacks.get(conn, callback_id), draft, own.about(conn, callback_id))


def _said_again(conn: Connection, command: Command) -> list[ChangeSet]:
    """Drop the notes on its callback that wait for the person and that this one says as well, and more."""
    if command.state is not CommandState.REFUSED or command.callback_id is None:
        return []
    waiting = outbox.by_callback(conn, [command.callback_id]).get(command.callback_id, ())
    return [
        projection.discard(conn, one.key)
        for one in waiting
        if one.kind is CommandKind.NOTE and one.state is CommandState.REFUSED and one.text in command.text
    ]
