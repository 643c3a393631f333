"""Thousands of rows in one statement. It knows no table.

PostgreSQL takes a list as one text: 5,000 parameters of their own, or an array whose elements are quoted one
by one, cost more than the work itself. SQLite has no network between the parameters and the table.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    String,
    Table,
    Text,
    any_,
    bindparam,
    cast,
    collate,
    column,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql
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


def kept_to(dialect: str, table: Table, organisation_id: Any) -> ColumnElement[bool]:
    """Return the condition that rows found by their ids are this organisation's: it checks, it finds nothing.

    PostgreSQL, as long as it has not counted a table, takes an organisation for a handful of rows: it would
    read all of them by an index that begins with it, and then look for the ids. Under another collation than
    the index has, that index is none.
    """
    own: ColumnElement[Any] = table.c.organisation_id
    given = literal(organisation_id, own.type) if isinstance(organisation_id, str) else organisation_id
    if dialect != "postgresql":
        return own == given
    its: ColumnElement[bool] = own == collate(given, "C")
    return its


def among_given(dialect: str, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Return :func:`among` for a statement that is built once; :func:`given_ids` makes its parameter."""
    if dialect == "postgresql":
        return column == any_(split_words(bindparam(name, type_=Text)))
    return column.in_(bindparam(name, expanding=True))


def given_ids(dialect: str, ids: Sequence[str]) -> str | list[str]:
    """Return the parameter of :func:`among_given`."""
    return joined(ids) if dialect == "postgresql" else list(ids)


async def insert_rows(conn: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns, of texts and whole numbers."""
    if not rows:
        return
    if conn.dialect.name != "postgresql":
        await conn.execute(insert(table), list(rows))
        return
    columns = [table.c[name] for name in rows[0]]
    text = cast(bindparam("rows", type_=Text()), postgresql.JSON)
    given = func.json_to_recordset(text).table_valued(*(column(c.name, c.type) for c in columns))
    statement = insert(table).from_select(
        columns, select(given.render_derived(name="given", with_types=True)), include_defaults=False
    )
    await conn.execute(statement, {"rows": msgspec.json.encode(rows).decode()})
