"""Completing a callback (완료), with or without a call, and keeping a call note until then."""

from datetime import datetime
from typing import Any

from msgspec import UnsetType

from occ_contract.callbacks import NOTE_LIMIT, CallbackStatus, Complete, NoteChange
from occ_contract.errors import ErrorCode
from occ_contract.sync import Entity
from occ_contract.transitions import Step, allowed
from occ_server.audit.service import record
from occ_server.callbacks.claims import claim_on
from occ_server.callbacks.rows import CallbackRow, assignment_step, lock_row, names_of, touch_as
from occ_server.callbacks.skipping import not_assignee, wrong_state
from occ_server.kit.fields import as_stored, text_field
from occ_server.kit.problems import ApiError
from occ_server.kit.unit import Change, UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.people.figures import agents_changed


async def complete(uow: UnitOfWork, person: PersonActor, callback_id: str, request: Complete) -> str:
    """Complete an assigned callback; without a note the one it has stays. Return its id.

    :raises ApiError: 422 for the note; 404; 403; 409 ``invalid_transition`` (status, by whom),
        ``not_assignee``, ``dialling`` while somebody else is calling, ``note_conflict`` (see `_against`).
    """
    row = await _outstanding(uow, person, callback_id)
    values: dict[str, object] = {
        "status": CallbackStatus.COMPLETED,
        "completed_at": _done_at(row, request.done_at, uow.now),
        "completion_known_at": uow.now,
        "completed_by": person.id,
        "changed_by": person.id,
    }
    told: dict[str, Any] = {}
    if request.note is not None:
        note = text_field("note", request.note, NOTE_LIMIT)
        values |= await _against(uow, person, row, note, request.base_note)
        told = _lengths(row.note, note)
    await _write(uow, row, values)
    agents_changed(uow, person.organisation_id, [row.assignee_id])
    step = assignment_step(row, row.assignee_id, CallbackStatus.COMPLETED, **told)
    await record(uow, person, "callback.completed", subject=("callback", row.id), **step)
    return callback_id


def _done_at(row: CallbackRow, claimed: datetime | None, now: datetime) -> datetime:
    """Return when it was done: as the client says within reason, since its clock is not ours."""
    if claimed is None or claimed.tzinfo is None:
        return now
    return min(max(claimed, row.assigned_at or now), now)


async def change_note(uow: UnitOfWork, person: PersonActor, callback_id: str, request: NoteChange) -> str:
    """Keep a call note on an assigned callback; an empty one clears it. Return its id.

    :raises ApiError: as :func:`complete`.
    """
    row = await _outstanding(uow, person, callback_id)
    note = text_field("note", request.note, NOTE_LIMIT)
    values = await _against(uow, person, row, note, request.base_note)
    await _write(uow, row, {**values, "changed_by": person.id})
    await record(uow, person, "callback.noted", subject=("callback", row.id), **_lengths(row.note, note))
    return callback_id


async def _against(
    uow: UnitOfWork, person: PersonActor, row: CallbackRow, note: str | None, base: str | UnsetType | None
) -> dict[str, Any]:
    """Return what a note writes, unless another one than its base stands there: that is not overwritten.

    The same words are no conflict, whoever wrote them first. A client that names no base is believed.

    :raises ApiError: 409 ``note_conflict`` (by_id, by_name, note) for whoever may work on the row.
    """
    if note == row.note:
        return {}
    if isinstance(base, str) and as_stored(base) != row.note:
        names = await names_of(uow.conn, row.organisation_id, [row.noted_by])
        raise ApiError(
            ErrorCode.NOTE_CONFLICT,
            409,
            by_id=row.noted_by,
            by_name=names.get(row.noted_by),
            note=row.note or "",
        )
    return {"note": note, "noted_by": person.id}


def _lengths(before: str | None, after: str | None) -> dict[str, Any]:
    """Return what the audit trail says of a note: how long it was and is, never its text."""
    return {"note_before": len(before or ""), "note_after": len(after or "")}


async def _outstanding(uow: UnitOfWork, person: PersonActor, callback_id: str) -> CallbackRow:
    """Return the locked row if the caller may work on it now: its assignee, or a supervisor."""
    row = await lock_row(uow, person.organisation_id, callback_id)
    standing = person.callbacks_in(row.service_id)
    claim = await claim_on(uow, person.organisation_id, callback_id) if row.attempts else None
    if not allowed(row.status, Step.COMPLETE):
        raise await wrong_state(uow.conn, row)
    if row.assignee_id != person.id and not standing.is_supervisor:
        raise await not_assignee(uow.conn, row)
    if claim is not None and claim.agent_id != person.id:
        raise claim.refusal(uow.now)
    return row


async def _write(uow: UnitOfWork, row: CallbackRow, values: dict[str, Any]) -> None:
    uow.change(Entity.CALLBACK, Change([row.id], {}, values), row.organisation_id)
    touch_as(uow, row, values.get("status", row.status), values.get("assignee_id", row.assignee_id))
