"""What stands in the editor against what stands at the server: changes, faults, conflicts. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from occ_contract.errors import ErrorCode, RuleError
from occ_contract.sms import (
    MOST_IMAGES,
    TEMPLATE_DESCRIPTION_LIMIT,
    TEMPLATE_NAME_LIMIT,
    NewSmsTemplate,
    SmsTemplate,
    SmsTemplateChange,
    TextType,
)
from occ_contract.sms_text import MMS_BODY_BYTES, MMS_SUBJECT_BYTES, SMS_BODY_BYTES, check_text
from occ_desktop.domain.text_drafts import WrittenTemplate

CONTENTS = ("type", "name", "description", "sender", "subject", "body", "image_ids")  # what is versioned
AROUND = ("category_id", "enabled", "editable", "no_answer")


@dataclass(frozen=True)
class Fault:
    """A field that cannot be as it is, by its name on the wire."""

    field: str
    code: ErrorCode
    params: dict[str, Any]


def written_of(template: SmsTemplate) -> WrittenTemplate:
    """Return a template as the editor has it before anybody types."""
    fields = {name: getattr(template, name) for name in (*CONTENTS, *AROUND)}
    return WrittenTemplate(service_id=template.service_id, base=template.version, **fields)


def sent(written: WrittenTemplate) -> WrittenTemplate:
    """Return what of it is saved: a short text has neither title nor pictures, whatever was put there."""
    if written.type is not TextType.SMS:
        return written
    return msgspec.structs.replace(written, subject="", image_ids=())


def untouched(written: WrittenTemplate, template: SmsTemplate) -> bool:
    """Tell whether saving would change nothing."""
    return not differing(written, template)


def says_more(written: WrittenTemplate, template: SmsTemplate | None) -> bool:
    """Tell whether what is written says more than what stands at the server; None: nothing does."""
    if template is not None:
        return not untouched(written, template)
    texts = (written.name, written.description, written.subject, written.body)
    return any(text.strip() for text in texts) or bool(written.image_ids)


def differing(written: WrittenTemplate, template: SmsTemplate) -> tuple[str, ...]:
    """Return the fields that say something else than the template."""
    mine, theirs = sent(written), written_of(template)
    return tuple(
        name for name in (*CONTENTS, *AROUND) if (getattr(mine, name) or "") != (getattr(theirs, name) or "")
    )


def conflicts(written: WrittenTemplate, template: SmsTemplate) -> bool:
    """Tell whether a colleague's contents would be laid over by saving."""
    changed = set(differing(written, template)) & set(CONTENTS)
    return template.version != written.base and bool(changed)


def rebased(written: WrittenTemplate, before: SmsTemplate | None, now: SmsTemplate) -> WrittenTemplate:
    """Return what is written once the template is another: switches nobody touched here follow it.

    What carries a version is left alone: that is a conflict, and the person's to decide.
    """
    followed = {
        name: getattr(now, name)
        for name in AROUND
        if before is not None and getattr(written, name) == getattr(before, name)
    }
    written = msgspec.structs.replace(written, **followed)
    return written if conflicts(written, now) else msgspec.structs.replace(written, base=now.version)


def change_of(written: WrittenTemplate, template: SmsTemplate) -> SmsTemplateChange:
    """Return what saving changes, against the version it was begun from."""
    mine = sent(written)
    changed = {name: getattr(mine, name) for name in differing(written, template)}
    if "sender" in changed:
        changed["sender"] = changed["sender"] or ""
    return SmsTemplateChange(base=written.base, **changed)


def new_of(written: WrittenTemplate) -> NewSmsTemplate:
    """Return the template to be made."""
    mine = sent(written)
    return NewSmsTemplate(**{name: getattr(mine, name) for name in (*CONTENTS, *AROUND)})


def faults(written: WrittenTemplate) -> tuple[Fault, ...]:
    """Return everything that would be refused, in the order of the form, with the codes of the server."""
    return tuple(_faults(sent(written)))


def _faults(mine: WrittenTemplate) -> Iterator[Fault]:
    if not mine.category_id:
        yield Fault("category_id", ErrorCode.REQUIRED, {})
    name, description = " ".join(mine.name.split()), mine.description.strip()
    if not name:
        yield Fault("name", ErrorCode.REQUIRED, {})
    for field, text, limit in (
        ("name", name, TEMPLATE_NAME_LIMIT),
        ("description", description, TEMPLATE_DESCRIPTION_LIMIT),
    ):
        if len(text) > limit:
            yield Fault(field, ErrorCode.TOO_LONG, {"limit": limit, "length": len(text)})
    is_long = mine.type is TextType.MMS
    if is_long and not mine.editable and not mine.subject.strip():
        yield Fault("subject", ErrorCode.REQUIRED, {})
    yield from _text("subject", mine.subject, MMS_SUBJECT_BYTES)
    if not mine.body.strip():
        yield Fault("body", ErrorCode.REQUIRED, {})
    yield from _text("body", mine.body, MMS_BODY_BYTES if is_long else SMS_BODY_BYTES)
    if len(mine.image_ids) > MOST_IMAGES:
        params = {"limit": MOST_IMAGES, "count": len(mine.image_ids)}
        yield Fault("image_ids", ErrorCode.TOO_MANY, params)


def _text(field: str, text: str, limit: int) -> Iterator[Fault]:
    try:
        check_text(field, text, limit)
    except RuleError as error:
        yield Fault(field, error.code, error.params)


def refused_fields(params: dict[str, Any]) -> tuple[Fault, ...]:
    """Return the fields a refusal of the server names."""
    found = params.get("fields")
    if not isinstance(found, list):
        return ()
    return tuple(
        Fault(str(one.get("field", "")), ErrorCode(one.get("code", "unknown")), dict(one.get("params", {})))
        for one in found
        if isinstance(one, dict)
    )
