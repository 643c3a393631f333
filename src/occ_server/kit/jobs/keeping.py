"""Keeping a lease while its work goes on, and knowing when it is lost without being told.

The time of a lease is counted from before the request that took or renewed it, and a request that hangs is
not waited for, so a process stops before anybody else may begin. (A machine that is suspended as a whole does
not count: what such a process records is refused by the token, and what it does outside is done twice, as
after any crash.)
"""

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError

from occ_server.kit.clock import ticks
from occ_server.kit.db import Database
from occ_server.kit.jobs.leases import Lease, renew
from occ_server.kit.jobs.times import present
from occ_server.kit.tasks import TaskOwner, first_of
from occ_server.kit.unit import UnitOfWork

logger = logging.getLogger(__name__)

RENEWALS = 3  # in the time of a lease
_MARGIN = 0.1  # of a lease, left for stopping the work


class Keeper:
    """Renews one lease. ``taken`` is what ``ticks`` said before it was asked for.

    ``fenced_only`` is for work that can only show through the token: it goes on while nobody took over.
    """

    def __init__(self, database: Database, lease: Lease, taken: float, *, fenced_only: bool = False) -> None:
        self._database = database
        self._lease = lease
        self._since = taken
        self._fenced_only = fenced_only
        self._renewals = TaskOwner()
        self._asked: set[asyncio.Task[None]] = set()
        self._renewed: bool | None = None

    async def until_lost(self) -> None:
        """Renew until the lease is lost, or may be, and return then."""
        clock, seconds = self._database.clock, self._lease.seconds
        while True:
            await clock.sleep(max(self._since + seconds / RENEWALS - ticks(clock), 0.0))
            while True:
                asked = ticks(clock)
                if (left := self.left()) <= 0:
                    logger.warning("the lease of %s could not be renewed in time", self._lease.job_id)
                    return
                await self._ask(left)
                if self._renewed is False:
                    logger.warning("another process took over %s", self._lease.job_id)
                    return
                if self._renewed:
                    self._since = asked
                    break
                await clock.sleep(max(min(seconds / 20, self.left()), 0.0))

    def left(self) -> float:
        """Return the seconds this process may still go by the lease, however long it was frozen meanwhile."""
        if self._fenced_only:
            return self._lease.seconds
        return self._since + self._lease.seconds * (1 - _MARGIN) - ticks(self._database.clock)

    async def close(self) -> None:
        """Wait until no renewal is under way; whoever hangs was cancelled, once, and may take a while."""
        if self._asked:
            await asyncio.wait(self._asked)

    async def _ask(self, seconds: float) -> None:
        """Renew, and wait so long for the answer: False once it is another's, None when there was none."""
        self._renewed = None
        asking = self._renewals.start(self._renew(), f"renewing {self._lease.job_id}")
        self._asked.add(asking)
        asking.add_done_callback(self._asked.discard)
        try:
            await first_of(asyncio.wait({asking}), self._database.clock.sleep(seconds))
        finally:
            asking.cancel()

    async def _renew(self) -> None:
        async def work(uow: UnitOfWork) -> bool:
            return await renew(uow, self._lease, present(self._database))

        try:
            self._renewed = await self._database.run(work)
        except (SQLAlchemyError, OSError) as error:
            logger.warning("renewing the lease of %s failed (%s)", self._lease.job_id, type(error).__name__)
