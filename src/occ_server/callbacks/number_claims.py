"""One customer, several callbacks: while one is being called, no other of the same number is dialled."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.sync import Entity
from occ_server.callbacks.claims import Claim, end_expired, live_claims
from occ_server.callbacks.rows import CallbackRow, load_rows
from occ_server.callbacks.tables import attempts
from occ_server.kit.problems import ApiError, not_found
from occ_server.kit.unit import UnitOfWork
from occ_server.telephony.calls import call_to


async def lock_to_dial(
    uow: UnitOfWork, organisation_id: str, callback_id: str
) -> tuple[CallbackRow, Claim | None]:
    """Return a callback nobody is calling, locked until the commit, and who is calling its number.

    The callbacks of the number that are being called are locked with it, in the order of ids.

    :raises ApiError: 404; 409 ``dialling`` (by_id, by_name, seconds).
    """
    known = await load_rows(uow.conn, organisation_id, [callback_id], lock=False)
    if not known:
        raise not_found()
    ids = [callback_id, *await _in_call(uow.conn, organisation_id, known[0].phone)]
    rows = {row.id: row for row in await load_rows(uow.conn, organisation_id, ids, lock=True)}
    uow.hold(Entity.CALLBACK, rows)
    await end_expired(uow, organisation_id, list(rows))
    claims = await live_claims(uow.conn, list(rows), uow.now)
    if callback_id in claims:
        raise claims[callback_id].refusal(uow.now)
    return rows[callback_id], next(iter(claims.values()), None)


async def claimed_meanwhile(uow: UnitOfWork, organisation_id: str, phone: str) -> ApiError:
    """Return the refusal for somebody who began to call the number at the same moment."""
    ids = await _in_call(uow.conn, organisation_id, phone)
    claims = await live_claims(uow.conn, ids, uow.now)
    if not claims:
        return ApiError(ErrorCode.NUMBER_IN_CALL, 409)
    return in_call(next(iter(claims.values())), uow)


async def check_nobody_calls(uow: UnitOfWork, organisation_id: str, phone: str) -> None:
    """Refuse a number the PBX still has a call to: a claim may run out while nobody could renew it.

    :raises ApiError: 409 ``number_in_call`` (by_id, by_name, seconds).
    """
    call = await call_to(uow.conn, organisation_id, phone)
    if call is None:
        return
    raise in_call(Claim(call.id, call.for_id, call.agent_id, call.agent_name, call.started_at), uow)


def in_call(claim: Claim, uow: UnitOfWork) -> ApiError:
    """Return 409 ``number_in_call``, saying who calls and for how many seconds."""
    seconds = max(int((uow.now - claim.since).total_seconds()), 0)
    return ApiError(
        ErrorCode.NUMBER_IN_CALL, 409, by_id=claim.agent_id, by_name=claim.agent_name, seconds=seconds
    )


async def _in_call(conn: AsyncConnection, organisation_id: str, phone: str) -> list[str]:
    """Return the callbacks of a number that are being called."""
    query = select(attempts.c.callback_id).where(
        attempts.c.organisation_id == organisation_id,
        attempts.c.phone == phone,
        attempts.c.ended_at.is_(None),
    )
    return list((await conn.execute(query)).scalars())
