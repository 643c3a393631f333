"""What may be sent: recipients, text, template, pictures, sender, time. It changes nothing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode, RuleError
from occ_contract.recipients import (
    MOST_RECIPIENTS,
    check_number_of_recipients,
    read_recipients,
    same_recipient,
)
from occ_contract.reservation import check_reservation
from occ_contract.sms import MOST_IMAGES, NewSmsRequest, Recipient, SendingKind, TextType
from occ_contract.sms_text import (
    MMS_BODY_BYTES,
    MMS_SUBJECT_BYTES,
    SMS_BODY_BYTES,
    TextForm,
    byte_length,
    check_text,
    in_one_line,
    normalised,
    refuse_endless,
)
from occ_server.callbacks.rows import is_in_service
from occ_server.kit.fields import moment_field
from occ_server.kit.problems import ApiError, not_found, refused_field
from occ_server.people.actor import PersonActor
from occ_server.sms.catalogue.using import usable_images, usable_sender, usable_template
from occ_server.sms.tables import links

SHOWN = 60  # characters of what was no number
MOST_GIVEN = 10 * MOST_RECIPIENTS  # doubles included: nobody reads what is wrong with more of them


@dataclass(frozen=True)
class Addressed:
    """One recipient: number, what its notations have in common, and the values its text needs."""

    phone: str
    same: str
    values: Mapping[str, str] | None


@dataclass(frozen=True)
class Checked:
    """A request that may be sent; ``bytes`` and ``worst`` are of its longest body."""

    type: TextType
    sender: str
    subject: str
    body: str
    image_ids: tuple[str, ...]
    recipients: tuple[Addressed, ...]
    duplicates: tuple[str, ...]
    bytes: int
    worst: str
    template: Row[Any] | None
    reserve_at: datetime | None
    callback_id: str | None
    unless_completed: bool

    @property
    def kind(self) -> SendingKind:
        """Return whether it is sent at once or reserved."""
        return SendingKind.IMMEDIATE if self.reserve_at is None else SendingKind.RESERVED


async def checked(conn: AsyncConnection, person: PersonActor, asked: NewSmsRequest, now: datetime) -> Checked:
    """Return the request as it would be stored at ``now``.

    :raises ApiError: 404, 403; 409 ``carrier_missing``; 422 for a field, ``recipients_invalid``,
        ``sender_unusable``, ``template_unusable``, ``template_not_editable``.
    :raises RuleError: 422 of the rules for text and time; that of a text names the phone it is worst for.
    """
    person.sending_in(asked.service_id)
    await _check_carrier(conn, person.organisation_id, asked.service_id)
    check_kind(asked)
    subject, body = in_one_line(asked.subject), normalised(asked.body)
    forms = TextForm(subject), TextForm(body)
    recipients, duplicates = addressed(asked.recipients, forms)
    length, worst = _check_texts(asked.type, forms, recipients)
    reserve_at = moment_field("reserve_at", asked.reserve_at)
    if reserve_at is not None:
        check_reservation(reserve_at, now)
    template = await _template(conn, person.organisation_id, asked, (subject, body))
    organisation, service = person.organisation_id, asked.service_id
    if not await usable_sender(conn, organisation, service, asked.sender):
        raise ApiError(ErrorCode.SENDER_UNUSABLE, 422, sender=asked.sender[:SHOWN])
    if asked.image_ids and not await usable_images(conn, organisation, service, asked.image_ids):
        raise refused_field("image_ids", ErrorCode.IMAGE_UNUSABLE)
    if asked.callback_id and not await is_in_service(conn, organisation, service, asked.callback_id):
        raise not_found()
    return Checked(
        type=asked.type,
        sender=asked.sender,
        subject=subject,
        body=body,
        image_ids=asked.image_ids,
        recipients=recipients,
        duplicates=duplicates,
        bytes=length,
        worst=worst,
        template=template,
        reserve_at=reserve_at,
        callback_id=asked.callback_id,
        unless_completed=asked.unless_completed and asked.callback_id is not None,
    )


async def _check_carrier(conn: AsyncConnection, organisation_id: str, service_id: str) -> None:
    query = select(links.c.carrier).where(
        links.c.id == service_id, links.c.organisation_id == organisation_id
    )
    if (await conn.execute(query)).scalar_one_or_none() is None:
        raise ApiError(ErrorCode.CARRIER_MISSING, 409)


def check_kind(asked: NewSmsRequest) -> None:
    """Refuse what a text of this type cannot have; reads nothing.

    :raises ApiError: 422 for a field; :raises RuleError: the text is endless.
    """
    if asked.type is TextType.UNKNOWN:
        raise refused_field("type", ErrorCode.BAD_CHOICE)
    most = 0 if asked.type is TextType.SMS else MOST_IMAGES
    if len(asked.image_ids) > most:
        raise refused_field("image_ids", ErrorCode.TOO_MANY, limit=most, count=len(asked.image_ids))
    if len(set(asked.image_ids)) < len(asked.image_ids):
        raise refused_field("image_ids", ErrorCode.BAD_CHOICE)
    if asked.type is TextType.SMS and asked.subject:
        raise refused_field("subject", ErrorCode.TOO_LONG, limit=0, length=len(asked.subject))
    if asked.type is TextType.MMS and not asked.subject.strip():
        raise refused_field("subject", ErrorCode.REQUIRED)
    if not asked.body.strip():
        raise refused_field("body", ErrorCode.REQUIRED)
    refuse_endless("subject", len(asked.subject), MMS_SUBJECT_BYTES)
    refuse_endless(asked.type.value, len(asked.body), _body_limit(asked.type))


def addressed(
    given: tuple[Recipient, ...], forms: tuple[TextForm, ...]
) -> tuple[tuple[Addressed, ...], tuple[str, ...]]:
    """Return who gets a text, and the numbers that were given again.

    :raises ApiError: 422 ``recipients_invalid`` naming every bad one; ``recipients``: none, or too many.
    """
    if len(given) > MOST_GIVEN:
        raise refused_field("recipients", ErrorCode.TOO_MANY, limit=MOST_RECIPIENTS, count=len(given))
    read = read_recipients(one.phone for one in given)
    bad = [_named(one.index, one.text, one.error) for one in read.refused]
    names = dict.fromkeys(name for form in forms for name in form.names)
    found = []
    some = zip(read.numbers, read.places, strict=True) if len(read.numbers) <= MOST_RECIPIENTS else ()
    for number, place in some:
        values = {name: normalised(given[place].values.get(name, "")) for name in names}
        if missing := [name for name, value in values.items() if not value]:
            error = RuleError(ErrorCode.PLACEHOLDER_MISSING, name=missing[0])
            bad.append(_named(place, number, error))
        found.append(Addressed(number, same_recipient(number), values or None))
    if bad:
        raise ApiError(
            ErrorCode.RECIPIENTS_INVALID, 422, recipients=sorted(bad, key=lambda one: one["index"])
        )
    try:
        check_number_of_recipients(len(read.numbers))
    except RuleError as error:
        raise refused_field("recipients", error.code, **error.params) from error
    return tuple(found), read.duplicates


def _named(index: int, text: str, error: RuleError) -> dict[str, Any]:
    return {"index": index, "phone": text[:SHOWN], "code": error.code.value, **error.params}


def _check_texts(
    kind: TextType, forms: tuple[TextForm, TextForm], recipients: tuple[Addressed, ...]
) -> tuple[int, str]:
    subject, body = forms
    if kind is TextType.MMS:
        _worst("subject", subject, MMS_SUBJECT_BYTES, recipients)
    return _worst(kind.value, body, _body_limit(kind), recipients)


def _body_limit(kind: TextType) -> int:
    return SMS_BODY_BYTES if kind is TextType.SMS else MMS_BODY_BYTES


def _worst(kind: str, form: TextForm, limit: int, recipients: tuple[Addressed, ...]) -> tuple[int, str]:
    """Return the bytes of the longest filled text and whose it is, once it is known to be sendable."""
    for one in recipients if form.names else ():
        with _whose(one):
            refuse_endless(kind, form.characters(one.values or {}), limit)
    longest, text, most = recipients[0], form.filled(recipients[0].values or {}), -1
    for one in recipients if form.names else ():
        filled = form.filled(one.values or {})
        length = byte_length(filled)
        if length > most:
            longest, text, most = one, filled, length
        if length <= limit:
            with _whose(one):
                check_text(kind, filled, limit)
    with _whose(longest):
        check_text(kind, text, limit)
    return byte_length(text), longest.phone


@contextmanager
def _whose(one: Addressed) -> Iterator[None]:
    try:
        yield
    except RuleError as error:
        raise RuleError(error.code, phone=one.phone, **error.params) from error


async def _template(
    conn: AsyncConnection, organisation_id: str, asked: NewSmsRequest, text: tuple[str, str]
) -> Row[Any] | None:
    if asked.template_id is None:
        return None
    template = await usable_template(conn, organisation_id, asked.template_id)
    if template is None or template.service_id != asked.service_id:
        raise ApiError(ErrorCode.TEMPLATE_UNUSABLE, 422)
    its = (template.type, in_one_line(template.subject), template.body, tuple(template.image_ids))
    if not template.editable and its != (asked.type, *text, asked.image_ids):
        raise ApiError(ErrorCode.TEMPLATE_NOT_EDITABLE, 422)
    return template
