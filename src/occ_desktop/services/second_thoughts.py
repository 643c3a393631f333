"""A completion can be taken back for a moment: it stands in the outbox and waits there before it is sent.

What waits is on disk like any command, the waiting itself is only in memory: a program that dies meanwhile
sends it at its next start.
"""

import asyncio
from enum import StrEnum

from occ_desktop.domain.changes import ChangeSet
from occ_desktop.services.ports import Tasks
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import projection


class TakenBack(StrEnum):
    """What became of a command that was to be taken back."""

    TAKEN = "taken"
    DISCARDED = "discarded"  # given up in the outbox before: nothing was sent either
    SENT = "sent"  # as far as can be known: it may have arrived


class SecondThoughts:
    """Keeps commands on a callback back for ``seconds``; zero sends them at once."""

    def __init__(self, workplace: Workplace, tasks: Tasks, seconds: float) -> None:
        self._place = workplace
        self._tasks = tasks
        self.seconds = seconds
        self._kept: dict[str, str] = {}  # key of a command -> its callback
        self._let_gone: dict[str, str] = {}  # callback -> key of the last command that waited on it
        workplace.when_left(self._forget)

    def keep_back(self, callback_id: str, key: str) -> None:
        """Have a command wait, from before it is queued on. Returns at once."""
        if self.seconds <= 0:
            return
        self._kept[key] = callback_id
        self._place.desk.sync.keep_back(key)
        self._tasks.start(self._let_go_later(key), name=f"send-{key}")

    def let_go(self, key: str) -> None:
        """Send a command that waits, now. Nothing happens to one that does not wait."""
        callback_id = self._kept.pop(key, None)
        if callback_id is not None:
            self._let_gone[callback_id] = key
            if self._place.open:
                self._place.desk.sync.let_go(key)

    def let_all_go(self) -> None:
        """Send everything that waits, now."""
        for key in list(self._kept):
            self.let_go(key)

    async def take_back(self, callback_id: str) -> TakenBack:
        """Drop the command on a callback that waits, or waited and has not left yet; say what became of it.

        :raises CacheFailure: nothing was changed, and it is sent in time.
        """
        waiting = [key for key, waits_for in self._kept.items() if waits_for == callback_id]
        gone = self._let_gone.get(callback_id)  # stays: a try that is under way may still come to nothing
        taken = False
        for key in waiting or ([gone] if gone is not None else []):
            taken |= await self._place.change(projection.discard, key) != ChangeSet()
            self.let_go(key)
        if taken:
            self._let_gone.pop(callback_id, None)
            return TakenBack.TAKEN
        return TakenBack.DISCARDED if waiting else TakenBack.SENT

    def _forget(self) -> None:
        self._kept.clear()
        self._let_gone.clear()

    async def _let_go_later(self, key: str) -> None:
        await asyncio.sleep(self.seconds)
        self.let_go(key)
