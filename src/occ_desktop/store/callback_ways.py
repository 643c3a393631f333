"""The way a search takes through the cache: which index carries it, by how narrow it really is.

A covering index per sort holds all filtered columns, so any filter can walk any order without reading rows.
Where a condition leaves few rows, its own index leads and those are fetched and sorted. How few is counted on
that index, never further than the answer needs.
"""

from collections.abc import Iterator
from datetime import timedelta

import msgspec
from sqlalchemy import ColumnElement, Connection, literal, select, union

from occ_contract.callbacks import CallbackStatus
from occ_desktop.domain.filters import CallbackFilter, CallbackSort, SortColumn
from occ_desktop.store import callback_texts as texts
from occ_desktop.store.callback_conditions import SEARCH, carried, conditions, received, unfinished
from occ_desktop.store.callback_texts import Part
from occ_desktop.store.interning import numbered
from occ_desktop.store.schema import callbacks

FEW = 2_000  # rows that may be fetched one by one and sorted
SOME = 50_000  # numbers that may be gathered before a walk
_SHORT_PERIOD = timedelta(days=7)
_RECEIVED = "ix_callbacks_by_received_at"
_SHORT_STATUSES = frozenset({CallbackStatus.RECEIVED, CallbackStatus.CANCELLED, CallbackStatus.ASSIGNED})


class Way(msgspec.Struct, frozen=True):
    """``found`` holds for each row of a page, ``counted`` says the same in the form for very many rows.

    ``leads`` names the index that carries every order of the search, "" when each order has its own.
    ``older`` and ``newer``: whether there are rows received before and after the period. ``alone`` is the one
    part looked for when nothing else is asked.
    """

    filter: CallbackFilter
    found: tuple[ColumnElement[bool], ...]
    counted: tuple[ColumnElement[bool], ...]
    leads: str = ""
    older: bool = False
    newer: bool = False
    alone: Part | None = None

    def rows(self, sort: CallbackSort) -> tuple[ColumnElement[bool], ...]:
        """Return what holds for each row of a page: tried one by one on a walk that ends with the page."""
        index = self.index(sort)
        if self.leads or index == f"ix_callbacks_by_{sort.column.value}":
            return self.found
        by_assignee = index == "ix_callbacks_of_assignee"
        by_one_status = index == "ix_callbacks_of_status" and len(self.filter.statuses) == 1
        in_order = sort.column is SortColumn.RECEIVED and (by_assignee or by_one_status)
        return self.found if in_order else self.counted

    def index(self, sort: CallbackSort) -> str:
        """Return the name of the index that carries a page in an order."""
        f, column = self.filter, sort.column
        if self.leads:
            return self.leads
        if len(f.assignees) == 1:
            return "ix_callbacks_of_assignee"
        if f.statuses and (len(f.statuses) == 1 or frozenset(f.statuses) <= _SHORT_STATUSES):
            settled = len(f.statuses) == 1 and f.statuses[0] is CallbackStatus.COMPLETED
            if not settled or column is SortColumn.RECEIVED:
                return "ix_callbacks_of_status"
        if column is not SortColumn.RECEIVED and self._period_leads(sort):
            return _RECEIVED
        return f"ix_callbacks_by_{column.value}"

    def _period_leads(self, sort: CallbackSort) -> bool:
        """Tell whether the rows of the period are sorted again.

        A short period is. Of a long one the rows are as thick on a walk as its share of all, unless the walk
        begins far from it: other times, and ids among equals, run with the time received.
        """
        start, end = self.filter.received_from, self.filter.received_to
        if start is None or self.filter.open_too:
            return False
        if end is not None and end - start <= _SHORT_PERIOD:
            return True
        return sort.column is not SortColumn.PHONE and (self.newer if sort.descending else self.older)

    def counting(self) -> str:
        """Return the name of the index that counts the search: the narrowest that knows all its columns."""
        f = self.filter
        people = f.assigners or f.assignees or f.service_assignees
        wide = f.routes or f.service_routes or people or f.phone or f.text
        if f.services and not wide and not self.leads:
            return "ix_callbacks_of_service"
        return self.index(CallbackSort())


def way(conn: Connection, f: CallbackFilter) -> Way:
    """Return the way a search takes now."""
    plain = tuple(conditions(f))
    looked_for = texts.parts(f)
    c = callbacks.c
    counted = (*plain, *(c.no.in_(part.rows) for part in looked_for))
    alone = looked_for[0] if len(looked_for) == 1 and not plain else None
    sizes = [texts.many(conn, part.rows, SOME) for part in looked_for]
    best = min(range(len(sizes)), key=sizes.__getitem__, default=None)
    tests = [part.test for n, part in enumerate(looked_for) if n != best]
    if best is not None:
        part = looked_for[best]
        gathered = c.no.in_(part.rows)
        if sizes[best] <= FEW:
            found = (*plain, gathered, *tests)
            return Way(f, found, found, leads=SEARCH)
        tests.append(gathered if sizes[best] <= SOME else part.test)
    found = (*plain, *tests)
    if f.open_too and (either := _either(conn, f)) is not None:
        found = (*found, either)
        return Way(f, found, found, leads=SEARCH)
    for index, condition in _narrow(f):
        of_it = select(literal(1)).select_from(callbacks).where(*condition)
        if texts.many(conn, carried(of_it, index), FEW) <= FEW:
            return Way(f, found, found, leads=index)
    if f.open_too:
        return Way(f, found, counted, alone=alone)
    older = f.received_from is not None and _any(conn, CallbackFilter(received_to=f.received_from))
    newer = f.received_to is not None and _any(conn, CallbackFilter(received_from=f.received_to))
    return Way(f, found, counted, older=older, newer=newer, alone=alone)


def _either(conn: Connection, f: CallbackFilter) -> ColumnElement[bool] | None:
    """Return the condition of being of the period or unfinished as two walks, None if they find too many."""
    no = callbacks.c.no
    in_time = carried(select(no).where(*received(f)), _RECEIVED)
    waiting = carried(select(no).where(unfinished()), "ix_callbacks_of_status")
    if any(texts.many(conn, rows, FEW) > FEW for rows in (in_time, waiting)):
        return None
    return no.in_(union(in_time, waiting))


def _any(conn: Connection, f: CallbackFilter) -> bool:
    of_it = select(literal(1)).select_from(callbacks).where(*conditions(f)).limit(1)
    return conn.execute(carried(of_it, _RECEIVED)).first() is not None


def _narrow(f: CallbackFilter) -> Iterator[tuple[str, list[ColumnElement[bool]]]]:
    """Yield each condition that has an index of its own, with its name."""
    c = callbacks.c
    if f.received_from is not None and not f.open_too:
        yield _RECEIVED, conditions(CallbackFilter(f.received_from, f.received_to))
    codes = f.routes or tuple(dict.fromkeys(code for _service, code in f.service_routes))
    assignees = f.assignees or tuple(dict.fromkeys(person for _service, person in f.service_assignees))
    for column, values, index in (
        (c.route_no, codes, "ix_callbacks_of_route"),
        (c.assigner_no, f.assigners, "ix_callbacks_of_assigner"),
        (c.assignee_no, assignees, "ix_callbacks_of_assignee"),
        (c.service_no, f.services, "ix_callbacks_of_service"),
    ):
        if values:
            yield index, [numbered(column, values)]
    if f.statuses:
        yield "ix_callbacks_of_status", conditions(CallbackFilter(statuses=f.statuses))
