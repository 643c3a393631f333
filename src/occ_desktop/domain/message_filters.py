"""Search conditions of 발송 내역, as values that travel to the database threads, and the rows they find."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from occ_contract.sms import MessageStatus, SendingKind, SmsMessage, TextType
from occ_desktop.domain.filters import PeriodChoice, PeriodPreset


class MessageRow(msgspec.Struct, frozen=True, gc=False):
    """A message as the history lists it. ``no`` is its number in this cache: what ties are ordered by."""

    no: int
    message: SmsMessage

    @property
    def id(self) -> str:
        """Return the message's id."""
        return self.message.id


@dataclass(frozen=True)
class MessageFilter:
    """All conditions hold together; an empty tuple, None or "" means "any". Times are UTC, ``[from, to)``.

    ``recipient`` is digits, matched anywhere in the number; ``request`` the id of the one they belong to.
    """

    registered_from: datetime | None = None
    registered_to: datetime | None = None
    services: tuple[str, ...] = ()
    kind: SendingKind | None = None
    type: TextType | None = None
    statuses: tuple[MessageStatus, ...] = ()
    templates: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    recipient: str = ""
    request: str = ""

    def without_period(self) -> "MessageFilter":
        """Return the same conditions over all time."""
        return replace(self, registered_from=None, registered_to=None)


class MessageSortColumn(StrEnum):
    """Columns the history can be ordered by; each has its index in the cache."""

    REGISTERED = "registered_at"
    RESERVED = "reserved_at"
    SENT = "sent_at"
    STATUS = "status"
    RECIPIENT = "recipient"


@dataclass(frozen=True)
class MessageSort:
    """An order; the default is newest registered first."""

    column: MessageSortColumn = MessageSortColumn.REGISTERED
    descending: bool = True


LAST_WEEK = PeriodChoice(PeriodPreset.LAST_7_DAYS)


@dataclass(frozen=True)
class HistoryConditions:
    """The eight conditions of 발송 내역 as chosen; empty means any. ``recipient`` is digits.

    ``request`` shows the texts of one request, whatever was chosen before; it comes from elsewhere.
    """

    period: PeriodChoice = LAST_WEEK
    kind: SendingKind | None = None
    type: TextType | None = None
    statuses: tuple[MessageStatus, ...] = ()
    templates: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    recipient: str = ""
    services: tuple[str, ...] = ()
    request: str = ""

    @classmethod
    def of_request(cls, request_id: str) -> "HistoryConditions":
        """Return what finds every text of one request."""
        return cls(period=PeriodChoice(PeriodPreset.ALL), request=request_id)

    @property
    def narrowed(self) -> bool:
        """Tell whether any condition differs from the start."""
        return self != HistoryConditions()

    @property
    def narrowed_beyond_period(self) -> bool:
        """Tell whether more than the period narrows the search."""
        return replace(self, period=LAST_WEEK).narrowed

    def widened(self, preset: PeriodPreset) -> "HistoryConditions":
        """Return the same conditions over another period."""
        return replace(self, period=PeriodChoice(preset))

    def to_filter(self, now: datetime, zone: ZoneInfo) -> MessageFilter:
        """Return the messages meant at ``now``."""
        bounds = self.period.bounds(now, zone)
        return MessageFilter(
            registered_from=bounds[0] if bounds else None,
            registered_to=bounds[1] if bounds else None,
            services=self.services,
            kind=self.kind,
            type=self.type,
            statuses=tuple(sorted(self.statuses)),
            templates=self.templates,
            agents=self.agents,
            senders=self.senders,
            recipient=self.recipient,
            request=self.request,
        )
