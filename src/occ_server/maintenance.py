"""What a server deletes by and by: old receipts, expired tokens, old counts of failed log-ins."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from litestar import Litestar

from occ_server.auth.devices import forget_devices
from occ_server.auth.sessions import forget_expired
from occ_server.auth.throttle import forget_tries
from occ_server.kit.commands import forget_receipts
from occ_server.kit.db import Database
from occ_server.kit.tasks import Supervisor
from occ_server.kit.unit import UnitOfWork

EVERY_SECONDS = 3600.0
RECEIPTS_KEPT = timedelta(days=30)  # an outbox that stayed offline longer is refused by state, not by receipt


async def tidy(database: Database) -> None:
    """Delete what nobody will ask for any more."""

    async def work(uow: UnitOfWork) -> None:
        await forget_receipts(uow, uow.now - RECEIPTS_KEPT)
        await forget_expired(uow)
        await forget_tries(uow)
        await forget_devices(uow)

    await database.run(work)


@asynccontextmanager
async def keeping_tidy(app: Litestar) -> AsyncIterator[None]:
    """Tidy every hour while the application runs."""
    database: Database = app.state.database
    supervisor: Supervisor = app.state.supervisor
    async with supervisor.repeating("tidy", lambda: tidy(database), EVERY_SECONDS, database.clock):
        yield
