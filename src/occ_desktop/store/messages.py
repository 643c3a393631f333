"""Questions 발송 내역 and the customer panel ask the cache. Each takes a connection and returns values."""

from collections.abc import Iterable

from sqlalchemy import Connection, Select, func, select

from occ_contract.recipients import same_recipient
from occ_contract.sms import MessageStatus
from occ_desktop.domain.message_filters import MessageFilter, MessageRow, MessageSort
from occ_desktop.store.interning import numbered
from occ_desktop.store.message_bodies import key_of, with_texts
from occ_desktop.store.message_rows import STATUS_OF_NUMBER, place, read
from occ_desktop.store.message_ways import beyond, carried, order, way
from occ_desktop.store.schema import names
from occ_desktop.store.schema_texting import sms_messages
from occ_desktop.store.turns import beside

NEWEST_FIRST = MessageSort()
_ABROAD = "82"  # a Korean number as it is written from abroad


def count(conn: Connection, f: MessageFilter) -> int:
    """Return how many messages a filter finds."""
    taken = way(conn, f, NEWEST_FIRST)
    if taken.alone is not None:
        return int(conn.execute(select(func.count()).select_from(taken.alone.subquery())).scalar_one())
    index = taken.index(NEWEST_FIRST) if taken.found else "ix_sms_messages_keyset"
    statement = select(func.count()).select_from(sms_messages).where(*taken.found)
    return int(conn.execute(carried(statement, index)).scalar_one())


@beside
def count_by_status(conn: Connection, f: MessageFilter) -> dict[MessageStatus, int]:
    """Return how many messages of each status a filter finds."""
    taken, status = way(conn, f, NEWEST_FIRST), sms_messages.c.status
    statement = carried(select(status, func.count()).where(*taken.found), taken.index(NEWEST_FIRST))
    return {STATUS_OF_NUMBER[s]: int(n) for s, n in conn.execute(statement.group_by(status))}


def _keys(conn: Connection, f: MessageFilter, sort: MessageSort) -> "Select[int]":
    taken = way(conn, f, sort)
    statement = select(sms_messages.c.no).where(*taken.found).order_by(*order(sort))
    return carried(statement, taken.index(sort))


def _rows(conn: Connection, keys: "Select[int]", sort: MessageSort) -> tuple[MessageRow, ...]:
    """Return the rows of a key walk: the walk touches the index alone, bodies are read only for the page."""
    walk = keys.subquery()
    statement = with_texts(walk.join(sms_messages, sms_messages.c.no == walk.c.no)).order_by(*order(sort))
    return read(conn.execute(statement).all())


def page(
    conn: Connection, f: MessageFilter, sort: MessageSort, offset: int, limit: int
) -> tuple[MessageRow, ...]:
    """Return ``limit`` rows from ``offset`` (a jump of the scroll bar)."""
    return _rows(conn, _keys(conn, f, sort).limit(limit).offset(offset), sort)


def page_after(
    conn: Connection, f: MessageFilter, sort: MessageSort, last: MessageRow, limit: int
) -> tuple[MessageRow, ...]:
    """Return the ``limit`` rows that follow ``last`` in the order; ``last`` may be gone meanwhile."""
    return _rows(conn, _keys(conn, f, sort).where(beyond(sort, *place(last, sort))).limit(limit), sort)


def position(conn: Connection, f: MessageFilter, sort: MessageSort, row_id: str) -> int | None:
    """Return how many rows of the search stand before the row, None when the search does not find it."""
    c, taken = sms_messages.c, way(conn, f, sort)
    asked = select(c[sort.column.value], c.no).where(c.id == row_id, *taken.found)
    found = conn.execute(asked).first()
    if found is None:
        return None
    statement = select(func.count()).select_from(sms_messages)
    statement = statement.where(*taken.found, beyond(sort, found[0], found[1], before=True))
    return int(conn.execute(carried(statement, taken.index(sort))).scalar_one())


def ids(conn: Connection, f: MessageFilter, sort: MessageSort, limit: int) -> tuple[str, ...]:
    """Return the ids of the first ``limit`` rows of a search."""
    keys = _keys(conn, f, sort).limit(limit).subquery()
    joined = keys.join(sms_messages, sms_messages.c.no == keys.c.no)
    return tuple(conn.execute(select(sms_messages.c.id).select_from(joined).order_by(*order(sort))).scalars())


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
    return _rows(conn, keys, NEWEST_FIRST)


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
