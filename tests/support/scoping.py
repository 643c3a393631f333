"""Finds statements that read bodies without saying of which organisation.

A test's database is watched: every SELECT that reads more than ids from a table of bodies must bind an
``organisation_id``, or say with ``execution_options(across_organisations="why")`` that it means all of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select, Table, event
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BindParameter, ColumnClause
from sqlalchemy.sql.selectable import CompoundSelect

from occ_server.kit.db import Database

BODIES = frozenset({"callbacks", "tickets", "notices", "services", "people", "call_attempts", "cti_lines"})
PLAIN = frozenset({"id", "seq", "organisation_id", "person_id", "service_id"})


def unscoped(statement: Any) -> str | None:
    """Return what is wrong with a statement, None when nothing is."""
    if not isinstance(statement, Select | CompoundSelect):
        return None
    read: set[str] = set()
    for column in statement.selected_columns:
        for part in visitors.iterate(column):
            table = getattr(part, "table", None)
            if not (isinstance(part, ColumnClause) and isinstance(table, Table)):
                continue
            if table.name in BODIES and part.name not in PLAIN:
                read.add(table.name)
    if not read or _binds_organisation(statement):
        return None
    return f"reads {', '.join(sorted(read))} of any organisation: {' '.join(str(statement).split())[:400]}"


def _binds_organisation(statement: Any) -> bool:
    for part in visitors.iterate(statement):
        left, right = getattr(part, "left", None), getattr(part, "right", None)
        names = {getattr(left, "name", None), getattr(right, "name", None)}
        if "organisation_id" in names and any(isinstance(side, BindParameter) for side in (left, right)):
            return True
    return False


@contextmanager
def watched(database: Database) -> Iterator[list[str]]:
    """Collect the faults of every statement on a database while the block runs."""
    found: list[str] = []

    def look(_conn: Any, statement: Any, _many: Any, _params: Any, options: Any) -> None:
        allowed = options.get("across_organisations") or getattr(statement, "_execution_options", {}).get(
            "across_organisations"
        )
        if not allowed and (fault := unscoped(statement)) is not None:
            found.append(fault)

    engines = {database._writer.sync_engine, database._reader.sync_engine}
    for engine in engines:
        event.listen(engine, "before_execute", look)
    try:
        yield found
    finally:
        for engine in engines:
            event.remove(engine, "before_execute", look)
