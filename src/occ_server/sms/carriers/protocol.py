"""What a carrier can do for us, as every adapter does it. It knows no database and no request of ours.

Handing over has three ends, and an adapter tells them apart honestly: the carrier answered (each message is
accepted or refused), it certainly took nothing (:class:`NotTaken`), or nobody knows (:class:`Unclear`: the
answer was lost, or made no sense). After ``Unclear`` a text is never handed over again: it is looked up by
our keys, ``key`` of the call and ``id`` of each message. All moments are aware and UTC.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from occ_contract.sms import CarrierTrouble, TextType
from occ_contract.sms_results import ResultReason

MOST_AT_ONCE = 1000


@dataclass(frozen=True)
class Picture:
    """An image of a text: the hash it is known by, its file's name, its JPEG."""

    sha256: str
    name: str
    content: bytes


@dataclass(frozen=True)
class Addressee:
    """One message: our id of it, and the recipient's number (10 to 13 digits)."""

    id: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class Handover:
    """One text for at most 1,000: the same sender, subject, body and pictures for all of them."""

    key: str
    type: TextType
    sender: str
    subject: str
    body: str
    pictures: Sequence[Picture]
    addressees: Sequence[Addressee]
    agent: str  # the sender's login, for the carrier's own records


@dataclass(frozen=True)
class Taken:
    """The carrier took a message: its names for the call and for the message within it."""

    request: str
    place: int


@dataclass(frozen=True)
class Refused:
    """The carrier refused a message for good."""

    code: str
    reason: ResultReason


Answer = Mapping[str, Taken | Refused]  # by our id of the message


@dataclass(frozen=True)
class Outcome:
    """What became of a message, as the carrier reports it.

    ``id`` is our id of the message where the carrier echoed it; ``request`` and ``place`` are its own names.
    ``sent_at`` is when it went out, ``result_at`` when the result was known.
    """

    id: str | None
    request: str
    place: int
    delivered: bool
    code: str
    reason: ResultReason
    sent_at: datetime | None
    result_at: datetime


@dataclass(frozen=True)
class Found:
    """A message the carrier knows by our key; ``outcome`` is None while it is under way."""

    id: str
    taken: Taken
    outcome: Outcome | None


@dataclass(frozen=True)
class Sender:
    """A number the carrier has for a service. ``usable``: registered, in use and unblocked."""

    phone: str
    usable: bool
    blocked: bool


class NotTaken(Exception):
    """Certainly nothing was taken. It can be handed over again when ``trouble`` has ended.

    ``alone``: it may lie in this one text (its pictures, its size), and says nothing about any other.
    """

    def __init__(self, trouble: CarrierTrouble, code: str = "", *, alone: bool = False) -> None:
        super().__init__(f"{trouble.value} {code}".strip())
        self.trouble = trouble
        self.code = code
        self.alone = alone


class Unclear(Exception):
    """Nobody knows whether it was taken. The text says how it ended; it has no personal data."""


class Carrier(Protocol):
    """One service's account with a carrier. Every method may raise ``NotTaken`` where it did nothing."""

    async def hand_over(self, text: Handover) -> Answer:
        """Hand a text over; the answer names every addressee.

        :raises NotTaken: the carrier certainly took nothing.
        :raises Unclear: it may have taken all, some or none.
        """
        ...

    async def look_up(self, key: str, since: datetime) -> Sequence[Found]:
        """Return what the carrier knows by the key of a call made after ``since``.

        Its lists lag: that nothing is found soon after a call says nothing.
        """
        ...

    def outcomes(self, start: datetime, end: datetime) -> AsyncIterator[Sequence[Outcome]]:
        """Yield the results that were changed in [start, end), in pages; some again, in any order."""
        ...

    async def senders(self) -> Sequence[Sender]:
        """Return every sender number of this account."""
        ...

    async def close(self) -> None:
        """Close what is open."""
        ...
