"""Requests of the sample history with their messages and calls, as rows: one request at a time.

It must not know when or why something is sent; :mod:`occ_server.demo.texts.history` does.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from occ_contract.recipients import same_recipient
from occ_contract.sms import RECALL_SECONDS, HeldReason, MessageStage, SendingKind
from occ_server.demo.history import id_at
from occ_server.demo.organisation import TIME_ZONE
from occ_server.demo.texts.fates import UNDER_WAY, Row, cancelled, handed_over
from occ_server.demo.texts.scripts import values_for
from occ_server.demo.texts.stock import Stocked

Customer = tuple[str, str | None]  # number and name
RECALL = timedelta(seconds=RECALL_SECONDS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sending:
    """Somebody presses 발송."""

    service_id: str
    agent_id: str
    at: datetime
    what: Stocked
    to: Sequence[Customer]
    reserved_at: datetime | None = None
    callback_id: str | None = None
    cancelled_at: datetime | None = None
    late: timedelta = timedelta()  # how long its carrier was in trouble when it was due
    held: HeldReason | None = None  # it was due, and waits for somebody to decide
    lost: bool = False  # the carrier's answer was, and it cannot be found there

    @property
    def due(self) -> datetime:
        """Return when it is to go: a single text can be recalled for a while."""
        if self.reserved_at is not None:
            return self.reserved_at
        return self.at + RECALL if len(self.to) == 1 else self.at


@dataclass(frozen=True, slots=True)
class Written:
    """Rows of one request; ``at`` is when it was registered."""

    at: datetime
    request: Row
    messages: list[Row] = field(default_factory=list)
    calls: list[Row] = field(default_factory=list)


class Writer:
    """Writes requests of one organisation, as of ``now``."""

    def __init__(self, organisation_id: str, rng: random.Random, now: datetime) -> None:
        self._organisation_id = organisation_id
        self._rng = rng
        self._now = now

    def write(self, sending: Sending) -> Written:
        """Return a request with what became of it."""
        request = self._request(sending)
        written = Written(sending.at, request)
        alike = {
            "organisation_id": self._organisation_id,
            "service_id": sending.service_id,
            "request_id": request["id"],
            "agent_id": sending.agent_id,
            "registered_at": sending.at,
            "type": sending.what.type,
            "kind": request["kind"],
            "template_id": sending.what.id,
            "sender": sending.what.sender,
            "due_at": sending.due,
        }
        goes = sending.due.astimezone(ZoneInfo(TIME_ZONE)).date()
        ids = sorted(id_at(self._rng, sending.at) for _ in sending.to)
        for place, (message_id, (phone, name)) in enumerate(zip(ids, sending.to, strict=True)):
            row = alike | {
                "id": message_id,
                "place": place,
                "recipient": phone,
                "same_recipient": same_recipient(phone),
                "fillings": values_for(self._rng, sending.what.names, name, goes),
            }
            written.messages.append(row | self._fate(sending, written, place))
        return written

    def _fate(self, sending: Sending, written: Written, place: int) -> Row:
        if sending.cancelled_at is not None:
            return cancelled(sending.cancelled_at, sending.agent_id)
        if sending.held is not None:
            return UNDER_WAY | {"held": sending.held, "held_at": sending.due + timedelta(seconds=0.4)}
        if sending.due > self._now:
            reserved = sending.reserved_at is not None
            return UNDER_WAY | {"stage": MessageStage.RESERVED if reserved else MessageStage.WAITING}
        if sending.what.names or not written.calls:  # texts that differ are calls of their own
            self._call(sending, written, place)
        call = written.calls[-1]
        in_call = 1 if sending.what.names else place + 1
        at, kind = call["started_at"], sending.what.type
        fate = handed_over(self._rng, call["id"], in_call, at, kind, self._now, lost=sending.lost)
        if fate["stage"] is MessageStage.UNKNOWN:
            call |= {"unclear_at": call["answered_at"], "answered_at": None}
        return fate

    def _call(self, sending: Sending, written: Written, place: int) -> None:
        at = sending.due + sending.late + timedelta(seconds=self._rng.uniform(0.05, 0.6) + place / 60)
        written.calls.append(
            {
                "id": id_at(self._rng, at),
                "organisation_id": self._organisation_id,
                "service_id": sending.service_id,
                "request_id": written.request["id"],
                "started_at": at,
                "answered_at": at + timedelta(seconds=0.6),
                "unclear_at": None,
            }
        )

    def _request(self, sending: Sending) -> Row:
        what = sending.what
        return {
            "id": id_at(self._rng, sending.at),
            "organisation_id": self._organisation_id,
            "service_id": sending.service_id,
            "agent_id": sending.agent_id,
            "registered_at": sending.at,
            "type": what.type,
            "kind": SendingKind.IMMEDIATE if sending.reserved_at is None else SendingKind.RESERVED,
            "reserved_at": sending.reserved_at,
            "due_at": sending.due,
            "template_id": what.id,
            "template_version": what.version,
            "template_name": what.name,
            "sender": what.sender,
            "subject": what.subject,
            "body": what.body,
            "image_ids": list(what.image_ids),
            "callback_id": sending.callback_id,
            "unless_completed": sending.held is HeldReason.CALLBACK_COMPLETED,
        }
