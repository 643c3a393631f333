"""The epoch of this server's data, and where each organisation's counter stands."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.ids import new_id
from occ_server.feed.tables import feed_counters, server_state
from occ_server.kit.announcements import EpochBegan
from occ_server.kit.db import insert_into
from occ_server.kit.unit import UnitOfWork

ROW = 1


async def epoch(conn: AsyncConnection) -> str:
    """Return the epoch: cursors of another one belong to data that no longer exists.

    :raises sqlalchemy.exc.NoResultFound: on a database no server has started on.
    """
    query = select(server_state.c.epoch).where(server_state.c.id == ROW)
    return str((await conn.execute(query)).scalar_one())


async def ensure_epoch(uow: UnitOfWork) -> str:
    """Return the epoch, beginning the first one on a new database."""
    insert = insert_into(uow.conn, server_state).values(id=ROW, epoch=new_id())
    await uow.conn.execute(insert.on_conflict_do_nothing())
    return await epoch(uow.conn)


async def begin_epoch(uow: UnitOfWork) -> str:
    """Begin a new epoch (after a restore); every client rebuilds its cache."""
    await ensure_epoch(uow)
    fresh = new_id()
    await uow.conn.execute(update(server_state).where(server_state.c.id == ROW).values(epoch=fresh))
    uow.announce(EpochBegan(fresh))
    return fresh


async def head(conn: AsyncConnection, organisation_id: str) -> int:
    """Return the last number given out to a committed transaction of this organisation."""
    query = select(feed_counters.c.value).where(feed_counters.c.organisation_id == organisation_id)
    return int((await conn.execute(query)).scalar_one_or_none() or 0)


async def heads(conn: AsyncConnection) -> dict[str, int]:
    """Return every organisation's head."""
    rows = await conn.execute(select(feed_counters.c.organisation_id, feed_counters.c.value))
    return {row.organisation_id: row.value for row in rows}
