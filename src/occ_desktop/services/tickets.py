"""이력등록: tickets are written here and now, and reach the server through the outbox."""

import msgspec

from occ_contract.errors import ErrorCode, RuleError
from occ_contract.ids import new_id
from occ_contract.phone import number_and_remark
from occ_contract.tickets import CONTENT_LIMIT, SUBJECT_LIMIT, NewTicket, Ticket, with_remark
from occ_desktop.domain.commands import Command, CommandKind
from occ_desktop.domain.failures import Refused
from occ_desktop.services.ports import Clock
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import projection
from occ_desktop.store import tickets as stored

_NAME_LIMIT = 100


def checked(ticket: NewTicket) -> NewTicket:
    """Return the ticket with trimmed texts and a normalised phone.

    :raises Refused: ``required``, ``too_long`` (limit, length) or a ``phone_…`` code, each with ``field``.
    """
    subject, content = ticket.subject.strip(), ticket.content.strip()
    name = (ticket.name or "").strip() or None
    if not ticket.service_id:
        raise Refused(ErrorCode.REQUIRED, field="service_id")
    if not subject:
        raise Refused(ErrorCode.REQUIRED, field="subject")
    for field, text, limit in (
        ("subject", subject, SUBJECT_LIMIT),
        ("content", content, CONTENT_LIMIT),
        ("name", name or "", _NAME_LIMIT),
    ):
        if len(text) > limit:
            raise Refused(ErrorCode.TOO_LONG, field=field, limit=limit, length=len(text))
    phone = None
    if ticket.phone and ticket.phone.strip():
        phone, content = _phone(ticket.phone, content)
    return msgspec.structs.replace(ticket, subject=subject, content=content, name=name, phone=phone)


def _phone(written: str, content: str) -> tuple[str, str]:
    """Return the number, and the content with what was typed behind it."""
    try:
        phone, remark = number_and_remark(written, stored=True)
    except RuleError as refused:
        raise Refused(refused.code, field="phone", **refused.params) from None
    kept = with_remark(content, phone, remark)
    if len(kept) > CONTENT_LIMIT:
        raise Refused(ErrorCode.TOO_LONG, field="content", limit=CONTENT_LIMIT, length=len(kept))
    return phone, kept


class Tickets:
    """Registering and finding tickets; a ticket never changes a callback."""

    def __init__(self, workplace: Workplace, clock: Clock) -> None:
        self._place = workplace
        self._clock = clock

    async def register(self, ticket: NewTicket) -> None:
        """Keep a ticket and send it as soon as the server can be reached, once.

        :raises Refused: see `checked`; :raises CacheFailure: nothing was kept.
        """
        now = self._clock.now()
        body = msgspec.structs.replace(checked(ticket), occurred_at=ticket.occurred_at or now)
        command = Command(
            key=new_id(),
            kind=CommandKind.TICKET,
            body=body,
            created_at=now,
            callback_id=body.callback_id,
        )
        await self._place.change(projection.enqueue, command)

    async def recent(self, phone: str, limit: int = 50) -> tuple[Ticket, ...]:
        """Return the tickets of a number (digits), newest first, as far as the person may see them."""
        return tuple(await self._place.cache.read(stored.by_phone, phone, limit))
