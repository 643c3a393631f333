"""What is being typed and not sent: kept on this machine by kind and subject, crash or no crash.

What is handed over here is seen through, whichever screen goes; `settled` waits for it, and so does the end
of a session. What this machine does not take now (a full disk) waits in memory and is tried again.
"""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import ExitStack
from typing import Any, TypeVar

from occ_contract.ids import new_id
from occ_desktop.domain.drafts import Draft, DraftKind
from occ_desktop.domain.failures import Failure
from occ_desktop.services.ports import Clock, Tasks
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import own

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Drafts:
    """Every box a person types longer texts into keeps them here; none is kept at the server."""

    def __init__(self, workplace: Workplace, tasks: Tasks, clock: Clock) -> None:
        self._place = workplace
        self._tasks = tasks
        self._clock = clock
        self._under_way: set[asyncio.Task[None]] = set()
        self._unwritten: dict[tuple[DraftKind, str], Draft | None] = {}
        workplace.when_left(self._unwritten.clear)

    async def read(self, kind: DraftKind, subject: str) -> Draft | None:
        """Return what was typed for this subject, None when there is nothing; what was kept before counts.

        It does not wait for the reader, which may be busy with a search.

        :raises CacheFailure: the cache failed.
        """
        if (kind, subject) in self._unwritten:
            return self._unwritten[kind, subject]
        cache = self._place.cache
        ask = cache.write if cache.limit is None else cache.read
        return await ask(own.draft, kind, subject)

    async def typed(self, kind: DraftKind) -> dict[str, Draft]:
        """Return all of a kind that was typed and not sent, by subject. :raises CacheFailure: it failed."""
        found = dict(await self._place.cache.read(own.typed, kind))
        for (its_kind, subject), draft in self._unwritten.items():
            if its_kind is kind and draft is not None:
                found[subject] = draft
            elif its_kind is kind:
                found.pop(subject, None)
        return found

    async def keep(self, kind: DraftKind, subject: str, draft: Draft | None) -> None:
        """Keep what is being typed; None forgets it. :raises CacheFailure: it waits in memory."""
        try:
            await self._place.cache.write(own.keep_draft, kind, subject, draft, self._clock.now())
        except Failure:
            if self._place.open:
                self._unwritten[kind, subject] = draft
            raise
        self._unwritten.pop((kind, subject), None)

    def keep_soon(
        self, kind: DraftKind, subject: str, draft: Draft | None
    ) -> "asyncio.Future[Failure | None]":
        """Keep it also when the screen that asks goes away now. Returns at once; the future says why not."""
        return self.see_through(self._keep(kind, subject, draft))

    def see_through(self, work: Coroutine[Any, Any, T]) -> "asyncio.Future[T]":
        """Do work on a text to its end, whoever waits for its answer; it lets no failure out."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        async def see() -> None:
            with ExitStack() as unanswered:
                unanswered.callback(answer.cancel)  # nothing happens to one that has its result
                found = await work
                if not answer.done():
                    answer.set_result(found)

        task = self._tasks.start(see(), name=f"text-{new_id()}")
        if task is None:
            work.close()
            answer.cancel()
        else:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return answer

    async def settled(self) -> None:
        """Wait until every text that was handed over is where it belongs."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def write_again(self) -> None:
        """Try once more to write what this machine did not take. :raises CacheFailure: it still does not."""
        for (kind, subject), draft in list(self._unwritten.items()):
            await self.keep(kind, subject, draft)

    async def _keep(self, kind: DraftKind, subject: str, draft: Draft | None) -> Failure | None:
        try:
            await self.keep(kind, subject, draft)
        except Failure as failure:
            _log.warning("a draft was not kept: %s", failure)
            return failure
        return None
