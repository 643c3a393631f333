"""The one place of the server that makes tasks: each has a name and an owner that ends it.

It is also the border of every loop that works beside the requests: what fails there is logged and tried again
with the next turn, never lost silently.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

T = TypeVar("T")

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


async def first_of(*waits: Coroutine[Any, Any, object]) -> None:
    """Wait until one of these is over; cancel the others."""
    tasks = [asyncio.create_task(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Stopped(Exception):
    """What :func:`unless` worked on was stopped before it was done."""


async def unless(stop: Coroutine[Any, Any, object], work: Coroutine[Any, Any, T]) -> T:
    """Return what ``work`` returns; once ``stop`` is over first, work is cancelled.

    :raises Stopped: when it was; what ``work`` or ``stop`` raise passes.
    """
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop)
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        stopping.result()
        raise Stopped
    finally:
        for task in (working, stopping):
            task.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)


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


async def attempt(step: Callable[[], Awaitable[None]], what: str) -> bool:
    """Do one step of a loop; a failure is logged and answered with False."""
    try:
        await step()
    except Exception:
        logger.exception("%s failed", what)
        return False
    return True
