"""What may stand in a field: trimmed, one newline form, no control characters, within its limit.

Every refusal is ``validation_failed`` naming the field, so that a client can show it beside its input.
"""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime

from occ_contract.errors import ErrorCode, RuleError
from occ_contract.phone import number_and_remark, number_of_numeral
from occ_server.kit.problems import refused_field

_KEPT = "\n\t"
# What lies beyond can be written down, but not be shown in every time zone; no customer means it.
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def text_field(field: str, value: str | None, limit: int) -> str | None:
    """Return the stored form of an optional text, None when nothing is left of it.

    :raises ApiError: 422 for the field: ``bad_character`` (character), ``too_long`` (limit, length).
    """
    text = None if value is None else as_stored(value)
    if text is None:
        return None
    for char in text:
        if unicodedata.category(char) in {"Cc", "Cs"} and char not in _KEPT:
            raise refused_field(field, ErrorCode.BAD_CHARACTER, character=f"U+{ord(char):04X}")
    if len(text) > limit:
        raise refused_field(field, ErrorCode.TOO_LONG, limit=limit, length=len(text))
    return text


def as_stored(value: str) -> str | None:
    """Return a text as it is kept, to be compared with one that was: one newline form, trimmed, NFC."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return text or None


def required_text(field: str, value: str, limit: int) -> str:
    """Return the stored form of a text that must say something.

    :raises ApiError: 422 for the field: ``required`` and what :func:`text_field` raises.
    """
    text = text_field(field, value, limit)
    if text is None:
        raise refused_field(field, ErrorCode.REQUIRED)
    return text


def phone_field(field: str, value: str, *, stored: bool = False) -> tuple[str, str | None]:
    """Return the digits of a number in any notation, and what stood behind it.

    ``stored``: it may be what a client was sent before.

    :raises ApiError: 422 for the field, with the code of :func:`occ_contract.phone.number_and_remark`.
    """
    try:
        return number_and_remark(value, stored=stored)
    except RuleError as error:
        raise refused_field(field, error.code, **error.params) from error


def numeral_field(field: str, value: float) -> str:
    """Return the digits of a phone number that came as a JSON number.

    :raises ApiError: 422 for the field, with the code of :func:`occ_contract.phone.number_of_numeral`.
    """
    try:
        return number_of_numeral(value)
    except RuleError as error:
        raise refused_field(field, error.code, **error.params) from error


def moment_field(field: str, moment: datetime | None) -> datetime | None:
    """Return the moment unless its zone is unknown or it lies outside this century.

    :raises ApiError: 422 for the field: ``bad_time``.
    """
    if moment is not None and (moment.tzinfo is None or not EARLIEST <= moment < LATEST):
        raise refused_field(field, ErrorCode.BAD_TIME)
    return moment


def id_list(field: str, ids: Sequence[str], limit: int) -> list[str]:
    """Return the ids without repetitions, in the order given.

    :raises ApiError: 422 for the field: ``required``, ``too_many`` (limit, count).
    """
    distinct = list(dict.fromkeys(ids))
    if not distinct:
        raise refused_field(field, ErrorCode.REQUIRED)
    if len(distinct) > limit:
        raise refused_field(field, ErrorCode.TOO_MANY, limit=limit, count=len(distinct))
    return distinct
