"""Column types and the one metadata: the same values on SQLite and PostgreSQL. It knows no topic.

Times are BIGINT microseconds of UTC on both, so that sorting, ranges and quarter-hour buckets are the same
integer arithmetic everywhere.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    bindparam,
    text,
)
from sqlalchemy.engine import Dialect

from occ_contract.enums import WireEnum

E = TypeVar("E", bound=WireEnum)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """Return the microseconds since 1970 of an aware moment, exactly.

    :raises ValueError: for a naive one, whose zone nobody knows.
    """
    if moment.tzinfo is None:
        raise ValueError("a stored time needs a time zone")
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    """Return the aware UTC moment of a stored time."""
    return _EPOCH + timedelta(microseconds=value)


class UtcTime(TypeDecorator[datetime]):
    """An aware datetime, stored as BIGINT microseconds of UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Store."""
        return None if value is None else to_micros(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:  # noqa: ARG002
        """Load; without the wrapper of ``process_result_value``, which costs more than the work itself."""

        epoch, span = _EPOCH, timedelta

        def load(value: int | None) -> datetime | None:
            return None if value is None else epoch + span(0, 0, value)

        return load


class Word(TypeDecorator[E]):
    """A word of a closed vocabulary, stored as its text; a word of a newer version loads as ``UNKNOWN``."""

    impl = String(32)
    cache_ok = True

    def __init__(self, vocabulary: type[E]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Store."""
        return None if value is None else self.vocabulary(value).value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], E | None]:  # noqa: ARG002
        """Load; see :class:`UtcTime`. A vocabulary's words are looked up, which is quicker than its call."""
        vocabulary, known = self.vocabulary, {word.value: word for word in self.vocabulary}

        def load(value: Any) -> E | None:
            if value is None:
                return None
            word = known.get(value)
            return vocabulary(value) if word is None else word

        return load


class Json(TypeDecorator[Any]):
    """Plain lists and dicts, stored as JSON text (never searched)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Store."""
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Load."""
        return None if value is None else msgspec.json.decode(value)


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Return an index of the rows that meet a condition alone; a query uses it that says the same words."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def holds_digits(column: ColumnElement[Any], digits: str) -> ColumnElement[bool]:
    """Return the condition that these digits stand somewhere in a column.

    They are rendered into the statement: PostgreSQL's plan for an unknown pattern leaves the trigrams aside.
    """
    return column.like(bindparam(None, f"%{digits}%", String, literal_execute=True))


Id = String(36)


def id_column() -> Column[str]:
    """Return a primary key column ``id`` holding a UUIDv7 string."""
    return Column("id", Id, primary_key=True)


def seq_column() -> Column[int]:
    """Return the column that carries a row's place in the feed; only the stamping writes it."""
    return Column("seq", BigInteger, nullable=False, server_default="0")
