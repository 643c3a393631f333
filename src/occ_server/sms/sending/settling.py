"""The second half of a hand-over: what the carrier answered is written down, message by message.

An answer may come late: meanwhile the message may have been looked up, or its result may be known. What is
known already is never taken back.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from occ_contract.sms import CarrierTrouble, HeldReason, MessageStage, MessageStatus
from occ_contract.sms_results import ResultReason
from occ_contract.sync import Entity
from occ_server.kit.jobs.queue import enqueue
from occ_server.kit.unit import Change, UnitOfWork
from occ_server.sms.carriers.protocol import Answer, Handover, NotTaken, Refused, Taken
from occ_server.sms.carriers.senders import note_refused
from occ_server.sms.carriers.trouble import note_trouble
from occ_server.sms.sending.calls import close
from occ_server.sms.sending.holds import count_held, hold, hold_of, tell_owner
from occ_server.sms.sending.orders import HAND_OVER, HandOver
from occ_server.sms.sending.rows import MessageRow, lock_called, these, touch
from occ_server.sms.sending.unclear import look_up_later, mark_unknown
from occ_server.sms.sending.waking import pause_of, wake
from occ_server.sms.tables import links, messages

logger = logging.getLogger(__name__)

UNDECIDED = frozenset({MessageStage.HANDING_OVER, MessageStage.UNKNOWN})
PROBE = timedelta(seconds=2)  # how soon a carrier that took nothing is tried again at first


@dataclass(frozen=True)
class NotCalled:
    """Found to be another's before the call: certainly nothing was taken."""


# A refusal of the number the text was to come from: it says nothing about the text, which waits for a number.
OF_THE_NUMBER = frozenset({ResultReason.SENDER_UNREGISTERED, ResultReason.SENDER_BLOCKED})

Outcome = Answer | NotTaken | NotCalled | None  # None: nobody knows


async def settle(
    uow: UnitOfWork, asked: HandOver, made: Sequence[tuple[Handover, Outcome]], *, is_ailing: bool = True
) -> None:
    """Write down what became of the calls of one slice; that the carrier is well, where it was not."""
    organisation = asked.organisation_id
    rows = await lock_called(uow, organisation, [call.key for call, _ in made])
    by_call: dict[str, list[MessageRow]] = {call.key: [] for call, _ in made}
    for row in rows:
        by_call[row.handover_id].append(row)
    taken: list[tuple[MessageRow, Taken]] = []
    refused: list[tuple[MessageRow, Refused]] = []
    unclear: list[str] = []
    back = _Back()
    for call, outcome in made:
        its = by_call[call.key]
        if isinstance(outcome, (NotTaken, NotCalled)):
            back.add(outcome, [row for row in its if row.stage in UNDECIDED])
            continue
        answer: Mapping[str, Taken | Refused] = outcome or {}
        taken += [(row, one) for row in its if isinstance(one := answer.get(row.id), Taken)]
        refused += [(row, one) for row in its if isinstance(one := answer.get(row.id), Refused)]
        silent = [row for row in its if row.id not in answer and row.stage in UNDECIDED]
        await mark_unknown(uow, organisation, [r for r in silent if r.stage is not MessageStage.UNKNOWN])
        if silent:
            unclear.append(call.key)
    no_number = await _refused(uow, organisation, refused)
    accept(uow, organisation, taken)
    await close(uow, organisation, [call.key for call, _ in made if call.key not in unclear])
    if not rows:
        return
    service_id = rows[0].service_id
    if any(outcome is None for _, outcome in made):
        await _swallowed(uow, organisation, service_id)
    await _take_back(uow, asked, service_id, back)
    if no_number is not None:
        blocked = no_number is ResultReason.SENDER_BLOCKED
        await note_refused(uow, service_id, organisation, rows[0].sender, blocked=blocked)
    if is_ailing and taken and not back.is_trouble:
        await _is_well(uow, asked, service_id)
    await look_up_later(uow, organisation, unclear)


def accept(uow: UnitOfWork, organisation_id: str, taken: Sequence[tuple[MessageRow, Taken]]) -> None:
    """Say of locked messages that the carrier took them, where nothing later is known."""
    new = [(row, one) for row, one in taken if row.stage in UNDECIDED]
    if not new:
        return
    change = Change(
        ids=[row.id for row, _ in new],
        each={
            "carrier_request": [one.request for _, one in new],
            "carrier_place": [str(one.place) for _, one in new],
        },
        alike={"stage": MessageStage.ACCEPTED, "accepted_at": uow.now},
    )
    uow.change(Entity.SMS_MESSAGE, change, organisation_id)
    touch(uow, [row for row, _ in new])


def is_without_number(outcome: Outcome) -> bool:
    """Tell whether a call met a number its carrier has no more."""
    return isinstance(outcome, Mapping) and any(
        isinstance(one, Refused) and one.reason in OF_THE_NUMBER for one in outcome.values()
    )


async def _refused(
    uow: UnitOfWork, organisation_id: str, refused: Sequence[tuple[MessageRow, Refused]]
) -> ResultReason | None:
    """End what was refused for good; hold what lacks but a number, and return what was said of that."""
    by_reason: dict[Refused, list[MessageRow]] = {}
    for row, one in refused:
        if row.stage in UNDECIDED:
            by_reason.setdefault(one, []).append(row)
    waiting: list[MessageRow] = []
    said: ResultReason | None = None
    for one, rows in by_reason.items():
        if one.reason in OF_THE_NUMBER:
            said, waiting = one.reason, waiting + rows
        else:
            await fail(uow, organisation_id, rows, one.reason, one.code)
    if waiting:
        logger.warning("%d texts wait: the carrier has their number no more (%s)", len(waiting), said)
        await hold(uow, waiting, HeldReason.SENDER_UNUSABLE)
        await tell_owner(uow, waiting, HeldReason.SENDER_UNUSABLE)
    return said


async def fail(
    uow: UnitOfWork,
    organisation_id: str,
    rows: Sequence[MessageRow],
    reason: ResultReason,
    code: str | None = None,
) -> None:
    """Say of locked messages that they did not go, and why."""
    its = these(uow.conn, organisation_id, [row.id for row in rows])
    await uow.conn.execute(
        update(messages)
        .where(*its)
        .values(
            stage=MessageStage.ENDED,
            status=MessageStatus.FAILED,
            result_code=code,
            result=reason,
            result_at=uow.now,
        )
    )
    touch(uow, rows)


class _Back:
    """Messages of which nothing was taken: for trouble of the carrier, of the text alone, or for none."""

    def __init__(self) -> None:
        self.troubled: dict[CarrierTrouble, list[MessageRow]] = {}
        self.alone: list[MessageRow] = []
        self.free: list[MessageRow] = []

    def add(self, outcome: NotTaken | NotCalled, rows: Sequence[MessageRow]) -> None:
        if isinstance(outcome, NotCalled):
            self.free.extend(rows)
        elif outcome.alone:
            self.alone.extend(rows)
        else:
            self.troubled.setdefault(outcome.trouble, []).extend(rows)

    @property
    def is_trouble(self) -> bool:
        """Tell whether a call met trouble that others will meet too."""
        return bool(self.troubled)

    def pause(self, now: datetime) -> timedelta | None:
        """Return how soon the request's job is to come back; None: it need not."""
        if self.free or any(self.troubled.values()):
            return PROBE if self.troubled else timedelta()
        return pause_of(self.alone[0].due_at, now) if self.alone else None


async def _take_back(uow: UnitOfWork, asked: HandOver, service_id: str, back: _Back) -> None:
    """Have them wait again: for trouble to end, or for the request's job alone."""
    organisation = asked.organisation_id
    await hold(uow, back.alone, HeldReason.NOT_TAKEN)
    for trouble, rows in back.troubled.items():
        await hold(uow, rows, hold_of(trouble))
        await count_held(uow, organisation, service_id)
        await note_trouble(uow, service_id, organisation, trouble)
        its = (links.c.id == service_id, links.c.organisation_id == organisation)
        await uow.conn.execute(update(links).where(*its).values(tried_at=uow.now))
    if back.free:
        await _free(uow, organisation, back.free)
    pause = back.pause(uow.now)
    if pause is not None:  # whoever has the job now may have ended it
        due = uow.now + pause if pause else None
        await enqueue(uow, HAND_OVER, asked, key=asked.request_id, due_at=due, organisation_id=organisation)


async def _swallowed(uow: UnitOfWork, organisation_id: str, service_id: str) -> None:
    """Have a carrier that is down, and now takes texts without an answer, asked questions only."""
    its = (links.c.id == service_id, links.c.organisation_id == organisation_id)
    is_down = links.c.trouble == CarrierTrouble.DOWN
    await uow.conn.execute(update(links).where(*its, is_down).values(tried_at=None))


async def _free(uow: UnitOfWork, organisation_id: str, rows: Sequence[MessageRow]) -> None:
    its = these(uow.conn, organisation_id, [row.id for row in rows])
    values: dict[str, Any] = {"stage": MessageStage.WAITING, "handover_id": None, "handed_over_at": None}
    await uow.conn.execute(update(messages).where(*its).values(**values))
    touch(uow, rows)


async def _is_well(uow: UnitOfWork, asked: HandOver, service_id: str) -> None:
    """Say that a carrier takes texts; where it did not before, what waited for it is tried at once."""
    its = (links.c.id == service_id, links.c.organisation_id == asked.organisation_id)
    link = (await uow.conn.execute(select(links.c.trouble, links.c.held).where(*its))).one_or_none()
    if link is None or (link.trouble is None and not link.held):
        return
    await note_trouble(uow, service_id, asked.organisation_id, None)
    await wake(uow, asked.organisation_id, service_id)
