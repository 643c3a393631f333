"""Does due work in one process; any number of processes may. What it takes it holds by lease.

It looks once a second, at once when work is announced, and exactly when the next job is due. It never takes
more than it can begin, and a kind with much to do lets the others have their turn.
"""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import SystemRandom
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from occ_server.kit.announcements import Announcement, JobsDue
from occ_server.kit.clock import ticks
from occ_server.kit.db import Database, insert_into
from occ_server.kit.health import Health
from occ_server.kit.jobs.doing import Doing
from occ_server.kit.jobs.figures import KindFigures, figures, publish
from occ_server.kit.jobs.kinds import AnyKind, Handler, JobKind, P, Recurring, Turn
from occ_server.kit.jobs.leases import Claimed, claim
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.jobs.times import later, present
from occ_server.kit.repeated import Repeated
from occ_server.kit.tasks import Supervisor, TaskOwner, attempt, ended, first_of, made_or_undone
from occ_server.kit.unit import UnitOfWork

logger = logging.getLogger(__name__)

LOOP = "job loop"  # in /healthz and /metrics; "jobs" there says how the work itself is
POLL_SECONDS = 1.0
LONGEST_PAUSE = 5.0  # claims end by jobs: customers wait for them
SLOTS = 4  # jobs of one process at a time
WRITERS = 2  # effects of one process at a time: they take connections from people's commands
_LEAST_PAUSE = 0.01
NOISE = SystemRandom().random


def this_process() -> str:
    """Return a name for this process that people recognise."""
    return f"{socket.gethostname()}:{os.getpid()}"[:100]


class Runner:
    """Does the jobs of the kinds it knows. ``random`` (0 to 1) spreads what failed together."""

    def __init__(
        self,
        database: Database,
        kinds: Iterable[AnyKind] = (),
        recurring: Iterable[Recurring] = (),
        *,
        slots: int = SLOTS,
        random: Callable[[], float] = NOISE,
    ) -> None:
        self._database = database
        self._slots = slots
        self._random = random
        self._every: dict[str, timedelta] = {}
        self._kinds: dict[str, AnyKind] = {}
        self._handlers: dict[str, Handler[Any]] = {}
        self._served: dict[str, int] = {}  # kind -> turn of its last service
        self._turns = 0
        self._tasks = TaskOwner()
        self._under_way: dict[asyncio.Task[None], str] = {}
        self._news = asyncio.Event()
        self._turning = asyncio.Lock()  # who waits for what is under way must not miss what is being taken
        self._writing = asyncio.Semaphore(WRITERS)
        self._looked: float | None = None
        self._repeated = Repeated(database.clock)
        self._unless_idle: dict[str, Recurring] = {}
        self._idle_until: dict[str, float] = {}  # what was found to have nothing to do, by ``ticks``
        for kind in kinds:
            self._learn(kind)
        for work in recurring:
            self._every[work.name] = work.every
            if work.is_needed is not None:
                self._unless_idle[work.name] = work
            self._learn(work.kind)

    def _learn(self, kind: AnyKind) -> None:
        if kind.name in self._kinds:
            raise ValueError(f"two kinds of job are called {kind.name!r}")
        self._kinds[kind.name] = kind
        if kind.handler is not None:
            self._handlers[kind.name] = kind.handler

    @asynccontextmanager
    async def running(self, supervisor: Supervisor | None = None) -> AsyncIterator[None]:
        """Do jobs while the block runs; then those under way are cancelled and given back.

        ``supervisor`` begins the looking for work anew whenever it ends, and says so; one of its own without.
        """
        await self.plan()
        keeper = supervisor or Supervisor(Health(self._database.clock))
        try:
            with self._database.announcer.listening(self._hear):
                async with keeper.keeping(LOOP, self._loop, longest=LONGEST_PAUSE):
                    yield
        finally:
            await self._tasks.close()

    @asynccontextmanager
    async def offering(self, kind: JobKind[P], handler: Handler[P]) -> AsyncIterator[None]:
        """Do jobs of a kind without a handler while the block runs: only this process can, now."""
        self._handlers[kind.name] = handler
        self._news.set()
        try:
            yield
        finally:
            del self._handlers[kind.name]
            for task, name in tuple(self._under_way.items()):
                if name == kind.name:
                    await ended(task)

    async def plan(self) -> None:
        """See to it that each recurring work has its row; its first turn is one period from now."""
        wanted = set(self._every)
        async with self._database.read() as conn:
            query = select(jobs.c.id).where(jobs.c.id.in_(wanted))
            missing = wanted - set((await conn.execute(query)).scalars())
        if missing:
            await self._database.run(partial(self._plan, names=sorted(missing)))

    async def _plan(self, uow: UnitOfWork, names: Sequence[str]) -> None:
        for name in names:
            first = later(present(self._database), self._every[name])
            insert = insert_into(uow.conn, jobs).values(
                id=name, kind=name, payload=Turn(), created_at=uow.now, due_at=first, ready_at=first
            )
            await uow.conn.execute(insert.on_conflict_do_nothing())

    async def settled(self) -> None:
        """Do everything that is due now, and what becomes due by it."""
        while True:
            await self._turn_once()
            if not self._under_way:
                return
            await asyncio.wait(tuple(self._under_way))

    async def figures(self) -> list[KindFigures]:
        """Count the table; work that was found to have nothing to do is not late."""
        async with self._database.read() as conn:
            found = await figures(conn, present(self._database), self._kinds)
        return [replace(one, late_seconds=0.0) if one.kind in self._idle_until else one for one in found]

    async def publish(self) -> None:
        """Bring the gauges of ``/metrics`` up to date; without a database they are left out."""
        found: list[KindFigures] = []
        try:
            found = await self.figures()
        except (SQLAlchemyError, OSError) as error:
            logger.warning("counting the jobs failed (%s)", type(error).__name__)
        publish(found)

    def silence(self) -> float | None:
        """Return the seconds since this process last looked for work; None: never yet."""
        return None if self._looked is None else ticks(self._database.clock) - self._looked

    def _hear(self, announcement: Announcement) -> None:
        if isinstance(announcement, JobsDue) and announcement.kind in self._handlers:
            self._news.set()

    async def _loop(self) -> None:
        pause = POLL_SECONDS

        async def turn() -> None:
            nonlocal pause
            pause = await self._turn_once()

        while True:
            self._news.clear()
            if not await attempt(turn, "looking for due jobs", self._repeated):
                pause = POLL_SECONDS * (1 + self._random())
            await first_of(self._news.wait(), self._database.clock.sleep(pause))

    async def _turn_once(self) -> float:
        async with self._turning:
            return await self._turn()

    async def _turn(self) -> float:
        """Begin what is due and has a slot; return the seconds until there may be more."""
        due, pause = await self._look()
        self._looked = ticks(self._database.clock)
        for name in sorted(due, key=lambda name: self._served.get(name, 0)):
            if (free := self._slots - len(self._under_way)) <= 0:
                break
            if not await self._is_idle(name):
                await self._take(self._kinds[name], free)
        return pause

    async def _is_idle(self, name: str) -> bool:
        """Tell whether recurring work that can be asked has nothing to do, asking it once in its period."""
        if (work := self._unless_idle.get(name)) is None or work.is_needed is None:
            return False
        asked = ticks(self._database.clock)
        if asked < self._idle_until.get(name, asked):
            return True
        self._idle_until.pop(name, None)
        async with self._database.read() as conn:
            if await work.is_needed(conn, self._database.clock.now()):
                return False
        self._idle_until[name] = asked + work.every.total_seconds()
        return True

    async def _look(self) -> tuple[list[str], float]:
        """Return the kinds that have something ready, and the seconds until the next one has."""
        names = sorted(self._handlers)
        firsts = [
            select(func.min(jobs.c.ready_at))
            .where(jobs.c.kind == name, jobs.c.failed_at.is_(None))
            .scalar_subquery()
            for name in names
        ]
        async with self._database.ask() as conn:
            now, *found = (await conn.execute(select(present(self._database), *firsts))).one()
        due = [name for name, first in zip(names, found, strict=True) if first is not None and first <= now]
        waits = [(first - now).total_seconds() for first in found if first is not None and first > now]
        return due, max(min([POLL_SECONDS, *waits]), _LEAST_PAUSE)

    async def _take(self, kind: AnyKind, free: int) -> None:
        self._turns += 1
        self._served[kind.name] = self._turns
        for doing in await made_or_undone(self._claimed(kind, free), _all_given_back):
            task = self._tasks.start(doing.run(), f"job {kind.name}")
            self._under_way[task] = kind.name
            task.add_done_callback(self._on_done)

    async def _claimed(self, kind: AnyKind, free: int) -> list[Doing]:
        taken = ticks(self._database.clock)

        async def work(uow: UnitOfWork) -> list[Claimed]:
            return await claim(uow, kind, present(self._database), free, this_process())

        handler = self._handlers[kind.name]
        return [
            Doing(
                self._database,
                kind,
                handler,
                job,
                taken=taken,
                every=self._every.get(kind.name),
                writing=self._writing,
                random=self._random,
            )
            for job in await self._database.run(work)
        ]

    def _on_done(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task]
        self._news.set()


async def _all_given_back(made: Sequence[Doing]) -> None:
    for doing in made:
        await doing.give_back()
