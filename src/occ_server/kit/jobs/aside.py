"""What a person may do with jobs: look at them, try those that were set aside again, or drop them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.kit.jobs.queue import back_to_waiting, tell
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.jobs.times import at_once
from occ_server.kit.unit import UnitOfWork


async def listed(
    conn: AsyncConnection, *, kind: str | None = None, failed: bool = False, limit: int = 100
) -> Sequence[Row[Any]]:
    """Return jobs by the time they were due, without what they carry; only those set aside if wished."""
    shown = [column for column in jobs.c if column.name != "payload"]
    query = select(*shown).order_by(jobs.c.due_at, jobs.c.id).limit(limit)
    if kind is not None:
        query = query.where(jobs.c.kind == kind)
    if failed:
        query = query.where(jobs.c.failed_at.is_not(None))
    return (await conn.execute(query)).all()


async def count_set_aside(conn: AsyncConnection) -> int:
    """Return how many jobs were set aside and wait for a person."""
    query = select(func.count()).select_from(jobs).where(jobs.c.failed_at.is_not(None))
    return int((await conn.execute(query)).scalar_one())


async def set_aside(
    uow: UnitOfWork, *, job_id: str | None = None, kind: str | None = None
) -> Sequence[Row[Any]]:
    """Return the jobs that were set aside, of one id or of one kind, locked until the commit."""
    query = select(jobs).where(jobs.c.failed_at.is_not(None)).order_by(jobs.c.id).with_for_update()
    if job_id is not None:
        query = query.where(jobs.c.id == job_id)
    if kind is not None:
        query = query.where(jobs.c.kind == kind)
    return (await uow.conn.execute(query)).all()


async def retry(uow: UnitOfWork, row: Row[Any]) -> None:
    """Try a job that was set aside again, now and with all its attempts."""
    now = at_once(uow.conn, uow.now)
    await back_to_waiting(uow, row, failed_at=None, attempts=0, due_at=now, ready_at=now)
    tell(uow, row.kind)


async def drop(uow: UnitOfWork, row: Row[Any]) -> None:
    """Forget a job that was set aside."""
    await uow.conn.execute(delete(jobs).where(jobs.c.id == row.id))
