"""Work that is asked for often and must run once more when asked for while it ran (reading a snapshot)."""

from collections.abc import Awaitable, Callable

from occ_desktop.services.ports import Tasks


class Coalesced:
    """Call it whenever the ground may have moved; however often that is, the work runs one at a time."""

    def __init__(self, tasks: Tasks, name: str, work: Callable[[], Awaitable[None]]) -> None:
        self._tasks = tasks
        self._name = name
        self._work = work
        self._asked = False

    def __call__(self) -> None:
        """Have the work run soon; what it sees is at least as new as this call."""
        self._asked = True
        if not self._tasks.running(self._name):
            self._tasks.start(self._run(), name=self._name)

    async def _run(self) -> None:
        while self._asked:
            self._asked = False
            await self._work()
