"""Holding the claim of a running call: renewed until the call is known to have ended.

While a call runs nobody else may dial, reassign or cancel its callback; a claim nobody renews ends by itself
within a minute, so that a crashed client blocks no customer.
"""

import asyncio
import logging

from occ_contract.cti import CallState
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import LoggedOut, Refused, Unreachable
from occ_desktop.services.bus import Bus
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.cti import Cti
from occ_desktop.services.events import CtiChanged
from occ_desktop.services.ports import Beats, Tasks
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import callbacks as stored

_log = logging.getLogger(__name__)
_LEASE = 3  # beats a claim lives without renewal
_HURRY = 3  # how much sooner than at the next beat a failed renewal is tried again


class Claims:
    """The calls this client holds; a call found running after a restart is held again."""

    def __init__(self, workplace: Workplace, cti: Cti, bus: Bus, tasks: Tasks, beats: Beats) -> None:
        self._place = workplace
        self._cti = cti
        self._tasks = tasks
        self._seconds = beats.claim
        self._live: dict[str, str] = {}  # attempt id -> callback id
        self._over: set[str] = set()
        self._look_soon = Coalesced(tasks, "look-for-call-ends", self._look_for_ends)
        bus.subscribe(ChangeSet, self._on_change)
        bus.subscribe(CtiChanged, self._on_line)
        workplace.when_left(self._release)

    def hold(self, callback_id: str, attempt_id: str) -> None:
        """Keep this call's claim until it ends; a call known to be over is let go."""
        if attempt_id not in self._over:
            self._live[attempt_id] = callback_id
            self._tasks.start(self._renew(callback_id, attempt_id), name=f"claim-{attempt_id}")

    def ended(self, attempt_id: str) -> None:
        """Take in that a call is over."""
        self._live.pop(attempt_id, None)
        self._over.add(attempt_id)
        self._tasks.cancel(f"claim-{attempt_id}")

    async def _renew(self, callback_id: str, attempt_id: str) -> None:
        """Renew at every beat; what got no answer, or none that says anything of the claim, comes again soon.

        Whether the claim is over only the server says; beyond its lease there is no hurry to ask.
        """
        pause, failing = self._seconds, 0.0
        while attempt_id in self._live:
            await asyncio.sleep(pause)
            if not self._place.open:
                return
            try:
                await self._place.api.renew_attempt(callback_id, attempt_id)
            except LoggedOut:
                return
            except (Unreachable, Refused) as failure:
                if isinstance(failure, Refused) and not failure.transient:
                    _log.info("claim not renewed: %s", failure.code.value)
                    self._live.pop(attempt_id, None)
                    self._over.add(attempt_id)
                    return
                soon = self._seconds / _HURRY if failing < self._seconds * _LEASE else self._seconds
                pause = min(max(soon, _asked(failure)), self._seconds)
                failing += pause
            else:
                pause, failing = self._seconds, 0.0

    def _release(self) -> None:
        """Stop renewing when the person leaves: the claims run out by themselves."""
        for attempt_id in self._live:
            self._tasks.cancel(f"claim-{attempt_id}")
        self._live.clear()

    def _on_line(self, _event: CtiChanged) -> None:
        """Go on holding the call this person was in when the program ended."""
        call = self._cti.status.call if self._cti.status else None
        if call is not None and call.callback_id and call.state is not CallState.ENDED:
            self.hold(call.callback_id, call.id)

    def _on_change(self, change: ChangeSet) -> None:
        if self._live and change.touches(Entity.CALLBACK):
            self._look_soon()

    async def _look_for_ends(self) -> None:
        """Let go of the calls the feed shows as ended."""
        for attempt_id, callback_id in list(self._live.items()):
            row = await self._place.cache.read(stored.get, callback_id)
            known = next((c for c in row.callback.calls if c.id == attempt_id), None) if row else None
            if known is not None and known.ended_at is not None:
                self.ended(attempt_id)


def _asked(failure: Unreachable | Refused) -> float:
    """Return the seconds a server asked to be left alone, zero where it did not."""
    asked = failure.params.get("retry_after", 0.0) if isinstance(failure, Refused) else 0.0
    return float(asked)
