"""Searching callbacks on the server: what the caller sees, filtered, newest first, in keyset pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import Callback, CallbackPage, CallbackStatus
from occ_contract.errors import ErrorCode
from occ_contract.phone import search_digits
from occ_server.callbacks.rows import load_rows, with_calls
from occ_server.callbacks.tables import callbacks
from occ_server.kit.columns import holds_digits
from occ_server.kit.paging import Paging, after
from occ_server.kit.problems import not_found, refused_field
from occ_server.people.actor import PersonActor
from occ_server.visibility.scopes import callback_keys, visible_callbacks


@dataclass(frozen=True, kw_only=True)
class Search:
    """Conditions; empty ones do not narrow. ``start`` and ``end`` bound ``received_at``: [start, end)."""

    service_ids: Sequence[str] = ()
    statuses: Sequence[CallbackStatus] = ()
    routes: Sequence[str] = ()
    start: datetime | None = None
    end: datetime | None = None
    phone: str | None = None
    assignee_id: str | None = None
    assigner_id: str | None = None


def conditions(person: PersonActor, search: Search) -> list[ColumnElement[bool]]:
    """Return the SQL conditions of a search, what the caller may see included.

    :raises ApiError: 422 for ``phone`` when it holds no digit.
    """
    c = callbacks.c
    found: list[ColumnElement[bool]] = [
        c.organisation_id == person.organisation_id,  # its index walks over all services in order
        visible_callbacks(callbacks, person.id, person.standings),
    ]
    if search.service_ids:
        found.append(c.service_id.in_(search.service_ids))
    if search.statuses:
        found.append(c.status.in_(search.statuses))
    if search.routes:
        found.append(c.route_code.in_(search.routes))
    if search.start is not None:
        found.append(c.received_at >= search.start)
    if search.end is not None:
        found.append(c.received_at < search.end)
    if search.phone:
        digits = search_digits(search.phone)
        if not digits:
            raise refused_field("phone", ErrorCode.PHONE_EMPTY)
        found.append(holds_digits(c.phone, digits))
    if search.assignee_id:
        found.append(c.assignee_id == search.assignee_id)
    if search.assigner_id:
        found.append(c.assigner_id == search.assigner_id)
    return found


async def find(conn: AsyncConnection, person: PersonActor, search: Search, paging: Paging) -> CallbackPage:
    """Return one page, newest received first.

    :raises ApiError: 404, 403, 422 for ``cursor``, ``limit`` or ``phone``.
    """
    person.check_callbacks(search.service_ids)
    most = paging.most
    order = (callbacks.c.received_at, callbacks.c.id)
    query = select(callbacks).where(*conditions(person, search))
    if (last := paging.last(tuple[datetime, str])) is not None:
        query = query.where(after(order, last, descending=True))
    query = query.order_by(*(column.desc() for column in order)).limit(most + 1)
    rows = (await conn.execute(query)).all()
    page = rows[:most]
    more = paging.more((page[-1].received_at, page[-1].id)) if len(rows) > most else None
    return CallbackPage(items=tuple(await with_calls(conn, person.organisation_id, page)), next_cursor=more)


async def view(conn: AsyncConnection, person: PersonActor, callback_id: str) -> Callback:
    """Return one callback the caller sees.

    :raises ApiError: 404, 403 where the callback room of its service is closed to the caller.
    """
    rows = await load_rows(conn, person.organisation_id, [callback_id], lock=False)
    if not rows:
        raise not_found()
    row = rows[0]
    person.callbacks_in(row.service_id)
    if person.keys.isdisjoint(callback_keys(row.service_id, row.status, row.assignee_id)):
        raise not_found()
    return (await with_calls(conn, person.organisation_id, [row]))[0]
