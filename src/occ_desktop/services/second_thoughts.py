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
        self._kept: dict[str, str] = {}  # key of a command -> its callback
        workplace.when_left(self._kept.clear)

    def keep_back(self, callback_id: str, key: str) -> None:
        """Have a command wait, from before it is queued on. Returns at once."""
        if self.seconds <= 0:
            return
        self._kept[key] = callback_id
        self._place.desk.sync.keep_back(key)
        self._tasks.start(self._let_go_later(key), name=f"send-{key}")

    def let_go(self, key: str) -> None:
        """Send a command that waits, now. Nothing happens to one that does not wait."""
        if self._kept.pop(key, None) is not None and self._place.open:
            self._place.desk.sync.let_go(key)

    def let_all_go(self) -> None:
        """Send everything that waits, now."""
        for key in list(self._kept):
            self.let_go(key)

    async def take_back(self, callback_id: str) -> bool:
        """Drop the command that waits on a callback; False when it is gone to the server already.

        :raises CacheFailure: nothing was changed, and it is sent in time.
        """
        taken = False
        for key in [key for key, waiting in self._kept.items() if waiting == callback_id]:
            taken |= await self._place.change(projection.discard, key) != ChangeSet()
            self.let_go(key)
        return taken

    async def _let_go_later(self, key: str) -> None:
        await asyncio.sleep(self.seconds)
        self.let_go(key)
