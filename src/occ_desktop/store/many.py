"""One statement for many rows, without SQLAlchemy's work on each of them.

A fill writes a hundred thousand rows of fifteen columns: naming, checking and converting each value costs as
much there as the database does. It is for columns that need no conversion: integers, texts, bytes.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Update


def execute_many(
    conn: Connection, statement: Insert | Update | Delete, rows: Sequence[dict[str, Any]]
) -> None:
    """Execute the statement for every row; all rows have the same names, which are columns or bound names."""
    if not rows:
        return
    compiled = statement.compile(dialect=conn.dialect, column_keys=list(rows[0]))
    names = getattr(compiled, "positiontup", None) or ()
    conn.exec_driver_sql(str(compiled), [tuple([row[name] for name in names]) for row in rows])
