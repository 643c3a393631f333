"""Hears what other processes committed: NOTIFY on PostgreSQL, a look at the file's version on SQLite.

After a silence (start, lost connection) it catches up from the tables, so nothing depends on a message
arriving.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import aiosqlite
import msgspec
import psycopg
from sqlalchemy import select

from occ_server.auth.tables import sessions
from occ_server.feed.hub import Hub
from occ_server.feed.state import epoch, heads
from occ_server.kit.announcements import EpochBegan, FeedMoved, SessionsEnded, decode
from occ_server.kit.db import NOTIFY_CHANNEL, POSTGRESQL_LINK, Database
from occ_server.kit.tasks import Supervisor

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
LONGEST_PAUSE = 3.0  # seconds until a lost connection is tried again: desks wait for it
_MARGIN = timedelta(minutes=1)


class Watcher:
    """Feeds a hub with what happens in the database, whoever did it."""

    def __init__(self, database: Database, hub: Hub) -> None:
        self._database = database
        self._hub = hub
        self._since: datetime = database.clock.now()

    async def catch_up(self) -> None:
        """Read epoch, heads and ended sessions, and tell the hub."""
        now = self._database.clock.now()
        async with self._database.read() as conn:
            self._hub.hear(EpochBegan(await epoch(conn)))
            for organisation_id, seq in (await heads(conn)).items():
                self._hub.hear(FeedMoved(organisation_id, seq))
            query = select(sessions.c.id).where(sessions.c.ended_at >= self._since - _MARGIN)
            ended = (await conn.execute(query)).scalars().all()
        self._since = now
        self._hub.hear(SessionsEnded(tuple(ended)))

    async def run(self) -> None:
        """Watch until cancelled, or until the connection is lost: whoever supervises begins again."""
        await (self._watch_file() if self._database.is_sqlite else self._listen())

    async def _listen(self) -> None:
        url = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        async with await psycopg.AsyncConnection.connect(url, autocommit=True, **POSTGRESQL_LINK) as conn:
            await conn.execute(f"LISTEN {NOTIFY_CHANNEL}")
            await self.catch_up()
            async for notification in conn.notifies():
                try:
                    self._hub.hear(decode(notification.payload))
                except msgspec.MsgspecError:
                    logger.warning("a notification could not be read")

    async def _watch_file(self) -> None:
        async with aiosqlite.connect(str(self._database.file)) as conn:
            seen = -1
            while True:
                async with conn.execute("PRAGMA data_version") as cursor:
                    row = await cursor.fetchone()
                version = int(row[0]) if row else seen
                if version != seen:
                    seen = version
                    await self.catch_up()
                await asyncio.sleep(POLL_SECONDS)


@asynccontextmanager
async def watching(database: Database, hub: Hub, supervisor: Supervisor) -> AsyncIterator[None]:
    """Keep a hub informed while the block runs."""
    watcher = Watcher(database, hub)
    await watcher.catch_up()
    with database.announcer.listening(hub.hear):
        async with supervisor.keeping("feed watcher", watcher.run, longest=LONGEST_PAUSE):
            yield
