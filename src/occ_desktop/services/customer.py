"""The customer panel: earlier callbacks, tickets and texts of the same number in the same service."""

from occ_contract.callbacks import CustomerHistory, HistoryItem
from occ_contract.sms import CustomerText, SmsMessage
from occ_desktop.domain.failures import Refused, Unreachable
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import callbacks as stored
from occ_desktop.store import messages as stored_texts
from occ_desktop.store import tickets as stored_tickets

_LIMIT = 100


class Customer:
    """What we know of the customer behind one callback."""

    def __init__(self, workplace: Workplace) -> None:
        self._place = workplace

    async def local(self, callback_id: str) -> CustomerHistory:
        """Return what the cache knows, newest first, without the callback itself; empty when that is gone."""
        cache = self._place.cache
        row = await cache.read(stored.get, callback_id)
        if row is None:
            return CustomerHistory(items=())
        here = row.callback
        calls = await cache.read(stored.by_phone, here.phone, (here.service_id,), _LIMIT)
        tickets = await cache.read(stored_tickets.by_phone, here.phone, _LIMIT)
        items = [
            HistoryItem(
                kind="callback",
                id=other.id,
                at=other.callback.received_at,
                title=other.callback.route_name or other.callback.message or "",
                by_id=other.callback.completed_by or other.callback.assignee_id,
                status=other.status.value,
            )
            for other in calls
            if other.id != callback_id
        ]
        items += [
            HistoryItem(kind="ticket", id=t.id, at=t.created_at, title=t.subject, by_id=t.created_by)
            for t in tickets
            if t.service_id == here.service_id
        ]
        items.sort(key=lambda item: (item.at, item.id), reverse=True)
        return CustomerHistory(items=tuple(items[:_LIMIT]))

    async def whole(self, callback_id: str) -> CustomerHistory | None:
        """Return what the server knows, None when it cannot be asked or does not say.

        :raises CacheFailure: the cache failed.
        """
        try:
            return await self._place.online().customer_history(callback_id)
        except (Unreachable, Refused):
            return None

    async def complete_history(self, callback_id: str) -> CustomerHistory:
        """Return what the server knows (the view of the customer is audited); offline: what the cache knows.

        :raises CacheFailure: the cache failed.
        """
        return await self.whole(callback_id) or await self.local(callback_id)

    async def texts(self, callback_id: str) -> tuple[CustomerText, ...]:
        """Return the texts to the customer's number as the cache knows them: whole, newest first.

        :raises CacheFailure: the cache failed.
        """
        cache = self._place.cache
        row = await cache.read(stored.get, callback_id)
        if row is None:
            return ()
        here = row.callback
        found = await cache.read(stored_texts.by_phone, here.phone, (here.service_id,), _LIMIT)
        return tuple(text_of(one.message) for one in found)

    async def whole_texts(self, callback_id: str) -> tuple[CustomerText, ...]:
        """Return those the server knows, colleagues' too; nothing when it cannot be asked or does not say.

        :raises CacheFailure: the cache failed.
        """
        try:
            return (await self._place.online().texting.customer_texts(callback_id)).items
        except (Unreachable, Refused):
            return ()


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
