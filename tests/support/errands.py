"""Jobs that leave a trace: a table that counts what was done, and kinds that write into it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, MetaData, String, Table, insert, select
from sqlalchemy.schema import CreateTable

from occ_server.kit.db import Database
from occ_server.kit.jobs.kinds import Attempt, JobKind, Retry, Transactional
from occ_server.kit.jobs.leases import Claimed, claim
from occ_server.kit.jobs.queue import enqueue
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.jobs.times import present
from occ_server.kit.unit import UnitOfWork

effects = Table("effects", MetaData(), Column("what", String(100), nullable=False))


class Errand(msgspec.Struct, frozen=True):
    """What a job of the tests carries."""

    what: str = "it"


async def make_effects(database: Database) -> None:
    """Create the table beside the server's."""
    async with database.write() as uow:
        await uow.conn.execute(CreateTable(effects))


async def note(uow: UnitOfWork, what: str) -> None:
    """Leave a trace in this unit of work."""
    await uow.conn.execute(insert(effects).values(what=what))


async def write_down(uow: UnitOfWork, errand: Errand, attempt: Attempt) -> None:
    """Leave the trace of one errand."""
    await note(uow, errand.what)


WRITE = JobKind("test.write", Errand, Transactional(write_down), Retry(attempts=3))


async def put(database: Database, kind: JobKind[Errand], *whats: str, **more: Any) -> None:
    """Enqueue errands, each in a unit of work of its own."""
    for what in whats:
        await database.run(lambda uow, what=what: enqueue(uow, kind, Errand(what), **more))  # type: ignore[misc]


async def done(database: Database) -> Counter[str]:
    """Count the traces."""
    async with database.read() as conn:
        return Counter((await conn.execute(select(effects.c.what))).scalars())


async def rows(database: Database, kind: JobKind[Any] | None = None) -> Sequence[Any]:
    """Return the jobs in the table, by their ids."""
    query = select(jobs).order_by(jobs.c.id)
    if kind is not None:
        query = query.where(jobs.c.kind == kind.name)
    async with database.read() as conn:
        return (await conn.execute(query)).all()


async def taken(database: Database, kind: JobKind[Any], limit: int = 1) -> list[Claimed]:
    """Take jobs as a process would that is never heard of again."""
    return await database.run(lambda uow: claim(uow, kind, present(database), limit, "nobody:1"))
