"""Questions the callback tabs ask the cache. Each takes a connection and returns plain values."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Select, func, select

from occ_contract.callbacks import ASSIGNABLE, Callback, CallbackStatus
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.store import outbox
from occ_desktop.store.callback_conditions import beyond, carried, order
from occ_desktop.store.callback_rows import STATUS_NUMBERS, STATUS_OF_NUMBER, decoder, listed, place
from occ_desktop.store.callback_texts import exactly
from occ_desktop.store.callback_ways import Way, way
from occ_desktop.store.interning import numbered
from occ_desktop.store.schema import callbacks, names
from occ_desktop.store.turns import beside

NEWEST_FIRST = CallbackSort()


def count(conn: Connection, f: CallbackFilter) -> int:
    """Return how many rows a filter finds."""
    return _count(conn, way(conn, f))


def _count(conn: Connection, taken: Way) -> int:
    if taken.alone is not None:
        return exactly(conn, taken.alone)
    statement = select(func.count()).select_from(callbacks).where(*taken.counted)
    return int(conn.execute(carried(statement, taken.counting())).scalar_one())


@beside
def count_by_status(conn: Connection, f: CallbackFilter) -> dict[CallbackStatus, int]:
    """Return how many rows of each status a filter finds (할당 tab: total, assigned, unassigned)."""
    taken, status = way(conn, f), callbacks.c.status
    statement = carried(select(status, func.count()).where(*taken.counted), taken.counting())
    return {STATUS_OF_NUMBER[s]: int(n) for s, n in conn.execute(statement.group_by(status))}


def _keys(taken: Way, sort: CallbackSort) -> Select[int]:
    statement = select(callbacks.c.no).where(*taken.rows(sort)).order_by(*order(sort))
    return carried(statement, taken.index(sort))


def _rows(conn: Connection, keys: Select[int], sort: CallbackSort) -> tuple[CallbackRow, ...]:
    """Return the rows of a key walk: the walk touches the index alone, bodies are read only for the page."""
    walk = keys.subquery()
    statement = (
        select(callbacks.c.body, callbacks.c.pending)
        .select_from(walk)
        .join(callbacks, callbacks.c.no == walk.c.no)
        .order_by(*order(sort))
    )
    return _decoded(conn, [(body, pending) for body, pending in conn.execute(statement)])


def _decoded(conn: Connection, found: Sequence[tuple[bytes, int]]) -> tuple[CallbackRow, ...]:
    bodies = [(decoder.decode(body), pending) for body, pending in found]
    waiting = outbox.by_callback(conn, [row.id for row, pending in bodies if pending])
    return tuple(listed(row, waiting.get(row.id, ())) for row, _ in bodies)


def page(
    conn: Connection, f: CallbackFilter, sort: CallbackSort, offset: int, limit: int
) -> tuple[CallbackRow, ...]:
    """Return ``limit`` rows from ``offset`` (a jump of the scroll bar)."""
    return _rows(conn, _keys(way(conn, f), sort).limit(limit).offset(offset), sort)


def counted_page(
    conn: Connection, f: CallbackFilter, sort: CallbackSort, offset: int, limit: int
) -> tuple[int, tuple[CallbackRow, ...]]:
    """Return how many rows a filter finds, and the rows of `page`, of one moment and by one way."""
    taken = way(conn, f)
    return _count(conn, taken), _rows(conn, _keys(taken, sort).limit(limit).offset(offset), sort)


def page_after(
    conn: Connection, f: CallbackFilter, sort: CallbackSort, last: CallbackRow, limit: int
) -> tuple[CallbackRow, ...]:
    """Return the ``limit`` rows that follow ``last`` in the order; ``last`` may be gone meanwhile."""
    value, row_id = place(last, sort)
    return _rows(conn, _keys(way(conn, f), sort).where(beyond(sort, value, row_id)).limit(limit), sort)


def position(conn: Connection, f: CallbackFilter, sort: CallbackSort, row_id: str) -> int | None:
    """Return how many rows of the search stand before the row, None when the search does not find it."""
    column = callbacks.c[sort.column.value]
    taken = way(conn, f)
    value = conn.execute(select(column).where(callbacks.c.id == row_id, *taken.found)).scalar()
    if value is None:
        return None
    statement = select(func.count()).select_from(callbacks)
    statement = statement.where(*taken.counted, beyond(sort, value, row_id, before=True))
    return int(conn.execute(carried(statement, taken.index(sort))).scalar_one())


def among(conn: Connection, f: CallbackFilter, row_ids: Iterable[str]) -> frozenset[str]:
    """Return those of the rows a filter finds."""
    statement = select(callbacks.c.id).where(callbacks.c.id.in_(list(row_ids)), *way(conn, f).found)
    return frozenset(conn.execute(statement).scalars())


def get(conn: Connection, row_id: str) -> CallbackRow | None:
    """Return one row as shown, None when this person may not see it (any more)."""
    found = get_many(conn, [row_id])
    return found[0] if found else None


def get_many(conn: Connection, row_ids: Iterable[str]) -> tuple[CallbackRow, ...]:
    """Return those of the rows that are here, oldest received first."""
    statement = (
        select(callbacks.c.body, callbacks.c.pending)
        .where(callbacks.c.id.in_(list(row_ids)))
        .order_by(callbacks.c.received_at, callbacks.c.id)
    )
    return _decoded(conn, [(body, pending) for body, pending in conn.execute(statement)])


def server_row(conn: Connection, row_id: str) -> Callback | None:
    """Return the server's own row, without pending work."""
    body = conn.execute(select(callbacks.c.body).where(callbacks.c.id == row_id)).scalar()
    return None if body is None else decoder.decode(body)


def ids(conn: Connection, f: CallbackFilter, sort: CallbackSort, limit: int) -> tuple[str, ...]:
    """Return the ids of the first ``limit`` rows ("all that match", without reading them)."""
    taken = way(conn, f)
    statement = select(callbacks.c.id).where(*taken.rows(sort)).order_by(*order(sort)).limit(limit)
    return tuple(conn.execute(carried(statement, taken.index(sort))).scalars())


def assignable_by_service(conn: Connection, row_ids: Iterable[str]) -> dict[str, int]:
    """Return how many of these rows wait to be assigned, by service id."""
    c = callbacks.c
    waiting = [STATUS_NUMBERS[status] for status in sorted(ASSIGNABLE)]
    counted = select(c.service_no, func.count().label("many")).where(
        c.id.in_(list(row_ids)), c.status.in_(waiting)
    )
    per_service = counted.group_by(c.service_no).subquery()
    statement = select(names.c.value, per_service.c.many).join(names, names.c.no == per_service.c.service_no)
    return {service: int(many) for service, many in conn.execute(statement)}


@beside
def outstanding_by_agent(conn: Connection, services: tuple[str, ...] = ()) -> dict[str, int]:
    """Return the ASSIGNED rows per assignee id, of these services (empty: all)."""
    c = callbacks.c
    counted = select(c.assignee_no, func.count().label("many")).where(
        c.status == STATUS_NUMBERS[CallbackStatus.ASSIGNED]
    )
    if services:
        counted = counted.where(numbered(c.service_no, services))
    per_agent = carried(counted.group_by(c.assignee_no), "ix_callbacks_of_status").subquery()
    statement = select(names.c.value, per_agent.c.many).join(names, names.c.no == per_agent.c.assignee_no)
    return {agent: int(many) for agent, many in conn.execute(statement) if agent}


@beside
def outstanding(conn: Connection, services: tuple[str, ...] = ()) -> dict[tuple[str, str], int]:
    """Return the ASSIGNED rows per assignee id and service id, of these services (empty: all)."""
    c, person, service = callbacks.c, names.alias("person"), names.alias("service")
    counted = select(c.assignee_no, c.service_no, func.count().label("many")).where(
        c.status == STATUS_NUMBERS[CallbackStatus.ASSIGNED]
    )
    if services:
        counted = counted.where(numbered(c.service_no, services))
    grouped = carried(counted.group_by(c.assignee_no, c.service_no), "ix_callbacks_of_status").subquery()
    statement = (
        select(person.c.value, service.c.value, grouped.c.many)
        .join(person, person.c.no == grouped.c.assignee_no)
        .join(service, service.c.no == grouped.c.service_no)
    )
    return {(who, where): int(many) for who, where, many in conn.execute(statement) if who}


def by_phone(
    conn: Connection, phone: str, services: tuple[str, ...] = (), limit: int = 100
) -> tuple[CallbackRow, ...]:
    """Return the callbacks of one number (digits), newest first."""
    c = callbacks.c
    keys = select(c.no).where(c.phone == phone)
    if services:
        keys = keys.where(numbered(c.service_no, services))
    keys = carried(keys.order_by(c.received_at.desc(), c.id.desc()).limit(limit), "ix_callbacks_by_phone")
    return _rows(conn, keys, NEWEST_FIRST)


def total(conn: Connection) -> int:
    """Return how many callbacks are here."""
    statement = select(func.count()).select_from(callbacks)
    return int(conn.execute(carried(statement, "ix_callbacks_keyset")).scalar_one())
