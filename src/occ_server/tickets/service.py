"""Registering history (이력등록) and reading it; a ticket never changes a callback."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar.di import NamedDependency
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
    with_remark,
)
from occ_server.audit.service import record
from occ_server.kit.columns import holds_digits
from occ_server.kit.fields import moment_field, phone_field, required_text, text_field
from occ_server.kit.paging import Paging, after
from occ_server.kit.problems import not_found, refused_field
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.tickets.tables import tickets
from occ_server.visibility.scopes import ticket_keys, visible_tickets

PHONE_LIMIT = 60  # as typed, with an extension or a second number


@dataclass(frozen=True)
class Links:
    """What other topics know of the things a ticket may name.

    ``callback_in(conn, organisation_id, service_id, callback_id)`` tells whether there is such a callback.
    """

    callback_in: Callable[[AsyncConnection, str, str, str], Awaitable[bool]]


InLinks = NamedDependency[Links]


async def register(uow: UnitOfWork, person: PersonActor, request: NewTicket, links: Links) -> str:
    """Make a ticket, with or without a callback; return its id.

    A callback named by it must be one of the same service: to somebody else's it could not belong.

    :raises ApiError: 422 for a field, 404, 403.
    """
    person.callbacks_in(request.service_id)
    for field, word in (("type", request.type), ("priority", request.priority)):
        if word in {TicketType.UNKNOWN, TicketPriority.UNKNOWN}:
            raise refused_field(field, ErrorCode.BAD_CHOICE, value=word.value)
    named = request.callback_id
    if named is not None and not await links.callback_in(
        uow.conn, person.organisation_id, request.service_id, named
    ):
        raise not_found()
    occurred_at = moment_field("occurred_at", request.occurred_at)
    if occurred_at is not None and occurred_at > uow.now:
        occurred_at = uow.now  # the workstation's clock is ahead: a history entry is not lost for that
    ticket_id = new_id()
    content = text_field("content", request.content, CONTENT_LIMIT) or ""
    phone = text_field("phone", request.phone, PHONE_LIMIT)
    if phone is not None:
        phone, remark = phone_field("phone", phone, stored=True)
        content = text_field("content", with_remark(content, phone, remark), CONTENT_LIMIT) or ""
    await uow.conn.execute(
        insert(tickets).values(
            id=ticket_id,
            organisation_id=person.organisation_id,
            service_id=request.service_id,
            subject=required_text("subject", request.subject, SUBJECT_LIMIT),
            content=content,
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
    uow.make(Entity.TICKET, [ticket_id])
    uow.touch(Entity.TICKET, ticket_id, keys, person.organisation_id)
    about = {"phone": masked(phone) if phone else None, "callback_id": request.callback_id}
    await record(uow, person, "ticket.registered", subject=("ticket", ticket_id), **about)
    return ticket_id


@dataclass(frozen=True, kw_only=True)
class OutboundTicket:
    """What a ticket made for an outbound call says (아웃바운드 티켓 자동 생성). Times are UTC."""

    organisation_id: str
    service_id: str
    subject: str
    content: str
    phone: str
    name: str | None
    callback_id: str
    attempt_id: str
    created_at: datetime
    created_by: str


async def open_outbound(uow: UnitOfWork, asked: OutboundTicket) -> str:
    """Make the ticket of an outbound call; return its id."""
    ticket_id = new_id()
    await uow.conn.execute(
        insert(tickets).values(
            id=ticket_id,
            type=TicketType.CALLBACK,
            priority=TicketPriority.NORMAL,
            source=TicketSource.OUTBOUND,
            **vars(asked),
        )
    )
    keys = ticket_keys(asked.service_id, asked.created_by)
    uow.make(Entity.TICKET, [ticket_id])
    uow.touch(Entity.TICKET, ticket_id, keys, asked.organisation_id)
    return ticket_id


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
    paging: Paging,
) -> TicketPage:
    """Return one page of the tickets the caller sees (supervisors all, others their own), newest first.

    :raises ApiError: 404, 403, 422 for ``cursor``, ``limit`` or ``phone``.
    """
    person.check_callbacks(search.service_ids)
    most = paging.most
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
    if (last := paging.last(tuple[datetime, str])) is not None:
        query = query.where(after(order, last, descending=True))
    query = query.order_by(*(column.desc() for column in order)).limit(most + 1)
    rows = (await conn.execute(query)).all()
    page = rows[:most]
    more = paging.more((page[-1].created_at, page[-1].id)) if len(rows) > most else None
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


async def load_bodies(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> Mapping[str, Ticket]:
    """Return an organisation's tickets by id, for the feed and for answers."""
    query = select(tickets).where(tickets.c.id.in_(ids), tickets.c.organisation_id == organisation_id)
    return {row.id: ticket_of(row) for row in await conn.execute(query)}


async def load_body(conn: AsyncConnection, organisation_id: str, ticket_id: str) -> Ticket:
    """Return one ticket."""
    return (await load_bodies(conn, organisation_id, [ticket_id]))[ticket_id]


async def own_body(conn: AsyncConnection, person: PersonActor, ticket_id: str) -> Ticket:
    """Return the ticket a person registered; of one they no longer see, only that they did.

    A command sent again is answered from its receipt: having written it once is no right to read it for ever.
    """
    body = await load_body(conn, person.organisation_id, ticket_id)
    if not person.keys.isdisjoint(ticket_keys(body.service_id, body.created_by)):
        return body
    return Ticket(
        id=body.id,
        service_id=body.service_id,
        subject="",
        created_at=body.created_at,
        created_by=body.created_by,
        seq=body.seq,
    )
