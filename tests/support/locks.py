"""Looks into PostgreSQL whether a transaction has really locked what it says it holds."""

from collections.abc import Mapping, Sequence

from sqlalchemy import BigInteger, Text, cast, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sync import Entity
from occ_server.feed.stamping import FeedStamper
from occ_server.kit.unit import Change, Stamped, Stamper, Touch, UnitOfWork
from support.looking import anywhere


class LockChecking:
    """A stamper that first looks whether the rows to be stamped are locked, made or changed here."""

    def __init__(self, stamper: Stamper) -> None:
        assert isinstance(stamper, FeedStamper)
        self._stamper = stamper

    async def stamp(
        self,
        uow: UnitOfWork,
        organisation_id: str,
        touches: Sequence[Touch],
        changes: Mapping[Entity, Change],
    ) -> Stamped:
        if uow.conn.dialect.name == "postgresql":
            for entity in {touch.entity for touch in touches}:
                held = [t.id for t in touches if t.entity is entity and uow.is_held(entity, t.id)]
                free = await self._free(uow.conn, entity, held)
                assert not free, f"{entity.value} {free} are said to be locked, and are not"
        return await self._stamper.stamp(uow, organisation_id, touches, changes)

    async def head(self, conn: AsyncConnection, organisation_id: str) -> int:
        return await self._stamper.head(conn, organisation_id)

    async def _free(self, conn: AsyncConnection, entity: Entity, ids: Sequence[str]) -> list[str]:
        """Return those of these rows that this transaction has neither locked nor written."""
        source = self._stamper._sources[entity]
        column = source.table.c[source.id_column]
        ours = cast(func.txid_current(), BigInteger) % 2**32
        mine = [
            cast(cast(literal_column(f"{source.table.name}.{name}"), Text), BigInteger) == ours
            for name in ("xmin", "xmax")
        ]
        query = select(column).where(column.in_(ids), ~or_(*mine))
        return list((await conn.execute(anywhere(query))).scalars())
