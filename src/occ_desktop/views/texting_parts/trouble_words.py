"""What is wrong with texting of a service, in words for those who send; pure.

What passes by itself (amber) is told apart from what somebody has to mend (red): the first lets one write on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from occ_contract.phone import shown
from occ_contract.sms import CarrierTrouble, SenderNumber, SmsLink
from occ_desktop.ui import moments
from occ_desktop.ui.marking import QT_TRANSLATE_NOOP
from occ_desktop.ui.texting_words import name_of

_CONTEXT = "TextingTrouble"
_PASSING = frozenset({CarrierTrouble.DOWN, CarrierTrouble.QUOTA})
_REFUSED = QT_TRANSLATE_NOOP(
    "TextingTrouble", "Since {since}. Nothing is sent until your administrator has mended it."
)
_WAITS = {
    CarrierTrouble.DOWN: QT_TRANSLATE_NOOP(
        "TextingTrouble", "Since {since}. What you send is kept and goes out when the carrier is back."
    ),
    CarrierTrouble.QUOTA: QT_TRANSLATE_NOOP(
        "TextingTrouble", "Since {since}. What you send is kept and goes out when there is quota again."
    ),
    CarrierTrouble.REFUSED: _REFUSED,
    CarrierTrouble.UNKNOWN: _REFUSED,
}


@dataclass(frozen=True)
class Trouble:
    """One thing that is wrong: what, what follows from it, how much waits; ``passing`` ends by itself."""

    title: str
    text: str
    passing: bool
    aside: str = ""


def troubles(
    link: SmsLink | None, senders: Sequence[SenderNumber] | None, now: datetime, zone: ZoneInfo
) -> tuple[Trouble, ...]:
    """Return what is wrong with a service, the worst first. None: not known yet, nothing is said about it."""
    found = (*_of_link(link, now, zone), *_of_senders(senders))
    return tuple(sorted(found, key=lambda trouble: trouble.passing))


def _of_link(link: SmsLink | None, now: datetime, zone: ZoneInfo) -> tuple[Trouble, ...]:
    if link is None:
        return ()
    if link.carrier is None:
        title = QCoreApplication.translate("TextingTrouble", "No carrier is set up for this service")
        text = QCoreApplication.translate("TextingTrouble", "Nothing can be sent. Ask your administrator.")
        return (Trouble(title, text, passing=False),)
    if link.trouble is not None:
        text = QCoreApplication.translate(_CONTEXT, _WAITS.get(link.trouble, _REFUSED)).format(
            since=_moment(link.since, now, zone)
        )
        passing = link.trouble in _PASSING
        return (Trouble(name_of(link.trouble), text, passing, _held(link, now, zone)),)
    if link.held:
        title = QCoreApplication.translate("TextingTrouble", "The carrier is back")
        text = QCoreApplication.translate("TextingTrouble", "What waited goes out now, one after the other.")
        return (Trouble(title, text, passing=True, aside=_held(link, now, zone)),)
    return ()


def _held(link: SmsLink, now: datetime, zone: ZoneInfo) -> str:
    if not link.held:
        return ""
    text = QCoreApplication.translate("TextingTrouble", "{count} waiting, the oldest since {since}")
    return text.format(count=f"{link.held:,}", since=_moment(link.held_since, now, zone))


def _of_senders(senders: Sequence[SenderNumber] | None) -> tuple[Trouble, ...]:
    if senders is None:
        return ()
    blocked = [sender.phone for sender in senders if sender.blocked]
    if not any(sender.usable for sender in senders):
        title = QCoreApplication.translate("TextingTrouble", "No sender number can be used")
        text = (
            QCoreApplication.translate(
                "TextingTrouble", "All of this service are blocked or out of use at the carrier."
            )
            if senders
            else QCoreApplication.translate("TextingTrouble", "None is registered with the carrier yet.")
        )
        return (Trouble(title, text, passing=False),)
    if not blocked:
        return ()
    title = QCoreApplication.translate("TextingTrouble", "The carrier has blocked {phone}")
    text = QCoreApplication.translate(
        "TextingTrouble", "Choose another sender number. What is reserved with this one waits."
    )
    return tuple(Trouble(title.format(phone=shown(phone)), text, passing=True) for phone in blocked)


def _moment(moment: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    return moments.short(moment, now, zone) or "–"
