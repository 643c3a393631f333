"""No statement leaves for the database without its organisation, unless it says why it needs none.

A body read of any organisation is a leak that no test of the happy way shows. So the engines refuse such a
statement, in tests and in production alike. What was found out of a statement is kept by its text, for every
engine of the process: a statement seen before costs one look into a dictionary.
"""

from collections.abc import Collection
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import MetaData, event
from sqlalchemy.engine import Connection, ExecutionContext
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.sql import Executable
from sqlalchemy.sql.compiler import Compiled
from sqlalchemy.sql.ddl import ExecutableDDLElement

from occ_server.kit.belonging import named_in, unbound

_OPTION = "across_organisations"
_MOST_KEPT = 4096  # texts; a program has some hundreds, whoever makes more is looked at anew
_KEPT: WeakKeyDictionary[MetaData, dict[str, frozenset[str]]] = WeakKeyDictionary()

S = TypeVar("S", bound=Executable)


class NoOrganisationError(RuntimeError):
    """A statement would read or write rows of any organisation: a fault of ours, never of a request."""

    def __init__(self, tables: Collection[str], statement: str) -> None:
        named = ", ".join(sorted(tables))
        super().__init__(f"this statement names no organisation of {named}: {statement}")
        self.tables = frozenset(tables)


def across_organisations(statement: S, why: str) -> S:
    """Return a statement that may meet rows of any organisation, and says why that is right.

    :raises ValueError: without a reason.
    """
    if not why.strip():
        raise ValueError("say why this statement needs no organisation")
    return statement.execution_options(**{_OPTION: why})


class OrganisationGuard:
    """Looks at every statement of the engines it watches. ``metadata`` has all tables."""

    def __init__(self, metadata: MetaData) -> None:
        self._metadata = metadata
        self._known = _KEPT.setdefault(metadata, {})

    def watch(self, engine: AsyncEngine) -> None:
        """Refuse what this engine's connections should not run.

        :raises NoOrganisationError: from the statement that names no organisation.
        """
        event.listen(engine.sync_engine, "before_cursor_execute", self._on_statement)

    def _on_statement(
        self,
        _conn: Connection,
        _cursor: Any,
        text: str,
        _values: Any,
        context: ExecutionContext | None,
        _many: bool,
    ) -> None:
        compiled = context.compiled if context is not None else None
        tables = named_in(text, self._metadata) if compiled is None else self._found(compiled)
        if tables and not (context is not None and context.execution_options.get(_OPTION)):
            raise NoOrganisationError(tables, text)

    def _found(self, compiled: Compiled) -> frozenset[str]:
        known = self._known.get(str(compiled))
        if known is None:
            known = self._look(compiled)
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            if str(compiled):  # what has no text yet is no statement of its own
                self._known[str(compiled)] = known
        return known

    def _look(self, compiled: Compiled) -> frozenset[str]:
        if compiled.statement is None or isinstance(compiled.statement, ExecutableDDLElement):
            return frozenset()
        return unbound(compiled.statement, self._metadata, getattr(compiled, "column_keys", None) or ())
