"""Deaths of whoever holds the link to the PBX, as another process finds them."""

from sqlalchemy import update

from occ_server.kit.db import Database
from occ_server.kit.jobs.tables import jobs


async def owner_dies(database: Database) -> None:
    """Let all leases of jobs and seats run out, as when the process that had them is never heard of again."""
    async with database.write() as uow:
        await uow.conn.execute(update(jobs).where(jobs.c.token.is_not(None)).values(ready_at=uow.now))
