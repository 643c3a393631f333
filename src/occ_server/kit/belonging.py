"""Of which tables a statement names no organisation: read from the statement itself, not from its spelling.

A table belongs to an organisation when it has an ``organisation_id``, when it is that of the organisations,
or when it has a foreign key to one that belongs. A table that must be read before anybody knows whose it is
(sessions, tokens) says so: ``info=of_no_organisation("why")``.

A statement binds such a table where every row of it must match: its organisation is compared with a value, or
it is joined along ``organisation_id`` or a foreign key to a table that is bound. What stands behind an
``or_``, in the condition of an outer join for its left side, or in a text binds nothing. It knows no table.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Alias, Column, FromClause, Join, Lateral, MetaData, Table, TableClause, TableSample
from sqlalchemy.sql import operators
from sqlalchemy.sql.dml import Delete, Insert, Update
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BooleanClauseList,
    ColumnClause,
    Grouping,
    Null,
    TextClause,
)
from sqlalchemy.sql.selectable import (
    AliasedReturnsRows,
    ScalarSelect,
    Select,
    SelectBase,
    SelectStatementGrouping,
)
from sqlalchemy.sql.visitors import ExternallyTraversible, iterate

_FREE = "of_no_organisation"
Froms = frozenset[Any]  # of FromClause
_NOTHING: Froms = frozenset()


def of_no_organisation(why: str) -> dict[str, str]:
    """Return the ``info`` of a table whose rows are rightly found without knowing the organisation."""
    return {_FREE: why}


def belongs(table: TableClause) -> bool:
    """Tell whether the rows of a table are an organisation's."""
    if _tie_name(table) in table.c and _FREE not in getattr(table, "info", ()):
        return True
    return isinstance(table, Table) and _FREE not in table.info and any(map(belongs, _parents(table)))


def unbound(
    statement: ExternallyTraversible, metadata: MetaData, given: Iterable[str] = ()
) -> frozenset[str]:
    """Return the names of the tables which this statement reads or writes in any organisation.

    ``given`` are the columns whose values come with the execution of an INSERT. A text that names such a
    table is never bound: nobody can tell what it does.
    """
    reading = _Reading(metadata, frozenset(given))
    reading.visit(statement, _Around())
    return frozenset(reading.found)


def named_in(text: str, metadata: MetaData) -> frozenset[str]:
    """Return the tables of organisations that a piece of SQL names."""
    words = set(re.findall(r"\w+", text.lower()))
    return frozenset(name for name, table in metadata.tables.items() if name in words and belongs(table))


def _tie_name(table: Any) -> str:
    return "id" if table.name == "organisations" else "organisation_id"


def _parents(table: Table) -> Iterator[Table]:
    return (key.column.table for key in table.foreign_keys if key.column.table is not table)


class _Around(NamedTuple):
    """The sources of the statements around a select, and those of them that are bound without it."""

    froms: Froms = _NOTHING
    bound: Froms = _NOTHING


class _Equal(NamedTuple):
    """Two sides that are equal in every row of the sources ``of`` (None: of all)."""

    left: Any
    right: Any
    of: Froms | None


@dataclass
class _Block:
    """One SELECT, UPDATE or DELETE: what it reads, and what is equal in each of its rows."""

    froms: list[Any] = field(default_factory=list)
    equal: list[_Equal] = field(default_factory=list)
    lists: list[tuple[Any, Select[Any]]] = field(default_factory=list)  # a column and where it is looked for

    def add(self, source: FromClause, within: Froms | None = None) -> None:
        """Take in a source; ``within`` are those its joins' conditions hold for."""
        if not isinstance(source, Join):
            self.froms.append(source)
            return
        right = frozenset(_leaves(source.right))
        self.add(source.left, within)
        self.add(source.right, right if source.isouter or source.full else within)
        if source.onclause is not None and not source.full:
            self.require([source.onclause], right if source.isouter else within)

    def require(self, conditions: Iterable[Any], of: Froms | None = None) -> None:
        """Take in conditions all of which must hold."""
        for condition in conditions:
            self.equal += (_Equal(left, right, of) for left, right in _equalities(condition))
            self.lists += _lists(condition)


class _Reading:
    """Walks a statement block by block."""

    def __init__(self, metadata: MetaData, given: frozenset[str]) -> None:
        self.found: set[str] = set()
        self._metadata = metadata
        self._given = given
        self._seen: set[tuple[int, _Around]] = set()
        # Selects, each in its place, among whose rows a column of a bound source must be; and that column.
        self._chosen_by: dict[tuple[int, _Around], Any] = {}

    def visit(self, element: Any, around: _Around) -> None:
        """Check this element and all within it."""
        if (id(element), around) in self._seen:
            return
        self._seen.add((id(element), around))
        inside = around
        if isinstance(element, Select):
            inside = self._select(element, around)
        elif isinstance(element, Update | Delete):
            inside = self._change(element)
        elif isinstance(element, Insert):
            self._insert(element)
        elif isinstance(element, TextClause):
            self.found |= named_in(element.text, self._metadata)
        elif isinstance(element, ColumnClause) and element.is_literal:
            self.found |= named_in(element.name, self._metadata)
        elif isinstance(element, AliasedReturnsRows) and not isinstance(element, Lateral):
            inside = _Around()
        for child in element.get_children():
            self.visit(child, inside)

    def _select(self, select: Select[Any], around: _Around) -> _Around:
        block = _Block()
        froms = select.get_final_froms()
        outer = _correlated(select, froms, around.froms)
        for source in froms:
            if source not in outer:
                block.add(source)
        block.require(select._where_criteria)  # noqa: SLF001 - ``whereclause`` joins them anew each time
        chosen_by = self._chosen_by.get((id(select), around))
        bound = outer & around.bound
        if chosen_by is not None:
            block.require([select.selected_columns[0] == chosen_by])
            bound |= {chosen_by.table}
        return self._check(block, bound, around)

    def _change(self, statement: Update | Delete) -> _Around:
        block = _Block()
        conditions = statement._where_criteria  # noqa: SLF001 - as above
        sources = [statement.table, *(f for c in conditions for f in c._from_objects)]  # noqa: SLF001 - as UPDATE … FROM finds them
        for source in dict.fromkeys(sources):
            block.add(source)
        block.require(conditions)
        return self._check(block, _NOTHING, _Around())

    def _insert(self, statement: Insert) -> None:
        table: Any = statement.table
        tie = table.c.get(_tie_name(table))
        if not belongs(table) or tie is None:
            return  # a row that belongs through its parent names the parent
        rows: Any = statement._multi_values  # noqa: SLF001 - no public way to what an INSERT holds
        named = {*(statement._values or ()), *(statement._select_names or ())}  # noqa: SLF001
        named |= {column for row in (rows[0] if rows else ()) for column in row}
        conflict: Any = statement._post_values_clause  # noqa: SLF001
        if tie.name not in {*map(_name, named), *self._given} or not _keeps_to(conflict, tie.name):
            self.found.add(table.name)

    def _check(self, block: _Block, outer: Froms, around: _Around) -> _Around:
        """Note the tables of a block that nothing binds; ``outer`` are bound by what is around it."""
        own = {f: table for f in block.froms if (table := self._table(f)) is not None and belongs(table)}
        made = {f for f in block.froms if self._table(f) is None}  # their own statements are checked
        plain = [equal for equal in block.equal if not _holds_select(equal.right)]
        first = _spread(own, plain, outer | {f for f in made if not isinstance(f, Lateral)})
        bound = _spread(own, block.equal, first | made)
        self.found |= {table.name for f, table in own.items() if f not in bound}
        inside = _Around(
            around.froms | frozenset(block.froms), around.bound | (first & frozenset(block.froms))
        )
        for column, within in block.lists:
            if getattr(column, "table", None) in first:
                self._chosen_by[id(within), inside] = column
        return inside

    def _table(self, source: Any) -> TableClause | None:
        """Return the table a source is or stands for; None for what is made of statements or values."""
        while isinstance(source, Alias | TableSample):
            source = source.element
        if not isinstance(source, TableClause):
            return None
        return source if isinstance(source, Table) else self._metadata.tables.get(source.name, source)


def _spread(own: dict[Any, TableClause], equal: Collection[_Equal], bound: Froms) -> Froms:
    """Return what is bound when these are, and these equalities hold."""
    reached = set(bound)
    while True:
        more = {
            left.table
            for left, right, of in equal
            if (source := getattr(left, "table", None)) in own
            and source not in reached
            and (of is None or source in of)
            and _ties(left, right, _tie_name(own[source]), reached)
        }
        if not more:
            return frozenset(reached)
        reached |= more


def _ties(left: Any, right: Any, tie_name: str, bound: Collection[Any]) -> bool:
    """Tell whether being equal to ``right`` binds the table of the column ``left``."""
    if isinstance(right, SelectBase):
        chosen = list(right.selected_columns)
        return len(chosen) == 1 and _same_organisation(left, chosen[0])
    if not isinstance(right, ColumnClause):
        return left.name == tie_name and not isinstance(right, Null) and not right._from_objects  # noqa: SLF001 - it reads no table
    if right.table is None or right.table not in bound:
        return False
    return _same_organisation(left, right) or (left.name == tie_name and _root(right) is None)


def _leaves(source: FromClause) -> Iterator[FromClause]:
    if isinstance(source, Join):
        yield from _leaves(source.left)
        yield from _leaves(source.right)
    else:
        yield source


def _equalities(condition: Any) -> Iterator[tuple[Any, Any]]:
    """Yield what is equal, each way, where a condition holds."""
    if isinstance(condition, Grouping):
        yield from _equalities(condition.element)
    elif isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for part in condition.clauses:
            yield from _equalities(part)
    elif isinstance(condition, BinaryExpression) and condition.operator in {operators.eq, operators.in_op}:
        yield condition.left, _ungrouped(condition.right)
        if condition.operator is operators.eq:
            yield condition.right, _ungrouped(condition.left)


def _lists(condition: Any) -> Iterator[tuple[Any, Select[Any]]]:
    """Yield each column that is looked for in a select, and the select: only rows like it matter there."""
    for part in iterate(condition):
        if isinstance(part, BinaryExpression) and part.operator in {operators.in_op, operators.not_in_op}:
            within = _ungrouped(part.right)
            if isinstance(within, Select) and len(within.selected_columns) == 1:
                yield part.left, within


def _ungrouped(expression: Any) -> Any:
    while isinstance(expression, Grouping | ScalarSelect | SelectStatementGrouping):
        expression = expression.element
    return expression


def _holds_select(expression: Any) -> bool:
    return any(isinstance(part, SelectBase) for part in iterate(expression))


def _correlated(select: Select[Any], froms: Collection[Any], around: Froms) -> Froms:
    """Return those of a select's sources that are the enclosing statement's, as SQLAlchemy will have it."""
    shared = frozenset(f for f in froms if f in around)
    if select._correlate:  # noqa: SLF001 - asked for by name
        return shared & frozenset(select._correlate)  # noqa: SLF001
    if select._correlate_except is not None:  # noqa: SLF001
        return shared - frozenset(select._correlate_except)  # noqa: SLF001
    return shared if select._auto_correlate and len(froms) > 1 else _NOTHING  # noqa: SLF001


def _name(column: Any) -> str:
    return column if isinstance(column, str) else str(column.key)


def _root(column: Any) -> Any:
    """Return the table's column that a column of an alias or a subquery is; None when it is computed."""
    roots = [c for c in column.base_columns if isinstance(c, Column)]
    return roots[0] if len(roots) == 1 and len(column.base_columns) == 1 else None


def _same_organisation(left: Any, right: Any) -> bool:
    """Tell whether two columns are equal in rows of one organisation only."""
    one, other = _root(left), _root(right)
    if one is None or other is None or one.table is None or other.table is None:
        return False
    if one.name == _tie_name(one.table) and other.name == _tie_name(other.table):
        return True
    is_key = one is other and one.primary_key and len(one.table.primary_key) == 1
    return is_key or one.references(other) or other.references(one)


def _keeps_to(conflict: Any, tie_name: str) -> bool:
    """Tell whether an ON CONFLICT changes rows of the inserted row's organisation only."""
    if not hasattr(conflict, "update_values_to_set"):  # none, one that does nothing, or several
        return all(_keeps_to(part, tie_name) for part in getattr(conflict, "clauses", ()))
    condition = conflict.update_whereclause
    equal = _equalities(condition) if condition is not None else ()
    return tie_name in map(_name, conflict.inferred_target_elements or ()) or any(
        getattr(left, "name", None) == tie_name == getattr(right, "name", None) for left, right in equal
    )
