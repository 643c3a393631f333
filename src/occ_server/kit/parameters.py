"""Query parameters as callers write them: days or moments, repeated words, words of a vocabulary."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

from litestar.params import QueryParameter

from occ_contract.enums import WireEnum
from occ_contract.errors import ErrorCode
from occ_contract.ids import is_id
from occ_server.kit.problems import refused_field

E = TypeVar("E", bound=WireEnum)

From = Annotated[str | None, QueryParameter(name="from")]  # no name in Python

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)  # calendar arithmetic works around them


def words(values: Sequence[str] | None) -> list[str]:
    """Return the values of a repeatable parameter; ``a,b`` counts as two, empty ones are dropped."""
    parts = (part.strip() for value in values or () for part in value.split(","))
    return [part for part in parts if part and "\0" not in part]


def choices(field: str, values: Sequence[str] | None, vocabulary: type[E]) -> list[E]:
    """Return a repeatable parameter as words of a vocabulary.

    :raises ApiError: 422 for the field: ``bad_choice`` (value).
    """
    found: list[E] = []
    for word in words(values):
        choice = vocabulary(word)
        if choice.name == "UNKNOWN":
            raise refused_field(field, ErrorCode.BAD_CHOICE, value=word[:100])
        found.append(choice)
    return found


def id_parameter(field: str, value: str | None) -> str | None:
    """Return the id a parameter names, None without one.

    :raises ApiError: 422 for the field: ``bad_choice``.
    """
    if not value:
        return None
    if not is_id(value):
        raise refused_field(field, ErrorCode.BAD_CHOICE)
    return value


def _parsed(field: str, text: str, zone: ZoneInfo) -> date | datetime:
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text.replace(" ", "+"))  # an unescaped + arrives as a space
    except ValueError as error:
        raise refused_field(field, ErrorCode.BAD_TIME) from error
    try:
        local = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
        return local.astimezone(UTC)
    except OverflowError as error:
        raise refused_field(field, ErrorCode.BAD_TIME) from error


def moment_bound(field: str, text: str | None, zone: ZoneInfo, *, end: bool) -> datetime | None:
    """Return the UTC bound a parameter names; a day alone counts whole, in the organisation's zone.

    :raises ApiError: 422 for the field: ``bad_time``.
    """
    if not text:
        return None
    value = _parsed(field, text, zone)
    if isinstance(value, datetime):
        return value
    try:
        day = value + timedelta(days=1) if end else value
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except OverflowError as error:
        raise refused_field(field, ErrorCode.BAD_TIME) from error


def day_of(field: str, text: str | None, zone: ZoneInfo, default: date) -> date:
    """Return the organisation's calendar day a parameter names.

    :raises ApiError: 422 for the field: ``bad_time``.
    """
    if not text:
        return default
    value = _parsed(field, text, zone)
    if isinstance(value, datetime):
        value = _local(field, value, zone).date()
    if not FIRST_DAY <= value <= LAST_DAY:
        raise refused_field(field, ErrorCode.BAD_TIME)
    return value


def _local(field: str, moment: datetime, zone: ZoneInfo) -> datetime:
    try:
        return moment.astimezone(zone)
    except OverflowError as error:
        raise refused_field(field, ErrorCode.BAD_TIME) from error
