"""What a template may say: the limits of its type, a sender and images of its service.

Every fault is named at once, each at its field, with the codes the desk's meter shows before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from occ_contract.errors import ErrorCode, FieldProblem, RuleError
from occ_contract.sms import MOST_IMAGES, TEMPLATE_DESCRIPTION_LIMIT, TEMPLATE_NAME_LIMIT, TextType
from occ_contract.sms_text import MMS_BODY_BYTES, MMS_SUBJECT_BYTES, SMS_BODY_BYTES, check_text, in_one_line
from occ_server.kit.fields import required_text, text_field
from occ_server.kit.problems import ApiError
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.catalogue.using import keep_images, usable_images, usable_sender


@dataclass(frozen=True)
class Contents:
    """What a version of a template holds."""

    type: TextType
    name: str
    description: str
    sender: str | None
    subject: str
    body: str
    image_ids: tuple[str, ...]


async def checked_contents(
    uow: UnitOfWork,
    organisation_id: str,
    service_id: str,
    asked: Contents,
    *,
    editable: bool,
    before: Contents | None = None,
) -> Contents:
    """Return the contents as they are stored; a sender it had ``before`` may have been blocked since.

    :raises ApiError: 422 ``validation_failed`` with every field that cannot be.
    """
    faults = Faults()
    sender = (asked.sender or "").replace("-", "").strip() or None
    images = tuple(dict.fromkeys(asked.image_ids))
    checked = Contents(
        type=asked.type,
        name=" ".join(faults.of(required_text, "name", asked.name, TEMPLATE_NAME_LIMIT).split()),
        description=faults.of(text_field, "description", asked.description, TEMPLATE_DESCRIPTION_LIMIT),
        sender=sender,
        subject=_text(faults, "subject", in_one_line(asked.subject), MMS_SUBJECT_BYTES),
        body=_text(faults, "body", asked.body, _body_limit(asked.type)),
        image_ids=images,
    )
    faults.found += _of_type(checked, editable=editable)
    is_kept = before is not None and before.sender == sender
    if sender and not is_kept and not await usable_sender(uow.conn, organisation_id, service_id, sender):
        faults.add("sender", ErrorCode.SENDER_UNUSABLE, sender=sender[:20])
    if 0 < len(images) <= MOST_IMAGES:  # of more, the number is what is wrong
        await keep_images(uow, organisation_id, service_id, images)
        if not await usable_images(uow.conn, organisation_id, service_id, images):
            faults.add("image_ids", ErrorCode.IMAGE_UNUSABLE)
    faults.refuse()
    return checked


class Faults:
    """Gathers what is wrong with several fields."""

    def __init__(self) -> None:
        self.found: list[FieldProblem] = []

    def add(self, field: str, code: ErrorCode, **params: Any) -> None:
        """Note that a field cannot be what it is."""
        self.found.append(FieldProblem(field=field, code=code, params=params))

    def of(self, check: Any, *given: Any) -> str:
        """Return what a check of one field returns, empty where it refuses."""
        try:
            return check(*given) or ""
        except ApiError as error:
            self.found += [msgspec.convert(one, FieldProblem) for one in error.params["fields"]]
            return ""

    def refuse(self) -> None:
        """Refuse what was found.

        :raises ApiError: 422 ``validation_failed``.
        """
        if self.found:
            raise ApiError(ErrorCode.VALIDATION_FAILED, 422, fields=msgspec.to_builtins(self.found))


def _body_limit(kind: TextType) -> int:
    return SMS_BODY_BYTES if kind is TextType.SMS else MMS_BODY_BYTES


def _text(faults: Faults, field: str, text: str, limit: int) -> str:
    try:
        return check_text(field, text, limit)
    except RuleError as error:
        faults.add(field, error.code, **error.params)
        return text


def _of_type(asked: Contents, *, editable: bool) -> Iterator[FieldProblem]:
    """Yield what a text of its type cannot have, or lacks."""
    if asked.type is TextType.UNKNOWN:
        yield FieldProblem(field="type", code=ErrorCode.BAD_CHOICE, params={})
    if not asked.body.strip():
        yield FieldProblem(field="body", code=ErrorCode.REQUIRED)
    is_short = asked.type is TextType.SMS
    if is_short and asked.subject:
        params = {"limit": 0, "length": len(asked.subject)}
        yield FieldProblem(field="subject", code=ErrorCode.TOO_LONG, params=params)
    if asked.type is TextType.MMS and not editable and not asked.subject.strip():
        yield FieldProblem(field="subject", code=ErrorCode.REQUIRED)  # nobody could write one either
    most = 0 if is_short else MOST_IMAGES
    if len(asked.image_ids) > most:
        params = {"limit": most, "count": len(asked.image_ids)}
        yield FieldProblem(field="image_ids", code=ErrorCode.TOO_MANY, params=params)
