"""Asking carriers what became of texts: changed results every few seconds, old ones one by one, slowly.

Only while something is under way. A poll begins well before the last one ended, since results become visible
late and out of order; what was not read to its end counts as not read. Whatever is found ends in
``apply_outcomes``, which takes it in any order and as often as it comes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Row, Select, and_, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sms import MessageStage
from occ_server.kit.chunks import chunks
from occ_server.kit.db import Database
from occ_server.kit.jobs.kinds import Attempt, External, Finish, JobKind, Recurring, Retry
from occ_server.kit.jobs.queue import enqueue
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.accounts import carrier_of
from occ_server.sms.carriers.former import account_used
from occ_server.sms.carriers.protocol import NotTaken, Outcome
from occ_server.sms.carriers.registry import ADAPTERS
from occ_server.sms.carriers.senders import OfService
from occ_server.sms.carriers.trouble import note_answer, note_trouble
from occ_server.sms.sending.giving_up import end_without_result
from occ_server.sms.sending.results import apply_outcomes
from occ_server.sms.sending.rows import these
from occ_server.sms.tables import IS_LIVE, handovers, links, messages

POLLED_EVERY = timedelta(seconds=5)
LOOKED_EVERY = timedelta(minutes=10)
OVERLAP = timedelta(minutes=10)  # once a minute; between these
SHORT_OVERLAP = timedelta(minutes=1)
CALM = timedelta(minutes=10)  # nothing was handed over for so long: what is left is asked for once a minute
OLD = timedelta(hours=1)  # under way for so long: asked for by its call's key, as often
CALLS_AT_ONCE = 50  # looked up in one turn
ROWS_AT_ONCE = 200  # written in one transaction
_Call = Row[str, str | None, datetime]
UNDER_WAY = (MessageStage.HANDING_OVER, MessageStage.ACCEPTED, MessageStage.UNKNOWN)


def _services() -> Select[Any]:
    """Return the services with a carrier and something under way."""
    under_way = exists().where(
        messages.c.service_id == links.c.id,
        messages.c.organisation_id == links.c.organisation_id,
        messages.c.stage.in_(UNDER_WAY),
        IS_LIVE,
    )
    query = select(links.c.id, links.c.organisation_id).where(
        links.c.carrier.in_(sorted(ADAPTERS)), under_way
    )
    return across_organisations(query.order_by(links.c.id), "results of every service are asked for")


async def _is_needed(conn: AsyncConnection, _now: datetime) -> bool:
    return (await conn.execute(_services().limit(1))).first() is not None


async def _enqueue(uow: UnitOfWork, kind: JobKind[OfService]) -> None:
    for row in (await uow.conn.execute(_services())).all():
        asked = OfService(row.id, row.organisation_id)
        await enqueue(uow, kind, asked, key=row.id, organisation_id=row.organisation_id)


async def _window(database: Database, asked: OfService) -> tuple[datetime, datetime] | None:
    """Return from when to when results are to be read, None while nothing is to be asked."""
    now = database.clock.now()
    handed_over = func.coalesce(messages.c.handed_over_at, messages.c.due_at)
    under_way = select(func.min(handed_over).label("first"), func.max(handed_over).label("last")).where(
        messages.c.service_id == asked.service_id,
        messages.c.organisation_id == asked.organisation_id,
        messages.c.stage.in_(UNDER_WAY),
        IS_LIVE,
    )
    polled = select(links.c.polled_until).where(
        links.c.id == asked.service_id, links.c.organisation_id == asked.organisation_id
    )
    async with database.read() as conn:
        began, newest = (await conn.execute(under_way)).one()
        until = (await conn.execute(polled)).scalar_one_or_none()
    if began is None:
        return None
    if until is None or until < began or until > now:  # ahead: the clock was set back
        return began - OVERLAP, now
    if now - newest > CALM and now - until < SHORT_OVERLAP:
        return None
    same_minute = until.replace(second=0, microsecond=0) == now.replace(second=0, microsecond=0)
    return until - (SHORT_OVERLAP if same_minute else OVERLAP), now


async def _apply(database: Database, asked: OfService, outcomes: Sequence[Outcome]) -> None:
    """Write down what is news: most of what overlapping windows bring is known."""
    ids = [one.id for one in outcomes if one.id is not None]
    async with database.read() as conn:
        query = select(messages.c.id).where(*these(conn, asked.organisation_id, ids), IS_LIVE)
        live = set((await conn.execute(query)).scalars()) if ids else set()
    for part in chunks([one for one in outcomes if one.id is None or one.id in live], ROWS_AT_ONCE):
        work = partial(
            apply_outcomes,
            service_id=asked.service_id,
            organisation_id=asked.organisation_id,
            outcomes=part,
        )
        await database.run(work)


async def _poll(database: Database, asked: OfService, _attempt: Attempt) -> Finish | None:
    carrier, window = await carrier_of(database, asked.service_id), await _window(database, asked)
    if carrier is None or window is None:
        return None
    try:
        async for page in carrier.outcomes(*window):
            await _apply(database, asked, page)
    except NotTaken as error:
        return _noting(asked, error)

    async def read_to_its_end(uow: UnitOfWork) -> None:
        await note_answer(uow, asked.service_id, asked.organisation_id)
        its = update(links).where(
            links.c.id == asked.service_id,
            links.c.organisation_id == asked.organisation_id,
            or_(
                links.c.polled_until.is_(None),
                links.c.polled_until < window[1],
                links.c.polled_until > uow.now,
            ),
        )
        await uow.conn.execute(its.values(polled_until=window[1]))

    return read_to_its_end


def _noting(asked: OfService, error: NotTaken) -> Finish:
    async def noting(uow: UnitOfWork) -> None:
        await note_trouble(uow, asked.service_id, asked.organisation_id, error.trouble)

    return noting


async def _look(database: Database, asked: OfService, _attempt: Attempt) -> Finish | None:
    """Ask by its key, with the account it was made with, for every call with something under way for long."""
    closed: set[str] = set()  # replaced accounts that cannot be asked: they keep nobody else waiting
    while True:
        known = len(closed)
        for call in await _old_calls(database, asked, sorted(closed)):
            its = call.account_id or asked.service_id
            if its in closed:
                continue
            used, replaced = await account_used(database, asked.service_id, asked.organisation_id, its)
            try:
                found = () if used is None else await used.carrier.look_up(call.id, call.started_at)
            except NotTaken as error:
                if not replaced:
                    return _noting(asked, error)
                used = None
            if used is None:
                closed.add(its)
                continue
            await _apply(database, asked, [one.outcome for one in found if one.outcome is not None])
            certain = database.apart.certain()
            await database.run(partial(_looked_up, asked=asked, key=call.id, certain=certain))
        if len(closed) == known:
            return None


async def _old_calls(database: Database, asked: OfService, closed: Sequence[str]) -> Sequence[_Call]:
    old = database.clock.now() - OLD
    account = func.coalesce(handovers.c.account_id, handovers.c.service_id)
    query = (
        select(handovers.c.id, handovers.c.account_id, handovers.c.started_at)
        .join(
            messages,
            and_(
                messages.c.handover_id == handovers.c.id,
                messages.c.organisation_id == handovers.c.organisation_id,
            ),
        )
        .where(
            messages.c.service_id == asked.service_id,
            messages.c.organisation_id == asked.organisation_id,
            messages.c.stage == MessageStage.ACCEPTED,
            IS_LIVE,
            account.not_in(closed),
            messages.c.due_at <= old,
            messages.c.handed_over_at <= old,
            or_(messages.c.looked_up_at.is_(None), messages.c.looked_up_at <= old),
        )
        .distinct()
        .order_by(handovers.c.started_at)
        .limit(CALLS_AT_ONCE)
    )
    async with database.read() as conn:
        return (await conn.execute(query)).all()


async def _looked_up(uow: UnitOfWork, asked: OfService, key: str, certain: datetime) -> None:
    its = update(messages).where(
        messages.c.handover_id == key,
        messages.c.organisation_id == asked.organisation_id,
        messages.c.stage == MessageStage.ACCEPTED,
    )
    await uow.conn.execute(its.values(looked_up_at=uow.now))
    its_call = messages.c.handover_id == key
    await end_without_result(uow, asked.organisation_id, certain, its_call)


_AGAIN = "results are read once more; they are applied in any order and as often as they come"
POLL = JobKind(
    "sms.poll", OfService, External(_poll, _AGAIN), Retry(longest=timedelta(minutes=1), attempts=None)
)
LOOK = JobKind(
    "sms.look", OfService, External(_look, _AGAIN), Retry(longest=timedelta(minutes=1), attempts=None)
)
RECURRING = (
    Recurring("sms.poll.turn", POLLED_EVERY, partial(_enqueue, kind=POLL), is_needed=_is_needed),
    Recurring("sms.look.turn", LOOKED_EVERY, partial(_enqueue, kind=LOOK), is_needed=_is_needed),
)
