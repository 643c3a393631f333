"""The link to the PBX as stored: through which adapter it goes, and since when it is as it is.

No row: this installation has no PBX, its workstations' softphones dial.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.cti import CtiMode
from occ_server.kit.db import insert_into
from occ_server.kit.unit import UnitOfWork
from occ_server.telephony.tables import links

LINK = "pbx"  # the row of the one link to the PBX
ASTERISK = "asterisk"
SIMULATOR = "simulator"  # the adapter that dials nobody


@dataclass(frozen=True)
class Link:
    """The link to the PBX as stored. ``adapter`` None: a server of before did not write it down."""

    mode: CtiMode
    connected: bool
    since: datetime | None
    adapter: str | None = None

    @property
    def is_simulated(self) -> bool:
        """Tell whether nobody is dialled: how calls end is invented."""
        return self.adapter == SIMULATOR


async def load_link(conn: AsyncConnection) -> Link:
    """Return the newest word about the PBX."""
    return _link((await conn.execute(_row())).one_or_none())


async def lock_link(uow: UnitOfWork) -> Link:
    """Return it, to stay as it is until the commit where there is a PBX."""
    return _link((await uow.conn.execute(_row().with_for_update())).one_or_none())


async def begin_link(uow: UnitOfWork, adapter: str) -> None:
    """Give an installation without a PBX one, not connected yet; another that did so at the moment wins."""
    begun = insert_into(uow.conn, links).values(name=LINK, connected=False, since=uow.now, adapter=adapter)
    await uow.conn.execute(begun.on_conflict_do_nothing(index_elements=[links.c.name]))


async def change_link(uow: UnitOfWork, *, connected: bool, since: datetime, **more: str) -> None:
    """Write down how the link is, since when (UTC), and its ``adapter`` where given."""
    change = update(links).where(links.c.name == LINK)
    await uow.conn.execute(change.values(connected=connected, since=since, **more))


async def end_link(uow: UnitOfWork) -> None:
    """Have softphones dial from now on."""
    await uow.conn.execute(delete(links).where(links.c.name == LINK))


def _row() -> Select[tuple[bool, datetime, str | None]]:
    return select(links.c.connected, links.c.since, links.c.adapter).where(links.c.name == LINK)


def _link(row: Row[tuple[bool, datetime, str | None]] | None) -> Link:
    if row is None:
        return Link(CtiMode.SOFTPHONE, connected=True, since=None)
    return Link(CtiMode.PBX, row.connected, row.since, row.adapter)
