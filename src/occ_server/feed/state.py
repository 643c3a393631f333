"""The epoch and the seal of this server's data, and where each organisation's counter stands."""

from dataclasses import dataclass

from sqlalchemy import and_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.ids import new_id
from occ_server.feed.tables import feed_counters, server_state
from occ_server.kit.announcements import EpochBegan
from occ_server.kit.db import insert_into
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.sealed import Seal, new_seal_key
from occ_server.kit.unit import UnitOfWork
from occ_server.visibility.tables import key_grants

ROW = 1


@dataclass(frozen=True)
class Grant:
    """A key a person holds since ``granted`` (a place in the feed), or held until ``revoked``."""

    key: str
    granted: int
    revoked: int | None


@dataclass(frozen=True)
class Standpoint:
    """What one snapshot says of the data, one organisation and one person's keys."""

    epoch: str
    seal: Seal
    head: int
    horizon: int
    grants: tuple[Grant, ...]

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys the person holds."""
        return frozenset(grant.key for grant in self.grants if grant.revoked is None)


async def standpoint(conn: AsyncConnection, organisation_id: str, person_id: str) -> Standpoint:
    """Return it, in one statement: most pulls need nothing else."""
    counter, grant, state = feed_counters.c, key_grants.c, server_state.c
    query = (
        select(
            state.epoch,
            state.seal_key,
            counter.value,
            counter.horizon,
            grant.key,
            grant.granted_seq,
            grant.revoked_seq,
        )
        .select_from(server_state)
        .outerjoin(feed_counters, counter.organisation_id == organisation_id)
        .outerjoin(key_grants, and_(true(), grant.person_id == person_id))
        .where(state.id == ROW)
    )
    rows = (await conn.execute(query)).all()
    first = rows[0]
    return Standpoint(
        epoch=first.epoch,
        seal=Seal(first.seal_key),
        head=int(first.value or 0),
        horizon=int(first.horizon or 0),
        grants=tuple(Grant(r.key, r.granted_seq, r.revoked_seq) for r in rows if r.key is not None),
    )


async def epoch(conn: AsyncConnection) -> str:
    """Return the epoch: cursors of another one belong to data that no longer exists.

    :raises sqlalchemy.exc.NoResultFound: on a database no server has started on.
    """
    query = select(server_state.c.epoch).where(server_state.c.id == ROW)
    return str((await conn.execute(query)).scalar_one())


async def seal(conn: AsyncConnection) -> Seal:
    """Return what closes texts for this database."""
    query = select(server_state.c.seal_key).where(server_state.c.id == ROW)
    return Seal((await conn.execute(query)).scalar_one())


async def ensure_epoch(uow: UnitOfWork) -> str:
    """Return the epoch, beginning the first one on a new database."""
    insert = insert_into(uow.conn, server_state).values(id=ROW, epoch=new_id(), seal_key=new_seal_key())
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
    query = select(feed_counters.c.organisation_id, feed_counters.c.value)
    rows = await conn.execute(across_organisations(query, "who watches looks at all heads"))
    return {row.organisation_id: row.value for row in rows}
