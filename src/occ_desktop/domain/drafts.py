"""What a person typed and did not send yet, as a value: the text, what it was written against, about whom."""

from enum import StrEnum

import msgspec

from occ_contract.callbacks import Callback


class DraftKind(StrEnum):
    """What is being written; with the id of its subject it names a draft."""

    NOTE = "note"
    HISTORY = "history"
    SMS = "sms"
    SMS_TEMPLATE = "sms_template"
    SMS_SENDING = "sms_sending"  # handed to the server, and no answer is known


class About(msgspec.Struct, frozen=True):
    """Whom a note is about, should its callback not be here any more."""

    service_id: str
    customer: str | None
    phone: str

    @staticmethod
    def of(callback: Callback) -> "About":
        """Return what a callback says of it."""
        return About(callback.service_id, callback.name, callback.phone)


NO_CALLBACK = "new"  # the subject of a history that belongs to none


class Draft(msgspec.Struct, frozen=True):
    """``base``: the text that stood there when the person began (empty: none; None: not known)."""

    text: str
    base: str | None = None

    @property
    def untouched(self) -> bool:
        """Tell whether it says no more than what it was written against."""
        return self.text.strip() == (self.base or "").strip()
