"""What colleagues are doing now: held in memory as the event stream tells it, never read from the feed.

The last states are kept in the cache, so that a start without a server shows them, as of then.
"""

import asyncio
import logging
from datetime import datetime

from occ_contract.live import AgentStates
from occ_contract.people import Agent
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.live_states import LiveStates
from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.services.bus import Bus
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.events import ColleaguesChanged, SessionChanged
from occ_desktop.services.ports import Beats, Clock, Tasks
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import colleagues as stored
from occ_desktop.store.colleagues import KeptStates

_log = logging.getLogger(__name__)
_TELL, _KEEP, _LOAD = "tell-colleagues", "keep-colleagues", "load-colleagues"


class Colleagues:
    """Answers at once; `ColleaguesChanged` says when to ask again, so often as `Beats.colleagues` allows."""

    def __init__(self, workplace: Workplace, bus: Bus, tasks: Tasks, clock: Clock, beats: Beats) -> None:
        self._place = workplace
        self._bus = bus
        self._tasks = tasks
        self._clock = clock
        self._beats = beats
        self._states = LiveStates()
        self._as_of: datetime | None = None
        self._tell_soon = Coalesced(tasks, _TELL, self._tell)
        self._keep_soon = Coalesced(tasks, _KEEP, self._keep_later)
        bus.subscribe(AgentStates, self._on_states)
        bus.subscribe(SyncStatus, self._on_status)
        bus.subscribe(SessionChanged, self._on_session)
        workplace.when_left(self._forget)

    @property
    def stale(self) -> bool:
        """Tell whether what is shown are the last states known, not those of now."""
        return self._states.known and not self._states.fresh

    @property
    def as_of(self) -> datetime | None:
        """Return when the states were last known to hold (UTC), None where nothing is known."""
        return self._clock.now() if self._states.fresh else self._as_of

    def shown(self, agent: Agent) -> Agent:
        """Return a person of the directory with what they are doing."""
        return self._states.shown(agent)

    async def keep(self) -> None:
        """Keep the present states for the next start. A failing cache is logged, no more."""
        states, as_of = self._states, self.as_of
        if not self._place.open or as_of is None:
            return
        try:
            await self._place.cache.write(stored.keep, KeptStates(as_of, tuple(states.by_id.values())))
        except Failure as failure:
            _log.info("the colleagues' states were not kept: %s", failure)

    async def _keep_later(self) -> None:
        await asyncio.sleep(self._beats.keep_colleagues)
        await self.keep()

    async def _tell(self) -> None:
        self._bus.publish(ColleaguesChanged())
        await asyncio.sleep(self._beats.colleagues)

    def _take(self, states: LiveStates) -> None:
        before, self._states = self._states, states
        if (states.by_id, states.fresh) != (before.by_id, before.fresh):
            self._tell_soon()

    def _on_states(self, told: AgentStates) -> None:
        if not self._place.open:
            return
        states = self._states.after(told)
        if states is None:
            _log.info("the colleagues' states have a gap at version %s", told.base)
            self._place.desk.sync.listen_anew()
            return
        self._take(states)
        self._keep_soon()

    def _on_status(self, status: SyncStatus) -> None:
        if not status.live and self._states.fresh:
            self._as_of = self._clock.now()
            self._take(self._states.grown_old())

    def _on_session(self, _event: SessionChanged) -> None:
        if self._place.open and not self._states.known:
            self._tasks.start(self._load(), name=_LOAD)

    async def _load(self) -> None:
        """Take what the cache kept, unless the stream or another person's log-in was faster."""
        cache = self._place.cache
        try:
            kept = await cache.read(stored.kept)
        except Failure as failure:
            _log.info("the colleagues' last states were not read: %s", failure)
            return
        if kept is not None and not self._states.known and self._place.open and self._place.cache is cache:
            self._as_of = kept.as_of
            self._take(LiveStates.kept(kept.agents))

    def _forget(self) -> None:
        for name in (_TELL, _KEEP, _LOAD):
            self._tasks.cancel(name)
        self._states, self._as_of = LiveStates(), None
