"""How a topic declares its jobs: what each kind carries, does, and means when it is repeated."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.kit.db import Database
from occ_server.kit.unit import UnitOfWork

P = TypeVar("P", bound=msgspec.Struct)

NAME_LIMIT = 36  # recurring work has its name for its id


@dataclass(frozen=True)
class Attempt:
    """One run of a job: its number (the first is 1), and whether a failure would be the last."""

    job_id: str
    number: int
    last: bool


Finish = Callable[[UnitOfWork], Awaitable[None]]


@dataclass(frozen=True)
class Transactional(Generic[P]):
    """Work whose effect is in the database: it and the end of its job are one unit of work, exactly once.

    ``effect`` may run again after a deadlock, so it has no other effects (``uow.after_commit`` is fine).
    """

    effect: Callable[[UnitOfWork, P, Attempt], Awaitable[None]]


@dataclass(frozen=True)
class External(Generic[P]):
    """Work whose effect is outside, done at least once; ``repeating`` says what a second time means.

    The lease is renewed while the errand runs; once it is lost the errand is cancelled and records nothing.
    What it returns is run in the unit of work that ends the job.
    """

    errand: Callable[[Database, P, Attempt], Awaitable[Finish | None]]
    repeating: str


Handler = Transactional[P] | External[P]


@dataclass(frozen=True)
class Retry:
    """When a failed job is tried again: after ``first``, each time twice as late, at most ``longest``.

    Up to ``noise`` of each pause is left out at random, so that what failed together does not return
    together. After ``attempts`` runs, those whose process died included, the job is set aside; None: never.
    """

    first: timedelta = timedelta(seconds=2)
    longest: timedelta = timedelta(minutes=10)
    attempts: int | None = 10
    noise: float = 0.5

    def pause(self, attempt: int, random: float) -> timedelta:
        """Return how long to wait after this attempt; ``random`` is from 0 to 1."""
        doubled: timedelta = self.first * 2.0 ** min(attempt - 1, 30)
        return min(doubled, self.longest) * (1 - self.noise * random)

    def is_last(self, attempt: int) -> bool:
        """Tell whether there is none after this attempt."""
        return self.attempts is not None and attempt >= self.attempts


@dataclass(frozen=True)
class JobKind(Generic[P]):
    """A kind of job. Without a ``handler`` it waits for a process that offers one (``Runner.offering``).

    ``lease_seconds`` is how soon another process takes over from one that died.
    """

    name: str
    payload: type[P]
    handler: Handler[P] | None = None
    retry: Retry = field(default_factory=Retry)
    lease_seconds: float = 30.0

    def __post_init__(self) -> None:
        if not 0 < len(self.name) <= NAME_LIMIT:
            raise ValueError(f"a name of 1 to {NAME_LIMIT} characters: {self.name!r}")


class Turn(msgspec.Struct, frozen=True):
    """What recurring work is given: nothing but its turn."""


@dataclass(frozen=True)
class Recurring:
    """Work that comes back ``every`` so often, each turn done by one process.

    ``work(uow)`` is one unit of work with the end of its turn; an errand outside is ``External``. Turns
    missed while no server ran are not made up for. A turn that fails is tried again, never set aside.

    Work that comes often and mostly finds nothing has ``is_needed(conn, now)``: it looks in a snapshot, and
    while it finds nothing no turn is taken and nothing is written. Each process looks for itself, once in
    ``every``; the row stays due meanwhile.
    """

    name: str
    every: timedelta
    work: Callable[[UnitOfWork], Awaitable[object]] | External[Turn]
    lease_seconds: float = 30.0
    is_needed: Callable[[AsyncConnection, datetime], Awaitable[bool]] | None = None

    @property
    def kind(self) -> JobKind[Turn]:
        """Return it as the runner sees it."""
        handler = self.work if isinstance(self.work, External) else Transactional(self._effect)
        retry = Retry(longest=self.every, attempts=None)
        return JobKind(self.name, Turn, handler, retry, self.lease_seconds)

    async def _effect(self, uow: UnitOfWork, _turn: Turn, _attempt: Attempt) -> None:
        assert not isinstance(self.work, External)
        await self.work(uow)


AnyKind = JobKind[Any]


class GiveUp(Exception):
    """Trying again will not help: the job is set aside at once. The text is kept: no personal data."""


class Postponed(Exception):
    """Not yet: the job is tried again after ``pause``, and this attempt does not count."""

    def __init__(self, pause: timedelta) -> None:
        super().__init__(f"again in {pause.total_seconds():.0f} s")
        self.pause = pause


class LeaseLost(Exception):
    """Another process has taken this over: nothing of it may be written down here."""
