"""What the PBX is to be told, as jobs: put by any process, done by the one that holds the link.

An order names whom or what it is about and nothing else: what is to be done is read when it is carried out.
So orders about one agent, or one call, that wait are one order, and the last word counts. Where workstations
dial themselves there is nobody to order anything.
"""

from datetime import timedelta

import msgspec

from occ_contract.cti import CtiMode
from occ_server.kit.jobs.kinds import JobKind, Retry
from occ_server.kit.jobs.queue import enqueue
from occ_server.kit.unit import UnitOfWork
from occ_server.telephony.link import load_link

LEASE_SECONDS = 10.0  # how soon a new owner takes up what one that died was about to do


class SeatOrder(msgspec.Struct, frozen=True):
    """Tell the PBX where an agent sits and what they told us to be."""

    agent_id: str


class CallOrder(msgspec.Struct, frozen=True):
    """Dial a call, or hang it up."""

    call_id: str


_AGAIN = Retry(first=timedelta(seconds=1), longest=timedelta(seconds=30))

SEAT = JobKind("pbx.seat", SeatOrder, retry=_AGAIN, lease_seconds=LEASE_SECONDS)
CALL = JobKind("pbx.call", CallOrder, retry=_AGAIN, lease_seconds=LEASE_SECONDS)


async def order_seat(uow: UnitOfWork, organisation_id: str, agent_id: str) -> None:
    """Have the PBX told of an agent's line as it will be; among the last things a unit of work does."""
    if (await load_link(uow.conn)).mode is CtiMode.PBX:
        await enqueue(uow, SEAT, SeatOrder(agent_id), key=agent_id, organisation_id=organisation_id)


async def order_call(uow: UnitOfWork, organisation_id: str, call_id: str) -> None:
    """Have a call dialled or hung up; among the last things a unit of work does."""
    await enqueue(uow, CALL, CallOrder(call_id), key=call_id, organisation_id=organisation_id)
