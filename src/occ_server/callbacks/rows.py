"""Reading and locking callback rows, and building their wire form."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import Attempt, Callback, CallbackStatus
from occ_contract.ids import is_id
from occ_contract.sync import Entity
from occ_server.callbacks.tables import attempts, callbacks
from occ_server.kit.bulk import among, among_given, given_ids
from occ_server.kit.problems import not_found
from occ_server.kit.unit import UnitOfWork
from occ_server.people.tables import people
from occ_server.visibility.scopes import callback_keys

CallbackRow = Row[Any]
_FIELDS = tuple(name for name in Callback.__struct_fields__ if name != "calls")  # "id" is the first
_ATTEMPTS = _FIELDS.index("attempts")
_ATTEMPT_FIELDS = Attempt.__struct_fields__


@cache
def _rows_query(dialect: str, *, lock: bool) -> Select[Any]:
    """Built once: a statement of twenty columns costs as much to put together as to run."""
    own = callbacks.c.organisation_id == bindparam("organisation")
    query = select(callbacks).where(own, among_given(dialect, callbacks.c.id, "ids")).order_by(callbacks.c.id)
    return query.with_for_update() if lock else query


@cache
def _bodies_query(dialect: str) -> Select[Any]:
    return select(*(callbacks.c[name] for name in _FIELDS)).where(
        callbacks.c.organisation_id == bindparam("organisation"),
        among_given(dialect, callbacks.c.id, "ids"),
    )


async def load_rows(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str], *, lock: bool
) -> list[CallbackRow]:
    """Return the rows that exist, in the order received; locked ones keep their state until the commit.

    Locks are taken in the order of ids, so that two callers with the same rows cannot wait for each other.
    """
    dialect = conn.dialect.name
    known = given_ids(dialect, [i for i in ids if is_id(i)])
    asked = {"ids": known, "organisation": organisation_id}
    rows = (await conn.execute(_rows_query(dialect, lock=lock), asked)).all()
    return sorted(rows, key=lambda row: (row.received_at, row.id))


async def lock_row(uow: UnitOfWork, organisation_id: str, callback_id: str) -> CallbackRow:
    """Return one row, locked until the commit.

    :raises ApiError: ``not_found``.
    """
    rows = await load_rows(uow.conn, organisation_id, [callback_id], lock=True)
    if not rows:
        raise not_found()
    uow.hold(Entity.CALLBACK, [callback_id])
    return rows[0]


async def is_in_service(
    conn: AsyncConnection, organisation_id: str, service_id: str, callback_id: str
) -> bool:
    """Tell whether there is such a callback in this service."""
    rows = await load_rows(conn, organisation_id, [callback_id], lock=False)
    return bool(rows) and bool(rows[0].service_id == service_id)


async def names_of(conn: AsyncConnection, organisation_id: str, ids: Sequence[str | None]) -> dict[str, str]:
    """Return the names of an organisation's people by id."""
    wanted = {person_id for person_id in ids if person_id is not None}
    if not wanted:
        return {}
    query = select(people.c.id, people.c.name).where(
        people.c.id.in_(wanted), people.c.organisation_id == organisation_id
    )
    return {row.id: row.name for row in await conn.execute(query)}


def attempt_of(row: Row[Any]) -> Attempt:
    """Return the wire form of an attempt row."""
    return Attempt(**{name: getattr(row, name) for name in _ATTEMPT_FIELDS})


def callback_of(row: CallbackRow, calls: Sequence[Attempt]) -> Callback:
    """Return the wire form of a callback row."""
    return Callback(calls=tuple(calls), **{name: getattr(row, name) for name in _FIELDS})


async def calls_of(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> dict[str, list[Attempt]]:
    """Return the attempts of each callback, oldest first."""
    if not ids:
        return {}
    query = (
        select(attempts.c.callback_id, *(attempts.c[name] for name in _ATTEMPT_FIELDS))
        .where(among(conn, attempts.c.callback_id, ids), attempts.c.organisation_id == organisation_id)
        .order_by(attempts.c.callback_id, attempts.c.started_at, attempts.c.id)
    )
    found: dict[str, list[Attempt]] = {}
    for callback_id, *values in (await conn.execute(query)).all():
        attempt = Attempt(**dict(zip(_ATTEMPT_FIELDS, values, strict=True)))
        found.setdefault(callback_id, []).append(attempt)
    return found


async def with_calls(
    conn: AsyncConnection, organisation_id: str, rows: Sequence[CallbackRow]
) -> list[Callback]:
    """Return the wire form of these rows, in their order."""
    calls = await calls_of(conn, organisation_id, [row.id for row in rows])
    return [callback_of(row, calls.get(row.id, ())) for row in rows]


async def load_bodies(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> Mapping[str, Callback]:
    """Return present callbacks of an organisation by id, for the feed and for answers.

    A first fill reads hundreds of thousands: columns are taken by their place.
    """
    dialect = conn.dialect.name
    asked = {"ids": given_ids(dialect, ids), "organisation": organisation_id}
    rows = (await conn.execute(_bodies_query(dialect), asked)).all()
    # An attempt is counted in the transaction that makes it: who was never dialled has none.
    calls = await calls_of(conn, organisation_id, [row[0] for row in rows if row[_ATTEMPTS]])
    return {
        row[0]: Callback(calls=tuple(calls.get(row[0], ())), **dict(zip(_FIELDS, row, strict=True)))
        for row in rows
    }


async def load_body(conn: AsyncConnection, organisation_id: str, callback_id: str) -> Callback:
    """Return one present callback."""
    return (await load_bodies(conn, organisation_id, [callback_id]))[callback_id]


async def load_keys(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> Mapping[str, frozenset[str]]:
    """Return present visibility keys by id."""
    query = select(callbacks.c.id, callbacks.c.service_id, callbacks.c.status, callbacks.c.assignee_id).where(
        among(conn, callbacks.c.id, ids), callbacks.c.organisation_id == organisation_id
    )
    return {
        row.id: callback_keys(row.service_id, row.status, row.assignee_id)
        for row in await conn.execute(query)
    }


def assignment_step(
    row: CallbackRow, assignee_id: str | None, status: CallbackStatus = CallbackStatus.ASSIGNED, **more: Any
) -> dict[str, Any]:
    """Return what the audit trail says of a change of status and assignee: before and after."""
    return {
        "before": {"status": row.status.value, "assignee_id": row.assignee_id},
        "after": {"status": status.value, "assignee_id": assignee_id},
        **more,
    }


def touch(uow: UnitOfWork, organisation_id: str, callback_id: str) -> None:
    """Put a changed callback into the feed, under the keys it will have when this is stamped."""
    uow.touch(Entity.CALLBACK, callback_id, None, organisation_id)


def touch_as(uow: UnitOfWork, row: CallbackRow, status: CallbackStatus, assignee_id: str | None) -> None:
    """Put a row (as it was before) into the feed, which this transaction gave this status and assignee."""
    keys = callback_keys(row.service_id, status, assignee_id)
    stays = keys == callback_keys(row.service_id, row.status, row.assignee_id)
    uow.touch(Entity.CALLBACK, row.id, keys, row.organisation_id, stays=stays)
