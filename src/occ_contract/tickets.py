"""Tickets (이력): separate records of a customer contact; making one never changes a callback."""

from datetime import datetime

from occ_contract.base import Request, Wire
from occ_contract.enums import WireEnum
from occ_contract.phone import shown

SUBJECT_LIMIT = 200
CONTENT_LIMIT = 4000


class TicketType(WireEnum):
    """What the contact was about (접수유형)."""

    INQUIRY = "inquiry"
    COMPLAINT = "complaint"
    REQUEST = "request"
    CALLBACK = "callback"
    OTHER = "other"
    UNKNOWN = "unknown"


class TicketPriority(WireEnum):
    """낮음, 일반, 높음, 긴급."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"
    UNKNOWN = "unknown"


class TicketSource(WireEnum):
    """Entered by a person, or made by the service's 아웃바운드 티켓 자동 생성 switch."""

    MANUAL = "manual"
    OUTBOUND = "outbound"
    UNKNOWN = "unknown"


class Ticket(Wire, frozen=True, kw_only=True):
    """A ticket; ``phone`` is digits or None when the customer left none."""

    id: str
    service_id: str
    subject: str
    created_at: datetime
    created_by: str
    content: str = ""
    type: TicketType = TicketType.INQUIRY
    priority: TicketPriority = TicketPriority.NORMAL
    source: TicketSource = TicketSource.MANUAL
    phone: str | None = None
    name: str | None = None
    callback_id: str | None = None
    attempt_id: str | None = None
    seq: int = 0


class NewTicket(Request, frozen=True, kw_only=True):
    """이력등록: with or without a callback; the phone may be in any notation.

    ``occurred_at`` is set by a client that was offline when the person wrote it.
    """

    service_id: str
    subject: str
    content: str = ""
    type: TicketType = TicketType.INQUIRY
    priority: TicketPriority = TicketPriority.NORMAL
    phone: str | None = None
    name: str | None = None
    callback_id: str | None = None
    occurred_at: datetime | None = None


def with_remark(content: str, phone: str, remark: str | None) -> str:
    """Return the content with what stood behind the number as its last line: a ticket keeps digits alone."""
    return f"{content}\n{shown(phone, remark)}".strip() if remark else content


class TicketPage(Wire, frozen=True, kw_only=True):
    """One page of tickets, newest first."""

    items: tuple[Ticket, ...]
    next_cursor: str | None = None
