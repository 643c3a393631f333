"""One statement for many rows, without SQLAlchemy's work on each of them.

A fill writes a hundred thousand rows of fifteen columns: naming, checking and converting each value costs as
much there as the database does. It is for columns that need no conversion: integers, texts, bytes.
"""

from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Update


def execute_many(
    conn: Connection,
    statement: Insert | Update | Delete,
    names: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Execute the statement for every row; ``names`` says of what each value is: a column, or a bound name.

    Keep the statement for the next time: its text is made once for each object.
    """
    if not rows:
        return
    text, order = _written(statement, names, conn.dialect)
    if order != names:
        picked = itemgetter(*map(names.index, order))
        rows = [picked(row) for row in rows]
    conn.exec_driver_sql(text, list(rows))


@lru_cache(maxsize=64)
def _written(
    statement: Insert | Update | Delete, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[str, ...]]:
    """Return the statement's text and the names of its values in their order."""
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    return str(compiled), tuple(getattr(compiled, "positiontup", None) or ())
