"""Asking the carrier, by our key, what became of a call whose answer nobody has; as a job.

The carrier's lists lag: that it knows nothing of a call says nothing for a long time. What it knows is taken
over; what it does not know after more than a day, by its clock and ours, was never accepted, and its sender
may write again.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sms import MessageStage
from occ_contract.sms_results import ResultReason
from occ_server.kit.db import Database
from occ_server.kit.jobs.kinds import Attempt, Postponed
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.former import account_used
from occ_server.sms.carriers.protocol import Found, NotTaken
from occ_server.sms.sending.calls import close
from occ_server.sms.sending.orders import LookUp
from occ_server.sms.sending.results import apply_outcomes
from occ_server.sms.sending.rows import lock_messages
from occ_server.sms.sending.settling import accept, fail
from occ_server.sms.tables import handovers, messages

logger = logging.getLogger(__name__)

NEVER_ACCEPTED = timedelta(hours=26)  # a carrier's longest wait is over, and its lists have caught up
_SHORTEST, _LONGEST = timedelta(seconds=5), timedelta(minutes=30)
_EARLIER = timedelta(minutes=10)  # clocks differ
_Call = Row[Any]
REPEATING = "the carrier is asked again; what it says is taken over once"


async def look_up(database: Database, asked: LookUp, _attempt: Attempt) -> None:
    """Look a call up.

    :raises Postponed: some of its messages are unknown still.
    """
    async with database.ask() as conn:
        call = await _call(conn, asked)
    if call is None or call.answered_at is not None:
        return
    used, replaced = await account_used(database, call.service_id, asked.organisation_id, call.account_id)
    found: Sequence[Found] | None = None
    if used is not None:
        try:
            found = await used.carrier.look_up(asked.handover_id, call.started_at - _EARLIER)
        except NotTaken as error:
            logger.info("looking %s up has no answer: %s", asked.handover_id, error)
    late = database.apart.certain() - call.started_at >= NEVER_ACCEPTED
    if not found and not late and await _is_unknown(database, asked):  # nothing to write down: most find this
        raise Postponed(pause_after(call.started_at, database.clock.now()))
    work = partial(_take_over, asked=asked, call=call, found=found, replaced=replaced, late=late)
    over = await database.run(work)
    if not over:
        raise Postponed(pause_after(call.started_at, database.clock.now()))


async def _is_unknown(database: Database, asked: LookUp) -> bool:
    query = select(messages.c.id).where(
        messages.c.handover_id == asked.handover_id,
        messages.c.organisation_id == asked.organisation_id,
        messages.c.stage == MessageStage.UNKNOWN,
    )
    async with database.ask() as conn:
        return (await conn.execute(query.limit(1))).first() is not None


def pause_after(started: datetime, now: datetime) -> timedelta:
    """Return how long to wait until a call that began then is looked up again."""
    return min(max((now - started) / 3, _SHORTEST), _LONGEST)


async def _call(conn: AsyncConnection, asked: LookUp) -> _Call | None:
    query: Select[Any] = select(
        handovers.c.service_id, handovers.c.account_id, handovers.c.started_at, handovers.c.answered_at
    ).where(handovers.c.id == asked.handover_id, handovers.c.organisation_id == asked.organisation_id)
    row: _Call | None = (await conn.execute(query)).one_or_none()
    return row


async def _take_over(
    uow: UnitOfWork,
    asked: LookUp,
    call: _Call,
    found: Sequence[Found] | None,
    replaced: bool,
    late: bool,
) -> bool:
    """Write down what the carrier knows (None: it could not be asked); return whether nothing is unknown.

    Of an account that was ``replaced`` and cannot be asked, nobody will ever know more.
    """
    organisation = asked.organisation_id
    its = messages.c.handover_id == asked.handover_id
    rows = await lock_messages(uow, organisation, its)
    known = {one.id: one for one in found or ()}
    unknown = [row for row in rows if row.stage is MessageStage.UNKNOWN]
    with_result = [one.outcome for one in known.values() if one.outcome is not None]
    ended = {one.id for one in known.values() if one.outcome is not None}
    accept(
        uow,
        organisation,
        [(row, known[row.id].taken) for row in unknown if row.id in known and row.id not in ended],
    )
    await apply_outcomes(uow, call.service_id, organisation, with_result)
    left = [row for row in unknown if row.id not in known]
    if left and late and (found is not None or replaced):
        reason = ResultReason.ACCOUNT_CHANGED if found is None else ResultReason.NEVER_ACCEPTED
        logger.warning("%d unknown messages end: %s", len(left), reason.value)
        await fail(uow, organisation, left, reason)
        left = []
    if not left:
        await close(uow, organisation, [asked.handover_id])
    return not left
