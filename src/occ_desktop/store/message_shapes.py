"""The shape of a search of the history: which conditions it has, and of how many values; and those values.

Searches of one shape share their statements, which are built once: building them anew for every page costs
more than the database does. No value stands in a statement, each is bound by its name. It runs no query.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlalchemy import ColumnElement, Integer, Select, Text, bindparam, literal_column, or_, select

from occ_contract.recipients import written_forms
from occ_contract.sms import MessageStatus
from occ_desktop.domain.message_filters import MessageFilter
from occ_desktop.store.callback_texts import in_trigrams
from occ_desktop.store.message_bodies import key_of
from occ_desktop.store.message_rows import KIND_NUMBERS, STATUS_NUMBERS, TYPE_NUMBERS
from occ_desktop.store.schema import names
from occ_desktop.store.schema_texting import message_search, sms_messages
from occ_desktop.store.times import stored

Values = dict[str, int | str]
_INTERNED = frozenset({"template_no", "agent_no", "sender_no", "service_no"})
_SETTLED = (MessageStatus.DONE,)  # nearly all are done


@dataclass(frozen=True)
class Condition:
    """One condition that has an index of its own; ``single``: one value is meant."""

    index: str
    holds: ColumnElement[bool]
    single: bool


@dataclass(frozen=True)
class Shape:
    """``several``: how many values each column may have, what leaves the fewest rows first."""

    since: bool
    until: bool
    several: tuple[tuple[str, int], ...]
    digits: bool  # part of a number, found through trigrams
    forms: int  # how many notations of a part of a number
    request: bool

    @cached_property
    def period(self) -> tuple[ColumnElement[bool], ...]:
        """Return what holds for the time of registration."""
        at = sms_messages.c.registered_at
        since, until = (bindparam(name, type_=Integer) for name in ("since", "until"))
        return tuple(holds for asked, holds in ((self.since, at >= since), (self.until, at < until)) if asked)

    @cached_property
    def leading(self) -> tuple[Condition, ...]:
        """Return the conditions that may lead, what leaves the fewest rows first."""
        return tuple(
            Condition(f"ix_sms_messages_of_{name}", _among(name, count), count == 1)
            for name, count in self.several
        )

    @cached_property
    def found(self) -> tuple[ColumnElement[bool], ...]:
        """Return what holds for every row, but for what the trigrams find."""
        asked = [*self.period, *(condition.holds for condition in self.leading)]
        if self.forms and not self.digits:
            asked.append(of_part(self.forms))
        if self.request:
            asked.insert(0, sms_messages.c.request_key == bindparam("request", type_=Integer))
        return tuple(asked)

    @cached_property
    def conditions(self) -> int:
        """Return how many conditions there are."""
        return len(self.several) + bool(self.forms) + self.request + (self.since or self.until)

    @cached_property
    def numbers(self) -> Select[int]:
        """Return the numbers of the rows whose recipient has the digits."""
        match = literal_column("message_search").op("MATCH")(bindparam("digits", type_=Text))
        return select(message_search.c.rowid).where(match)


def _among(name: str, count: int) -> ColumnElement[bool]:
    column = sms_messages.c[name]
    kind = Text if name in _INTERNED else Integer
    values = [bindparam(f"{name}_{n}", type_=kind) for n in range(count)]
    if name in _INTERNED:
        if count == 1:
            return column == select(names.c.no).where(names.c.value == values[0]).scalar_subquery()
        return column.in_(select(names.c.no).where(names.c.value.in_(values)))
    return column == values[0] if count == 1 else column.in_(values)


def of_part(forms: int) -> ColumnElement[bool]:
    """Return the condition that a number has the part in one of its notations, tried row by row."""
    recipient = sms_messages.c.recipient
    return or_(*(recipient.like(bindparam(f"part_{n}", type_=Text), escape="/") for n in range(forms)))


def shape_of(f: MessageFilter) -> tuple[Shape, Values]:
    """Return the shape of a search, and its values by the names they are bound by."""
    values: Values = {}
    if f.registered_from is not None:
        values["since"] = stored(f.registered_from)
    if f.registered_to is not None:
        values["until"] = stored(f.registered_to)
    several = []
    for name, wanted in _several(f):
        several.append((name, len(wanted)))
        values |= {f"{name}_{n}": value for n, value in enumerate(wanted)}
    forms = written_forms(f.recipient) if f.recipient else ()
    for n, form in enumerate(forms):
        part = form.replace("/", "//").replace("%", "/%").replace("_", "/_")
        values[f"part_{n}"] = f"%{part}%"
    if forms:
        values["digits"] = " OR ".join(f'phone : "{form}"' for form in forms)
    if f.request:
        values["request"] = key_of(f.request.encode())
    told = (
        "since" in values,
        "until" in values,
        tuple(several),
        in_trigrams(f.recipient),
        len(forms),
        bool(f.request),
    )
    return _kept(*told), values


@lru_cache(maxsize=128)
def _kept(
    since: bool, until: bool, several: tuple[tuple[str, int], ...], digits: bool, forms: int, request: bool
) -> Shape:
    return Shape(since, until, several, digits, forms, request)


def _several(f: MessageFilter) -> Iterator[tuple[str, tuple[int | str, ...]]]:
    settled = f.statuses == _SETTLED
    statuses = tuple(sorted(STATUS_NUMBERS[status] for status in f.statuses))
    for name, wanted in (
        ("template_no", f.templates),
        ("agent_no", f.agents),
        ("status", () if settled else statuses),
        ("kind", (KIND_NUMBERS[f.kind],) if f.kind else ()),
        ("sender_no", f.senders),
        ("type", (TYPE_NUMBERS[f.type],) if f.type else ()),
        ("service_no", f.services),
        ("status", statuses if settled else ()),
    ):
        if wanted:
            yield name, wanted
