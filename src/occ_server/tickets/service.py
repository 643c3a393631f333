"""Registering history (이력등록) and reading it; a ticket never changes a callback."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import NAME_LIMIT
from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_contract.phone import masked, search_digits
from occ_contract.sync import Entity
from occ_contract.tickets import (
    CONTENT_LIMIT,
    SUBJECT_LIMIT,
    NewTicket,
    Ticket,
    TicketPage,
    TicketPriority,
    TicketSource,
    TicketType,
)
from occ_server.audit.service import record
from occ_server.auth.actors import PersonActor
from occ_server.callbacks.fields import moment_field, phone_field, required_text, text_field
from occ_server.callbacks.intake import CLOCK_TOLERANCE
from occ_server.callbacks.parameters import decode_time_cursor, time_cursor
from occ_server.callbacks.rows import load_rows
from occ_server.callbacks.search import check_services
from occ_server.kit.columns import holds_digits
from occ_server.kit.paging import after, check_limit
from occ_server.kit.problems import not_found, refused_field
from occ_server.kit.unit import UnitOfWork
from occ_server.tickets.tables import tickets
from occ_server.visibility.scopes import ticket_keys, visible_tickets


async def register(uow: UnitOfWork, person: PersonActor, request: NewTicket) -> str:
    """Make a ticket, with or without a callback; return its id.

    A callback named by it must be one of the same service: to somebody else's it could not belong.

    :raises ApiError: 422 for a field, 404, 403.
    """
    person.callbacks_in(request.service_id)
    for field, word in (("type", request.type), ("priority", request.priority)):
        if word in {TicketType.UNKNOWN, TicketPriority.UNKNOWN}:
            raise refused_field(field, ErrorCode.BAD_CHOICE, value=word.value)
    if request.callback_id is not None:
        await _check_callback(uow.conn, person, request.service_id, request.callback_id)
    occurred_at = moment_field("occurred_at", request.occurred_at)
    if occurred_at is not None and occurred_at > uow.now + CLOCK_TOLERANCE:
        raise refused_field("occurred_at", ErrorCode.TIME_IN_FUTURE)
    ticket_id = new_id()
    given = text_field("phone", request.phone, 40)
    phone = phone_field("phone", given) if given else None
    await uow.conn.execute(
        insert(tickets).values(
            id=ticket_id,
            organisation_id=person.organisation_id,
            service_id=request.service_id,
            subject=required_text("subject", request.subject, SUBJECT_LIMIT),
            content=text_field("content", request.content, CONTENT_LIMIT) or "",
            type=request.type,
            priority=request.priority,
            source=TicketSource.MANUAL,
            phone=phone,
            name=text_field("name", request.name, NAME_LIMIT),
            callback_id=request.callback_id,
            created_at=occurred_at or uow.now,
            created_by=person.id,
        )
    )
    keys = ticket_keys(request.service_id, person.id)
    uow.touch(Entity.TICKET, ticket_id, keys, person.organisation_id)
    about = {"phone": masked(phone) if phone else None, "callback_id": request.callback_id}
    await record(uow, person, "ticket.registered", subject=("ticket", ticket_id), **about)
    return ticket_id


async def _check_callback(
    conn: AsyncConnection, person: PersonActor, service_id: str, callback_id: str
) -> None:
    rows = await load_rows(conn, person.organisation_id, [callback_id], lock=False)
    if not rows or rows[0].service_id != service_id:
        raise not_found()


@dataclass(frozen=True, kw_only=True)
class TicketSearch:
    """Conditions; empty ones do not narrow. ``start`` and ``end`` bound ``created_at``: [start, end)."""

    service_ids: Sequence[str] = ()
    phone: str | None = None
    callback_id: str | None = None
    start: datetime | None = None
    end: datetime | None = None


async def find(
    conn: AsyncConnection,
    person: PersonActor,
    search: TicketSearch,
    cursor: str | None,
    limit: int | None,
) -> TicketPage:
    """Return one page of the tickets the caller sees (supervisors all, others their own), newest first.

    :raises ApiError: 404, 403, 422 for ``cursor``, ``limit`` or ``phone``.
    """
    check_services(person, search.service_ids)
    most = check_limit(limit)
    t = tickets.c
    query = select(tickets).where(
        t.organisation_id == person.organisation_id,
        visible_tickets(tickets, person.id, person.standings),
    )
    if search.service_ids:
        query = query.where(t.service_id.in_(search.service_ids))
    if search.phone:
        digits = search_digits(search.phone)
        if not digits:
            raise refused_field("phone", ErrorCode.PHONE_EMPTY)
        query = query.where(holds_digits(t.phone, digits))
    if search.callback_id:
        query = query.where(t.callback_id == search.callback_id)
    if search.start is not None:
        query = query.where(t.created_at >= search.start)
    if search.end is not None:
        query = query.where(t.created_at < search.end)
    order = (t.created_at, t.id)
    if cursor:
        last = decode_time_cursor(cursor)
        query = query.where(after(order, last, descending=True))
    query = query.order_by(*(column.desc() for column in order)).limit(most + 1)
    rows = (await conn.execute(query)).all()
    page = rows[:most]
    more = time_cursor(page[-1].created_at, page[-1].id) if len(rows) > most else None
    return TicketPage(items=tuple(ticket_of(row) for row in page), next_cursor=more)


def ticket_of(row: Row[Any]) -> Ticket:
    """Return the wire form of a ticket row."""
    return Ticket(
        id=row.id,
        service_id=row.service_id,
        subject=row.subject,
        content=row.content,
        type=row.type,
        priority=row.priority,
        source=row.source,
        phone=row.phone,
        name=row.name,
        callback_id=row.callback_id,
        attempt_id=row.attempt_id,
        created_at=row.created_at,
        created_by=row.created_by,
        seq=row.seq,
    )


async def load_bodies(conn: AsyncConnection, ids: Sequence[str]) -> Mapping[str, Ticket]:
    """Return tickets by id, for the feed and for answers."""
    query = select(tickets).where(tickets.c.id.in_(ids))
    return {row.id: ticket_of(row) for row in await conn.execute(query)}


async def load_body(conn: AsyncConnection, ticket_id: str) -> Ticket:
    """Return one ticket."""
    return (await load_bodies(conn, [ticket_id]))[ticket_id]
