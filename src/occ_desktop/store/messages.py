"""Questions 발송 내역 and the customer panel ask the cache. Each takes a connection and returns values."""

from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import Connection, Integer, Select, bindparam, func, select

from occ_contract.recipients import same_recipient
from occ_contract.sms import MessageStatus
from occ_desktop.domain.message_filters import MessageFilter, MessageRow, MessageSort
from occ_desktop.store.interning import numbered
from occ_desktop.store.message_bodies import key_of, with_texts
from occ_desktop.store.message_rows import STATUS_OF_NUMBER, place, read
from occ_desktop.store.message_shapes import Shape
from occ_desktop.store.message_ways import Search, Way, beyond, carried, order, search
from occ_desktop.store.schema import names
from occ_desktop.store.schema_texting import sms_messages
from occ_desktop.store.turns import beside

NEWEST_FIRST = MessageSort()
_ABROAD = "82"  # a Korean number as it is written from abroad


def count(conn: Connection, f: MessageFilter) -> int:
    """Return how many messages a filter finds."""
    return _count(conn, search(conn, f, NEWEST_FIRST))


def _count(conn: Connection, asked: Search) -> int:
    if asked.count is not None:
        return asked.count
    return int(conn.execute(_counting(asked.shape, asked.way), asked.values).scalar_one())


@lru_cache(maxsize=256)
def _counting(shape: Shape, way: Way) -> "Select[int]":
    if shape.digits and shape.conditions == 1:
        return select(func.count()).select_from(shape.numbers.subquery())
    found = way.found(shape)
    index = way.index(NEWEST_FIRST) if found else "ix_sms_messages_keyset"
    return carried(select(func.count()).select_from(sms_messages).where(*found), index)


@beside
def count_by_status(conn: Connection, f: MessageFilter) -> dict[MessageStatus, int]:
    """Return how many messages of each status a filter finds."""
    asked = search(conn, f, NEWEST_FIRST)
    found = conn.execute(_counting_by_status(asked.shape, asked.way), asked.values)
    return {STATUS_OF_NUMBER[status]: int(number) for status, number in found}


@lru_cache(maxsize=256)
def _counting_by_status(shape: Shape, way: Way) -> "Select[int, int]":
    status = sms_messages.c.status
    statement = select(status, func.count()).where(*way.found(shape)).group_by(status)
    return carried(statement, way.index(NEWEST_FIRST))


def _keys(shape: Shape, way: Way, sort: MessageSort) -> "Select[int]":
    statement = select(sms_messages.c.no).where(*way.found(shape)).order_by(*order(sort))
    return carried(statement, way.index(sort)).limit(bindparam("limit", type_=Integer))


def _walked(keys: "Select[int]", sort: MessageSort) -> "Select[int, bytes, int, bytes]":
    """Return the statement for the rows of a key walk: it touches the index alone, bodies are read only for
    the page.
    """
    walk = keys.subquery()
    drawn = with_texts(walk.join(sms_messages, sms_messages.c.no == walk.c.no))
    return drawn.order_by(*order(sort))


@lru_cache(maxsize=256)
def _paging(shape: Shape, way: Way, sort: MessageSort) -> "Select[int, bytes, int, bytes]":
    return _walked(_keys(shape, way, sort).offset(bindparam("offset", type_=Integer)), sort)


@lru_cache(maxsize=256)
def _going_on(shape: Shape, way: Way, sort: MessageSort) -> "Select[int, bytes, int, bytes]":
    return _walked(_keys(shape, way, sort).where(beyond(sort)), sort)


def page(
    conn: Connection, f: MessageFilter, sort: MessageSort, offset: int, limit: int
) -> tuple[MessageRow, ...]:
    """Return ``limit`` rows from ``offset`` (a jump of the scroll bar)."""
    return _page(conn, search(conn, f, sort), sort, offset, limit)


def _page(
    conn: Connection, asked: Search, sort: MessageSort, offset: int, limit: int
) -> tuple[MessageRow, ...]:
    values = {**asked.values, "offset": offset, "limit": limit}
    return read(conn.execute(_paging(asked.shape, asked.way, sort), values).all())


def counted_page(
    conn: Connection, f: MessageFilter, sort: MessageSort, offset: int, limit: int
) -> tuple[int, tuple[MessageRow, ...]]:
    """Return how many messages a filter finds, and the rows of `page`, of one moment and by one way."""
    asked = search(conn, f, sort)
    return _count(conn, asked), _page(conn, asked, sort, offset, limit)


def page_after(
    conn: Connection, f: MessageFilter, sort: MessageSort, last: MessageRow, limit: int
) -> tuple[MessageRow, ...]:
    """Return the ``limit`` rows that follow ``last`` in the order; ``last`` may be gone meanwhile."""
    asked = search(conn, f, sort)
    at, at_no = place(last, sort)
    values = {**asked.values, "at": at, "at_no": at_no, "limit": limit}
    return read(conn.execute(_going_on(asked.shape, asked.way, sort), values).all())


def position(conn: Connection, f: MessageFilter, sort: MessageSort, row_id: str) -> int | None:
    """Return how many rows of the search stand before the row, None when the search does not find it."""
    asked, c = search(conn, f, sort), sms_messages.c
    of_row = select(c[sort.column.value], c.no).where(c.id == row_id, *asked.way.found(asked.shape))
    found = conn.execute(of_row, asked.values).first()
    if found is None:
        return None
    values = {**asked.values, "at": found[0], "at_no": found[1]}
    return int(conn.execute(_placing(asked.shape, asked.way, sort), values).scalar_one())


@lru_cache(maxsize=256)
def _placing(shape: Shape, way: Way, sort: MessageSort) -> "Select[int]":
    statement = select(func.count()).select_from(sms_messages)
    statement = statement.where(*way.found(shape), beyond(sort, before=True))
    return carried(statement, way.index(sort))


def ids(conn: Connection, f: MessageFilter, sort: MessageSort, limit: int) -> tuple[str, ...]:
    """Return the ids of the first ``limit`` rows of a search."""
    asked = search(conn, f, sort)
    keys = _keys(asked.shape, asked.way, sort).subquery()
    joined = keys.join(sms_messages, sms_messages.c.no == keys.c.no)
    statement = select(sms_messages.c.id).select_from(joined).order_by(*order(sort))
    return tuple(conn.execute(statement, {**asked.values, "limit": limit}).scalars())


def get(conn: Connection, row_id: str) -> MessageRow | None:
    """Return one message, None when this person may not see it (any more)."""
    found = get_many(conn, [row_id])
    return found[0] if found else None


def get_many(conn: Connection, row_ids: Iterable[str]) -> tuple[MessageRow, ...]:
    """Return those of the messages that are here, in the order they came."""
    c = sms_messages.c
    return read(conn.execute(with_texts().where(c.id.in_(list(row_ids))).order_by(c.registered_at, c.no)))


def of_request(conn: Connection, request_id: str) -> tuple[MessageRow, ...]:
    """Return the messages of one request that are here, in the order they came."""
    c = sms_messages.c
    drawn = with_texts().where(c.request_key == key_of(request_id.encode())).order_by(c.no)
    return tuple(row for row in read(conn.execute(drawn)) if row.message.request_id == request_id)


def by_phone(
    conn: Connection, phone: str, services: tuple[str, ...] = (), limit: int = 100
) -> tuple[MessageRow, ...]:
    """Return the messages to one number (digits, in either notation), newest first."""
    c, national = sms_messages.c, same_recipient(phone)
    forms = {phone, national, _ABROAD + national.removeprefix("0")}
    keys = select(c.no).where(c.recipient.in_(sorted(forms)))
    if services:
        keys = keys.where(numbered(c.service_no, services))
    keys = carried(keys.order_by(*order(NEWEST_FIRST)).limit(limit), "ix_sms_messages_by_recipient")
    return read(conn.execute(_walked(keys, NEWEST_FIRST)).all())


@beside
def seen_senders(conn: Connection) -> tuple[str, ...]:
    """Return the numbers texts were sent from, also those no longer registered, in order."""
    return _named(conn, _distinct(conn, "sender_no"))


@beside
def seen_templates(conn: Connection) -> dict[str, str]:
    """Return the name of each template texts were made from, as the newest of them said it."""
    c, found = sms_messages.c, {}
    for number in _distinct(conn, "template_no"):
        newest = with_texts().where(c.template_no == number).order_by(*order(NEWEST_FIRST)).limit(1)
        for row in read(conn.execute(carried(newest, "ix_sms_messages_of_template_no"))):
            found[row.message.template_id or ""] = row.message.template_name or ""
    return found


def _distinct(conn: Connection, name: str) -> list[int]:
    """Return the values of an interned column, one seek for each."""
    column, values = sms_messages.c[name], [0]
    while True:
        following = carried(select(func.min(column)).where(column > values[-1]), f"ix_sms_messages_of_{name}")
        value = conn.execute(following).scalar()
        if value is None:
            return values[1:]
        values.append(int(value))


def _named(conn: Connection, numbers: list[int]) -> tuple[str, ...]:
    return tuple(sorted(conn.execute(select(names.c.value).where(names.c.no.in_(numbers))).scalars()))
