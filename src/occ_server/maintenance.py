"""What a server deletes by and by: old receipts, expired tokens, failed log-ins, the oldest trail."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from litestar import Litestar

from occ_server.audit.purge import purge, purge_before
from occ_server.audit.verify import heads
from occ_server.auth.devices import forget_devices
from occ_server.auth.sessions import forget_expired
from occ_server.auth.throttle import forget_tries
from occ_server.feed.forget import forget_old
from occ_server.kit.commands import forget_receipts
from occ_server.kit.db import Database
from occ_server.kit.tasks import Supervisor
from occ_server.kit.unit import UnitOfWork

logger = logging.getLogger(__name__)

EVERY_SECONDS = 3600.0
TRAIL_KEPT = timedelta(days=730)  # unless a setting says otherwise
RECEIPTS_KEPT = timedelta(days=30)  # an outbox that stayed offline longer is refused by state, not by receipt


async def tidy(database: Database, trail_kept: timedelta = TRAIL_KEPT) -> None:
    """Delete what nobody will ask for any more. The trail goes in steps, so that writers get in between."""

    async def work(uow: UnitOfWork) -> None:
        await forget_receipts(uow, uow.now - RECEIPTS_KEPT)
        await forget_expired(uow)
        await forget_tries(uow)
        await forget_devices(uow)

    await database.run(work)
    older_than = purge_before(database.clock.now(), trail_kept)
    while await database.run(lambda uow: purge(uow, older_than)):
        pass
    await _note_heads(database)


async def _note_heads(database: Database) -> None:
    """Leave where each chain of the trail stands in the log: a witness outside the database."""
    async with database.read() as conn:
        for organisation_id, place in await heads(conn):
            logger.info("the audit chain of %s is at %d:%s", organisation_id, place.number, place.hash)


@asynccontextmanager
async def keeping_tidy(app: Litestar) -> AsyncIterator[None]:
    """Tidy every hour while the application runs."""
    database: Database = app.state.database
    supervisor: Supervisor = app.state.supervisor
    kept = timedelta(days=app.state.settings.audit_retention_days)

    async def step() -> None:
        await tidy(database, kept)
        await forget_old(database, app.state.feed_sources.values())

    async with supervisor.repeating("tidy", step, EVERY_SECONDS, database.clock):
        yield
