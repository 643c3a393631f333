"""Sending texts: a preview, then one command that counts once whatever becomes of its answer.

The key of a press is kept on this machine before the request leaves and until an answer is known, with the
request itself: pressing again, after a time-out or a crash, asks for that same sending. Nothing else is sent
from the same draft meanwhile.
"""

import asyncio
import logging
from datetime import timedelta

import msgspec

from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_contract.sms import NewSmsRequest, SmsPreview, SmsRequestAccepted
from occ_desktop.domain.drafts import DraftKind
from occ_desktop.domain.failures import CacheFailure, Failure, Refused, Unreachable
from occ_desktop.domain.text_drafts import NEW, Unsettled, from_draft, to_draft
from occ_desktop.services.drafts import Drafts
from occ_desktop.services.ports import Clock
from occ_desktop.services.workplace import Workplace

_log = logging.getLogger(__name__)
_DRAFTS = DraftKind.SMS_SENDING
_REMEMBERED = timedelta(days=25)  # the server keeps receipts for 30


class TextingSending:
    """``subject`` names the draft a text was written in: a callback's id, or ``new``."""

    def __init__(self, workplace: Workplace, drafts: Drafts, clock: Clock) -> None:
        self._place = workplace
        self._drafts = drafts
        self._clock = clock
        self._running: dict[str, asyncio.Future[SmsRequestAccepted | Failure]] = {}

    def busy(self, subject: str = NEW) -> bool:
        """Tell whether a sending of this draft waits for its answer."""
        return subject in self._running

    async def preview(self, request: NewSmsRequest) -> SmsPreview:
        """Return what a confirmation shows; nothing is sent.

        :raises Refused: all that `send` is refused for; :raises Unreachable: offline, or no answer.
        """
        return await self._place.online().texting.preview(request, key=new_id())

    async def unsettled(self, subject: str = NEW) -> Unsettled | None:
        """Return the sending of this draft whose answer is not known, None when there is none.

        While there is one, ask `settle`, or `send` the same request again. :raises CacheFailure: unread.
        """
        return from_draft(await self._drafts.read(_DRAFTS, subject), Unsettled)

    async def unsettled_subjects(self) -> tuple[str, ...]:
        """Return the drafts with a sending whose answer is not known and not waited for now, in order.

        :raises CacheFailure: unread.
        """
        found = await self._drafts.typed(_DRAFTS)
        return tuple(sorted(subject for subject in found if not self.busy(subject)))

    async def send(self, request: NewSmsRequest, subject: str = NEW) -> SmsRequestAccepted:
        """Send or reserve; the draft is forgotten once the server has it. A second press joins the first.

        :raises Refused: nothing was sent, the draft stays: ``recipients_invalid`` (recipients),
            ``text_too_many_bytes``, ``reservation_too_early`` (now, earliest, latest), ``sender_unusable`` …;
            ``idempotency_mismatch`` when another text of this draft is unsettled.
        :raises Unreachable: with ``sent`` it may have been taken (`unsettled`), without it was not.
        """
        running = self._running.get(subject)
        if running is not None:
            return _answer(await asyncio.shield(running))
        outcome = self._drafts.see_through(self._send(request, subject))
        self._running[subject] = outcome
        outcome.add_done_callback(lambda _done: self._running.pop(subject, None))
        return _answer(await asyncio.shield(outcome))

    async def settle(self, subject: str = NEW) -> SmsRequestAccepted | None:
        """Ask the server again for the unsettled sending; None when there is none.

        :raises Refused: it was not taken and will not be; :raises Unreachable: still not known.
        """
        pending = await self.unsettled(subject)
        return None if pending is None else await self.send(pending.request, subject)

    async def _send(self, request: NewSmsRequest, subject: str) -> SmsRequestAccepted | Failure:
        """Send to the end, whichever screen goes; a failure is an answer too."""
        try:
            return await self._sent(request, subject)
        except Failure as failure:
            return failure

    async def _sent(self, request: NewSmsRequest, subject: str) -> SmsRequestAccepted:
        desk, texting = self._place.desk, self._place.online().texting
        pending = await self.unsettled(subject)
        if pending is None:
            pending = Unsettled(key=new_id(), request=request, begun_at=self._clock.now())
        elif self._clock.now() - pending.begun_at > _REMEMBERED:
            await self._keep(subject, None)  # the server may have forgotten it: asking could send it again
            raise Refused(ErrorCode.IDEMPOTENCY_KEY_INVALID, 409)
        elif msgspec.json.encode(pending.request) != msgspec.json.encode(request):
            raise Refused(ErrorCode.IDEMPOTENCY_MISMATCH, 409)
        await self._keep(subject, pending)
        try:
            accepted = await texting.send(request, key=pending.key)
        except Refused as refused:
            if not refused.transient:
                await self._keep(subject, None)
            raise
        except Unreachable as unknown:
            if not unknown.sent and pending.request is request:
                await self._keep(subject, None)  # it never left
            raise
        await self._keep(subject, None)
        self._drafts.keep_soon(DraftKind.SMS, subject, None)
        desk.sync.nudge()
        return accepted

    async def _keep(self, subject: str, pending: Unsettled | None) -> None:
        """Keep it before it leaves; what this machine does not take is held in memory by the drafts."""
        try:
            await self._drafts.keep(_DRAFTS, subject, None if pending is None else to_draft(pending))
        except CacheFailure as failure:
            _log.warning("the key of a sending is kept in memory only: %s", failure.reason)


def _answer(outcome: SmsRequestAccepted | Failure) -> SmsRequestAccepted:
    if isinstance(outcome, Failure):
        raise outcome
    return outcome
