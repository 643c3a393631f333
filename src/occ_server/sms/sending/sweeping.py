"""Once a minute: nothing of texting may depend on one job that was put long ago.

Each text that is due has the job of its request, each unclear call its look-up; both are put in the
transaction of their cause. Should one be missing all the same (a row restored by hand, a mistake of ours),
it is put again here, and said aloud. What was held because its sender lost a right, the number could not be
used or texting was off, goes by itself once that is over within a day; later a person decides.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sms import HeldReason, MessageStage
from occ_server.kit.db import Database
from occ_server.kit.jobs.kinds import Attempt, External, Recurring, Turn
from occ_server.kit.jobs.queue import enqueue
from occ_server.kit.jobs.tables import WAITING, jobs
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.unit import UnitOfWork
from occ_server.people.tables import people
from occ_server.sms.sending.giving_up import end_without_result, is_given_up
from occ_server.sms.sending.holds import why_not
from occ_server.sms.sending.orders import HAND_OVER, LOOK_UP, HandOver, LookUp
from occ_server.sms.sending.rows import OURS, MessageRow, lock_messages, touch
from occ_server.sms.sending.waking import TRIED
from occ_server.sms.tables import IS_LIVE, handovers, messages, requests

logger = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
LATE = timedelta(minutes=1)  # due for so long without a job
RESUMED = timedelta(days=1)  # so long after it was due, a text may go by itself when what held it is over
MENDED = (HeldReason.FEATURE_OFF, HeldReason.RIGHT_LOST, HeldReason.SENDER_UNUSABLE)
AT_ONCE = 200
_WHY = "what is forgotten is looked for in all"


def _has_job(kind: str, key: ColumnElement[str]) -> ColumnElement[bool]:
    """Return whether a job of this key waits or runs (``uq_jobs_waiting``, ``ix_jobs_running``)."""
    its = (jobs.c.kind == kind, jobs.c.key == key)
    return or_(exists().where(*its, text(WAITING)), exists().where(*its, jobs.c.token.is_not(None)))


def _requests(now: datetime) -> Select[Any]:
    """Return requests with something due and no job."""
    m = messages.c
    query = select(m.request_id, m.organisation_id).where(
        IS_LIVE,
        m.stage.in_(sorted(OURS)),
        m.due_at <= now - LATE,
        or_(m.held.is_(None), m.held.in_(TRIED)),
        ~_has_job(HAND_OVER.name, m.request_id),
    )
    return across_organisations(query.distinct().limit(AT_ONCE), _WHY)


def _calls(now: datetime, *, unclear: bool) -> Select[Any]:
    """Return open hand-overs without the job that ends them: its maker's, or its look-up."""
    h = handovers.c
    query = select(h.id, h.request_id, h.organisation_id).where(h.answered_at.is_(None))
    if unclear:
        query = query.where(h.unclear_at <= now - LATE, ~_has_job(LOOK_UP.name, h.id))
    else:
        query = query.where(
            h.unclear_at.is_(None), h.started_at <= now - LATE, ~_has_job(HAND_OVER.name, h.request_id)
        )
    return across_organisations(query.limit(AT_ONCE), _WHY)


def _held(now: datetime) -> Select[Any]:
    """Return requests with something held by what may be over."""
    m = messages.c
    query = select(m.request_id, m.organisation_id).where(
        IS_LIVE,
        m.stage == MessageStage.WAITING,
        m.due_at <= now,
        m.due_at > now - RESUMED,
        m.held.in_(MENDED),
    )
    return across_organisations(query.distinct().limit(AT_ONCE), _WHY)


def _given_up(now: datetime) -> Select[Any]:
    m = messages.c
    query = select(m.request_id, m.organisation_id).where(is_given_up(now)).distinct().limit(AT_ONCE)
    return across_organisations(query, _WHY)


async def _is_needed(conn: AsyncConnection, now: datetime) -> bool:
    queries = (
        _requests(now),
        _calls(now, unclear=False),
        _calls(now, unclear=True),
        _held(now),
        _given_up(now),
    )
    for query in queries:
        if (await conn.execute(query.limit(1))).first() is not None:
            return True
    return False


async def sweep(database: Database, _turn: Turn, _attempt: Attempt) -> None:
    """Put what is missing, let go what is held by nothing any more, end what will not be heard of."""
    now = database.clock.now()

    async def found(query: Select[Any]) -> Sequence[Row[Any]]:
        async with database.read() as conn:
            rows: Sequence[Row[Any]] = (await conn.execute(query)).all()
            return rows

    for row in [*await found(_requests(now)), *await found(_calls(now, unclear=False))]:
        logger.error("request %s had no job to hand it over", row.request_id)
        await database.run(partial(_hand_over, row=row))
    for row in await found(_calls(now, unclear=True)):
        logger.error("call %s had no job to look it up", row.id)
        await database.run(partial(_look_up, row=row))
    for row in await found(_held(now)):
        await database.run(partial(_let_go, row=row))
    certain = database.apart.certain()
    for row in await found(_given_up(certain)):
        its = messages.c.request_id == row.request_id
        await database.run(partial(_end, organisation_id=row.organisation_id, certain=certain, its=its))


async def _hand_over(uow: UnitOfWork, row: Row[Any]) -> None:
    order = HandOver(request_id=row.request_id, organisation_id=row.organisation_id)
    await enqueue(uow, HAND_OVER, order, key=row.request_id, organisation_id=row.organisation_id)


async def _look_up(uow: UnitOfWork, row: Row[Any]) -> None:
    order = LookUp(handover_id=row.id, organisation_id=row.organisation_id)
    await enqueue(uow, LOOK_UP, order, key=row.id, organisation_id=row.organisation_id)


async def _let_go(uow: UnitOfWork, row: Row[Any]) -> None:
    """Have a request's texts go that nothing holds any more; what else may speak against it is asked then."""
    organisation = row.organisation_id
    sent_by = select(requests, people.c.disabled_at).join(people, people.c.id == requests.c.agent_id)
    query = sent_by.where(requests.c.id == row.request_id, requests.c.organisation_id == organisation)
    request = (await uow.conn.execute(query)).one()
    if await why_not(uow.conn, request) in MENDED:
        return
    its = (messages.c.request_id == row.request_id, messages.c.stage == MessageStage.WAITING)
    rows = await lock_messages(uow, organisation, *its, messages.c.held.in_(MENDED))
    if not rows or any(timedelta() <= uow.now - row.held_at < _pause(row) for row in rows):
        return
    change = update(messages).where(*its, messages.c.organisation_id == organisation)
    await uow.conn.execute(change.where(messages.c.held.in_(MENDED)).values(held=None, held_at=None))
    touch(uow, rows)
    await _hand_over(uow, row)


def _pause(row: MessageRow) -> timedelta:
    """Return how long a text is left held at least: the longer, the longer nothing became of it.

    A carrier may list a number, and yet refuse it.
    """
    late: timedelta = row.held_at - row.due_at
    return late / 2


async def _end(uow: UnitOfWork, organisation_id: str, certain: datetime, its: ColumnElement[bool]) -> None:
    await end_without_result(uow, organisation_id, certain, its)


RECURRING = Recurring(
    "sms.sweep",
    EVERY,
    External(sweep, "what is missing is put once, what is held is looked at again"),
    is_needed=_is_needed,
)
