"""What the present session works with: the open cache, the server behind it and the synchronisation.

Topics hold the workplace, not its parts, since log-out and user switch replace these under them.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from occ_contract.errors import ErrorCode
from occ_contract.people import Me
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import CacheFailure, LoggedOut, Unreachable, UnreachableReason
from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.domain.zones import zone_of
from occ_desktop.remote.api import Api
from occ_desktop.services.bus import Bus
from occ_desktop.services.ports import SyncControl
from occ_desktop.store import search_renewal
from occ_desktop.store.cache import Cache

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Desk:
    """The parts of one session."""

    me: Me
    cache: Cache
    api: Api
    sync: SyncControl


class Workplace:
    """The present desk, if somebody sits at it, and what is known of the way to the server."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._desk: Desk | None = None
        self._status: SyncStatus | None = None
        self._leavers: list[Callable[[], None]] = []
        bus.subscribe(SyncStatus, self._on_status)

    @property
    def open(self) -> bool:
        """Tell whether somebody is logged in (also offline)."""
        return self._desk is not None

    @property
    def desk(self) -> Desk:
        """Return the present desk.

        :raises LoggedOut: nobody sits at it.
        """
        if self._desk is None:
            raise LoggedOut(ErrorCode.UNAUTHENTICATED)
        return self._desk

    @property
    def cache(self) -> Cache:
        """Return the open cache; see `desk` for what it raises."""
        return self.desk.cache

    @property
    def api(self) -> Api:
        """Return the server's calls, tried even when the last news was "offline"."""
        return self.desk.api

    @property
    def me(self) -> Me:
        """Return the person; see `desk` for what it raises."""
        return self.desk.me

    @property
    def zone(self) -> ZoneInfo:
        """Return the organisation's time zone."""
        return zone_of(self.desk.me.time_zone)

    @property
    def status(self) -> SyncStatus | None:
        """Return the last state of the synchronisation, None before the first."""
        return self._status

    def online(self) -> Api:
        """Return the server's calls for work that needs the server at once.

        :raises Unreachable: ``offline``, not sent, while the server is known to be away.
        """
        if self._status is not None and self._status.server_away:
            raise Unreachable(UnreachableReason.OFFLINE, sent=False)
        return self.api

    def enter(self, desk: Desk) -> None:
        """Sit down."""
        self._status = None
        self._desk = desk

    def exchange(self, desk: Desk) -> None:
        """Go on at another desk of the same person: its cache was opened anew."""
        self._status = None
        self._desk = desk

    def leave(self) -> None:
        """Stand up; whoever still asks is told `LoggedOut`."""
        self._desk = None
        self._status = None
        for told in self._leavers:
            told()

    async def renew_search(self) -> None:
        """Have everything be found in today's spelling; what fails is done at the next start."""
        try:
            while self.open and await self.cache.fill(search_renewal.renew_some):
                pass
        except (CacheFailure, LoggedOut) as failure:
            _log.info("the search is renewed another time: %s", failure)

    def when_left(self, told: Callable[[], None]) -> None:
        """Have ``told`` called each time the desk is left, before its parts are closed."""
        self._leavers.append(told)

    def rename(self, me: Me) -> None:
        """Take a newer answer of who sits here and what they may do."""
        self._desk = replace(self.desk, me=me)

    async def change(self, function: Callable[..., ChangeSet], *args: Any) -> ChangeSet:
        """Write to the cache, tell the screens, and have the outbox sent.

        :raises CacheFailure: nothing was written.
        """
        change = await self.cache.write(function, *args)
        self.tell(change)
        return change

    def tell(self, change: ChangeSet) -> None:
        """Tell the screens what was written, and have the outbox sent."""
        self._bus.publish(change)
        if change.outbox and self._desk is not None:
            self._desk.sync.nudge()

    def _on_status(self, status: SyncStatus) -> None:
        if self._desk is not None:
            self._status = status
