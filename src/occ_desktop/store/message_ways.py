"""The way a search of the history takes through the cache: which index carries it.

Where a condition leaves few rows, its own index leads and those are sorted. Else the newest-first order walks
the index of one chosen value, and any other order its own; each holds every condition, so no row is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Connection, Select, literal, literal_column, or_, select, tuple_

from occ_contract.recipients import written_forms
from occ_contract.sms import MessageStatus
from occ_desktop.domain.message_filters import MessageFilter, MessageSort, MessageSortColumn
from occ_desktop.store.callback_texts import in_trigrams, many
from occ_desktop.store.interning import numbered
from occ_desktop.store.message_bodies import key_of
from occ_desktop.store.message_rows import KIND_NUMBERS, STATUS_NUMBERS, TYPE_NUMBERS
from occ_desktop.store.schema_texting import message_search, sms_messages
from occ_desktop.store.times import stored

Ts = TypeVarTuple("Ts")
FEW = 2_000  # rows that may be fetched one by one and sorted
SOME = 50_000  # numbers that may be gathered before a walk
SEARCH = "search"  # not an index of the table: the trigrams lead, rows are fetched by number
_REGISTERED = "ix_sms_messages_by_registered_at"


@dataclass(frozen=True)
class Way:
    """``found`` holds for each row. ``leads`` carries every order, "": each has its own.

    ``in_order`` walks newest first and counts. ``period_leads``: another order than newest first sorts the
    period's rows again. ``alone``: the numbers are all that is asked for.
    """

    found: tuple[ColumnElement[bool], ...]
    leads: str = ""
    in_order: str = _REGISTERED
    period_leads: bool = False
    alone: "Select[int] | None" = None

    def index(self, sort: MessageSort) -> str:
        """Return the name of the index that carries a page in an order."""
        if self.leads:
            return self.leads
        if sort.column is MessageSortColumn.REGISTERED:
            return self.in_order
        return _REGISTERED if self.period_leads else f"ix_sms_messages_by_{sort.column.value}"


def way(conn: Connection, f: MessageFilter, sort: MessageSort) -> Way:
    """Return the way a search takes now, in this order."""
    leading = list(_leading(f))
    plain = tuple(condition for _, condition, _ in leading)
    if f.recipient and not in_trigrams(f.recipient):
        plain = (*plain, _holds_digits(f.recipient))
    period = _period(f)
    found = (*period, *plain)
    if f.request:  # a thousand at most
        its = sms_messages.c.request_key == key_of(f.request.encode())
        return Way((its, *found), leads="ix_sms_messages_request")
    alone = None
    if in_trigrams(f.recipient):
        numbers = _with_digits(f.recipient)
        gathered = sms_messages.c.no.in_(numbers)
        size = many(conn, numbers, SOME)
        if size <= FEW:
            return Way((*found, gathered), leads=SEARCH)
        alone = None if found else numbers
        found = (*found, gathered if size <= SOME else _holds_digits(f.recipient))
    most = FEW if sort.column is MessageSortColumn.REGISTERED else SOME
    of_period = _size(conn, _REGISTERED, period, most) if period else SOME + 1
    if of_period <= FEW:
        return Way(found, leads=_REGISTERED)
    for index, condition, _ in leading:
        if _size(conn, index, (condition,), FEW) <= FEW:
            return Way(found, leads=index)
    in_order = next((index for index, _, single in leading if single), _REGISTERED)
    return Way(found, in_order=in_order, period_leads=of_period <= most, alone=alone)


def _size(conn: Connection, index: str, condition: tuple[ColumnElement[bool], ...], most: int) -> int:
    of_it = select(literal(1)).select_from(sms_messages).where(*condition)
    return many(conn, carried(of_it, index), most)


def _period(f: MessageFilter) -> tuple[ColumnElement[bool], ...]:
    at = sms_messages.c.registered_at
    bounds = []
    if f.registered_from is not None:
        bounds.append(at >= stored(f.registered_from))
    if f.registered_to is not None:
        bounds.append(at < stored(f.registered_to))
    return tuple(bounds)


def _leading(f: MessageFilter) -> Iterator[tuple[str, ColumnElement[bool], bool]]:
    """Yield the index, the condition and whether one value is meant: what leaves the fewest rows first."""
    settled = f.statuses == (MessageStatus.DONE,)  # nearly all are done
    statuses = _numbers("status", sorted(STATUS_NUMBERS[status] for status in f.statuses))
    yield from _interned("template_no", f.templates)
    yield from _interned("agent_no", f.agents)
    if not settled:
        yield from statuses
    yield from _numbers("kind", [KIND_NUMBERS[f.kind]] if f.kind else [])
    yield from _interned("sender_no", f.senders)
    yield from _numbers("type", [TYPE_NUMBERS[f.type]] if f.type else [])
    yield from _interned("service_no", f.services)
    if settled:
        yield from statuses


def _interned(name: str, values: tuple[str, ...]) -> Iterator[tuple[str, ColumnElement[bool], bool]]:
    if values:
        yield f"ix_sms_messages_of_{name}", numbered(sms_messages.c[name], values), len(values) == 1


def _numbers(name: str, values: list[int]) -> Iterator[tuple[str, ColumnElement[bool], bool]]:
    if values:
        column, one = sms_messages.c[name], len(values) == 1
        yield f"ix_sms_messages_of_{name}", column == values[0] if one else column.in_(values), one


def _with_digits(digits: str) -> "Select[int]":
    either = " OR ".join(f'phone : "{form}"' for form in written_forms(digits))
    match = literal_column("message_search").op("MATCH")(either)
    return select(message_search.c.rowid).where(match)


def _holds_digits(digits: str) -> ColumnElement[bool]:
    recipient = sms_messages.c.recipient
    return or_(*(recipient.contains(form, autoescape=True) for form in written_forms(digits)))


def carried(statement: Select[*Ts], index: str) -> Select[*Ts]:
    """Return ``statement`` walking the named index."""
    hint = "NOT INDEXED" if index == SEARCH else f"INDEXED BY {index}"
    return statement.with_hint(sms_messages, hint, "sqlite")


def order(sort: MessageSort) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Return the ORDER BY of a sort: the column, ties by number."""
    both = (sms_messages.c[sort.column.value], sms_messages.c.no)
    return (both[0].desc(), both[1].desc()) if sort.descending else (both[0].asc(), both[1].asc())


def beyond(sort: MessageSort, value: int | str, no: int, *, before: bool = False) -> ColumnElement[bool]:
    """Return the condition of standing after (or before) a place in the order, as one row value."""
    here, there = tuple_(sms_messages.c[sort.column.value], sms_messages.c.no), tuple_(value, no)
    return here < there if sort.descending != before else here > there
