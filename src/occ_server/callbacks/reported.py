"""What becomes of an attempt: as the PBX reports its call, or as the agent at a softphone enters it.

What the PBX says is heard from the telephony, in its unit of work: the attempt, its callback and the ticket
change with the call, or none of them. Reports may come late or twice: an attempt that ended stays ended, but
a result learnt after its lease ran out is added to it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Update, select, update

from occ_contract.callbacks import AttemptReport, AttemptResult
from occ_contract.cti import CallState, CtiMode
from occ_contract.errors import ErrorCode
from occ_server.callbacks.attempts import own_attempt
from occ_server.callbacks.claims import end_expired, end_gone, keep_claims
from occ_server.callbacks.outbound_tickets import ticket_when_answered
from occ_server.callbacks.rows import attempt_of, lock_row, touch
from occ_server.callbacks.tables import attempts
from occ_server.kit.problems import ApiError, refused_field
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.telephony.adapter import CallProgress
from occ_server.telephony.calls import end_by_hand
from occ_server.telephony.link import load_link
from occ_server.telephony.listeners import CallListener, Purpose
from occ_server.telephony.outcome import added

LONGEST_CALL = 24 * 3600
# What an agent at a softphone cannot have seen.
_OF_THE_PBX = frozenset(
    {AttemptResult.UNKNOWN, AttemptResult.AGENT_NO_ANSWER, AttemptResult.AGENT_UNREACHABLE}
)


async def _lock(uow: UnitOfWork, purpose: Purpose) -> None:
    await lock_row(uow, purpose.organisation_id, purpose.id)
    await end_expired(uow, purpose.organisation_id, [purpose.id])


async def _reported(uow: UnitOfWork, purpose: Purpose, report: CallProgress) -> None:
    query = select(attempts).where(
        attempts.c.id == purpose.call_id, attempts.c.organisation_id == purpose.organisation_id
    )
    attempt = attempt_of((await uow.conn.execute(query)).one())
    values = added(attempt, report)
    if values is None or (report.state is CallState.ENDED and not values):
        return
    if values:
        await uow.conn.execute(_changing(purpose.organisation_id, attempt.id).values(**values))
    if (answered_at := values.get("answered_at")) is not None:
        callback = await lock_row(uow, purpose.organisation_id, purpose.id)
        await ticket_when_answered(uow, callback, attempt, answered_at)
    touch(uow, purpose.organisation_id, purpose.id)


def _changing(organisation_id: str, attempt_id: str) -> Update:
    return update(attempts).where(attempts.c.id == attempt_id, attempts.c.organisation_id == organisation_id)


async def _going_on(uow: UnitOfWork, call_ids: Sequence[str], seen_at: datetime) -> None:
    await keep_claims(uow, call_ids, seen_at)


async def _gone(uow: UnitOfWork, call_ids: Sequence[str], *, wait: bool) -> None:
    await end_gone(uow, call_ids, wait=wait)


CALLS = CallListener(lock=_lock, reported=_reported, going_on=_going_on, gone=_gone)


async def report(
    uow: UnitOfWork, person: PersonActor, callback_id: str, attempt_id: str, request: AttemptReport
) -> str:
    """Take the result an agent enters for a softphone call; return the attempt's id.

    A call whose lease ran out still takes its result, once.

    :raises ApiError: 422 for a field, 404 for somebody else's attempt, 409 ``attempt_ended``, 409
        ``invalid_transition`` when the PBX reports the result itself.
    """
    if request.result in _OF_THE_PBX:
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
        _changing(person.organisation_id, attempt_id).values(
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
    await end_by_hand(uow, attempt_id, result=request.result, answered_at=answered_at, talked=talked)
    return attempt_id
