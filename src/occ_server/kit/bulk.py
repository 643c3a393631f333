"""Thousands of rows in one statement. It knows no table.

PostgreSQL takes a list as one array: 5,000 parameters of their own cost more than the work itself, and 65,535
is the most there can be. SQLite has no arrays, and no network between the parameters and the table.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Table, any_, bindparam, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection


def among(conn: AsyncConnection, column: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    """Return the condition that a column holds one of many values."""
    if conn.dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(column.type)))
    return column.in_(values)


async def insert_rows(conn: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns."""
    if not rows:
        return
    if conn.dialect.name != "postgresql":
        await conn.execute(insert(table), list(rows))
        return
    columns = [table.c[name] for name in rows[0]]
    arrays = [func.unnest(bindparam(f"{c.name}_list", type_=ARRAY(c.type))) for c in columns]
    statement = insert(table).from_select(columns, select(*arrays), include_defaults=False)
    await conn.execute(statement, {f"{c.name}_list": [row[c.name] for row in rows] for c in columns})
