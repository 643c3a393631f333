"""What is being written: a text to be sent, a template or category in its form, a sending of unknown end.

Each is kept as a draft of its kind (JSON in its text), so that it survives a restart.
"""

from datetime import datetime
from typing import TypeVar

import msgspec

from occ_contract.sms import NewSmsRequest, Recipient, TextType
from occ_desktop.domain.drafts import Draft

T = TypeVar("T", bound=msgspec.Struct)
NEW = "new"  # the subject of a text that belongs to no callback, and of a template not made yet
NEW_CATEGORY = "new-category"


class WrittenText(msgspec.Struct, frozen=True, kw_only=True):
    """A text as the sending room has it; ``typed`` is the recipients' field as it stands.

    ``values`` are those of the placeholders for whoever is typed; an empty one was taken out by the person.
    """

    service_id: str = ""
    type: TextType = TextType.SMS
    template_id: str | None = None
    template_version: int | None = None
    sender: str = ""
    subject: str = ""
    body: str = ""
    image_ids: tuple[str, ...] = ()
    typed: str = ""
    values: dict[str, str] = {}
    recipients: tuple[Recipient, ...] = ()  # of an import, with the values of the placeholders
    reserve_at: datetime | None = None
    callback_id: str | None = None
    unless_completed: bool = False


class WrittenTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """A template as the editor has it. ``base``: the version it was begun from, None for a new one."""

    service_id: str = ""
    category_id: str = ""
    type: TextType = TextType.SMS
    enabled: bool = True
    editable: bool = True
    no_answer: bool = False
    name: str = ""
    description: str = ""
    sender: str | None = None
    subject: str = ""
    body: str = ""
    image_ids: tuple[str, ...] = ()
    base: int | None = None


class WrittenCategory(msgspec.Struct, frozen=True, kw_only=True):
    """A category as its form has it; ``parent_id`` None: of the first level."""

    service_id: str = ""
    name: str = ""
    enabled: bool = True
    parent_id: str | None = None


class Unsettled(msgspec.Struct, frozen=True, kw_only=True):
    """A sending whose answer is not known: it may have been taken. ``begun_at`` is UTC."""

    key: str
    request: NewSmsRequest
    begun_at: datetime


def to_draft(written: msgspec.Struct) -> Draft:
    """Return what is written as a draft."""
    return Draft(msgspec.json.encode(written).decode())


def from_draft(draft: Draft | None, into: type[T]) -> T | None:
    """Return what a draft holds, None when there is none, or one this version cannot read."""
    if draft is None:
        return None
    try:
        return msgspec.json.decode(draft.text, type=into)
    except msgspec.DecodeError:  # its base is ValueError for what breaks a rule
        return None
