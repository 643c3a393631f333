"""The ticket of an outbound call (아웃바운드 티켓 자동 생성): at dial time, or once the customer answers."""

from datetime import datetime

from sqlalchemy import select, update

from occ_contract.callbacks import Attempt
from occ_server.callbacks.rows import CallbackRow
from occ_server.callbacks.tables import attempts
from occ_server.kit.unit import UnitOfWork
from occ_server.people.tables import services
from occ_server.tickets.service import OutboundTicket, open_outbound

_SUBJECT = "콜백"  # stored in the organisation's language when the request came without a route name


async def ticket_at_dial_time(
    uow: UnitOfWork, callback: CallbackRow, attempt_id: str, agent_id: str
) -> str | None:
    """Make the ticket if the service's switch is on; return its id."""
    if not await _at_dial_time(uow, callback):
        return None
    return await _make(uow, callback, attempt_id, agent_id, uow.now)


async def ticket_when_answered(
    uow: UnitOfWork, callback: CallbackRow, attempt: Attempt, answered_at: datetime
) -> None:
    """Make the ticket if the switch is off and the attempt has none yet."""
    if attempt.ticket_id is None and not await _at_dial_time(uow, callback):
        await _make(uow, callback, attempt.id, attempt.agent_id, answered_at)


async def _at_dial_time(uow: UnitOfWork, callback: CallbackRow) -> bool:
    query = select(services.c.auto_ticket).where(
        services.c.id == callback.service_id, services.c.organisation_id == callback.organisation_id
    )
    return bool((await uow.conn.execute(query)).scalar_one())


async def _make(uow: UnitOfWork, callback: CallbackRow, attempt_id: str, agent_id: str, at: datetime) -> str:
    ticket = OutboundTicket(
        organisation_id=callback.organisation_id,
        service_id=callback.service_id,
        subject=callback.route_name or _SUBJECT,
        content=callback.message or "",
        phone=callback.phone,
        name=callback.name,
        callback_id=callback.id,
        attempt_id=attempt_id,
        created_at=at,
        created_by=agent_id,
    )
    ticket_id = await open_outbound(uow, ticket)
    its = (attempts.c.id == attempt_id, attempts.c.organisation_id == callback.organisation_id)
    await uow.conn.execute(update(attempts).where(*its).values(ticket_id=ticket_id))
    return ticket_id
