"""Brings a cache file of another version to today's tables, in place. It knows no row by meaning.

Steps only add: tables, columns with a default, indexes. So a file that a newer version extended serves an
older one as well, and what the person made in it (read marks, drafts, preferences, the outbox) is never
copied, dropped or rewritten. Running them again is harmless: whoever opened a file last may have known less.
Rows of a kind an older version passed by are missing under their keys alone: the comparison each desk begins
with finds that and has those keys mended, so that an update makes nobody gather everything.
"""

from sqlalchemy import Column, Connection, Table, delete, inspect
from sqlalchemy.schema import DDL, CreateColumn

from occ_desktop.store.schema import callbacks, metadata, shadow

_FIRST_TO_EXTEND = 3  # before it, the callbacks' search index was another one
_FIRST_TO_SPELL_ALIKE = 5  # before it, words were stored as they came (`search_renewal`)


def fit(conn: Connection, version: int) -> bool:
    """Make a file of ``version`` fit; tell whether its callbacks have to be fetched again."""
    again = version < _FIRST_TO_EXTEND
    if again:
        _drop_callbacks(conn)
    before = set(inspect(conn).get_table_names())
    metadata.create_all(conn)
    for table in metadata.sorted_tables:
        if table.name in before:
            _extend(conn, table)
    return again


def spells_otherwise(version: int) -> bool:
    """Tell whether the words of a file of ``version`` are found in another spelling than today's."""
    return version < _FIRST_TO_SPELL_ALIKE


def _extend(conn: Connection, table: Table) -> None:
    there = {found["name"] for found in inspect(conn).get_columns(table.name)}
    for column in table.columns:
        if column.name not in there:
            conn.execute(_added(conn, table, column))
    for index in table.indexes:
        index.create(conn, checkfirst=True)


def _added(conn: Connection, table: Table, column: Column[object]) -> DDL:
    """Return the statement that adds a column; it must allow nothing or have a default."""
    name = conn.dialect.identifier_preparer.format_table(table)
    form = str(CreateColumn(column).compile(dialect=conn.dialect)).replace("%", "%%")
    return DDL(f"ALTER TABLE {name} ADD COLUMN {form}")  # type: ignore[no-untyped-call]


def _drop_callbacks(conn: Connection) -> None:
    for name in ("callback_terms", "callback_search"):
        conn.execute(DDL(f"DROP TABLE IF EXISTS {name}"))  # type: ignore[no-untyped-call]
    callbacks.drop(conn, checkfirst=True)
    if inspect(conn).has_table(shadow.name):
        conn.execute(delete(shadow))
