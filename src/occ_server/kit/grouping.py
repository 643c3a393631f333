"""Group commit: commands that wait for each other anyway share one transaction.

Writers of one organisation queue at its counter. Where each is small, what they wait for is mostly
beginnings, stamps and commits, so those that arrive while one group is being written are the next group: one
transaction, one stamp, one commit. Nobody waits for company, and nobody for long for a group that hangs: the
next one passes it by. A group one of whose members fails is undone as
a whole and each of its members runs alone; only when nobody knows whether a commit took place, all are told.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

from occ_server.kit.tasks import TaskOwner, failure_of
from occ_server.kit.unit import UnitOfWork

T = TypeVar("T")
Work = Callable[[UnitOfWork], Awaitable[Any]]

MOST = 32  # members of a group: what one of them waits for stays short
PATIENCE = 2.0  # seconds until the next group passes one that hangs
AT_ONCE = 2  # groups of a key, those that hang included: the other connections are for others


class _Member:
    """One command of a group and who waits for it."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.result: Any = None
        self.done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def settle(self, failure: Exception | None = None) -> None:
        """Tell who waits, unless they have gone."""
        if self.done.done():
            return
        if failure is None:
            self.done.set_result(self.result)
        else:
            self.done.set_exception(failure)


class Grouping:
    """Runs commands in groups: one group of each key (an organisation) at a time, as long as none hangs.

    ``write`` opens a unit of work, ``alone`` runs one command in its own, ``undone`` tells of a failure at
    the end of a unit of work that it certainly was rolled back.
    """

    def __init__(
        self,
        write: Callable[[], AbstractAsyncContextManager[UnitOfWork]],
        alone: Callable[[Work], Awaitable[Any]],
        undone: Callable[[BaseException], bool],
    ) -> None:
        self._write = write
        self._alone = alone
        self._undone = undone
        self._waiting: dict[str, deque[_Member]] = {}
        self._under_way: dict[str, set[asyncio.Task[None]]] = {}
        self._tasks = TaskOwner()

    async def run(self, key: str, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """Run ``work(uow)`` once, in the key's next group; it may run again after a member's failure."""
        member = _Member(work)
        queue = self._waiting.get(key)
        if queue is None:
            queue = self._waiting[key] = deque()
            self._tasks.start(self._serve(key, queue), "groups of commands")
        queue.append(member)
        result: T = await member.done
        return result

    async def close(self) -> None:
        """End what is still running; those who wait are cancelled."""
        await self._tasks.close()
        for queue in self._waiting.values():
            for member in queue:
                member.done.cancel()

    async def _serve(self, key: str, queue: deque[_Member]) -> None:
        """Write groups of a key until nobody waits."""
        under_way = self._under_way.setdefault(key, set())
        try:
            while queue:
                if len(under_way) >= AT_ONCE:
                    await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                taken = [queue.popleft() for _ in range(min(MOST, len(queue)))]
                if group := [member for member in taken if not member.done.cancelled()]:
                    task = self._tasks.start(self._write_group(group), "a group of commands")
                    under_way.add(task)
                    task.add_done_callback(under_way.discard)
                    await asyncio.wait({task}, timeout=PATIENCE)
        finally:
            self._waiting.pop(key, None)
            if not under_way:
                self._under_way.pop(key, None)
            for member in queue:
                member.done.cancel()

    async def _write_group(self, group: list[_Member]) -> None:
        try:
            await self._written(group)
        finally:  # closing ends it
            for member in group:
                member.done.cancel()

    async def _written(self, group: list[_Member]) -> None:
        inside: list[Exception] = []

        async def members(uow: UnitOfWork) -> None:
            for member in group:
                member.result = await member.work(uow)

        async def whole() -> None:
            async with self._write() as uow:
                failure = await failure_of(lambda: members(uow))
                if failure is not None:
                    inside.append(failure)
                    raise failure

        failure = await failure_of(whole)
        if failure is None:
            for member in group:
                member.settle()
        elif self._undone(failure) or (inside and len(group) > 1):
            for member in group:
                await self._run_alone(member)
        else:
            for member in group:
                member.settle(failure)

    async def _run_alone(self, member: _Member) -> None:
        async def once() -> None:
            member.result = await self._alone(member.work)

        member.settle(await failure_of(once))
