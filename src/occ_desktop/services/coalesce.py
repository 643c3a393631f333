"""Work that is asked for often and must run once more when asked for while it ran (reading a snapshot)."""

import logging
from collections.abc import Awaitable, Callable

from occ_desktop.domain.failures import Failure
from occ_desktop.services.ports import Tasks

_log = logging.getLogger(__name__)


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
            try:
                await self._work()
            except Failure as failure:  # nobody waits for this; who asks for the rows hears it again
                _log.info("%s did not run: %s", self._name, failure)
