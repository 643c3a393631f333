"""The election of one owner among processes: whoever holds a named seat, by lease, does its work alone.

An owner that cannot renew in time stops before another may begin. What it writes it writes behind
``Term.fence``, so that one that was frozen meanwhile changes nothing. What it does outside, where no fence
stands, it does only while ``Owner.surely_holds``: asked with no wait in between.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.ids import new_id
from occ_server.kit.clock import ticks
from occ_server.kit.db import Database, insert_into
from occ_server.kit.jobs.keeping import Keeper
from occ_server.kit.jobs.kinds import NAME_LIMIT, Turn
from occ_server.kit.jobs.leases import Lease, fence, take, vacate
from occ_server.kit.jobs.runner import POLL_SECONDS, this_process
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.jobs.times import Moment, later, present
from occ_server.kit.repeated import Repeated
from occ_server.kit.tasks import Stopped, attempt, failure_of, made_or_undone, unless
from occ_server.kit.unit import UnitOfWork

logger = logging.getLogger(__name__)

RELEASE_SECONDS = 5.0


async def holder_of(conn: AsyncConnection, name: str, now: Moment) -> str | None:
    """Return the process that holds a seat at a moment (``times.present``); None: nobody does."""
    query = select(jobs.c.holder).where(
        jobs.c.id == _seat(name), jobs.c.token.is_not(None), jobs.c.ready_at > now
    )
    return (await conn.execute(query)).scalar_one_or_none()


def _seat(name: str) -> str:
    return f"owner.{name}"


@dataclass(frozen=True)
class Term:
    """One time in office. ``number`` grows with each, for peers that can tell an old owner by it."""

    name: str
    number: int
    lease: Lease

    async def fence(self, uow: UnitOfWork) -> None:
        """Make sure of the seat until the commit.

        :raises LeaseLost: when another process has it.
        """
        await fence(uow, self.lease)


class Owner:
    """Stands for a seat; ``work(term)`` runs while it is held and is cancelled when it is lost."""

    def __init__(
        self,
        database: Database,
        name: str,
        work: Callable[[Term], Awaitable[None]],
        *,
        lease_seconds: float = 15.0,
    ) -> None:
        self._seat = _seat(name)
        if len(self._seat) > NAME_LIMIT:
            raise ValueError(f"the name of an owner is too long: {name!r}")
        self._database = database
        self._name = name
        self._work = work
        self._seconds = lease_seconds
        self._repeated = Repeated(database.clock)
        self.term: Term | None = None  # while this process is the owner
        self._keeper: Keeper | None = None
        self.stood = asyncio.Event()  # it has stood for election once, and is not the owner by it any more

    async def run(self) -> None:
        """Stand for election until cancelled; a seat that is held is given back then."""
        while True:
            await attempt(self._once, f"being owner of {self._name}", self._repeated)
            self.stood.set()
            await self._database.clock.sleep(POLL_SECONDS)

    def surely_holds(self, term: Term) -> bool:
        """Tell whether nobody else can be the owner by now, by this process's own clock alone.

        One that was frozen for longer than its lease is told so before it hears of it otherwise.
        """
        return self.term is term and self._keeper is not None and self._keeper.left() > 0

    async def _once(self) -> None:
        taken = ticks(self._database.clock)
        if not await self._is_free():
            return
        term = await made_or_undone(self._database.run(self._elected), self._leave)
        if term is None:
            return
        logger.info("this process is owner of %s, term %d", self._name, term.number)
        self.term = term
        self._keeper = keeper = Keeper(self._database, term.lease, taken)
        try:
            error = await failure_of(lambda: unless(keeper.until_lost(), self._serve(term)))
        finally:
            self.term = self._keeper = None
            await attempt(lambda: self._leave(term), f"leaving the seat of {self._name}")
            await keeper.close()
        if isinstance(error, Stopped):
            logger.warning("this process is no longer owner of %s", self._name)
        elif error is not None:
            raise error

    async def _serve(self, term: Term) -> None:
        await self._work(term)

    async def _is_free(self) -> bool:
        query = select(jobs.c.ready_at <= present(self._database)).where(jobs.c.id == self._seat)
        async with self._database.ask() as conn:
            free = (await conn.execute(query)).scalar_one_or_none()
        return free is None or bool(free)

    async def _elected(self, uow: UnitOfWork) -> Term | None:
        now = present(self._database)
        seat = insert_into(uow.conn, jobs).values(
            id=self._seat, kind=self._seat, payload=Turn(), created_at=uow.now, ready_at=now
        )
        await uow.conn.execute(seat.on_conflict_do_nothing())
        query = (
            select(jobs.c.attempts)
            .where(jobs.c.id == self._seat, jobs.c.ready_at <= now)
            .with_for_update(skip_locked=True)
        )
        terms = (await uow.conn.execute(query)).scalar_one_or_none()
        if terms is None:
            return None
        lease = Lease(self._seat, new_id(), self._seconds)
        until = later(now, timedelta(seconds=self._seconds))
        await take(uow, [self._seat], lease.token, until, this_process())
        return Term(self._name, terms + 1, lease)

    async def _leave(self, term: Term | None) -> None:
        if term is not None:
            async with asyncio.timeout(RELEASE_SECONDS):
                await self._database.run(lambda uow: vacate(uow, term.lease, present(self._database)))
