"""The customer panel: earlier callbacks, tickets and texts of one number in one service, and what is next."""

from collections.abc import Iterable

import msgspec

from occ_contract.callbacks import Callback, CustomerHistory, HistoryItem
from occ_contract.sms import CustomerText, SmsMessage
from occ_contract.tickets import Ticket
from occ_desktop.domain.commands import Command
from occ_desktop.domain.failures import Refused, Unreachable
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.services.callback_search import LINE, as_promised, outstanding_of
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import around as stored

_LIMIT = 100


class Surroundings(msgspec.Struct, frozen=True):
    """What this machine knows around a callback, all of one moment.

    ``refused`` is a command of the person on it the server refused; ``line`` are their open callbacks as they
    are promised, ``outstanding`` how many there are.
    """

    history: CustomerHistory
    texts: tuple[CustomerText, ...]
    refused: Command | None
    line: tuple[CallbackRow, ...]
    outstanding: int


class Customer:
    """What we know of the customer behind one callback."""

    def __init__(self, workplace: Workplace) -> None:
        self._place = workplace

    async def around(self, callback_id: str) -> Surroundings:
        """Return what the cache knows around a callback, in one question.

        :raises LoggedOut: nobody is logged in; :raises CacheFailure: the cache failed.
        """
        mine = outstanding_of(self._place.me.id)
        found = await self._place.cache.read(stored.around, callback_id, mine, _LIMIT, LINE)
        return Surroundings(
            history=_history(found),
            texts=tuple(text_of(one.message) for one in found.texts),
            refused=found.refused,
            line=as_promised(found.line),
            outstanding=found.outstanding,
        )

    async def whole(self, callback_id: str) -> CustomerHistory | None:
        """Return what the server knows, None when it cannot be asked or does not say.

        :raises CacheFailure: the cache failed.
        """
        try:
            return await self._place.online().customer_history(callback_id)
        except (Unreachable, Refused):
            return None

    async def whole_texts(self, callback_id: str) -> tuple[CustomerText, ...]:
        """Return those the server knows, colleagues' too; nothing when it cannot be asked or does not say.

        :raises CacheFailure: the cache failed.
        """
        try:
            return (await self._place.online().texting.customer_texts(callback_id)).items
        except (Unreachable, Refused):
            return ()


def _history(found: stored.Around) -> CustomerHistory:
    """Return the other contacts, newest first; none of a callback that is gone."""
    if found.row is None:
        return CustomerHistory(items=())
    here = found.row.callback
    items = [*_calls(here, found.calls), *_tickets(here, found.tickets)]
    items.sort(key=lambda item: (item.at, item.id), reverse=True)
    return CustomerHistory(items=tuple(items[:_LIMIT]))


def _calls(here: Callback, others: Iterable[CallbackRow]) -> list[HistoryItem]:
    return [
        HistoryItem(
            kind="callback",
            id=other.id,
            at=other.callback.received_at,
            title=other.callback.route_name or other.callback.message or "",
            by_id=other.callback.completed_by or other.callback.assignee_id,
            status=other.status.value,
        )
        for other in others
        if other.id != here.id
    ]


def _tickets(here: Callback, tickets: Iterable[Ticket]) -> list[HistoryItem]:
    return [
        HistoryItem(kind="ticket", id=t.id, at=t.created_at, title=t.subject, by_id=t.created_by)
        for t in tickets
        if t.service_id == here.service_id
    ]


def text_of(message: SmsMessage) -> CustomerText:
    """Return a message as the panel of its customer shows it."""
    return CustomerText(
        id=message.id,
        at=message.registered_at,
        by_id=message.agent_id,
        type=message.type,
        status=message.status,
        stage=message.stage,
        title=message.template_name or message.subject or message.body.partition("\n")[0],
        body=message.body,
        held=message.held,
    )
