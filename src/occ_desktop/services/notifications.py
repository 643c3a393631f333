"""Telling a person what happened, once per machine however often the client reconnects.

Notices come by the feed and are kept in the cache with whether they were told and read. What arrives within
two seconds is told together; what happened while the client was away is told as one digest. What goes on
trickling in is counted, and told once it is quiet. Nothing here knows a phone number.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from occ_contract.notices import Notice, NoticeKind
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.services.bus import Bus
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.events import NoticesArrived, NoticesRead
from occ_desktop.services.notice_groups import grouped, parted
from occ_desktop.services.ports import Beats, Clock, Tasks
from occ_desktop.services.preferences import Preferences, QuietMode
from occ_desktop.services.quiet import DoNotDisturb
from occ_desktop.services.session import Session
from occ_desktop.services.trickle import Trickle
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import notices as stored
from occ_desktop.store.cache import Cache

_TEXTING = frozenset({NoticeKind.SMS_TROUBLE, NoticeKind.SMS_TROUBLE_ENDED, NoticeKind.SMS_HELD})


@dataclass(frozen=True)
class NoticeLine:
    """One line of the notification centre."""

    notice: Notice
    read: bool


class Notifications:
    """The notification centre and what pops up; publishes `NoticesArrived` and `NoticesRead`."""

    def __init__(
        self,
        workplace: Workplace,
        session: Session,
        quiet: DoNotDisturb,
        preferences: Preferences,
        bus: Bus,
        tasks: Tasks,
        beats: Beats,
        clock: Clock,
    ) -> None:
        self._window = beats.notices
        self._look = beats.quiet
        self._clock = clock
        self._tasks = tasks
        self._trickle = Trickle()
        self._place = workplace
        self._session = session
        self._preferences = preferences
        self._bus = bus
        self.quiet = quiet
        self._waiting = False
        self._greeted: Cache | None = None
        self._tell_soon = Coalesced(tasks, "tell-notices", self._tell)
        bus.subscribe(ChangeSet, self._on_change)
        bus.subscribe(SyncStatus, self._on_status)

    async def unread(self) -> int:
        """Return how many callbacks are told of in notices not read on this machine."""
        return await self._place.cache.read(stored.unread_count)

    async def recent(self, limit: int = 200) -> tuple[NoticeLine, ...]:
        """Return the notices, newest first."""
        found = await self._place.cache.read(stored.recent, limit)
        return tuple(NoticeLine(row.notice, row.read_at is not None) for row in found)

    async def mark_read(self, notice_ids: Iterable[str] | None = None) -> None:
        """Mark these as read, None: all."""
        ids = None if notice_ids is None else tuple(notice_ids)
        await self._place.cache.write(stored.mark_read, ids, self._session.server_now())
        self._bus.publish(NoticesRead(await self.unread()))

    def do_not_disturb(self, mode: QuietMode) -> None:
        """Begin, change or end do-not-disturb."""
        self.quiet.choose(mode)

    def _on_change(self, change: ChangeSet) -> None:
        if change.touches(Entity.NOTICE):
            self._waiting = True
            status = self._place.status
            if status is not None and status.state is SyncState.IDLE:
                self._tell_soon()

    def _on_status(self, status: SyncStatus) -> None:
        """Tell once a pull is complete: a digest in pieces would be as many interruptions."""
        if status.state is not SyncState.IDLE or not self._place.open:
            return
        if self._waiting:
            self._tell_soon()
        else:
            self._greeted = self._place.cache

    async def _tell(self) -> None:
        self._waiting = False
        if not self._place.open:
            return
        desk = self._place.desk
        now = self._session.server_now()
        new = await desk.cache.read(stored.untold)
        if not new:
            return
        await desk.cache.write(stored.mark_told, tuple(n.id for n in new), now)
        own = tuple(n.id for n in new if n.actor_id == desk.me.id)
        await desk.cache.write(stored.mark_read, own, now)  # nobody has to be told what they did themselves
        self._bus.publish(NoticesRead(await desk.cache.read(stored.unread_count)))
        wanted = [n for n in new if self._wanted(n, desk.me.id)]
        live, missed = parted(wanted, now)
        if self._greeted is not desk.cache:
            self._trickle = Trickle()  # somebody else sits here now
        self._publish(self._one_by_one(live), digest=False)
        if self._greeted is desk.cache or not desk.cache.fresh:
            self._publish(missed, digest=True)
        self._greeted = desk.cache  # what happened before one's first log-in here is history, not news
        await asyncio.sleep(self._window)

    def _one_by_one(self, live: Sequence[Notice]) -> Sequence[Notice]:
        """Return what pops up now; what does not is told later, as a count."""
        if self.quiet.active:
            return live  # nothing pops up anyway, and nothing is to be made up for
        shown = self._trickle.take(live, self._clock.monotonic())
        if len(shown) < len(live):
            self._tasks.start(self._tell_when_quiet(), name="tell-when-quiet")
        return shown

    async def _tell_when_quiet(self) -> None:
        cache = self._place.cache
        while (left := self._trickle.quiet_in(self._clock.monotonic())) is not None:
            await asyncio.sleep(min(left, self._look))
            if not self._place.open or self._place.cache is not cache:
                return
            self._publish(self._trickle.release(self._clock.monotonic()), digest=False)

    def _publish(self, notices: Sequence[Notice], *, digest: bool) -> None:
        groups = grouped(notices)
        if groups:
            self._bus.publish(NoticesArrived(groups, digest=digest, quiet=self.quiet.active))

    def _wanted(self, notice: Notice, me: str) -> bool:
        """Leave out what the person did themselves and the kinds they switched off."""
        settings = self._preferences.value
        if notice.actor_id == me:
            return False
        if notice.kind is NoticeKind.CALLBACK_RECEIVED:
            return settings.notify_new_callbacks
        if notice.kind in _TEXTING:
            return True  # what one sent does not arrive: nobody switches that off
        return settings.notify_assignments
