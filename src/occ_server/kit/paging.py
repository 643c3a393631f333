"""Keyset pages: a cursor is the sort key of the last row, compared as a row value. It knows no table.

The OR form of the same comparison reads the whole index on both databases; the row value seeks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, tuple_

from occ_contract.errors import ErrorCode
from occ_server.kit.problems import refused_field
from occ_server.kit.sealed import BrokenSeal, Seal

DEFAULT_LIMIT = 100
MAX_LIMIT = 500
T = TypeVar("T")


@dataclass(frozen=True)
class Paging:
    """Which page of a list somebody wants: the cursor they were given, sealed for them, and the page's size.

    ``seal`` None: no further page is offered (callers inside this process).
    """

    seal: Seal | None = None
    owner: str = ""
    cursor: str | None = None
    limit: int | None = None

    @property
    def most(self) -> int:
        """Return how many rows the page may hold.

        :raises ApiError: 422 ``validation_failed`` for field ``limit``.
        """
        return check_limit(self.limit)

    def last(self, kind: type[T]) -> T | None:
        """Return the sort key of the last row they have seen, None on the first page.

        :raises ApiError: 422 ``validation_failed`` for field ``cursor`` unless it was sealed for them.
        """
        if not self.cursor:
            return None
        try:
            return (self.seal or Seal("")).open(self._purpose, self.cursor, kind)
        except BrokenSeal as error:
            raise refused_field("cursor", ErrorCode.BAD_CHOICE) from error

    def more(self, key: object) -> str | None:
        """Return the cursor of the page behind a row with this sort key."""
        return None if self.seal is None else self.seal.close(self._purpose, key)

    @property
    def _purpose(self) -> str:
        return f"list:{self.owner}"


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
