"""Thousands of rows in one statement. It knows no table.

PostgreSQL takes a list as one array: 5,000 parameters of their own cost more than the work itself, and 65,535
is the most there can be. SQLite has no arrays, and no network between the parameters and the table.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    String,
    Table,
    Text,
    any_,
    bindparam,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import BindParameter

_COMMA = ","


def joined(words: Sequence[str]) -> str:
    """Return the text which :func:`split_words` takes apart: ids, keys and the like.

    :raises ValueError: for a word with a comma.
    """
    text = _COMMA.join(words)
    if text.count(_COMMA) != max(0, len(words) - 1):
        raise ValueError("a word holds a comma")
    return text


def split_words(text: BindParameter[Any]) -> ColumnElement[Any]:
    """Return a text of words as an array, on PostgreSQL: one parameter costs nothing to quote."""
    return func.string_to_array(text, _COMMA, type_=ARRAY(String))


def among(conn: AsyncConnection, column: ColumnElement[Any], ids: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a column holds one of many ids."""
    if conn.dialect.name == "postgresql":
        return column == any_(split_words(literal(joined(ids), Text)))
    return column.in_(ids)


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
