"""Keyset pages: a cursor is the sort key of the last row, compared as a row value. It knows no table.

The OR form of the same comparison reads the whole index on both databases; the row value seeks.
"""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, tuple_

from occ_contract.errors import ErrorCode
from occ_server.kit.problems import refused_field

DEFAULT_LIMIT = 100
MAX_LIMIT = 500
T = TypeVar("T")


def encode_cursor(value: Any) -> str:
    """Return an opaque URL-safe text for any msgspec value."""
    return base64.urlsafe_b64encode(msgspec.json.encode(value)).rstrip(b"=").decode()


def decode_cursor(text: str, kind: type[T]) -> T:
    """Return the value behind a cursor.

    :raises ApiError: 422 ``validation_failed`` for field ``cursor``.
    """
    try:
        raw = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
        return msgspec.json.decode(raw, type=kind)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise refused_field("cursor", ErrorCode.BAD_CHOICE) from error


def after(
    columns: Sequence[ColumnElement[Any]], last: Sequence[Any], *, descending: bool
) -> ColumnElement[bool]:
    """Return the condition "beyond the row ``last``" for columns all sorted in one direction."""
    left = tuple_(*columns)
    right = tuple_(*last, types=[column.type for column in columns])
    return left < right if descending else left > right


def check_limit(limit: int | None, *, most: int = MAX_LIMIT, default: int = DEFAULT_LIMIT) -> int:
    """Return the page size to use.

    :raises ApiError: 422 ``validation_failed`` unless it lies within 1 and ``most``.
    """
    if limit is None:
        return default
    if not 1 <= limit <= most:
        raise refused_field("limit", ErrorCode.BAD_RANGE, least=1, most=most)
    return limit
