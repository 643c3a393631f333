"""From a search filter to SQL, and which index carries it. Every filter and sort names its index here.

A covering index per sort holds all filtered columns, so any filter can walk any order without reading rows.
Where a condition is narrow, a narrower index leads and the few rows found are sorted.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, Tuple, and_, exists, or_, select, tuple_

from occ_contract.callbacks import CallbackStatus
from occ_desktop.domain.filters import CallbackFilter, CallbackSort, SortColumn
from occ_desktop.store.callback_rows import STATUS_NUMBERS
from occ_desktop.store.interning import numbered
from occ_desktop.store.schema import callback_search, callbacks
from occ_desktop.store.times import stored

Ts = TypeVarTuple("Ts")

_MOBILE_PREFIXES = ("010", "0101", "0102", "0103", "0104", "0105", "0106", "0107", "0108", "0109")
_NARROW_PERIOD = timedelta(days=7)
_SHORT_STATUSES = frozenset({CallbackStatus.RECEIVED, CallbackStatus.CANCELLED, CallbackStatus.ASSIGNED})
SEARCH = "search"  # not an index of the table: the trigram table leads


def _escaped(part: str) -> str:
    return part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _phone_in_search(phone: str) -> bool:
    return len(phone) >= 3 and phone not in _MOBILE_PREFIXES


def _containing(word: str) -> ColumnElement[bool]:
    column = callback_search.c.words
    if any(c in word for c in "%_\\"):
        return column.like(f"%{_escaped(word)}%", escape="\\")
    return column.like(f"%{word}%")  # without escape the trigrams answer


def _searched(f: CallbackFilter) -> list[ColumnElement[bool]]:
    """Return the conditions the trigrams answer: those of three characters and more."""
    parts = [_containing(word) for word in f.text.split() if len(word) >= 3]
    if _phone_in_search(f.phone):
        parts.append(callback_search.c.phone.like(f"%{f.phone}%"))
    return parts


def _short_words(f: CallbackFilter) -> list[ColumnElement[bool]]:
    """Return the conditions looked up row by row on the walk: words of one or two syllables."""
    words = [_containing(word) for word in f.text.split() if len(word) < 3]
    if not words:
        return []
    return [exists().where(callback_search.c.rowid == callbacks.c.no, *words)]


def of_routes(routes: Iterable[tuple[str, str]]) -> ColumnElement[bool]:
    """Return the condition that a row came through one of these routes, ``(service id, code)``."""
    codes: dict[str, list[str]] = {}
    for service, code in routes:
        codes.setdefault(service, []).append(code)
    c = callbacks.c
    return or_(
        *(
            and_(numbered(c.service_no, (service,)), numbered(c.route_no, tuple(of_service)))
            for service, of_service in codes.items()
        )
    )


def conditions(f: CallbackFilter) -> list[ColumnElement[bool]]:
    """Return what must hold for a row to be found; all together."""
    c = callbacks.c
    found: list[ColumnElement[bool]] = []
    if f.received_from is not None:
        found.append(c.received_at >= stored(f.received_from))
    if f.received_to is not None:
        found.append(c.received_at < stored(f.received_to))
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
    if f.phone and not _phone_in_search(f.phone):
        found.append(c.phone.contains(f.phone, autoescape=True))
    searched = _searched(f)
    if searched:
        found.append(c.no.in_(select(callback_search.c.rowid).where(*searched)))
    return [*found, *_short_words(f)]


def _narrow_period(f: CallbackFilter) -> bool:
    return (
        f.received_from is not None
        and f.received_to is not None
        and f.received_to - f.received_from <= _NARROW_PERIOD
    )


def leading_index(f: CallbackFilter, column: SortColumn) -> str:
    """Return the name of the index that carries a search, or ``SEARCH`` for the trigram table."""
    if _searched(f):
        return SEARCH
    if len(f.assignees) == 1:
        return "ix_callbacks_of_assignee"
    if f.statuses and (len(f.statuses) == 1 or frozenset(f.statuses) <= _SHORT_STATUSES):
        settled = len(f.statuses) == 1 and f.statuses[0] is CallbackStatus.COMPLETED
        if not settled or column is SortColumn.RECEIVED:
            return "ix_callbacks_of_status"
    if column is not SortColumn.RECEIVED and _narrow_period(f):
        return "ix_callbacks_by_received_at"
    return f"ix_callbacks_by_{column.value}"


def counting_index(f: CallbackFilter) -> str:
    """Return the name of the index that counts a search: the narrowest that knows all its columns."""
    if f.services and not (f.routes or f.service_routes or f.assigners or f.assignees or f.phone or f.text):
        return "ix_callbacks_of_service"
    return leading_index(f, SortColumn.RECEIVED)


def carried(statement: Select[*Ts], index: str) -> Select[*Ts]:
    """Return ``statement`` walking the named index."""
    return statement if index == SEARCH else statement.with_hint(callbacks, f"INDEXED BY {index}", "sqlite")


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
