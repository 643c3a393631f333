"""What is being typed into a history registration, as a value that can be kept. Plain Python."""

import msgspec

from occ_contract.tickets import NewTicket, TicketPriority, TicketType


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """The fields as they stand, checked by nobody yet."""

    service_id: str = ""
    type: TicketType = TicketType.INQUIRY
    priority: TicketPriority = TicketPriority.NORMAL
    name: str = ""
    phone: str = ""
    subject: str = ""
    content: str = ""

    def ticket(self, callback_id: str | None) -> NewTicket:
        """Return the ticket these fields mean."""
        return NewTicket(
            service_id=self.service_id,
            subject=self.subject,
            content=self.content,
            type=self.type,
            priority=self.priority,
            name=self.name or None,
            phone=self.phone or None,
            callback_id=callback_id,
        )


def kept(entry: HistoryEntry) -> str:
    """Return the text under which an entry is kept."""
    return msgspec.json.encode(entry).decode()


def known(text: str) -> HistoryEntry | None:
    """Return a kept entry, None when there is none or it is of another version."""
    if not text:
        return None
    try:
        return msgspec.json.decode(text, type=HistoryEntry)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None
