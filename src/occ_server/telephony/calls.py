"""The rows of calls: begun, moved on by what the PBX reports, given up, ended by hand. It dials nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Update, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CallState, CtiState
from occ_contract.sync import Entity
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.unit import UnitOfWork
from occ_server.people.tables import people
from occ_server.telephony.adapter import CallProgress
from occ_server.telephony.lines import free_line, lock_line, set_line
from occ_server.telephony.link import LINK
from occ_server.telephony.listeners import CallListeners, Purpose
from occ_server.telephony.orders import order_call
from occ_server.telephony.outcome import added
from occ_server.telephony.tables import calls, links

CallRow = Row[Any]
_NAMED = "the order knows the call"
_LOCKED = "the caller has locked what the call is for, in its organisation"
LONGEST = timedelta(days=1)
_AT_ONCE = 200  # calls ended in one transaction: the next round takes the rest


@dataclass(frozen=True, kw_only=True)
class NewCall:
    """A call somebody asks for, for something (``for_kind``, ``for_id``) or nothing; ``phone`` is digits."""

    id: str
    organisation_id: str
    agent_id: str
    extension: str
    phone: str
    for_kind: Entity | None = None
    for_id: str | None = None
    service_id: str | None = None
    name: str | None = None


async def begin_call(uow: UnitOfWork, asked: NewCall, *, by_pbx: bool) -> None:
    """Make the call on its agent's line, which the caller has locked and found free.

    With ``by_pbx`` the PBX is ordered to dial; else a softphone does.
    """
    await uow.conn.execute(insert(calls).values(state=CallState.DIALLING, started_at=uow.now, **vars(asked)))
    await set_line(uow, asked.organisation_id, asked.agent_id, CtiState.DIALLING, call_id=asked.id)
    if by_pbx:
        await order_call(uow, asked.organisation_id, asked.id)


async def load_call(conn: AsyncConnection, call_id: str) -> CallRow | None:
    """Return a call as it is."""
    query = select(calls).where(calls.c.id == call_id)
    named = across_organisations(query, "the PBX and its orders name a call, nothing else")
    return (await conn.execute(named)).one_or_none()


async def lock_call(uow: UnitOfWork, call_id: str, listeners: CallListeners) -> CallRow | None:
    """Return a call, locked until the commit, after what it is for; one nobody knows is None."""
    known = await load_call(uow.conn, call_id)
    if known is None:
        return None
    if known.for_kind in listeners:
        await listeners[known.for_kind].lock(uow, purpose_of(known))
    query = select(calls).where(calls.c.id == call_id, calls.c.organisation_id == known.organisation_id)
    return (await uow.conn.execute(query.with_for_update())).one()


def purpose_of(call: CallRow) -> Purpose:
    """Return what a call is for."""
    return Purpose(call.id, call.organisation_id, call.for_id)


async def apply_progress(uow: UnitOfWork, report: CallProgress, listeners: CallListeners) -> None:
    """Take over what the PBX reports of one call; an unknown one is ignored."""
    call = await lock_call(uow, report.call_id, listeners)
    if call is not None:
        await take_over(uow, call, report, listeners)


async def take_over(uow: UnitOfWork, call: CallRow, report: CallProgress, listeners: CallListeners) -> None:
    """Take over a report of a call that is locked: into its row, by who listens, and onto its line."""
    await _write(uow, call, report)
    if call.for_kind in listeners:
        await listeners[call.for_kind].reported(uow, purpose_of(call), report)
    if report.state is CallState.ENDED:
        await free_line(uow, call.organisation_id, call.id, report.at)
    elif added(call, report) is not None and call.agent_id is not None:
        line = await lock_line(uow, call.agent_id)
        if line.call_id == call.id:
            state = CtiState.TALKING if report.state is CallState.TALKING else CtiState.DIALLING
            await set_line(uow, call.organisation_id, call.agent_id, state, since=report.at)


async def _write(uow: UnitOfWork, call: CallRow, report: CallProgress) -> None:
    values = dict(added(call, report) or {})
    if report.pbx_call_id and report.pbx_call_id != call.pbx_call_id:
        values["pbx_call_id"] = report.pbx_call_id
    if "ended_at" in values and report.result is AttemptResult.UNKNOWN and call.given_up_at is not None:
        values["ended_at"] = min(call.given_up_at, report.at)  # when it was last known to go on
    if values:
        await uow.conn.execute(_changing(call).values(**values))


def _changing(call: CallRow) -> Update:
    return update(calls).where(calls.c.id == call.id, calls.c.organisation_id == call.organisation_id)


async def note_pbx_call(uow: UnitOfWork, call_id: str, pbx_call_id: str) -> None:
    """Write down the PBX's name of a call it took."""
    change = update(calls).where(calls.c.id == call_id).values(pbx_call_id=pbx_call_id)
    await uow.conn.execute(across_organisations(change, _NAMED))


async def note_ordered(uow: UnitOfWork, call_id: str) -> None:
    """Write down that the PBX is told to dial from this moment on: it will not be told again."""
    change = update(calls).where(calls.c.id == call_id).values(ordered_at=uow.now)
    await uow.conn.execute(across_organisations(change, _NAMED))


async def give_up(uow: UnitOfWork, call_id: str, at: datetime) -> None:
    """Say that nobody answers for a call any more (UTC): it ends by itself once the PBX has it no longer.

    The caller has locked what the call is for.
    """
    change = update(calls).where(calls.c.id == call_id, calls.c.ended_at.is_(None)).values(given_up_at=at)
    await uow.conn.execute(across_organisations(change, _LOCKED))


async def end_by_hand(
    uow: UnitOfWork, call_id: str, *, result: AttemptResult, answered_at: datetime | None, talked: int | None
) -> None:
    """End a softphone's call as its agent says, or add that to one that ended untold; its line is free.

    The caller has locked what the call is for, and checked that it may.
    """
    query = select(calls).where(calls.c.id == call_id).with_for_update()
    call = (await uow.conn.execute(across_organisations(query, _LOCKED))).one_or_none()
    if call is None:  # it began before calls were kept
        return
    await uow.conn.execute(
        _changing(call).values(
            state=CallState.ENDED,
            result=result,
            answered_at=answered_at,
            ended_at=call.ended_at or call.given_up_at or uow.now,
            talk_seconds=talked,
        )
    )
    await free_line(uow, call.organisation_id, call_id, uow.now)


async def call_to(conn: AsyncConnection, organisation_id: str, phone: str) -> CallRow | None:
    """Return a call to this number that is not over as far as the PBX has said, with its agent's name."""
    query = (
        select(calls, people.c.name.label("agent_name"))
        .outerjoin(people, people.c.id == calls.c.agent_id)
        .where(calls.c.ended_at.is_(None), calls.c.organisation_id == organisation_id, calls.c.phone == phone)
        .order_by(calls.c.id)
    )
    return (await conn.execute(query)).first()


def at_pbx(
    call_id: ColumnElement[str], organisation_id: ColumnElement[str], now: datetime
) -> ColumnElement[bool]:
    """Return the condition that the PBX was told to dial a call and has not said that it is over.

    It cannot have it where there is no PBX any more, nor for longer than the longest call.
    """
    told = select(calls.c.id).where(
        calls.c.id == call_id,
        calls.c.organisation_id == organisation_id,
        calls.c.ended_at.is_(None),
        calls.c.given_up_at.is_(None),
        calls.c.started_at > now - LONGEST,
        or_(calls.c.ordered_at.is_not(None), calls.c.pbx_call_id.is_not(None)),
    )
    return and_(told.exists(), select(links.c.name).where(links.c.name == LINK).exists())


async def running_calls(conn: AsyncConnection, *, given_up: bool = False) -> list[CallRow]:
    """Return the calls that are not over, by id; or only those that were given up, a limited number."""
    query = select(calls).where(calls.c.ended_at.is_(None)).order_by(calls.c.id)
    if given_up:
        query = query.where(calls.c.given_up_at.is_not(None)).limit(_AT_ONCE)
    return list((await conn.execute(across_organisations(query, "the PBX serves all"))).all())


async def end_given_up(uow: UnitOfWork, call_ids: list[str]) -> None:
    """End calls that were given up and whom the PBX has no longer; who gave them up knows already."""
    query = (
        select(calls)
        .where(calls.c.id.in_(call_ids), calls.c.ended_at.is_(None), calls.c.given_up_at.is_not(None))
        .order_by(calls.c.id)
        .with_for_update()
    )
    for call in (await uow.conn.execute(across_organisations(query, "the sweep serves all"))).all():
        result = AttemptResult.UNKNOWN if call.answered_at is None else AttemptResult.CONNECTED
        values = {"state": CallState.ENDED, "ended_at": call.given_up_at, "result": result}
        await uow.conn.execute(_changing(call).values(**values))
        await free_line(uow, call.organisation_id, call.id, uow.now)
