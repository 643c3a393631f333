"""Sentences for the codes of texting; ``sentences`` has the rest and is what speaks."""

from occ_contract.errors import ErrorCode
from occ_desktop.ui.marking import QT_TRANSLATE_NOOP

TEXTING: dict[ErrorCode, str] = {
    ErrorCode.TOO_LATE: QT_TRANSLATE_NOOP(
        "Sentences", "This text has been handed over to the carrier already; it cannot be taken back."
    ),
    ErrorCode.TEMPLATE_CONFLICT: QT_TRANSLATE_NOOP(
        "Sentences",
        "{by_name} has changed this template meanwhile. Look at the new one and decide which texts to keep.",
    ),
    ErrorCode.CARRIER_MISSING: QT_TRANSLATE_NOOP(
        "Sentences", "No carrier is set up for this service, so nothing can be sent. Ask your administrator."
    ),
    ErrorCode.CATEGORY_LEVEL: QT_TRANSLATE_NOOP(
        "Sentences", "Categories have two levels, and templates stand under the second. Choose another place."
    ),
    ErrorCode.RECIPIENTS_INVALID: QT_TRANSLATE_NOOP(
        "Sentences", "Some recipients cannot be sent to. They are listed; nothing has been sent."
    ),
    ErrorCode.RECIPIENT_CHARACTERS: QT_TRANSLATE_NOOP(
        "Sentences", "A recipient has digits only; “{character}” is none. Separate numbers with commas."
    ),
    ErrorCode.RECIPIENT_LENGTH: QT_TRANSLATE_NOOP(
        "Sentences", "A recipient has {fewest} to {most} digits; this one has {digits}."
    ),
    ErrorCode.TEXT_UNSENDABLE: QT_TRANSLATE_NOOP(
        "Sentences", "Some characters cannot be sent in a text. They are marked, with what to write instead."
    ),
    ErrorCode.TEXT_TOO_MANY_BYTES: QT_TRANSLATE_NOOP(
        "Sentences", "The text has {bytes} bytes; {limit} are possible. Shorten it or send it as a long text."
    ),
    ErrorCode.PLACEHOLDER_MISSING: QT_TRANSLATE_NOOP(
        "Sentences", "The value for “{name}” is missing for a recipient. Add it or take the recipient out."
    ),
    ErrorCode.RESERVATION_TOO_EARLY: QT_TRANSLATE_NOOP(
        "Sentences",
        "The server's time is {now}. The earliest possible reservation is {earliest}.",
    ),
    ErrorCode.RESERVATION_TOO_LATE: QT_TRANSLATE_NOOP(
        "Sentences",
        "The server's time is {now}. The latest possible reservation is {latest}.",
    ),
    ErrorCode.SENDER_UNUSABLE: QT_TRANSLATE_NOOP(
        "Sentences",
        "This sender number is not registered with the carrier, or is blocked. Choose another one.",
    ),
    ErrorCode.TEMPLATE_UNUSABLE: QT_TRANSLATE_NOOP(
        "Sentences", "This template has been withdrawn or switched off. Choose another one."
    ),
    ErrorCode.TEMPLATE_NOT_EDITABLE: QT_TRANSLATE_NOOP(
        "Sentences", "The text of this template must not be changed. Send it as it is or choose another one."
    ),
    ErrorCode.IMAGE_NOT_JPEG: QT_TRANSLATE_NOOP(
        "Sentences", "This is no readable JPEG picture. Choose another file."
    ),
    ErrorCode.IMAGE_TOO_LARGE: QT_TRANSLATE_NOOP(
        "Sentences", "A picture may have 300 KB at most. Let it be shrunk, or choose another one."
    ),
    ErrorCode.IMAGE_TOO_WIDE: QT_TRANSLATE_NOOP(
        "Sentences", "A picture may have {limit} × {limit} pixels at most; this one has {width} × {height}."
    ),
    ErrorCode.IMAGE_UNUSABLE: QT_TRANSLATE_NOOP("Sentences", "A picture is no longer there. Add it again."),
}
