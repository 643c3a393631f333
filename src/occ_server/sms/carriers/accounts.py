"""A service's account with its carrier, opened once per process."""

from weakref import WeakKeyDictionary

from sqlalchemy import select

from occ_server.kit.db import Database
from occ_server.kit.organisation_guard import across_organisations
from occ_server.sms.carriers.protocol import Carrier
from occ_server.sms.carriers.registry import ADAPTERS
from occ_server.sms.tables import links

_open: WeakKeyDictionary[Database, dict[str, Carrier]] = WeakKeyDictionary()


async def carrier_of(database: Database, service_id: str) -> Carrier | None:
    """Return the open adapter of a service, None while it has no carrier."""
    query = select(links).where(links.c.id == service_id)
    async with database.ask() as conn:
        row = (
            await conn.execute(across_organisations(query, "whoever asks knows the service"))
        ).one_or_none()
    if row is None or row.carrier not in ADAPTERS:
        return None
    opened = _open.setdefault(database, {})
    if service_id not in opened:
        opened[service_id] = ADAPTERS[row.carrier](row)
    return opened[service_id]
