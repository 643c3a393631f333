"""What a server deletes by and by, each turn by one process: receipts, tokens, old exits, the old trail."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from occ_server.audit.purge import purge, purge_before
from occ_server.audit.verify import heads
from occ_server.auth.devices import forget_devices
from occ_server.auth.sessions import forget_expired
from occ_server.auth.throttle import forget_tries
from occ_server.feed.forget import forget_old
from occ_server.kit.commands import forget_receipts
from occ_server.kit.db import Database
from occ_server.kit.jobs.kinds import Attempt, External, Recurring, Turn
from occ_server.kit.sources import FeedSource
from occ_server.kit.unit import UnitOfWork
from occ_server.settings import Settings

logger = logging.getLogger(__name__)

HOUR = timedelta(hours=1)
RECEIPTS_KEPT = timedelta(days=30)  # an outbox that stayed offline longer is refused by state, not by receipt


async def _forget_receipts(uow: UnitOfWork) -> None:
    await forget_receipts(uow, uow.now - RECEIPTS_KEPT)


async def purge_trail(database: Database, kept: timedelta) -> None:
    """Purge what the trail need not keep any more, in steps, so that writers get in between; note its heads.

    The heads in the log are a witness outside the database.
    """
    older_than = purge_before(database.clock.now(), kept)
    while await database.run(lambda uow: purge(uow, older_than)):
        pass
    async with database.read() as conn:
        for organisation_id, place in await heads(conn):
            logger.info("the audit chain of %s is at %d:%s", organisation_id, place.number, place.hash)


def recurring(settings: Settings, sources: Sequence[FeedSource]) -> list[Recurring]:
    """Return the tidying that belongs to no topic."""
    kept = timedelta(days=settings.audit_retention_days)

    async def trail(database: Database, _turn: Turn, _attempt: Attempt) -> None:
        await purge_trail(database, kept)

    async def exits(database: Database, _turn: Turn, _attempt: Attempt) -> None:
        await forget_old(database, sources)

    again = "what is gone is gone; the rest follows"
    return [
        Recurring("receipts.tidy", HOUR, _forget_receipts),
        Recurring("tokens.tidy", HOUR, forget_expired),
        Recurring("tries.tidy", HOUR, forget_tries),
        Recurring("devices.tidy", HOUR, forget_devices),
        Recurring("feed.tidy", HOUR, External(exits, again)),
        Recurring("trail.tidy", HOUR, External(trail, again)),
    ]
