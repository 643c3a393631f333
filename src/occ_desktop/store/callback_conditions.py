"""From a search filter to SQL over the columns of the callbacks. Which index carries it: `callback_ways`."""

from collections.abc import Iterable
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, Tuple, and_, or_, tuple_

from occ_contract.callbacks import ASSIGNABLE, OUTSTANDING
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.store.callback_rows import STATUS_NUMBERS
from occ_desktop.store.callback_texts import in_trigrams
from occ_desktop.store.interning import numbered
from occ_desktop.store.schema import callbacks
from occ_desktop.store.times import stored

Ts = TypeVarTuple("Ts")
SEARCH = "search"  # not an index of the table: the trigrams lead, rows are fetched by number


def of_routes(routes: Iterable[tuple[str, str]]) -> ColumnElement[bool]:
    """Return the condition that a row came through one of these routes, ``(service id, code)``."""
    return _in_pairs(callbacks.c.route_no, routes)


def _in_pairs(column: ColumnElement[int], pairs: Iterable[tuple[str, str]]) -> ColumnElement[bool]:
    """Return the condition that a row's service and an interned column are one of these pairs."""
    values: dict[str, list[str]] = {}
    for service, value in pairs:
        values.setdefault(service, []).append(value)
    return or_(
        *(
            and_(numbered(callbacks.c.service_no, (service,)), numbered(column, tuple(of_service)))
            for service, of_service in values.items()
        )
    )


def received(f: CallbackFilter) -> list[ColumnElement[bool]]:
    """Return what must hold of the moment a row was received."""
    at, found = callbacks.c.received_at, []
    if f.received_from is not None:
        found.append(at >= stored(f.received_from))
    if f.received_to is not None:
        found.append(at < stored(f.received_to))
    return found


def unfinished() -> ColumnElement[bool]:
    """Return the condition that a row still waits for somebody."""
    return callbacks.c.status.in_(sorted(STATUS_NUMBERS[s] for s in ASSIGNABLE | OUTSTANDING))


def conditions(f: CallbackFilter) -> list[ColumnElement[bool]]:
    """Return what must hold of a row's own columns; :mod:`callback_texts` has the rest of a filter."""
    c = callbacks.c
    found = received(f)
    if found and f.open_too:
        found = [or_(and_(*found), unfinished())]
    if f.statuses:
        numbers = sorted({STATUS_NUMBERS[s] for s in f.statuses})
        found.append(c.status == numbers[0] if len(numbers) == 1 else c.status.in_(numbers))
    for column, values in (
        (c.service_no, f.services),
        (c.route_no, f.routes),
        (c.assigner_no, f.assigners),
        (c.assignee_no, f.assignees),
    ):
        if values:
            found.append(numbered(column, values))
    if f.service_routes:
        found.append(of_routes(f.service_routes))
    if f.service_assignees:
        found.append(_in_pairs(c.assignee_no, f.service_assignees))
    if f.phone and not in_trigrams(f.phone):
        found.append(c.phone.contains(f.phone, autoescape=True))
    return found


def carried(statement: Select[*Ts], index: str) -> Select[*Ts]:
    """Return ``statement`` walking the named index."""
    hint = "NOT INDEXED" if index == SEARCH else f"INDEXED BY {index}"
    return statement.with_hint(callbacks, hint, "sqlite")


def order(sort: CallbackSort) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Return the ORDER BY of a sort: the column, ties by id."""
    column = callbacks.c[sort.column.value]
    both = (column, callbacks.c.id)
    return (both[0].desc(), both[1].desc()) if sort.descending else (both[0].asc(), both[1].asc())


def beyond(sort: CallbackSort, value: int | str, row_id: str, *, before: bool = False) -> ColumnElement[bool]:
    """Return the condition of standing after (or before) a place in the order, as one row value."""
    here: Tuple = tuple_(callbacks.c[sort.column.value], callbacks.c.id)
    there = tuple_(value, row_id)
    return here < there if sort.descending != before else here > there
