"""What is being typed and not sent: kept on this machine by kind and subject, crash or no crash."""

import logging

from occ_contract.ids import new_id
from occ_desktop.domain.drafts import Draft, DraftKind
from occ_desktop.domain.failures import Failure
from occ_desktop.services.ports import Clock, Tasks
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import own

_log = logging.getLogger(__name__)


class Drafts:
    """Every box a person types longer texts into keeps them here; none is kept at the server."""

    def __init__(self, workplace: Workplace, tasks: Tasks, clock: Clock) -> None:
        self._place = workplace
        self._tasks = tasks
        self._clock = clock

    async def read(self, kind: DraftKind, subject: str) -> Draft | None:
        """Return what was typed for this subject, None when there is nothing.

        :raises CacheFailure: the cache failed.
        """
        return await self._place.cache.read(own.draft, kind, subject)

    async def latest(self, kind: DraftKind, subject: str) -> Draft | None:
        """Return the same from where it is written, however long the reader is busy. Raises like `read`."""
        return await self._place.cache.write(own.draft, kind, subject)

    async def keep(self, kind: DraftKind, subject: str, draft: Draft | None) -> None:
        """Keep what is being typed; None or an empty text forgets it. :raises CacheFailure: nothing was."""
        await self._place.cache.write(own.keep_draft, kind, subject, draft, self._clock.now())

    def keep_soon(self, kind: DraftKind, subject: str, draft: Draft | None) -> None:
        """Keep it also when the screen that asks goes away now. Returns at once."""
        self._tasks.start(self._keep(kind, subject, draft), name=f"draft-{new_id()}")

    async def _keep(self, kind: DraftKind, subject: str, draft: Draft | None) -> None:
        try:
            await self.keep(kind, subject, draft)
        except Failure as failure:
            _log.warning("a draft was not kept: %s", failure)
