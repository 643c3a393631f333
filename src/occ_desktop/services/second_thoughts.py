"""A completion can be taken back for a moment: it stands in the outbox and waits there before it is sent.

What waits is on disk like any command, the waiting itself is only in memory: a program that dies meanwhile
sends it at its next start.
"""

import asyncio

from occ_desktop.domain.changes import ChangeSet
from occ_desktop.services.ports import Tasks
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import projection


class SecondThoughts:
    """Keeps commands on a callback back for ``seconds``; zero sends them at once."""

    def __init__(self, workplace: Workplace, tasks: Tasks, seconds: float) -> None:
        self._place = workplace
        self._tasks = tasks
        self.seconds = seconds
        self._kept: dict[str, str] = {}  # callback -> key of its command
        workplace.when_left(self._kept.clear)

    def keep_back(self, callback_id: str, key: str) -> None:
        """Have a command wait, from before it is queued on. Returns at once."""
        if self.seconds <= 0:
            return
        self._kept[callback_id] = key
        self._place.desk.sync.keep_back(key)
        self._tasks.start(self._let_go_later(callback_id, key), name=f"send-{key}")

    def let_go(self, callback_id: str | None = None) -> None:
        """Send what waits now, or the command on one callback. Nothing happens to what does not wait."""
        for waiting in [callback_id] if callback_id is not None else list(self._kept):
            key = self._kept.pop(waiting, None)
            if key is not None and self._place.open:
                self._place.desk.sync.let_go(key)

    async def take_back(self, callback_id: str) -> bool:
        """Drop the command that waits on a callback; False when it is gone to the server already.

        :raises CacheFailure: nothing was changed, and it is sent in time.
        """
        key = self._kept.get(callback_id)
        if key is None:
            return False
        dropped = await self._place.change(projection.discard, key)
        self.let_go(callback_id)
        return dropped != ChangeSet()

    async def _let_go_later(self, callback_id: str, key: str) -> None:
        await asyncio.sleep(self.seconds)
        if self._kept.get(callback_id) == key:
            self.let_go(callback_id)
