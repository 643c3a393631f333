"""What happens to sessions and throttled log-ins with time, beside the requests: every minute while it runs.

Any number of processes may do it at once; each session is ended and each throttled pair noted by one of them.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from litestar import Litestar
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.auth.sessions import SessionLimits, end_expired_sessions
from occ_server.auth.tables import sessions
from occ_server.auth.throttle import report_throttled
from occ_server.kit.db import Database
from occ_server.kit.figures import SESSIONS_OPEN
from occ_server.kit.tasks import Supervisor

EVERY_SECONDS = 60.0


async def look_after_entrance(database: Database, limits: SessionLimits) -> None:
    """End the sessions that expired, and note the log-ins that were refused unchecked."""
    while await database.run(lambda uow: end_expired_sessions(uow, limits)):
        pass
    await database.run(report_throttled)


@asynccontextmanager
async def keeping_watch(app: Litestar) -> AsyncIterator[None]:
    """Look after the entrance while the application runs."""
    database: Database = app.state.database
    supervisor: Supervisor = app.state.supervisor
    limits: SessionLimits = app.state.entrance.sessions

    async def look() -> None:
        await look_after_entrance(database, limits)

    async with supervisor.repeating("sessions", look, EVERY_SECONDS, database.clock):
        yield


async def count_sessions(conn: AsyncConnection, _now: datetime) -> None:
    """Set the figure of open sessions."""
    query = select(func.count()).select_from(sessions).where(sessions.c.ended_at.is_(None))
    SESSIONS_OPEN.set((await conn.execute(query)).scalar_one())
