"""The outbox room: what is not yet on the server, and what the server refused, with the person's text."""

import dataclasses

import msgspec

from occ_contract.callbacks import Complete, NoteChange
from occ_contract.errors import ErrorCode, RuleError
from occ_contract.ids import new_id
from occ_contract.phone import normalise
from occ_contract.tickets import NewTicket, TicketType
from occ_desktop.domain.commands import Command, CommandKind, CommandState
from occ_desktop.domain.failures import Refused
from occ_desktop.domain.note_conflict import NoteChoice, conflict_of
from occ_desktop.services.ports import Clock
from occ_desktop.services.tickets import checked
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import callbacks as stored_callbacks
from occ_desktop.store import outbox as stored
from occ_desktop.store import projection


def _can_be_dialled(stored: str) -> bool:
    """Tell whether a number is one by today's rules; an older one must not keep a text from being saved."""
    try:
        return normalise(stored, stored=True) == stored
    except RuleError:
        return False


class OutboxRoom:
    """Entries in the order they were made. Nothing leaves it silently: sent, or discarded by the person."""

    def __init__(self, workplace: Workplace, clock: Clock) -> None:
        self._place = workplace
        self._clock = clock

    async def entries(self) -> tuple[Command, ...]:
        """Return all entries, oldest first."""
        return tuple(await self._place.cache.read(stored.entries))

    async def retry(self, key: str) -> None:
        """Send a refused entry again as it is."""
        await self._place.change(projection.retry, key)

    async def discard(self, key: str) -> None:
        """Give an entry up; the row shows the server's state again."""
        await self._place.change(projection.discard, key)

    async def keep_as_ticket(self, key: str, subject: str, service_id: str | None = None) -> None:
        """Turn a refused entry's text into a ticket of that callback, so that nothing typed is lost.

        A callback that left the person's view is known by its service and the customer's name alone, and by
        its number where the person had it before their eyes; ``service_id`` chooses another service.

        :raises Refused: ``not_found`` when the entry is not here (any more), ``required`` (field
            ``service_id``) when the service must be chosen, or as `tickets.checked`; the entry stays then.
        """
        entry = next((e for e in await self.entries() if e.key == key), None)
        if entry is None:
            raise Refused(ErrorCode.NOT_FOUND, field="key")
        ticket = checked(await self._ticket(entry, subject, service_id))
        now = self._clock.now()
        replacement = Command(
            key=new_id(), kind=CommandKind.TICKET, body=ticket, created_at=now, callback_id=ticket.callback_id
        )
        await self._place.change(projection.exchange, key, replacement)

    async def settle(self, key: str, choice: NoteChoice) -> None:
        """Decide between this person's refused note and the one that stands there, as the card showed both.

        A completion goes on with the note that was chosen; a note that gives way to the other is dropped.

        :raises Refused: ``not_found`` when no such conflict is here (any more).
        """
        entry = next((e for e in await self.entries() if e.key == key), None)
        conflict = conflict_of(entry.code, entry.params, entry.text) if entry is not None else None
        if entry is None or conflict is None or not isinstance(entry.body, Complete | NoteChange):
            raise Refused(ErrorCode.NOT_FOUND, field="key")
        theirs = choice is NoteChoice.THEIRS
        if theirs and entry.kind is CommandKind.NOTE:
            await self.discard(key)
            return
        note = None if theirs else conflict.settled(choice)
        body = msgspec.structs.replace(entry.body, note=note, base_note=conflict.theirs)
        again = dataclasses.replace(
            entry, key=new_id(), body=body, state=CommandState.QUEUED, tries=0, code=None, params={}
        )
        await self._place.change(projection.exchange, key, again)

    async def _ticket(self, entry: Command, subject: str, service_id: str | None) -> NewTicket:
        if isinstance(entry.body, NewTicket):
            return msgspec.structs.replace(entry.body, subject=subject or entry.body.subject)
        row = await self._place.cache.read(stored_callbacks.get, entry.callback_id or "")
        here = row.callback if row is not None else None
        phone = here.phone if here is not None else str(entry.params.get("phone") or "")
        return NewTicket(
            service_id=here.service_id if here else service_id or entry.service_id or self._only_service(),
            subject=subject,
            content=entry.text,
            type=TicketType.CALLBACK,
            phone=phone if _can_be_dialled(phone) else None,
            name=here.name if here else entry.customer,
            callback_id=here.id if here else None,
            occurred_at=entry.created_at,
        )

    def _only_service(self) -> str:
        services = [m.service_id for m in self._place.me.memberships]
        if len(services) != 1:
            raise Refused(ErrorCode.REQUIRED, field="service_id")
        return services[0]
