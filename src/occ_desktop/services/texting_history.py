"""발송 내역: what was sent and what became of it, from the cache; taking back needs the server."""

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from occ_contract.sms import MessageStage, MessageStatus, SmsCancelled, SmsMessage
from occ_desktop.domain.failures import Refused, Unreachable
from occ_desktop.domain.filters import PeriodChoice, PeriodPreset
from occ_desktop.domain.message_filters import MessageFilter, MessageRow, MessageSort
from occ_desktop.services.keyed_pages import KeyedPages
from occ_desktop.services.ports import Clock
from occ_desktop.services.single_flight import SingleFlight
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import messages as stored

T = TypeVar("T")
_KEEP_KEY_SECONDS = 45.0
_OURS = frozenset({MessageStage.WAITING, MessageStage.RESERVED})
_WIDER = (PeriodPreset.LAST_7_DAYS, PeriodPreset.LAST_30_DAYS, PeriodPreset.LAST_90_DAYS, PeriodPreset.ALL)


class MessagePages(KeyedPages[MessageFilter, MessageSort, MessageRow]):
    """Pages of messages, as a table reads them."""


def can_be_cancelled(message: SmsMessage) -> bool:
    """Tell whether a message has not been handed over as far as is known; the server decides."""
    return message.status is MessageStatus.PROCESSING and message.stage in _OURS


class TextingHistory:
    """Questions work offline; cancelling and releasing need the server.

    :raises LoggedOut: nobody is logged in; :raises CacheFailure: from every question.
    """

    def __init__(self, workplace: Workplace, clock: Clock) -> None:
        self._place = workplace
        self._clock = clock
        self._cancels: SingleFlight[SmsCancelled] = SingleFlight(clock, _KEEP_KEY_SECONDS)
        self._releases: SingleFlight[None] = SingleFlight(clock, _KEEP_KEY_SECONDS)

    async def count(self, conditions: MessageFilter) -> int:
        """Return how many messages match."""
        return await self._place.cache.read(stored.count, conditions)

    async def count_by_status(self, conditions: MessageFilter) -> dict[MessageStatus, int]:
        """Return how many messages of each status match."""
        return dict(await self._place.cache.read(stored.count_by_status, conditions))

    async def page(
        self, conditions: MessageFilter, sort: MessageSort, offset: int, limit: int
    ) -> tuple[MessageRow, ...]:
        """Return rows ``offset`` … of the order (a jump)."""
        return tuple(await self._place.cache.read(stored.page, conditions, sort, offset, limit))

    async def counted_page(
        self, conditions: MessageFilter, sort: MessageSort, offset: int, limit: int
    ) -> tuple[int, tuple[MessageRow, ...]]:
        """Return how many match, and the rows of `page`, of one moment."""
        return await self._place.cache.read(stored.counted_page, conditions, sort, offset, limit)

    async def page_after(
        self, conditions: MessageFilter, sort: MessageSort, last: MessageRow, limit: int
    ) -> tuple[MessageRow, ...]:
        """Return the rows that follow ``last`` (a walk: scrolling on)."""
        return tuple(await self._place.cache.read(stored.page_after, conditions, sort, last, limit))

    async def position(self, conditions: MessageFilter, sort: MessageSort, message_id: str) -> int | None:
        """Return the place of a message in the order, None when it does not match (any more)."""
        return await self._place.cache.read(stored.position, conditions, sort, message_id)

    async def row(self, message_id: str) -> MessageRow | None:
        """Return one message, None when it is not (any more) this person's to see."""
        return await self._place.cache.read(stored.get, message_id)

    async def rows(self, message_ids: Iterable[str]) -> tuple[MessageRow, ...]:
        """Return those of the messages that are (still) this person's to see."""
        return tuple(await self._place.cache.read(stored.get_many, tuple(message_ids)))

    async def of_request(self, request_id: str) -> tuple[MessageRow, ...]:
        """Return the messages of one request, in their order."""
        return tuple(await self._place.cache.read(stored.of_request, request_id))

    async def seen_senders(self) -> tuple[str, ...]:
        """Return the numbers texts were sent from, also those no longer registered."""
        return await self._place.cache.read(stored.seen_senders)

    async def seen_templates(self) -> dict[str, str]:
        """Return the names of the templates texts were made from by id, also of those withdrawn."""
        return dict(await self._place.cache.read(stored.seen_templates))

    async def widen(self, conditions: MessageFilter) -> tuple[PeriodPreset, int] | None:
        """Return the smallest wider period that would find something, and how much, None if none would."""
        now, zone = self._clock.now(), self._place.zone
        for preset in _WIDER:
            bounds = PeriodChoice(preset).bounds(now, zone)
            if bounds is None:
                wider = conditions.without_period()
            elif conditions.registered_from is None or bounds[0] >= conditions.registered_from:
                continue
            else:
                wider = replace(conditions, registered_from=bounds[0], registered_to=bounds[1])
            if wider != conditions and (found := await self.count(wider)):
                return preset, found
        return None

    async def detail(self, message_id: str) -> SmsMessage | None:
        """Return a message as the server has it (the view is audited); offline as the cache has it.

        None when it is not this person's to see.
        """
        row = await self.row(message_id)
        try:
            return await self._place.online().texting.message(message_id)
        except (Unreachable, Refused):
            return None if row is None else row.message

    async def cancel(self, message_id: str) -> SmsCancelled:
        """Take one message back: a reservation, or a single text within its ten seconds (recall).

        ``too_late`` has it when it was handed over before.

        :raises Refused: ``too_late`` (status, stage), ``forbidden``, ``not_found``.
        :raises Unreachable: offline (not sent), or no answer; pressing again asks for the same.
        """
        texting = self._place.online().texting
        return await self._run(
            self._cancels, message_id, lambda key: texting.cancel_message(message_id, key=key)
        )

    async def cancel_request(self, request_id: str) -> SmsCancelled:
        """Take back what of a request was not handed over; the answer splits it honestly.

        :raises Refused, Unreachable: see `cancel`.
        """
        texting = self._place.online().texting
        return await self._run(
            self._cancels, request_id, lambda key: texting.cancel_request(request_id, key=key)
        )

    async def release(self, request_id: str) -> None:
        """Have the held messages of a request sent after all.

        :raises Refused: what held them holds still; :raises Unreachable: see `cancel`.
        """
        texting = self._place.online().texting
        await self._run(self._releases, request_id, lambda key: texting.release_request(request_id, key=key))

    async def _run(
        self, flights: SingleFlight[T], subject: str, send: Callable[[str], Coroutine[Any, Any, T]]
    ) -> T:
        answer = await flights.run(subject, send)
        self._place.desk.sync.nudge()
        return answer
