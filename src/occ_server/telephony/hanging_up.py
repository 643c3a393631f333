"""Hanging up (끊기): somebody asks for the end of the call on their line; the PBX is ordered to end it."""

from sqlalchemy import select, update

from occ_contract.cti import CtiMode
from occ_contract.errors import ErrorCode
from occ_contract.ids import is_id
from occ_server.kit.problems import ApiError, not_found
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.telephony.lines import lock_line
from occ_server.telephony.link import load_link
from occ_server.telephony.orders import order_call
from occ_server.telephony.tables import calls


async def ask_to_hang_up(uow: UnitOfWork, person: PersonActor, call_id: str) -> None:
    """Ask for the end of the call on the caller's own line.

    :raises ApiError: 404, 409 ``attempt_ended``, 409 ``cti_unavailable`` where a softphone has the call.
    """
    own = (
        calls.c.id == call_id,
        calls.c.agent_id == person.id,
        calls.c.organisation_id == person.organisation_id,
    )
    query = select(calls.c.id).where(*own).with_for_update()
    if not is_id(call_id) or (await uow.conn.execute(query)).first() is None:
        raise not_found()
    if (await lock_line(uow, person.id)).call_id != call_id:
        raise ApiError(ErrorCode.ATTEMPT_ENDED, 409)
    if (await load_link(uow.conn)).mode is CtiMode.SOFTPHONE:
        raise ApiError(ErrorCode.CTI_UNAVAILABLE, 409)
    await uow.conn.execute(update(calls).where(*own).values(hang_up_at=uow.now))
    await order_call(uow, person.organisation_id, call_id)
