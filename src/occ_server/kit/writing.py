"""Whether the database takes writes: remembered from what its writers met, tried again when somebody asks.

A full disk refuses every command while reads, and with them a look at the health, go on as if nothing were.
It knows no topic; what is written for a try is a receipt nobody will ask for.
"""

import asyncio
import logging
import shutil
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from occ_contract.ids import new_id
from occ_server.kit.clock import Clock
from occ_server.kit.surroundings import refusal_word, waited_in_vain
from occ_server.kit.tables import receipts

if TYPE_CHECKING:
    from occ_server.kit.db import Database

logger = logging.getLogger(__name__)

TRY_SECONDS = 10  # between two tries
TRY_BYTES = 256 * 1024  # more than an ordinary command writes
LOW_BYTES = 256 * 1024 * 1024  # beside an SQLite file: its log and its copies want room too
LEAST_BYTES = 16 * 1024 * 1024
WAITS_WITHIN = timedelta(minutes=1)
MOST_WAITS = 1000
_NOBODY = "00000000-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Refused:
    """The last refusal of a write: since when (UTC), and the database's own name for it."""

    since: datetime
    word: str


class Writing:
    """Remembers that writes fail until one succeeds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tried: datetime | None = None
        self._waited_in_vain: deque[datetime] = deque(maxlen=MOST_WAITS)
        self.refused: Refused | None = None

    def watch(self, engine: AsyncEngine) -> None:
        """Remember what this engine's connections meet."""
        event.listen(engine.sync_engine, "handle_error", self._on_error)

    def _on_error(self, context: ExceptionContext) -> None:
        word = refusal_word(context.original_exception)
        if word is None:
            if waited_in_vain(context.original_exception):
                self._waited_in_vain.append(self._clock.now())
            return
        if self.refused is None:
            logger.error("the database cannot write: %s", word)
        since = self._clock.now() if self.refused is None else self.refused.since
        self.refused = Refused(since, word)

    def waits_in_vain(self) -> int:
        """Return how many statements of the last minute ended at a time-out; many count as ``MOST_WAITS``."""
        since = self._clock.now() - WAITS_WITHIN
        return sum(moment > since for moment in self._waited_in_vain)

    async def look(self, database: "Database") -> Refused | None:
        """Return what keeps the database from writing, after a try where it failed and none was made lately.

        A try is two small transactions; nothing is tried while all is well.
        """
        now = self._clock.now()
        if self.refused is None or (self._tried and now - self._tried < timedelta(seconds=TRY_SECONDS)):
            return self.refused
        self._tried = now
        room = await free_bytes(database.file)
        if room is not None and room < LEAST_BYTES:
            return self.refused
        try:
            await _write(database)
        except (SQLAlchemyError, OSError) as error:
            logger.info("the database still cannot write (%s)", type(error).__name__)
        else:
            logger.warning("the database writes again")
            self.refused = None
        return self.refused


async def free_bytes(file: Path | None) -> int | None:
    """Return the room on the disk of an SQLite file; None where that cannot be told."""
    if file is None:
        return None
    try:
        return (await asyncio.to_thread(shutil.disk_usage, file.parent)).free
    except OSError:
        return None


async def _write(database: "Database") -> None:
    """Commit some bytes and take them back."""
    key = new_id()
    async with database.write() as uow:
        await uow.conn.execute(
            receipts.insert().values(
                actor_id=_NOBODY,
                key=key,
                request_hash="",
                status=0,
                result=bytes(TRY_BYTES),
                created_at=uow.now,
            )
        )
    async with database.write() as uow:
        await uow.conn.execute(delete(receipts).where(receipts.c.actor_id == _NOBODY, receipts.c.key == key))
