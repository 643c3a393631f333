"""Tickets (이력) in the cache: those of a number or of a callback."""

import msgspec
from sqlalchemy import Connection, select

from occ_contract.tickets import Ticket
from occ_desktop.store.schema import tickets

_ticket = msgspec.json.Decoder(Ticket)


def by_phone(conn: Connection, phone: str, limit: int = 100) -> tuple[Ticket, ...]:
    """Return the tickets of one number (digits), newest first."""
    statement = select(tickets.c.body).where(tickets.c.phone == phone)
    newest = statement.order_by(tickets.c.created_at.desc(), tickets.c.id.desc()).limit(limit)
    return tuple(_ticket.decode(body) for body in conn.execute(newest).scalars())


def of_callback(conn: Connection, callback_id: str) -> tuple[Ticket, ...]:
    """Return the tickets linked to one callback, newest first."""
    statement = select(tickets.c.body).where(tickets.c.callback_id == callback_id)
    newest = statement.order_by(tickets.c.created_at.desc(), tickets.c.id.desc())
    return tuple(_ticket.decode(body) for body in conn.execute(newest).scalars())


def get(conn: Connection, ticket_id: str) -> Ticket | None:
    """Return one ticket."""
    body = conn.execute(select(tickets.c.body).where(tickets.c.id == ticket_id)).scalar()
    return None if body is None else _ticket.decode(body)
