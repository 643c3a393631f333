"""Hears what other processes committed: NOTIFY on PostgreSQL, a look at the file's version on SQLite.

After a silence (start, lost connection) and at every look it catches up from the tables, so nothing depends
on a message arriving.
"""

import asyncio
import logging
from datetime import datetime, timedelta

import msgspec
import psycopg
from sqlalchemy import select

from occ_server.auth.tables import sessions
from occ_server.feed.pushing import Pusher
from occ_server.feed.state import epoch, heads
from occ_server.kit.announcements import EpochBegan, SessionsEnded, decode
from occ_server.kit.db import NOTIFY_CHANNEL, POSTGRESQL_LINK, Database
from occ_server.kit.sqlite_link import careful_opener
from occ_server.kit.tasks import together

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
LONGEST_PAUSE = 3.0  # seconds until a lost connection is tried again: desks wait for it
_BUSY_SECONDS = 5.0
_MARGIN = timedelta(minutes=1)


class Watcher:
    """Tells this process's listeners what happens in the database, whoever did it."""

    def __init__(self, database: Database, pusher: Pusher) -> None:
        self._database = database
        self._pusher = pusher
        self._since: datetime = database.clock.now()

    async def catch_up(self) -> None:
        """Read epoch, heads and ended sessions, and tell the listeners."""
        now = self._database.clock.now()
        async with self._database.ask() as conn:
            began = EpochBegan(await epoch(conn))
            found = await heads(conn)
            query = select(sessions.c.id).where(sessions.c.ended_at >= self._since - _MARGIN)
            ended = tuple((await conn.execute(query)).scalars())
        self._since = now
        self._database.announcer.announce([began, SessionsEnded(ended)])
        self._pusher.see_heads(found)

    async def run(self) -> None:
        """Watch until cancelled, or until the connection is lost: whoever supervises begins again."""
        await (self._watch_file() if self._database.is_sqlite else self._hear_notifications())

    async def _hear_notifications(self) -> None:
        await together(self._listen(), self._look())

    async def _listen(self) -> None:
        url = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        async with await psycopg.AsyncConnection.connect(url, autocommit=True, **POSTGRESQL_LINK) as conn:
            await conn.execute(f"LISTEN {NOTIFY_CHANNEL}")
            async for notification in conn.notifies():
                sender, _, text = notification.payload.partition(" ")
                if sender == self._database.nonce:
                    continue
                try:
                    self._database.announcer.announce([decode(text)])
                except msgspec.MsgspecError:
                    logger.warning("a notification could not be read")

    async def _look(self) -> None:
        while True:
            await self.catch_up()
            await asyncio.sleep(LOOK_SECONDS)

    async def _watch_file(self) -> None:
        conn = await careful_opener(str(self._database.file), _BUSY_SECONDS)()
        try:
            seen = -1
            while True:
                async with conn.execute("PRAGMA data_version") as cursor:
                    row = await cursor.fetchone()
                version = int(row[0]) if row else seen
                if version != seen or self._pusher.is_waiting:
                    await self.catch_up()
                seen = version
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await conn.close()
