"""The claim: a running call attempt keeps everybody else from dialling, reassigning or cancelling a callback.

It is leased: a client that stops renewing (it crashed) loses it by itself. A lease that ran out counts as
ended in every check at once; :func:`end_expired` writes that down and gives the call up, and a job does for
those nobody asks about. Not so while the PBX has the call, as far as anybody knows: then somebody is on the
line with the customer, and the claim ends with the call, or once the PBX says it has none (:func:`end_gone`).

Locks are taken in one order: callbacks by id, then their attempts, calls, lines, jobs, and the counter last.
Whoever changes a person locks that row before the counter too, so nothing may stamp people it has not locked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CallState
from occ_contract.errors import ErrorCode
from occ_contract.sync import Entity
from occ_server.callbacks.rows import touch
from occ_server.callbacks.tables import attempts, callbacks
from occ_server.kit.bulk import among
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.problems import ApiError
from occ_server.kit.unit import UnitOfWork
from occ_server.people.tables import people
from occ_server.telephony.calls import at_pbx, give_up

LEASE = timedelta(seconds=45)
_LOADED = "of callbacks that were loaded within one"
_SWEEP = "the job ends what ran out in all"
_AT_ONCE = 200  # claims ended in one transaction: the next turn takes the rest


@dataclass(frozen=True, slots=True)
class Claim:
    """Who is calling, since when (UTC)."""

    attempt_id: str
    callback_id: str
    agent_id: str
    agent_name: str
    since: datetime

    def refusal(self, now: datetime) -> ApiError:
        """Return 409 ``dialling``, saying who and for how many seconds."""
        seconds = max(int((now - self.since).total_seconds()), 0)
        return ApiError(
            ErrorCode.DIALLING, 409, by_id=self.agent_id, by_name=self.agent_name, seconds=seconds
        )


async def live_claims(conn: AsyncConnection, ids: Sequence[str], now: datetime) -> dict[str, Claim]:
    """Return the running claims on these callbacks, by callback id."""
    query = (
        select(
            attempts.c.id,
            attempts.c.callback_id,
            attempts.c.agent_id,
            attempts.c.started_at,
            people.c.name,
        )
        .join(people, people.c.id == attempts.c.agent_id)
        .where(
            among(conn, attempts.c.callback_id, ids),
            attempts.c.ended_at.is_(None),
            or_(attempts.c.lease_until > now, _has_call(now)),
        )
    )
    return {
        row.callback_id: Claim(row.id, row.callback_id, row.agent_id, row.name, row.started_at)
        for row in await conn.execute(across_organisations(query, _LOADED))
    }


async def end_expired(
    uow: UnitOfWork,
    organisation_id: str | None = None,
    ids: Sequence[str] | None = None,
    *,
    wait: bool = False,
) -> list[str]:
    """Write down that leases ran out; return the attempts ended. Their callbacks change in the feed.

    ``ids`` limits it to callbacks the caller has locked; without them, callbacks somebody works on are left
    alone unless told to ``wait``. The call itself may go on at the PBX; what it still reports is added to the
    attempt later.
    """
    is_over = (*_expired(uow.now), ~_has_call(uow.now))
    if ids is None:
        ids = await _lock_forgotten(uow, select(attempts.c.callback_id).where(*is_over), wait=wait)
    query = select(attempts).where(*is_over, attempts.c.callback_id.in_(ids))
    if organisation_id is not None:
        query = query.where(attempts.c.organisation_id == organisation_id)
    else:
        query = across_organisations(query, _SWEEP)
    return await _end(uow, query)


async def end_gone(uow: UnitOfWork, call_ids: Sequence[str], *, wait: bool) -> list[str]:
    """End the claims whose lease ran out of calls the PBX, which was asked, does not have; return them.

    ``wait``: as in :func:`end_expired`.
    """
    is_over = (attempts.c.id.in_(call_ids), *_expired(uow.now))
    ids = await _lock_forgotten(uow, select(attempts.c.callback_id).where(*is_over), wait=wait)
    query = select(attempts).where(*is_over, attempts.c.callback_id.in_(ids))
    return await _end(uow, across_organisations(query, _SWEEP))


def _expired(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return attempts.c.ended_at.is_(None), attempts.c.lease_until <= now


def _has_call(now: datetime) -> ColumnElement[bool]:
    return at_pbx(attempts.c.id, attempts.c.organisation_id, now)


async def _end(uow: UnitOfWork, found: Select[Any]) -> list[str]:
    """End what is found, on callbacks the caller has locked, and give their calls up; return the attempts."""
    expired = (await uow.conn.execute(found.order_by(attempts.c.id).with_for_update(of=attempts))).all()
    for row in expired:
        result = AttemptResult.UNKNOWN if row.answered_at is None else AttemptResult.CONNECTED
        await uow.conn.execute(
            update(attempts)
            .where(
                attempts.c.id == row.id,
                attempts.c.organisation_id == row.organisation_id,
                attempts.c.ended_at.is_(None),
            )
            .values(state=CallState.ENDED, result=result, ended_at=row.lease_until)
        )
        await give_up(uow, row.id, row.lease_until)
        touch(uow, row.organisation_id, row.callback_id)
    return [row.id for row in expired]


async def claim_on(uow: UnitOfWork, organisation_id: str, callback_id: str) -> Claim | None:
    """Return the running claim on a callback the caller has locked; one that ran out is ended first."""
    query = select(attempts.c.id).where(
        attempts.c.organisation_id == organisation_id,
        attempts.c.callback_id == callback_id,
        attempts.c.ended_at.is_(None),
    )
    if (await uow.conn.execute(query)).first() is None:
        return None
    await end_expired(uow, organisation_id, [callback_id])
    return (await live_claims(uow.conn, [callback_id], uow.now)).get(callback_id)


async def any_forgotten(conn: AsyncConnection, now: datetime) -> bool:
    """Tell whether a lease ran out that nobody wrote down yet."""
    query = select(attempts.c.id).where(*_expired(now), ~_has_call(now)).limit(1)
    return (await conn.execute(across_organisations(query, _SWEEP))).first() is not None


async def _lock_forgotten(uow: UnitOfWork, candidates: Select[str], *, wait: bool) -> list[str]:
    """Lock the callbacks, in the order of their ids; whoever works on one sees the end for himself."""
    some = across_organisations(candidates.limit(_AT_ONCE), _SWEEP)
    found = sorted((await uow.conn.execute(some)).scalars())
    query = select(callbacks.c.id).where(callbacks.c.id.in_(found)).order_by(callbacks.c.id)
    query = across_organisations(query.with_for_update(skip_locked=not wait), _SWEEP)
    locked = list((await uow.conn.execute(query)).scalars())
    uow.hold(Entity.CALLBACK, locked)
    return locked


async def keep_claims(uow: UnitOfWork, attempt_ids: Sequence[str], seen_at: datetime) -> None:
    """Renew the leases of calls that were seen to go on at a moment, whoever stopped renewing them."""
    running = update(attempts).where(attempts.c.id.in_(attempt_ids), attempts.c.ended_at.is_(None))
    kept = running.values(lease_until=seen_at + LEASE)
    await uow.conn.execute(across_organisations(kept, "the PBX has the calls of all"))
