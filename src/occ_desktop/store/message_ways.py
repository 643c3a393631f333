"""The way a search of the history takes through the cache: which index carries it.

Where a condition leaves few rows, its own index leads and those are sorted. Else the newest-first order walks
the index of one chosen value, and any other order its own; each holds every condition, so no row is read.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Connection, Integer, Select, bindparam, func, literal, select, tuple_

from occ_desktop.domain.message_filters import MessageFilter, MessageSort, MessageSortColumn
from occ_desktop.store.message_shapes import Shape, Values, of_part, shape_of
from occ_desktop.store.schema_texting import sms_messages

Ts = TypeVarTuple("Ts")
FEW = 2_000  # rows that may be fetched one by one and sorted
SOME = 50_000  # numbers that may be gathered before a walk
SEARCH = "search"  # not an index of the table: the trigrams lead, rows are fetched by number
_REGISTERED = "ix_sms_messages_by_registered_at"
_PERIOD, _NUMBERS = "period", "numbers"  # what is counted beside a condition with an index of its own


@dataclass(frozen=True)
class Way:
    """``leads`` carries every order, "": each has its own. ``in_order`` walks newest first and counts.

    ``gathered``: the numbers with the digits are few enough to be held beside the walk, else each row is
    tried. ``period_leads``: another order than newest first sorts the period's rows again.
    """

    leads: str = ""
    in_order: str = _REGISTERED
    gathered: bool = True
    period_leads: bool = False

    def index(self, sort: MessageSort) -> str:
        """Return the name of the index that carries a page in an order."""
        if self.leads:
            return self.leads
        if sort.column is MessageSortColumn.REGISTERED:
            return self.in_order
        return _REGISTERED if self.period_leads else f"ix_sms_messages_by_{sort.column.value}"

    def found(self, shape: Shape) -> tuple[ColumnElement[bool], ...]:
        """Return what holds for each row of a search of this shape."""
        if not shape.digits:
            return shape.found
        with_digits = sms_messages.c.no.in_(shape.numbers) if self.gathered else of_part(shape.forms)
        return (*shape.found, with_digits)


@dataclass(frozen=True)
class Search:
    """A search on its way. ``count``: how many rows it finds, where that was told on the way."""

    shape: Shape
    values: Values
    way: Way
    count: int | None = None


def search(conn: Connection, f: MessageFilter, sort: MessageSort) -> Search:
    """Return the way a search takes now, in this order."""
    shape, values = shape_of(f)
    if shape.request:  # a thousand at most
        return Search(shape, values, Way(leads="ix_sms_messages_request"))
    newest, alone, gathered = sort.column is MessageSortColumn.REGISTERED, shape.conditions == 1, True
    in_order = next((condition.index for condition in shape.leading if condition.single), _REGISTERED)
    if newest and alone and (shape.period or in_order != _REGISTERED):
        return Search(shape, values, Way(in_order=in_order))  # few or many: its own index is the order's
    if shape.digits:
        size = int(conn.execute(_sizing(shape, _NUMBERS), {**values, "most": SOME + 1}).scalar_one())
        gathered = size <= SOME
        if size <= FEW or (alone and gathered):
            return Search(shape, values, Way(SEARCH if size <= FEW else ""), size if alone else None)
    most = FEW if newest else SOME
    leads = bool(shape.period) and not _more(conn, shape, _PERIOD, values, most)
    if leads and (most == FEW or not _more(conn, shape, _PERIOD, values, FEW)):
        return Search(shape, values, Way(_REGISTERED, gathered=gathered))
    for condition in shape.leading:
        if not _more(conn, shape, condition.index, values, FEW):
            return Search(shape, values, Way(condition.index, gathered=gathered))
    return Search(shape, values, Way("", in_order, gathered, leads))


def _more(conn: Connection, shape: Shape, what: str, values: Values, most: int) -> bool:
    """Tell whether a condition leaves more rows than ``most``; those are passed over, not counted."""
    return most < 0 or conn.execute(_sizing(shape, what), {**values, "most": most}).first() is not None


@lru_cache(maxsize=512)
def _sizing(shape: Shape, what: str) -> Select[int]:
    """Return the statement that finds the row after ``most``, or of numbers: counts to ``most``."""
    most = bindparam("most", type_=Integer)
    if what == _NUMBERS:
        return select(func.count()).select_from(shape.numbers.limit(most).subquery())
    found, index = shape.period, _REGISTERED
    if what != _PERIOD:
        found, index = (next(one.holds for one in shape.leading if one.index == what),), what
    rows = carried(select(literal(1)).select_from(sms_messages).where(*found), index)
    return rows.limit(1).offset(most)


def carried(statement: Select[*Ts], index: str) -> Select[*Ts]:
    """Return ``statement`` walking the named index."""
    hint = "NOT INDEXED" if index == SEARCH else f"INDEXED BY {index}"
    return statement.with_hint(sms_messages, hint, "sqlite")


def order(sort: MessageSort) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Return the ORDER BY of a sort: the column, ties by number."""
    both = (sms_messages.c[sort.column.value], sms_messages.c.no)
    return (both[0].desc(), both[1].desc()) if sort.descending else (both[0].asc(), both[1].asc())


def beyond(sort: MessageSort, *, before: bool = False) -> ColumnElement[bool]:
    """Return the condition of standing after (or before) the place bound as ``at`` and ``at_no``."""
    column = sms_messages.c[sort.column.value]
    here = tuple_(column, sms_messages.c.no)
    there = tuple_(bindparam("at", type_=column.type), bindparam("at_no", type_=Integer))
    return here < there if sort.descending != before else here > there
