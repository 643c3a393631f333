"""What a server deletes by and by: old receipts, expired tokens, old counts of failed log-ins."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from litestar import Litestar
from sqlalchemy.exc import SQLAlchemyError

from occ_server.auth.login import forget_failures
from occ_server.auth.sessions import forget_expired
from occ_server.kit.clock import Clock
from occ_server.kit.commands import forget_receipts
from occ_server.kit.db import Database
from occ_server.kit.tasks import running
from occ_server.kit.unit import UnitOfWork

logger = logging.getLogger(__name__)

EVERY_SECONDS = 3600.0
RECEIPTS_KEPT = timedelta(days=30)  # an outbox that stayed offline longer is refused by state, not by receipt


async def tidy(database: Database) -> None:
    """Delete what nobody will ask for any more."""

    async def work(uow: UnitOfWork) -> None:
        await forget_receipts(uow, uow.now - RECEIPTS_KEPT)
        await forget_expired(uow)
        await forget_failures(uow)

    await database.run(work)


async def _keep_tidy(database: Database, clock: Clock) -> None:
    while True:
        await clock.sleep(EVERY_SECONDS)
        try:
            await tidy(database)
        except SQLAlchemyError:
            logger.exception("tidying failed, trying again later")


@asynccontextmanager
async def keeping_tidy(app: Litestar) -> AsyncIterator[None]:
    """Tidy every hour while the application runs."""
    async with running(_keep_tidy(app.state.database, app.state.clock), "tidy"):
        yield
