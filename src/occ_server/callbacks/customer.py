"""What we know of a customer's number: earlier callbacks and tickets of the same service.

Whoever sees a callback may read its number's history (they are about to call); the reading is audited.
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import Callback, CustomerHistory, HistoryItem
from occ_server.callbacks.tables import callbacks
from occ_server.tickets.tables import tickets

MOST = 100


async def history(conn: AsyncConnection, organisation_id: str, callback: Callback) -> CustomerHistory:
    """Return the newest hundred of each kind, newest first, the callback itself left out."""
    items = [
        *await _callbacks(conn, organisation_id, callback),
        *await _tickets(conn, organisation_id, callback),
    ]
    return CustomerHistory(items=tuple(sorted(items, key=lambda item: (item.at, item.id), reverse=True)))


async def _callbacks(conn: AsyncConnection, organisation_id: str, callback: Callback) -> list[HistoryItem]:
    c = callbacks.c
    query = (
        select(c.id, c.received_at, c.route_name, c.message, c.status, c.assignee_id)
        .where(
            c.organisation_id == organisation_id,
            c.service_id == callback.service_id,
            c.phone == callback.phone,
            c.id != callback.id,
        )
        .order_by(c.received_at.desc())
        .limit(MOST)
    )
    return [
        HistoryItem(
            kind="callback",
            id=row.id,
            at=row.received_at,
            title=row.message or row.route_name or "",
            by_id=row.assignee_id,
            status=row.status.value,
        )
        for row in await conn.execute(query)
    ]


async def _tickets(conn: AsyncConnection, organisation_id: str, callback: Callback) -> list[HistoryItem]:
    t = tickets.c
    query = (
        select(t.id, t.created_at, t.subject, t.created_by)
        .where(
            t.organisation_id == organisation_id,
            t.service_id == callback.service_id,
            t.phone == callback.phone,
        )
        .order_by(t.created_at.desc())
        .limit(MOST)
    )
    return [
        HistoryItem(kind="ticket", id=row.id, at=row.created_at, title=row.subject, by_id=row.created_by)
        for row in await conn.execute(query)
    ]
