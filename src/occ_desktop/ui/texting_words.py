"""The words of texting: types, states, results and reasons in the person's language.

``name_of`` takes any value of these closed vocabularies; one this version does not know reads "Unknown".
"""

from typing import Protocol

from PySide6.QtCore import QCoreApplication

from occ_contract.enums import WireEnum
from occ_contract.sms import (
    CarrierTrouble,
    HeldReason,
    MessageStage,
    MessageStatus,
    SendingKind,
    TextType,
)
from occ_contract.sms_results import ResultReason
from occ_desktop.ui.marking import QT_TRANSLATE_NOOP

_CONTEXT = "Texting"
_UNKNOWN = QT_TRANSLATE_NOOP("Texting", "Unknown")

# Pairs, no mapping: values of two vocabularies that are spelt alike are equal.
_SHORT: tuple[tuple[WireEnum, str], ...] = (
    (TextType.SMS, QT_TRANSLATE_NOOP("Texting", "SMS")),
    (TextType.MMS, QT_TRANSLATE_NOOP("Texting", "MMS")),
    (SendingKind.IMMEDIATE, QT_TRANSLATE_NOOP("Texting", "At once")),
    (SendingKind.RESERVED, QT_TRANSLATE_NOOP("Texting", "Reserved")),
    (MessageStatus.PROCESSING, QT_TRANSLATE_NOOP("Texting", "Processing")),
    (MessageStatus.DONE, QT_TRANSLATE_NOOP("Texting", "Done")),
    (MessageStatus.FAILED, QT_TRANSLATE_NOOP("Texting", "Failed")),
    (MessageStatus.CANCELLED, QT_TRANSLATE_NOOP("Texting", "Cancelled")),
    (MessageStage.WAITING, QT_TRANSLATE_NOOP("Texting", "Waiting to be handed over")),
    (MessageStage.RESERVED, QT_TRANSLATE_NOOP("Texting", "Waiting for its time")),
    (MessageStage.HANDING_OVER, QT_TRANSLATE_NOOP("Texting", "Being handed over")),
    (MessageStage.ACCEPTED, QT_TRANSLATE_NOOP("Texting", "With the carrier")),
    (MessageStage.UNKNOWN, QT_TRANSLATE_NOOP("Texting", "Checking the outcome, not sent again")),
    (MessageStage.ENDED, QT_TRANSLATE_NOOP("Texting", "Ended")),
    (CarrierTrouble.DOWN, QT_TRANSLATE_NOOP("Texting", "The carrier cannot be reached")),
    (CarrierTrouble.QUOTA, QT_TRANSLATE_NOOP("Texting", "The carrier's quota is used up")),
    (CarrierTrouble.REFUSED, QT_TRANSLATE_NOOP("Texting", "The carrier refuses our account")),
    (HeldReason.CARRIER_DOWN, QT_TRANSLATE_NOOP("Texting", "Held: the carrier cannot be reached")),
    (HeldReason.QUOTA, QT_TRANSLATE_NOOP("Texting", "Held: the carrier's quota is used up")),
    (HeldReason.TEMPLATE_WITHDRAWN, QT_TRANSLATE_NOOP("Texting", "Held: the template was withdrawn")),
    (HeldReason.CATEGORY_DISABLED, QT_TRANSLATE_NOOP("Texting", "Held: the category was switched off")),
    (HeldReason.SENDER_UNUSABLE, QT_TRANSLATE_NOOP("Texting", "Held: the sender number may not be used")),
    (HeldReason.RIGHT_LOST, QT_TRANSLATE_NOOP("Texting", "Held: the sender lost the right to send")),
    (HeldReason.FEATURE_OFF, QT_TRANSLATE_NOOP("Texting", "Held: texting was switched off")),
    (HeldReason.CALLBACK_COMPLETED, QT_TRANSLATE_NOOP("Texting", "Held: the callback was completed")),
    (HeldReason.NOT_TAKEN, QT_TRANSLATE_NOOP("Texting", "Held: the carrier did not take this one yet")),
)

_RESULTS: tuple[tuple[WireEnum, str], ...] = (
    (ResultReason.DELIVERED, QT_TRANSLATE_NOOP("Texting", "Delivered")),
    (ResultReason.BUSY, QT_TRANSLATE_NOOP("Texting", "The phone was busy")),
    (ResultReason.NUMBER_FORMAT, QT_TRANSLATE_NOOP("Texting", "The number has a wrong form")),
    (ResultReason.EXPIRED, QT_TRANSLATE_NOOP("Texting", "Not delivered in time")),
    (ResultReason.TIMED_OUT, QT_TRANSLATE_NOOP("Texting", "No result came in time")),
    (ResultReason.NETWORK, QT_TRANSLATE_NOOP("Texting", "Trouble in the network")),
    (ResultReason.HANDSET_OFF, QT_TRANSLATE_NOOP("Texting", "The phone was switched off")),
    (ResultReason.HANDSET_FULL, QT_TRANSLATE_NOOP("Texting", "The phone's memory is full")),
    (ResultReason.OUT_OF_REACH, QT_TRANSLATE_NOOP("Texting", "The phone was out of reach")),
    (ResultReason.DELETED, QT_TRANSLATE_NOOP("Texting", "Deleted by the carrier")),
    (ResultReason.HANDSET_TROUBLE, QT_TRANSLATE_NOOP("Texting", "Trouble in the phone")),
    (ResultReason.CANNOT_SEND, QT_TRANSLATE_NOOP("Texting", "The carrier could not send it")),
    (ResultReason.NO_SUBSCRIBER, QT_TRANSLATE_NOOP("Texting", "Nobody has this number")),
    (ResultReason.WRONG_NUMBER, QT_TRANSLATE_NOOP("Texting", "Wrong number")),
    (ResultReason.SUSPENDED, QT_TRANSLATE_NOOP("Texting", "The number is suspended")),
    (ResultReason.REJECTED, QT_TRANSLATE_NOOP("Texting", "The phone rejected it")),
    (ResultReason.MESSAGE_FORMAT, QT_TRANSLATE_NOOP("Texting", "The text has a wrong form")),
    (ResultReason.MMS_UNSUPPORTED, QT_TRANSLATE_NOOP("Texting", "The phone cannot receive MMS")),
    (ResultReason.CARRIER_SERVER, QT_TRANSLATE_NOOP("Texting", "Trouble at the carrier")),
    (ResultReason.SPAM, QT_TRANSLATE_NOOP("Texting", "Blocked as spam")),
    (ResultReason.IMAGE_TOO_LARGE, QT_TRANSLATE_NOOP("Texting", "A picture is too large")),
    (ResultReason.IMAGE_MISSING, QT_TRANSLATE_NOOP("Texting", "A picture is missing")),
    (ResultReason.SENDER_FORMAT, QT_TRANSLATE_NOOP("Texting", "The sender number has a wrong form")),
    (ResultReason.SENDER_PROTECTED, QT_TRANSLATE_NOOP("Texting", "The sender number is protected")),
    (ResultReason.SENDER_BLOCKED, QT_TRANSLATE_NOOP("Texting", "The sender number is blocked")),
    (ResultReason.ABROAD, QT_TRANSLATE_NOOP("Texting", "Numbers abroad cannot be sent to")),
    (ResultReason.NO_EXTENSION, QT_TRANSLATE_NOOP("Texting", "No such extension")),
    (ResultReason.DUPLICATE, QT_TRANSLATE_NOOP("Texting", "The carrier took it for a duplicate")),
    (ResultReason.NIGHT_HOURS, QT_TRANSLATE_NOOP("Texting", "Not allowed at night")),
    (ResultReason.RECIPIENT_REFUSED, QT_TRANSLATE_NOOP("Texting", "The carrier refused the recipient")),
    (ResultReason.TEXT_REFUSED, QT_TRANSLATE_NOOP("Texting", "The carrier refused the text")),
    (ResultReason.CHARACTER_REFUSED, QT_TRANSLATE_NOOP("Texting", "The carrier refused a character")),
    (ResultReason.IMAGE_REFUSED, QT_TRANSLATE_NOOP("Texting", "The carrier refused a picture")),
    (ResultReason.TEMPLATE_REFUSED, QT_TRANSLATE_NOOP("Texting", "The carrier refused the template")),
    (ResultReason.TIME_REFUSED, QT_TRANSLATE_NOOP("Texting", "The carrier refused the time")),
    (ResultReason.SENDER_UNREGISTERED, QT_TRANSLATE_NOOP("Texting", "The sender number is not registered")),
    (ResultReason.ADS_REFUSED, QT_TRANSLATE_NOOP("Texting", "The carrier takes no advertising")),
    (ResultReason.AD_WORDING, QT_TRANSLATE_NOOP("Texting", "The marking of advertising is missing")),
    (ResultReason.OPT_OUT_NUMBER, QT_TRANSLATE_NOOP("Texting", "The number to opt out is missing")),
    (ResultReason.AUTH_WORDING, QT_TRANSLATE_NOOP("Texting", "The wording of an authentication is missing")),
    (ResultReason.QUOTA, QT_TRANSLATE_NOOP("Texting", "The quota was used up")),
    (ResultReason.CARRIER_REFUSED, QT_TRANSLATE_NOOP("Texting", "The carrier refused it")),
    (ResultReason.NEVER_ACCEPTED, QT_TRANSLATE_NOOP("Texting", "The carrier never got it")),
    (ResultReason.NO_RESULT, QT_TRANSLATE_NOOP("Texting", "The carrier never told the result")),
    (ResultReason.ACCOUNT_CHANGED, QT_TRANSLATE_NOOP("Texting", "Unknown: the carrier account was changed")),
    (ResultReason.CANCELLED_THERE, QT_TRANSLATE_NOOP("Texting", "Cancelled at the carrier")),
)
_BY_KIND = {(type(value), value.value): text for value, text in (*_SHORT, *_RESULTS)}


class Standing(Protocol):
    """What says how a text stands: a message, or what a customer's panel knows of one."""

    @property
    def status(self) -> MessageStatus: ...

    @property
    def stage(self) -> MessageStage: ...

    @property
    def held(self) -> HeldReason | None: ...


_ENDS = {
    MessageStatus.DONE: "sms.completed",
    MessageStatus.FAILED: "sms.failed",
    MessageStatus.CANCELLED: "sms.cancelled",
}


def look_code(message: Standing) -> str:
    """Return how a message stands as a code of the status vocabulary (`ui.status`, `ui.vocabulary`)."""
    if message.status is not MessageStatus.PROCESSING:
        return _ENDS.get(message.status, "unknown")
    if message.held is not None:
        return "sms.held"
    if message.stage is MessageStage.UNKNOWN:
        return "sms.checking"
    return "sms.reserved" if message.stage is MessageStage.RESERVED else "sms.processing"


def name_of(value: WireEnum) -> str:
    """Return the translated word for a value of texting."""
    return QCoreApplication.translate(_CONTEXT, _BY_KIND.get((type(value), value.value), _UNKNOWN))


def has_name(value: WireEnum) -> bool:
    """Tell whether there is a word for a value."""
    return (type(value), value.value) in _BY_KIND
