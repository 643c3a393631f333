"""What a call's progress means for its attempt, its callback, the agent's line and the ticket.

Applied one event at a time, each in its own unit of work. Events may come late or twice: an attempt that
ended stays ended, but a result learnt after its lease ran out is added to it.
"""

from datetime import datetime

from sqlalchemy import Update, select, update

from occ_contract.callbacks import Attempt, AttemptReport, AttemptResult
from occ_contract.cti import CallState, CtiMode, CtiState
from occ_contract.errors import ErrorCode
from occ_contract.ids import is_id
from occ_server.callbacks.claims import end_expired
from occ_server.callbacks.outbound_tickets import ticket_when_answered
from occ_server.callbacks.rows import CallbackRow, attempt_of, lock_row, touch
from occ_server.callbacks.tables import attempts
from occ_server.cti.adapter import CallProgress
from occ_server.cti.lines import free_line, load_link, lock_line, set_line
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.problems import ApiError, not_found, refused_field
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor

LONGEST_CALL = 24 * 3600
_ORDER = {CallState.DIALLING: 0, CallState.RINGING: 1, CallState.TALKING: 2, CallState.ENDED: 3}


async def apply_progress(uow: UnitOfWork, event: CallProgress) -> None:
    """Take over what the PBX reports of one call; an unknown one is ignored."""
    query = select(attempts.c.callback_id, attempts.c.organisation_id).where(
        attempts.c.id == event.attempt_id
    )
    named = across_organisations(query, "the PBX names a call, nothing else")
    known = (await uow.conn.execute(named)).one_or_none()
    if known is None:
        return
    callback = await lock_row(uow, known.organisation_id, known.callback_id)
    await end_expired(uow, known.organisation_id, [known.callback_id])
    this = (attempts.c.id == event.attempt_id, attempts.c.organisation_id == known.organisation_id)
    row = (await uow.conn.execute(select(attempts).where(*this))).one()
    if event.state is CallState.ENDED:
        await _end(uow, attempt_of(row), callback, event)
    elif _ORDER.get(event.state, 0) > _ORDER.get(row.state, 0) or row.state is CallState.ENDED:
        await _advance(uow, attempt_of(row), callback, event)


async def _advance(uow: UnitOfWork, attempt: Attempt, callback: CallbackRow, event: CallProgress) -> None:
    values: dict[str, object] = {"call_id": event.call_id}
    if event.ring_seconds is not None:
        values["ring_seconds"] = event.ring_seconds
    answered = event.state is CallState.TALKING
    if answered:
        values["answered_at"] = event.at
    if attempt.ended_at is None:
        values["state"] = event.state
    elif answered:
        values["result"] = AttemptResult.CONNECTED
    await uow.conn.execute(_updating(callback, attempt.id).values(**values))
    if answered:
        await ticket_when_answered(uow, callback, attempt, event.at)
    touch(uow, callback.organisation_id, callback.id)
    line = await lock_line(uow, attempt.agent_id)
    if line.attempt_id == attempt.id:
        state = CtiState.TALKING if answered else CtiState.DIALLING
        await set_line(uow, callback.organisation_id, attempt.agent_id, state, since=event.at)


async def _end(uow: UnitOfWork, attempt: Attempt, callback: CallbackRow, event: CallProgress) -> None:
    values: dict[str, object] = {}
    if attempt.ended_at is None:
        values = {"state": CallState.ENDED, "ended_at": event.at}
    if (
        attempt.ended_at is None
        or attempt.result in {None, AttemptResult.UNKNOWN}
        or (attempt.talk_seconds is None and event.talk_seconds is not None)
    ):
        result = event.result or AttemptResult.UNKNOWN
        if result is AttemptResult.UNKNOWN and attempt.answered_at is not None:
            result = AttemptResult.CONNECTED  # the end was lost, the answer was not
        values |= {
            "result": result,
            "call_id": event.call_id,
            "ring_seconds": attempt.ring_seconds if event.ring_seconds is None else event.ring_seconds,
            "talk_seconds": event.talk_seconds,
        }
    if values:
        await uow.conn.execute(_updating(callback, attempt.id).values(**values))
        touch(uow, callback.organisation_id, callback.id)
    await free_line(uow, callback.organisation_id, attempt.id, event.at)


def _updating(callback: CallbackRow, attempt_id: str) -> Update:
    return update(attempts).where(
        attempts.c.id == attempt_id, attempts.c.organisation_id == callback.organisation_id
    )


async def report(
    uow: UnitOfWork, person: PersonActor, callback_id: str, attempt_id: str, request: AttemptReport
) -> str:
    """Take the result an agent enters for a softphone call; return the attempt's id.

    A call whose lease ran out still takes its result, once.

    :raises ApiError: 422 for a field, 404 for somebody else's attempt, 409 ``attempt_ended``, 409
        ``invalid_transition`` when the PBX reports the result itself.
    """
    if request.result is AttemptResult.UNKNOWN:
        raise refused_field("result", ErrorCode.BAD_CHOICE, value=request.result.value)
    if request.talk_seconds is not None and not 0 <= request.talk_seconds <= LONGEST_CALL:
        raise refused_field("talk_seconds", ErrorCode.BAD_RANGE, limit=LONGEST_CALL)
    callback = await lock_row(uow, person.organisation_id, callback_id)
    await end_expired(uow, person.organisation_id, [callback_id])
    attempt = await own_attempt(uow, person, callback_id, attempt_id)
    if (await load_link(uow.conn)).mode is not CtiMode.SOFTPHONE:
        raise ApiError(ErrorCode.INVALID_TRANSITION, 409, status=attempt.state.value)
    if attempt.ended_at is not None and attempt.result is not AttemptResult.UNKNOWN:
        raise ApiError(ErrorCode.ATTEMPT_ENDED, 409)
    talked: int | None = None
    if request.result is AttemptResult.CONNECTED and request.talk_seconds is not None:
        passed = int((uow.now - attempt.started_at).total_seconds())  # a workstation's clock may be wrong
        talked = min(request.talk_seconds, max(passed, 0))
    answered_at: datetime | None = None
    if request.result is AttemptResult.CONNECTED:
        answered_at = attempt.answered_at or attempt.started_at
    await uow.conn.execute(
        _updating(callback, attempt_id).values(
            state=CallState.ENDED,
            result=request.result,
            ended_at=attempt.ended_at or uow.now,
            answered_at=answered_at,
            talk_seconds=talked,
        )
    )
    if answered_at is not None:
        await ticket_when_answered(uow, callback, attempt, uow.now)
    touch(uow, person.organisation_id, callback_id)
    await free_line(uow, person.organisation_id, attempt_id, uow.now)
    return attempt_id


async def own_attempt(uow: UnitOfWork, person: PersonActor, callback_id: str, attempt_id: str) -> Attempt:
    """Return the caller's own attempt on a callback.

    :raises ApiError: 404.
    """
    query = select(attempts).where(
        attempts.c.id == attempt_id,
        attempts.c.callback_id == callback_id,
        attempts.c.agent_id == person.id,
        attempts.c.organisation_id == person.organisation_id,
    )
    row = (await uow.conn.execute(query)).one_or_none() if is_id(attempt_id) else None
    if row is None:
        raise not_found()
    return attempt_of(row)
