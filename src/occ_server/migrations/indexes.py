"""Indexes of tables that are large in a running centre: built beside the work, not in a step's transaction.

A step that adds such an index names it in ``LATE_INDEXES = {"ix_…": "table (columns) WHERE …"}``, one that
takes it away in ``DROPPED_INDEXES``; both are plain text, so that steps import nothing. After the steps, and
at each ``migrate``, what is missing is built: on PostgreSQL ``CONCURRENTLY``, which keeps no writer waiting
and needs autocommit. A build that was interrupted leaves an invalid index: it is dropped and built anew.
Unique indexes are promises, not speed: they belong into the step, which builds one of a table that may be
full in an autocommit block, ``CONCURRENTLY``, and then lets it take its place (step 0007).
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

logger = logging.getLogger(__name__)

_ON_POSTGRESQL = text(
    "SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema()"
)
_ON_SQLITE = text("SELECT name, 1 FROM sqlite_master WHERE type = 'index'")


@dataclass(frozen=True)
class LateIndexes:
    """What all steps together want: definitions by name, and names that must be gone."""

    wanted: Mapping[str, str]
    dropped: frozenset[str]


def declared(steps: Iterable[Any]) -> LateIndexes:
    """Collect what these modules declare, from the first step to the last."""
    wanted: dict[str, str] = {}
    dropped: set[str] = set()
    for step in steps:
        for name in getattr(step, "DROPPED_INDEXES", ()):
            wanted.pop(name, None)
            dropped.add(name)
        for name, definition in getattr(step, "LATE_INDEXES", {}).items():
            wanted[name] = definition
            dropped.discard(name)
    return LateIndexes(wanted, frozenset(dropped))


def present(connection: Connection) -> dict[str, bool]:
    """Return the indexes of the schema, and whether each is valid."""
    query = _ON_POSTGRESQL if connection.dialect.name == "postgresql" else _ON_SQLITE
    return {row[0]: bool(row[1]) for row in connection.execute(query)}


def are_complete(connection: Connection, late: LateIndexes) -> bool:
    """Tell whether there is nothing left to build or to drop."""
    found = present(connection)
    return all(found.get(name) for name in late.wanted) and not late.dropped & set(found)


def complete(connection: Connection, late: LateIndexes) -> None:
    """Build and drop what is left; on PostgreSQL the connection must be in autocommit."""
    beside = " CONCURRENTLY" if connection.dialect.name == "postgresql" else ""
    found = present(connection)
    broken = {name for name in late.wanted if found.get(name) is False}
    for name in sorted(broken | (late.dropped & set(found))):
        connection.execute(text(f"DROP INDEX{beside} IF EXISTS {name}"))
    for name, definition in late.wanted.items():
        if not found.get(name):
            logger.info("building the index %s", name)
            connection.execute(text(f"CREATE INDEX{beside} IF NOT EXISTS {name} ON {definition}"))
