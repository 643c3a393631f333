"""Handing a request over, as a job: committed as ours to call, called, and written down, slice by slice.

Repeated, it never calls again for what was begun before: that is looked up (``unclear``). The call itself is
made outside any transaction, and only while this process knows that the hand-over is still its own.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Row

from occ_server.kit.clock import ticks
from occ_server.kit.db import Database
from occ_server.kit.jobs.kinds import Attempt, Finish, Postponed
from occ_server.kit.tasks import failure_of
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.accounts import as_account, opened
from occ_server.sms.carriers.protocol import Answer, Carrier, Handover, NotTaken, Unclear
from occ_server.sms.sending.calls import may_call
from occ_server.sms.sending.orders import HandOver
from occ_server.sms.sending.settling import PROBE, NotCalled, Outcome, is_without_number, settle
from occ_server.sms.sending.slices import Slice, begin

logger = logging.getLogger(__name__)

FRESH_SECONDS = 1.0  # so long after it was begun nobody can have found this process dead

REPEATING = (
    "what was begun is looked up at the carrier, never handed over again; only the rest is handed over"
)


async def hand_over(database: Database, asked: HandOver, _attempt: Attempt) -> Finish | None:
    """Hand over what is due of a request; return what is to be written down with the end of the job.

    (Should the job be another's by then, he has found these calls unanswered, and looks them up.)

    :raises Postponed: something of it waits on.
    """
    checked: float | None = None
    made: Sequence[tuple[Handover, Outcome]] = ()
    while True:
        confirmed = _Confirmed(database)  # before: who froze while it was committed has been found dead
        now = ticks(database.clock)
        check = checked is None or not 0 <= now - checked < FRESH_SECONDS
        check = check or any(is_without_number(outcome) for _, outcome in made)
        checked = now if check else checked
        begun = await database.run(partial(_on, asked=asked, made=made, check=check))
        if begun.request is None:
            if begun.again is not None:
                raise Postponed(begun.again)
            return None
        made = await _called(database, asked, _carrier(database, begun.request), begun, confirmed)
        writing = partial(settle, asked=asked, made=made, is_ailing=begun.is_ailing)
        if not begun.is_ailing and all(isinstance(its, Mapping) for _, its in made):
            if begun.left:
                continue  # written down in one transaction with what is begun next
            return writing
        await database.run(writing)
        if any(isinstance(outcome, NotTaken) for _, outcome in made):
            raise Postponed(PROBE)
        if not begun.left and not any(isinstance(outcome, NotCalled) for _, outcome in made):
            return None
        made = ()


async def _on(
    uow: UnitOfWork, asked: HandOver, made: Sequence[tuple[Handover, Outcome]], *, check: bool
) -> Slice:
    """Write down the answers of one slice, if there are any, and begin the next one."""
    if made:
        await settle(uow, asked, made, is_ailing=False)
    return await begin(uow, asked, check=check)


def _carrier(database: Database, request: Row[Any]) -> Carrier:
    account = as_account(database, request, request.account_id or request.service_id, request.service_id)
    return opened(database, account).carrier


class _Confirmed:
    """When this process last knew that its hand-overs are its own, by two clocks.

    One goes on while the process is frozen, the other while the whole machine sleeps.
    """

    def __init__(self, database: Database) -> None:
        self._clock = database.clock
        self._tick, self._moment = ticks(database.clock), database.clock.now()

    def is_fresh(self) -> bool:
        """Tell whether that was just now."""
        elapsed = ticks(self._clock) - self._tick
        passed = (self._clock.now() - self._moment).total_seconds()
        return 0 <= elapsed < FRESH_SECONDS and 0 <= passed < FRESH_SECONDS


async def _called(
    database: Database, asked: HandOver, carrier: Carrier, begun: Slice, confirmed: _Confirmed
) -> Sequence[tuple[Handover, Outcome]]:
    """Make the calls of a slice beside each other; each ends in an answer, in nothing taken, or unclear."""
    one = partial(_call, database, asked, carrier, confirmed)
    outcomes = await asyncio.gather(*(one(call) for call in begun.calls))
    return list(zip(begun.calls, outcomes, strict=True))


async def _call(
    database: Database, asked: HandOver, carrier: Carrier, confirmed: _Confirmed, call: Handover
) -> Outcome:
    if not confirmed.is_fresh():
        async with database.ask() as conn:
            if not await may_call(conn, asked.organisation_id, call.key):
                logger.warning("hand-over %s was found without its process; it is not called", call.key)
                return NotCalled()
    answers: list[Answer] = []

    async def step() -> None:
        answers.append(await carrier.hand_over(call))

    error = await failure_of(step)
    if error is None:
        return answers[0]
    if isinstance(error, NotTaken):
        return error
    unexpected = None if isinstance(error, Unclear) else error
    logger.warning("hand-over %s has no answer: %s", call.key, error, exc_info=unexpected)
    return None
