"""Connecting (연결): claim a callback, count the attempt, and have the customer dialled.

Claim, attempt, call and the order to the PBX are one transaction: none of them is there without the others.
"""

from dataclasses import dataclass

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import ASSIGNABLE, CallbackStatus, ConnectAnswer
from occ_contract.cti import CallState, CtiMode
from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_contract.people import Feature, Permission
from occ_contract.phone import masked, to_dial
from occ_contract.sync import Entity
from occ_server.audit.service import record
from occ_server.callbacks.answers import may_see
from occ_server.callbacks.attempts import load_attempt, own_attempt
from occ_server.callbacks.claims import LEASE, end_expired
from occ_server.callbacks.number_claims import (
    check_nobody_calls,
    claimed_meanwhile,
    in_call,
    lock_to_dial,
)
from occ_server.callbacks.outbound_tickets import ticket_at_dial_time
from occ_server.callbacks.rows import (
    CallbackRow,
    assignment_step,
    load_body,
    lock_row,
    touch,
)
from occ_server.callbacks.skipping import not_assignee, wrong_state
from occ_server.callbacks.tables import attempts, callbacks
from occ_server.kit.problems import ApiError, not_found
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor, feature_disabled, forbidden
from occ_server.people.figures import agents_changed
from occ_server.telephony.calls import NewCall, begin_call
from occ_server.telephony.lines import check_idle, lock_line
from occ_server.telephony.link import load_link
from occ_server.visibility.scopes import Standing


@dataclass(frozen=True)
class Dialled:
    """A new attempt and who dials it; the receipt of a connect press."""

    callback_id: str
    attempt_id: str
    mode: CtiMode


async def connect(uow: UnitOfWork, person: PersonActor, callback_id: str) -> Dialled:
    """Claim a callback and have it called. An assignable one is taken in the same step by who may assign.

    :raises ApiError: 404; 403 ``forbidden``/``feature_disabled``; 409 ``dialling`` and
        ``number_in_call`` (who, since when), ``invalid_transition``, ``not_assignee``,
        ``cti_login_required``, ``cti_busy``, ``cti_unavailable``.
    """
    row, number_claim = await lock_to_dial(uow, person.organisation_id, callback_id)
    standing = person.callbacks_in(row.service_id)
    await _check_state(uow, person, standing, row)
    line = await lock_line(uow, person.id)
    check_idle(line)
    if number_claim is not None:
        raise in_call(number_claim, uow)
    link = await load_link(uow.conn)
    if not link.connected:
        raise ApiError(ErrorCode.CTI_UNAVAILABLE, 409)
    if link.mode is CtiMode.PBX:
        await check_nobody_calls(uow, person.organisation_id, row.phone)
    if row.status in ASSIGNABLE:
        await _take(uow, person, row)
    attempt_id = await _start_attempt(uow, person, row)
    ticket_id = await ticket_at_dial_time(uow, row, attempt_id, person.id)
    touch(uow, person.organisation_id, callback_id)
    called = {"phone": masked(row.phone), "attempt_id": attempt_id, "ticket_id": ticket_id}
    await record(uow, person, "callback.dialled", subject=("callback", row.id), **called)
    call = NewCall(
        id=attempt_id,
        organisation_id=person.organisation_id,
        agent_id=person.id,
        extension=line.extension or "",
        phone=row.phone,
        for_kind=Entity.CALLBACK,
        for_id=row.id,
        service_id=row.service_id,
        name=row.name,
    )
    await begin_call(uow, call, by_pbx=link.mode is CtiMode.PBX)
    return Dialled(callback_id, attempt_id, link.mode)


async def _check_state(uow: UnitOfWork, person: PersonActor, standing: Standing, row: CallbackRow) -> None:
    if row.status is CallbackStatus.COMPLETED:
        raise await wrong_state(uow.conn, row)
    if row.status is CallbackStatus.ASSIGNED and row.assignee_id != person.id:
        raise await not_assignee(uow.conn, row)
    if row.status in ASSIGNABLE and not standing.may_assign:
        raise forbidden(Permission.CALLBACK_ASSIGN.value)
    if not standing.has_phone:
        raise forbidden(Permission.PHONE.value)
    if not standing.cti_enabled:
        raise feature_disabled(Feature.CTI)


async def _take(uow: UnitOfWork, person: PersonActor, row: CallbackRow) -> None:
    await uow.conn.execute(
        update(callbacks)
        .where(callbacks.c.id == row.id, callbacks.c.organisation_id == person.organisation_id)
        .values(
            status=CallbackStatus.ASSIGNED,
            assignee_id=person.id,
            assigner_id=person.id,
            assigned_at=uow.now,
        )
    )
    agents_changed(uow, person.organisation_id, [person.id])
    step = assignment_step(row, person.id)
    await record(uow, person, "callback.taken", subject=("callback", row.id), **step)


async def _start_attempt(uow: UnitOfWork, person: PersonActor, row: CallbackRow) -> str:
    attempt_id = new_id()
    claim = insert(attempts).values(
        id=attempt_id,
        callback_id=row.id,
        organisation_id=person.organisation_id,
        agent_id=person.id,
        started_at=uow.now,
        state=CallState.DIALLING,
        lease_until=uow.now + LEASE,
        phone=row.phone,
    )
    try:
        async with uow.conn.begin_nested():
            await uow.conn.execute(claim)
    except IntegrityError as error:
        raise await claimed_meanwhile(uow, person.organisation_id, row.phone) from error
    await uow.conn.execute(
        update(callbacks)
        .where(callbacks.c.id == row.id, callbacks.c.organisation_id == person.organisation_id)
        .values(attempts=callbacks.c.attempts + 1, changed_by=person.id)
    )
    return attempt_id


async def connect_answer(conn: AsyncConnection, person: PersonActor, dialled: Dialled) -> ConnectAnswer:
    """Return the answer to a connect press, with the rows as they are now.

    :raises ApiError: 404 when the press is sent again by somebody who no longer sees the callback.
    """
    attempt = await load_attempt(conn, person.organisation_id, dialled.attempt_id)
    callback = await load_body(conn, person.organisation_id, dialled.callback_id)
    if not may_see(person, callback):
        raise not_found()
    return ConnectAnswer(
        callback=callback,
        attempt=attempt,
        mode=dialled.mode,
        dial_uri=f"tel:{to_dial(callback.phone)}" if dialled.mode is CtiMode.SOFTPHONE else None,
        ticket_id=attempt.ticket_id,
        claim_seconds=int(LEASE.total_seconds()),
    )


async def renew(uow: UnitOfWork, person: PersonActor, callback_id: str, attempt_id: str) -> str:
    """Keep the claim of a running call for another lease; return the attempt's id.

    :raises ApiError: 404 for somebody else's attempt, 409 ``attempt_ended``.
    """
    row = await lock_row(uow, person.organisation_id, callback_id)
    if row.service_id not in person.by_service:
        raise not_found()
    await end_expired(uow, person.organisation_id, [callback_id])
    attempt = await own_attempt(uow, person, callback_id, attempt_id)
    if attempt.ended_at is not None:
        raise ApiError(ErrorCode.ATTEMPT_ENDED, 409)
    this = (attempts.c.id == attempt_id, attempts.c.organisation_id == person.organisation_id)
    await uow.conn.execute(update(attempts).where(*this).values(lease_until=uow.now + LEASE))
    return attempt_id
