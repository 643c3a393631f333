"""The one place of the server that makes tasks: each has a name and an owner that ends it.

It is also the border of every loop that works beside the requests: what fails there is logged, counted and
tried again, never lost silently. What must go on for as long as the server runs belongs to the supervisor.
"""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from occ_server.kit.clock import Clock
from occ_server.kit.figures import TASK_FAILURES
from occ_server.kit.health import Health, PartState
from occ_server.kit.repeated import Repeated

T = TypeVar("T")
Loop = Callable[[], Coroutine[Any, Any, None]]

FIRST_PAUSE = 1.0  # seconds
LONGEST_PAUSE = 60.0
SETTLED_AFTER = 10.0  # a restarted loop that lived that long is well again
FAILED_AFTER = 5  # failures in a row

logger = logging.getLogger(__name__)


@asynccontextmanager
async def running(job: Coroutine[Any, Any, None], name: str) -> AsyncIterator[asyncio.Task[None]]:
    """Run ``job`` beside the block and cancel it at the block's end."""
    task = asyncio.create_task(job, name=name)
    try:
        yield task
    finally:
        await ended(task)


async def ended(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait until it is gone."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def made_or_undone(making: Coroutine[Any, Any, T], undo: Callable[[T], Awaitable[object]]) -> T:
    """Return what ``making`` makes. A caller cancelled meanwhile has it made and undone before it goes."""
    task = asyncio.create_task(making)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        with suppress(Exception):  # whoever asked has gone: there is nobody to tell
            await undo(await task)
        raise


async def _raced(*jobs: Coroutine[Any, Any, Any]) -> list[asyncio.Task[Any] | None]:
    """Run jobs beside each other until one is over, then end the others.

    Return the tasks of those that were over, each in its job's place; None for the others.
    """
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        over, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return [task if task in over else None for task in tasks]


async def together(*jobs: Coroutine[Any, Any, None]) -> None:
    """Run jobs beside each other until one ends; end the others, and raise what it raised."""
    for task in await _raced(*jobs):
        if task is not None:
            task.result()


async def first_of(*waits: Coroutine[Any, Any, object]) -> None:
    """Wait until one of these is over, however it ends; cancel the others."""
    await _raced(*waits)


class Stopped(Exception):
    """What :func:`unless` worked on was stopped before it was done."""


async def unless(stop: Coroutine[Any, Any, object], work: Coroutine[Any, Any, T]) -> T:
    """Return what ``work`` returns; once ``stop`` is over first, work is cancelled.

    :raises Stopped: when it was; what ``work`` or ``stop`` raise passes.
    """
    working, stopping = await _raced(work, stop)
    if working is not None:
        result: T = working.result()
        return result
    if stopping is not None:
        stopping.result()
    raise Stopped


class TaskOwner:
    """Owns the tasks of one part of the server, and ends those still running when it closes."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, job: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Run ``job`` until it is done or the owner closes; a failure of it is logged."""
        task = asyncio.create_task(job, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        return task

    def _on_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("%s failed", task.get_name(), exc_info=error)
            TASK_FAILURES.labels(task.get_name()).inc()

    async def close(self) -> None:
        """End every task, all at once."""
        ending = tuple(self._tasks)
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)


async def failure_of(step: Callable[[], Awaitable[None]]) -> Exception | None:
    """Do one step whose failure somebody else writes down; return it."""
    try:
        await step()
    except Exception as error:  # noqa: BLE001 - handed to who writes it down
        return error
    return None


async def attempt(step: Callable[[], Awaitable[None]], what: str, repeated: Repeated | None = None) -> bool:
    """Do one step of a loop; a failure is logged (``repeated``: once a minute) and answered with False."""
    try:
        await step()
    except Exception as error:
        spell, is_news = (None, True) if repeated is None else repeated.met(f"{what}: {type(error).__name__}")
        if is_news:
            logger.exception("%s failed%s", what, spell.words if spell else "")
        TASK_FAILURES.labels(what).inc()
        return False
    return True


class Supervisor:
    """Keeps work going for as long as the server runs: nothing it looks after can end unnoticed.

    A failure, an unexpected end and a cancellation nobody asked for are the same to it: logged, counted,
    reported to ``health``, and begun again after a pause that grows with the failures in a row, with noise.
    ``pause`` waits real seconds.
    """

    def __init__(
        self,
        health: Health,
        *,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        settled_after: float = SETTLED_AFTER,
    ) -> None:
        self._health = health
        self._pause = pause
        self._settled_after = settled_after

    @asynccontextmanager
    async def keeping(self, name: str, loop: Loop, *, longest: float = LONGEST_PAUSE) -> AsyncIterator[None]:
        """Run ``loop``, which should never return, while the block runs; at most ``longest`` s of pause."""
        self._health.report(name, PartState.OK)
        async with running(self._keep(name, loop, longest), name):
            yield
        self._health.forget(name)

    @asynccontextmanager
    async def repeating(
        self, name: str, step: Callable[[], Awaitable[object]], every: float, clock: Clock
    ) -> AsyncIterator[None]:
        """Do ``step`` every so many seconds of ``clock`` while the block runs, sooner after a failure."""

        async def repeat() -> None:
            failures = 0
            while True:
                await clock.sleep(min(every, _pause_after(failures, LONGEST_PAUSE)) if failures else every)
                try:
                    await step()
                except Exception as error:  # noqa: BLE001 - logged in _failed
                    failures += 1
                    self._failed(name, failures, error)
                else:
                    failures = 0
                    self._health.report(name, PartState.OK)

        async with self.keeping(name, repeat):
            yield

    async def _keep(self, name: str, loop: Loop, longest: float) -> None:
        failures = 0
        while True:
            began = asyncio.get_running_loop().time()
            error = await self._outcome(name, loop, was_ill=failures > 0)
            if asyncio.get_running_loop().time() - began >= self._settled_after:
                failures = 0
            failures += 1
            self._failed(name, failures, error)
            await self._pause(_pause_after(failures, longest))

    async def _outcome(self, name: str, loop: Loop, *, was_ill: bool) -> BaseException | None:
        """Run the loop in a task of its own until it ends in whatever way; None: it just returned."""
        task = asyncio.create_task(loop(), name=name)
        try:
            if was_ill:
                await asyncio.wait({task}, timeout=self._settled_after)
                if not task.done():
                    self._health.report(name, PartState.OK)
            await asyncio.wait({task})
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise
        return asyncio.CancelledError() if task.cancelled() else task.exception()

    def _failed(self, name: str, failures: int, error: BaseException | None) -> None:
        TASK_FAILURES.labels(name).inc()
        word = "ended" if error is None else type(error).__name__
        state = PartState.FAILED if failures >= FAILED_AFTER else PartState.DEGRADED
        self._health.report(name, state, f"{word}, {failures} in a row")
        # The traceback once: the same one every few seconds would bury the log.
        shown = error if failures == 1 else None
        logger.error("%s failed: %s, %d in a row", name, word, failures, exc_info=shown)


def _pause_after(failures: int, longest: float) -> float:
    """Return the seconds to wait after so many failures in a row: doubled each time, with noise."""
    grown = min(longest, FIRST_PAUSE * 2.0 ** min(failures - 1, 16))
    return grown * random.uniform(0.5, 1.0)  # noqa: S311 - noise, not a secret
