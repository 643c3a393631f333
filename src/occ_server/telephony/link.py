"""The link to the PBX as stored: whether there is one, and since when it is as it is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.cti import CtiMode
from occ_server.kit.db import insert_into
from occ_server.kit.unit import UnitOfWork
from occ_server.telephony.tables import links

LINK = "pbx"  # the row of the one link to the PBX
SOFTPHONE_LINK = "softphone"  # stands in the table while this installation has no PBX


@dataclass(frozen=True)
class Link:
    """The link to the PBX as stored."""

    mode: CtiMode
    connected: bool
    since: datetime | None


async def load_link(conn: AsyncConnection) -> Link:
    """Return the newest word about the PBX."""
    rows = {row.name: row for row in await conn.execute(select(links))}
    if SOFTPHONE_LINK in rows:
        return Link(CtiMode.SOFTPHONE, connected=True, since=None)
    row = rows.get(LINK)
    return Link(CtiMode.PBX, connected=bool(row and row.connected), since=row.since if row else None)


async def note_mode(uow: UnitOfWork, *, has_pbx: bool) -> None:
    """Write down whether this installation has a PBX."""
    await uow.conn.execute(delete(links).where(links.c.name == SOFTPHONE_LINK))
    if not has_pbx:
        await write_link(uow, SOFTPHONE_LINK, connected=True, since=uow.now)
        await uow.conn.execute(delete(links).where(links.c.name == LINK))


async def write_link(uow: UnitOfWork, name: str, *, connected: bool, since: datetime) -> None:
    """Write down how the link is, and since when (UTC)."""
    values = {"connected": connected, "since": since}
    statement = insert_into(uow.conn, links).values(name=name, **values)
    await uow.conn.execute(statement.on_conflict_do_update(index_elements=[links.c.name], set_=values))
