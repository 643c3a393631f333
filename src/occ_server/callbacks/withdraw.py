"""Taking assignments back: cancelling them (guide, 할당 취소), and undoing a whole batch (되돌리기)."""

from collections.abc import Sequence

from sqlalchemy import Row, select, update

from occ_contract.callbacks import (
    BATCH_LIMIT,
    CallbackStatus,
    CancelAnswer,
    CancelAssignments,
    Skipped,
    UndoAnswer,
)
from occ_contract.errors import ErrorCode
from occ_contract.ids import is_id
from occ_contract.sync import Entity
from occ_server.audit.service import record_many
from occ_server.callbacks import tellings
from occ_server.callbacks.assign import UNDO_TIME
from occ_server.callbacks.claims import end_expired, live_claims
from occ_server.callbacks.rights import assigning_services
from occ_server.callbacks.rows import CallbackRow, assignment_step, load_rows, touch_as
from occ_server.callbacks.skipping import left_out, unseen, wrong_state
from occ_server.callbacks.tables import batch_rows, batches, callbacks
from occ_server.kit.bulk import among
from occ_server.kit.fields import id_list
from occ_server.kit.problems import ApiError, not_found
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.people.figures import agents_changed


async def cancel_assignments(
    uow: UnitOfWork, person: PersonActor, request: CancelAssignments
) -> CancelAnswer:
    """Withdraw assignments: the rows become CANCELLED (취소), without assignee, and can be assigned again.

    Of several rows, those that cannot be withdrawn are skipped and named. A single one is a question of
    its own and is refused.

    :raises ApiError: 422 for the list; 403 without the right anywhere; for a single row 404, 409
        ``dialling`` or ``invalid_transition``.
    """
    rights = assigning_services(person)
    ids = id_list("callback_ids", request.callback_ids, BATCH_LIMIT)
    rows = await load_rows(uow.conn, person.organisation_id, ids, lock=True)
    uow.hold(Entity.CALLBACK, [row.id for row in rows])
    seen = {row.id: row for row in rows if row.service_id in rights}
    await end_expired(uow, person.organisation_id, list(seen))
    claims = await live_claims(uow.conn, list(seen), uow.now)
    mine: list[CallbackRow] = []
    out: list[tuple[CallbackRow, ErrorCode]] = []
    for row in seen.values():
        if row.id in claims:
            out.append((row, ErrorCode.DIALLING))
        elif row.status is not CallbackStatus.ASSIGNED:
            out.append((row, ErrorCode.INVALID_TRANSITION))
        else:
            mine.append(row)
    if len(ids) == 1 and not mine:
        if not seen:
            raise not_found()
        row = next(iter(seen.values()))
        raise claims[row.id].refusal(uow.now) if claims else await wrong_state(uow.conn, row)
    await _free(uow, person, mine, CallbackStatus.CANCELLED, person.id)
    steps = [(row.id, assignment_step(row, None, CallbackStatus.CANCELLED)) for row in mine]
    await record_many(uow, person, "callback.withdrawn", "callback", steps)
    await _tell(uow, person, mine)
    skipped = [unseen(i) for i in ids if i not in seen] + await left_out(uow.conn, out, claims)
    return CancelAnswer(cancelled=tuple(row.id for row in mine), skipped=tuple(skipped))


async def undo(uow: UnitOfWork, person: PersonActor, batch_id: str) -> UndoAnswer:
    """Return each row of a batch that nobody touched since to exactly what it was; name the others.

    The assigner may, and supervisors for the rows of their services.

    :raises ApiError: 404 for somebody else's batch, 409 ``undo_expired`` after ten minutes (server clock).
    """
    rights = assigning_services(person)
    batch = await _lock_batch(uow, person, batch_id)
    query = (
        select(batch_rows)
        .join(batches, batches.c.id == batch_rows.c.batch_id)
        .where(batches.c.id == batch_id, batches.c.organisation_id == person.organisation_id)
    )
    before = {row.callback_id: row for row in (await uow.conn.execute(query)).all()}
    rows = await load_rows(uow.conn, person.organisation_id, list(before), lock=True)
    uow.hold(Entity.CALLBACK, [row.id for row in rows])
    own = batch.assigner_id == person.id
    seen = [row for row in rows if row.service_id in rights and (own or rights[row.service_id].is_supervisor)]
    if not seen:
        raise not_found()
    if uow.now > batch.created_at + UNDO_TIME:
        raise ApiError(ErrorCode.UNDO_EXPIRED, 409)
    untouched = [row for row in seen if row.seq == batch.row_seq]
    for status, changed_by in {(before[r.id].status, before[r.id].changed_by) for r in untouched}:
        same = [
            r for r in untouched if (before[r.id].status, before[r.id].changed_by) == (status, changed_by)
        ]
        await _free(uow, person, same, status, changed_by)
    await _tell(uow, person, untouched)
    steps = [(r.id, assignment_step(r, None, before[r.id].status, batch=batch_id)) for r in untouched]
    await record_many(uow, person, "callback.restored", "callback", steps)
    this = (batches.c.id == batch_id, batches.c.organisation_id == person.organisation_id)
    await uow.conn.execute(update(batches).where(*this).values(undone_at=uow.now))
    shown = {row.id for row in seen}
    hidden = [unseen(callback_id) for callback_id in before if callback_id not in shown]
    touched = [row for row in seen if row.seq != batch.row_seq]
    return UndoAnswer(
        restored=tuple(row.id for row in untouched),
        skipped=tuple(hidden + await _touched_since(uow, touched)),
    )


async def _lock_batch(uow: UnitOfWork, person: PersonActor, batch_id: str) -> Row[tuple[object, ...]]:
    query = (
        select(batches)
        .where(batches.c.id == batch_id, batches.c.organisation_id == person.organisation_id)
        .with_for_update()
    )
    row = (await uow.conn.execute(query)).one_or_none() if is_id(batch_id) else None
    if row is None:
        raise not_found()
    return row


async def _touched_since(uow: UnitOfWork, rows: Sequence[CallbackRow]) -> list[Skipped]:
    claims = await live_claims(uow.conn, [row.id for row in rows], uow.now)
    named: list[tuple[CallbackRow, ErrorCode]] = []
    for row in rows:
        if row.id in claims:
            code = ErrorCode.DIALLING
        elif row.status is CallbackStatus.ASSIGNED:
            code = ErrorCode.TAKEN
        else:
            code = ErrorCode.INVALID_TRANSITION
        named.append((row, code))
    return await left_out(uow.conn, named, claims, touched=True)


async def _free(
    uow: UnitOfWork,
    person: PersonActor,
    rows: Sequence[CallbackRow],
    status: CallbackStatus,
    changed_by: str | None,
) -> None:
    """Take rows from their assignees."""
    if not rows:
        return
    await uow.conn.execute(
        update(callbacks)
        .where(
            among(uow.conn, callbacks.c.id, [row.id for row in rows]),
            callbacks.c.organisation_id == person.organisation_id,
        )
        .values(status=status, assignee_id=None, assigner_id=None, assigned_at=None, changed_by=changed_by)
    )
    for row in rows:
        touch_as(uow, row, status, None)
    agents_changed(uow, person.organisation_id, [row.assignee_id for row in rows])


async def _tell(uow: UnitOfWork, person: PersonActor, rows: Sequence[CallbackRow]) -> None:
    await tellings.withdrawn(uow, [(row, row.assignee_id) for row in rows], person.id, person.name)
