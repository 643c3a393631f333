"""What waits for a carrier's trouble to end: which messages that are, how long, and having them tried again.

It knows nothing of what is wrong, nor of how a text is handed over.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select

from occ_contract.sms import PASSING_HOLDS, HeldReason, MessageStage
from occ_server.kit.jobs.queue import enqueue
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.sending.orders import HAND_OVER, HandOver
from occ_server.sms.tables import IS_LIVE, messages

PASSING = tuple(sorted(PASSING_HOLDS))
TRIED = (*PASSING, HeldReason.NOT_TAKEN)  # nobody is asked: its job tries again
WOKEN = 20  # requests tried at once when a carrier is back: each that it takes wakes others
_SHORTEST, _LONGEST = timedelta(seconds=2), timedelta(minutes=1)


def pause_of(since: datetime | None, now: datetime) -> timedelta:
    """Return how long to leave alone what has been in trouble since then: longer and longer."""
    return _SHORTEST if since is None else min(max((now - since) / 4, _SHORTEST), _LONGEST)


def waits_for_carrier(organisation_id: str, service_id: str) -> ColumnElement[bool]:
    """Return the condition for a service's messages that wait so (``ix_sms_messages_live``)."""
    m = messages.c
    return and_(
        m.organisation_id == organisation_id,
        m.service_id == service_id,
        IS_LIVE,
        m.stage == MessageStage.WAITING,
        m.held.in_(PASSING),
    )


async def wake(uow: UnitOfWork, organisation_id: str, service_id: str) -> None:
    """Have some of what waits tried now; among the last things a unit of work does."""
    m = messages.c
    waiting = select(m.request_id).where(waits_for_carrier(organisation_id, service_id))
    some = waiting.group_by(m.request_id).order_by(m.request_id).limit(WOKEN)
    for request_id in (await uow.conn.execute(some)).scalars().all():
        order = HandOver(request_id=request_id, organisation_id=organisation_id)
        await enqueue(uow, HAND_OVER, order, key=request_id, organisation_id=organisation_id)
