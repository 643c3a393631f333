"""One job from its claim to its end: done, tried again later, set aside, given back, or lost to another."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import msgspec

from occ_server.kit.db import Database
from occ_server.kit.figures import JOB_RUNS
from occ_server.kit.jobs.keeping import Keeper
from occ_server.kit.jobs.kinds import AnyKind, External, Finish, GiveUp, Handler, LeaseLost, Postponed
from occ_server.kit.jobs.leases import Claimed, end, end_turn, fail, release
from occ_server.kit.jobs.times import present
from occ_server.kit.tasks import Stopped, attempt, failure_of, unless
from occ_server.kit.unit import UnitOfWork

logger = logging.getLogger(__name__)

RELEASE_SECONDS = 5.0  # for giving a job back at shutdown; after that its lease runs out


class Doing:
    """Does one claimed job; ``taken`` is what ``ticks`` said before the claim, ``every`` its recurrence.

    ``writing`` lets few effects at a time have one of the process's connections, which people wait for too.
    """

    def __init__(
        self,
        database: Database,
        kind: AnyKind,
        handler: Handler[Any],
        job: Claimed,
        *,
        taken: float,
        every: timedelta | None,
        writing: asyncio.Semaphore,
        random: Callable[[], float],
    ) -> None:
        self._database = database
        self._kind = kind
        self._handler = handler
        self._job = job
        self._taken = taken
        self._every = every
        self._writing = writing
        self._random = random

    async def run(self) -> None:
        """Do it and write down what became of it; cancelled, it is given back at once."""
        try:
            error = await failure_of(self._handle)
        except asyncio.CancelledError:
            JOB_RUNS.labels(self._kind.name, "given_back").inc()
            await attempt(self.give_back, f"giving back {self._kind.name}")
            raise
        JOB_RUNS.labels(self._kind.name, self._outcome(error)).inc()
        if error is not None and not isinstance(error, LeaseLost):
            await self._failed(error)

    async def give_back(self) -> None:
        """Let another process have it now."""
        async with asyncio.timeout(RELEASE_SECONDS):
            await self._database.run(lambda uow: release(uow, self._job.lease, present(self._database)))

    async def _handle(self) -> None:
        try:
            payload = msgspec.convert(self._job.payload, self._kind.payload)
        except msgspec.ValidationError as error:
            raise GiveUp("what it carries cannot be read") from error
        handler, job = self._handler, self._job
        if isinstance(handler, External):
            finish = await self._held(self._errand(handler, payload), fenced_only=False)
            await self._database.run(partial(self._end, finish=finish))
            return

        async def work(uow: UnitOfWork) -> None:
            await handler.effect(uow, payload, job.attempt)
            await self._end(uow, finish=None)

        async def in_turn() -> None:
            async with self._writing:
                await self._database.run(work)

        await self._held(in_turn(), fenced_only=True)

    async def _errand(self, handler: External[Any], payload: msgspec.Struct) -> Finish | None:
        return await handler.errand(self._database, payload, self._job.attempt)

    async def _held(self, work: Any, *, fenced_only: bool) -> Any:
        """Work while the lease is ours.

        :raises LeaseLost: once it is not.
        """
        keeper = Keeper(self._database, self._job.lease, self._taken, fenced_only=fenced_only)
        try:
            return await unless(keeper.until_lost(), work)
        except Stopped:
            raise LeaseLost from None
        finally:
            await keeper.close()

    async def _end(self, uow: UnitOfWork, finish: Finish | None) -> None:
        """Write down that it is done, after whatever it changed: jobs come last but for the counter."""
        if finish is not None:
            await finish(uow)
        if self._every is None:
            await end(uow, self._job.lease)
        else:
            await end_turn(uow, self._job.lease, present(self._database), self._every)

    async def _failed(self, error: Exception) -> None:
        number = self._job.attempt.number
        if isinstance(error, Postponed):
            logger.info("%s is postponed: %s", self._kind.name, error)
        else:
            logger.warning("%s failed, attempt %d", self._kind.name, number, exc_info=error)
        random = self._random()

        async def work(uow: UnitOfWork) -> None:
            await fail(uow, self._kind, self._job.lease, error, present(self._database), random)

        try:
            await self._database.run(work)
        except LeaseLost:
            logger.warning("%s was taken over before its failure was written down", self._kind.name)

    def _outcome(self, error: Exception | None) -> str:
        if error is None:
            return "done"
        if isinstance(error, LeaseLost):
            return "lost"
        if isinstance(error, Postponed):
            return "postponed"
        gives_up = self._job.attempt.last or isinstance(error, GiveUp)
        return "set_aside" if gives_up and self._every is None else "failed"
