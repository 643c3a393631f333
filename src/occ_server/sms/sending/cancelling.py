"""Taking texts back, and sending held ones although: their sender may, and who supervises the service.

The lock of a message's row decides between cancelling it and handing it over; the loser is told.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.ids import is_id
from occ_contract.phone import masked
from occ_contract.sms import PASSING_HOLDS, MessageStage, MessageStatus, SmsCancelled, SmsReleased
from occ_server.audit.service import record
from occ_server.kit.jobs.queue import enqueue
from occ_server.kit.problems import ApiError, not_found
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.sms.sending.holds import count_held
from occ_server.sms.sending.orders import HAND_OVER, HandOver
from occ_server.sms.sending.rows import OURS, MessageRow, lock_messages, lock_some, these, touch
from occ_server.sms.sending.waking import TRIED
from occ_server.sms.tables import messages, requests
from occ_server.visibility.scopes import message_keys


def check_own(person: PersonActor, service_id: str, agent_id: str) -> None:
    """Refuse what the caller does not see.

    :raises ApiError: 404, 403.
    """
    person.sending_in(service_id)
    if person.keys.isdisjoint(message_keys(service_id, agent_id)):
        raise not_found()


async def own_request(conn: AsyncConnection, person: PersonActor, request_id: str) -> Row[Any]:
    """Return a request the caller may decide about: its service and its sender.

    :raises ApiError: 404, 403.
    """
    query: Select[Any] = select(requests.c.service_id, requests.c.agent_id).where(
        requests.c.id == request_id, requests.c.organisation_id == person.organisation_id
    )
    row: Row[Any] | None = (await conn.execute(query)).one_or_none() if is_id(request_id) else None
    if row is None:
        raise not_found()
    check_own(person, row.service_id, row.agent_id)
    return row


async def cancel_message(uow: UnitOfWork, person: PersonActor, message_id: str) -> SmsCancelled:
    """Cancel a message that is not handed over.

    :raises ApiError: 404, 403; 409 ``too_late`` (status, stage).
    """
    rows = await lock_some(uow, person.organisation_id, [message_id])
    if not rows:
        raise not_found()
    row = rows[0]
    check_own(person, row.service_id, row.agent_id)
    if row.stage not in OURS:
        raise ApiError(ErrorCode.TOO_LATE, 409, status=row.status.value, stage=row.stage.value)
    await _cancel(uow, person, rows)
    return SmsCancelled(cancelled=(message_id,))


async def cancel_request(uow: UnitOfWork, person: PersonActor, request_id: str) -> SmsCancelled:
    """Cancel what of a request is not handed over, and say of the rest that it is too late.

    What was cancelled before is neither.

    :raises ApiError: 404, 403.
    """
    await own_request(uow.conn, person, request_id)
    rows = await lock_messages(uow, person.organisation_id, messages.c.request_id == request_id)
    ours = [row for row in rows if row.stage in OURS]
    if ours:
        await _cancel(uow, person, ours)
    late = [r.id for r in rows if r.stage not in OURS and r.status is not MessageStatus.CANCELLED]
    return SmsCancelled(cancelled=tuple(row.id for row in ours), too_late=tuple(late))


async def _cancel(uow: UnitOfWork, person: PersonActor, rows: Sequence[MessageRow]) -> None:
    its = these(uow.conn, person.organisation_id, [row.id for row in rows])
    await uow.conn.execute(
        update(messages)
        .where(*its)
        .values(
            stage=MessageStage.ENDED,
            status=MessageStatus.CANCELLED,
            held=None,
            held_at=None,
            cancelled_at=uow.now,
            cancelled_by=person.id,
        )
    )
    touch(uow, rows)
    if any(row.held in PASSING_HOLDS for row in rows):
        await count_held(uow, person.organisation_id, rows[0].service_id)
    await record(
        uow,
        person,
        "sms.cancelled",
        subject=("sms_request", rows[0].request_id),
        count=len(rows),
        agent_id=rows[0].agent_id,
        phones=[masked(row.recipient) for row in rows],
    )


async def release(uow: UnitOfWork, person: PersonActor, request_id: str) -> SmsReleased:
    """Have what of a request waits for a decision sent although; what cannot be waived holds it again.

    :raises ApiError: 404, 403.
    """
    organisation = person.organisation_id
    asked = await own_request(uow.conn, person, request_id)
    held = messages.c.held.is_not(None) & messages.c.held.not_in(TRIED)
    waiting = messages.c.stage == MessageStage.WAITING
    rows = await lock_messages(uow, organisation, messages.c.request_id == request_id, waiting, held)
    if not rows:
        return SmsReleased()
    its = these(uow.conn, organisation, [row.id for row in rows])
    await uow.conn.execute(update(messages).where(*its).values(held=None, held_at=None))
    this = (requests.c.id == request_id, requests.c.organisation_id == organisation)
    await uow.conn.execute(update(requests).where(*this).values(released_at=uow.now, released_by=person.id))
    touch(uow, rows)
    await record(
        uow,
        person,
        "sms.released",
        subject=("sms_request", request_id),
        count=len(rows),
        agent_id=asked.agent_id,
        reasons=sorted({row.held.value for row in rows}),
        phones=[masked(row.recipient) for row in rows],
    )
    order = HandOver(request_id=request_id, organisation_id=organisation)
    await enqueue(uow, HAND_OVER, order, key=request_id, organisation_id=organisation)
    return SmsReleased(released=tuple(row.id for row in rows))
