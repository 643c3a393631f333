"""What is written, as it would be sent, and what of it cannot be: the same rules the server's border has.

Pure: it knows no screen, and no clock but the moment it is handed.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from occ_contract.errors import ErrorCode, RuleError
from occ_contract.recipients import check_number_of_recipients
from occ_contract.reservation import check_reservation
from occ_contract.sms import NewSmsRequest, Recipient, SmsTemplate, TextType
from occ_contract.sms_text import MMS_SUBJECT_BYTES, byte_length, normalised, placeholders
from occ_desktop.domain.text_drafts import WrittenText
from occ_desktop.views.sms_sending.addressees import Addressees
from occ_desktop.views.texting_parts.measure import Measure, Measuring


class Part(StrEnum):
    """Where on the form something is wrong; in the order one reads it."""

    TEMPLATE = "template"
    SENDER = "sender"
    SUBJECT = "subject"
    BODY = "body"
    VALUES = "values"
    IMAGES = "images"
    RECIPIENTS = "recipients"
    TIME = "time"
    ALL = "all"


@dataclass(frozen=True)
class Wrong:
    """What cannot be sent as it stands: a code with what its sentence needs. ``phone``: whose text it is."""

    part: Part
    code: ErrorCode
    params: dict[str, Any]
    phone: str = ""


def request_of(written: WrittenText, to: Addressees) -> NewSmsRequest:
    """Return the request this is; what its type does not have stays with the draft.

    Of a sheet's columns only those the text asks for leave this machine.
    """
    long = written.type is TextType.MMS
    names = set(names_in(written))
    recipients = tuple(
        Recipient(phone=one.phone, values={k: v for k, v in one.values.items() if k in names})
        for one in to.recipients
    )
    return NewSmsRequest(
        service_id=written.service_id,
        type=written.type,
        sender=written.sender,
        subject=written.subject if long else "",
        body=written.body,
        image_ids=written.image_ids if long else (),
        recipients=recipients,
        template_id=written.template_id,
        reserve_at=written.reserve_at,
        callback_id=written.callback_id,
        unless_completed=written.unless_completed and written.reserve_at is not None,
    )


def names_in(written: WrittenText) -> tuple[str, ...]:
    """Return the placeholders of a text, each once, in the order one reads them."""
    subject = placeholders(written.subject) if written.type is TextType.MMS else ()
    return tuple(dict.fromkeys((*subject, *placeholders(written.body))))


def asked_for(written: WrittenText, to: Addressees) -> tuple[str, ...]:
    """Return the placeholders the person is asked for: none where everybody comes from a file."""
    return names_in(written) if to.typed or not written.recipients else ()


def wrongs(written: WrittenText, to: Addressees, measuring: Measuring, now: datetime) -> tuple[Wrong, ...]:
    """Return everything that keeps this from being sent at ``now`` (the server's), in reading order."""
    found: list[Wrong] = []
    if not written.sender:
        found.append(Wrong(Part.SENDER, ErrorCode.REQUIRED, {}))
    if written.type is TextType.MMS:
        found += _of_text(Part.SUBJECT, "subject", written.subject, measuring.subject(written.subject), to)
    body = measuring.body(written.body, written.type)
    found += _of_text(Part.BODY, written.type.value, written.body, body, to)
    try:
        check_number_of_recipients(to.count)
    except RuleError as error:
        found.append(Wrong(Part.RECIPIENTS, error.code, dict(error.params)))
    if (reserve := reservation_error(written.reserve_at, now)) is not None:
        found.append(Wrong(Part.TIME, reserve.code, dict(reserve.params)))
    return tuple(found)


def reservation_error(at: datetime | None, now: datetime) -> RuleError | None:
    """Return why a text cannot be reserved for then; None: it can, or goes at once."""
    if at is None:
        return None
    try:
        check_reservation(at, now)
    except RuleError as error:
        return error
    return None


def _of_text(part: Part, kind: str, text: str, measure: Measure, to: Addressees) -> list[Wrong]:
    if not text.strip():
        return [Wrong(part, ErrorCode.REQUIRED, {})]
    found = []
    if bad := (*measure.unsendable, *measure.unsendable_values):
        named = [{"character": one.character, "suggestion": one.suggestion} for one in bad]
        found.append(Wrong(part, ErrorCode.TEXT_UNSENDABLE, {"characters": named}))
    if measure.missing:
        lacks = measure.missing[0]
        whose = next((one.phone for one in to.recipients if not one.values.get(lacks.name)), "")
        params = {"name": lacks.name, "count": lacks.count}
        found.append(Wrong(Part.VALUES, ErrorCode.PLACEHOLDER_MISSING, params, whose))
    if measure.over:
        params = {"limit": measure.limit, "bytes": measure.bytes, "kind": kind}
        found.append(Wrong(part, ErrorCode.TEXT_TOO_MANY_BYTES, params, measure.worst or ""))
    return found


def from_template(written: WrittenText, template: SmsTemplate, usable: tuple[str, ...]) -> WrittenText:
    """Return what is written with a template taken: type, sender, subject, body and pictures are its own.

    Its sender is taken if it is one of the ``usable``; recipients, time and callback stay.
    """
    sender = template.sender if template.sender in usable else None
    return _with(
        written,
        template_id=template.id,
        template_version=template.version,
        type=template.type,
        subject=template.subject,
        body=template.body,
        image_ids=template.image_ids,
        sender=sender or written.sender,
    )


def without_template(written: WrittenText) -> WrittenText:
    """Return the same text as one's own."""
    return _with(written, template_id=None, template_version=None)


def emptied(written: WrittenText) -> WrittenText:
    """Return it as a short text without a word."""
    return _with(written, type=TextType.SMS, subject="", body="", image_ids=())


def in_service(written: WrittenText, service_id: str) -> WrittenText:
    """Return it as another service's: its templates, numbers, pictures and callbacks are others."""
    other = _with(written, service_id=service_id, image_ids=(), sender="", callback_id=None)
    return _with(without_template(other), unless_completed=False)


def untouched(written: WrittenText, template: SmsTemplate | None) -> bool:
    """Tell whether taking another template loses nothing: there is no text, or it is the template's own."""
    if template is not None and written.template_id == template.id:
        own = (template.type, template.subject, template.body, template.image_ids)
        return (written.type, written.subject, written.body, written.image_ids) == own
    return not (written.body.strip() or written.subject.strip() or written.image_ids)


def as_long(written: WrittenText, subject: str) -> WrittenText:
    """Return it as MMS: a subject it needs, and has if none stood there."""
    return _with(written, type=TextType.MMS, subject=written.subject or cut_to(subject, MMS_SUBJECT_BYTES))


def as_short(written: WrittenText) -> WrittenText:
    """Return it as SMS; subject and pictures wait with the draft."""
    return _with(written, type=TextType.SMS)


def cut_to(text: str, limit: int) -> str:
    """Return as much of a text as has at most so many CP949 bytes."""
    text = normalised(text).replace("\n", " ").strip()
    while byte_length(text) > limit:
        text = text[:-1]
    return text


def _with(written: WrittenText, **fields: Any) -> WrittenText:
    return msgspec.structs.replace(written, **fields)
