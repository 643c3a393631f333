"""The beat of the synchronisation: poke, timer or local command -> push the outbox, then pull the feed.

It knows no screen and no bus: changes and states leave through the callables it is given.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from occ_contract.errors import ErrorCode
from occ_contract.people import Me
from occ_contract.sync import Poke
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import CacheFailure, Failure, LoggedOut, Refused, Unreachable
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.remote.auth import Spawn
from occ_desktop.remote.backoff import Backoff
from occ_desktop.remote.link import Link
from occ_desktop.remote.stream import SILENCE_SECONDS, EventStream
from occ_desktop.store import feed, outbox, projection
from occ_desktop.store.cache import Cache
from occ_desktop.store.feed import APPLY_LIMIT, Position
from occ_desktop.sync.ports import Clock
from occ_desktop.sync.puller import FILL_LIMIT, Progress, Puller
from occ_desktop.sync.sender import OutboxSender
from occ_desktop.sync.verifier import Verifier

_log = logging.getLogger(__name__)
_NOT_BY_KEY = frozenset({ErrorCode.NOT_FOUND, ErrorCode.RESYNC_REQUIRED})  # an older server; a restored one


@dataclass(frozen=True)
class Pace:
    """How often things happen, in seconds, and how many rows come at once."""

    with_stream: float = 60.0
    without_stream: float = 5.0
    checksums: float = 3600.0
    silence: float = SILENCE_SECONDS
    first_retry: float = 1.0
    longest_retry: float = 60.0
    page_rows: int = APPLY_LIMIT
    fill_rows: int = FILL_LIMIT


class SyncEngine:
    """Synchronises one cache with one server for one person.

    ``publish_changes`` and ``publish_status`` are called on the loop's thread. ``spawn(coroutine, name)``
    starts an owned task. That the session ended is told by the link (``on_logged_out``); here the beat ends.
    ``report`` hears of a bug in a round, which is then tried again later.
    """

    def __init__(
        self,
        link: Link,
        cache: Cache,
        me: Me,
        *,
        publish_changes: Callable[[ChangeSet], None],
        publish_status: Callable[[SyncStatus], None],
        clock: Clock,
        spawn: Spawn,
        pace: Pace | None = None,
        random: Random | None = None,
        report: Callable[[BaseException], None] | None = None,
    ) -> None:
        self._cache = cache
        self._clock = clock
        self._spawn = spawn
        self._pace = pace or Pace()
        self._report = report or (lambda bug: _log.error("a round failed", exc_info=bug))
        self._publish_changes = publish_changes
        self._publish_status = publish_status
        self._status = SyncStatus()
        self._wanted = asyncio.Event()
        self._tasks: list[asyncio.Task[object]] = []
        self._position = Position()
        self._retry = Backoff(self._pace.first_retry, self._pace.longest_retry, random)
        self._sender = OutboxSender(link.api, cache, self._told)
        self._puller = Puller(
            link.api,
            cache,
            me.id,
            clock,
            publish=self._told,
            on_progress=self._progressed,
            page_rows=self._pace.page_rows,
            fill_rows=self._pace.fill_rows,
        )
        self._verifier = Verifier(link.api, cache, clock, self._pace.checksums)
        self._stream = EventStream(
            link,
            on_poke=self._on_poke,
            on_live=self._on_live,
            on_time=self._on_time,
            backoff=Backoff(self._pace.first_retry, 30.0, random),
            silence=self._pace.silence,
        )

    @property
    def status(self) -> SyncStatus:
        """Return the last published state."""
        return self._status

    def start(self) -> None:
        """Begin; returns at once. Starting twice is one start."""
        if self._tasks:
            return
        started = (self._spawn(self._run(), "sync"), self._spawn(self._stream.run(), "sync-stream"))
        self._tasks = [task for task in started if task is not None]

    async def stop(self) -> None:
        """End: no task of ours runs afterwards. The outbox keeps what was not sent."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        if self._status.state is not SyncState.STOPPED:
            self._say(state=SyncState.STOPPED, live=False, next_try_at=None)

    def nudge(self) -> None:
        """Say that a local command waits or that the server has news: push and pull now."""
        self._wanted.set()

    async def _run(self) -> None:
        try:
            await self._recover()
            while True:
                self._wanted.clear()
                await self._wait(await self._beat())
        except LoggedOut as ended:
            self._say(reason=ended.code.value)
        finally:
            self._say(state=SyncState.STOPPED, next_try_at=None)

    async def _beat(self) -> float:
        """Make one round; return the seconds until the next one."""
        try:
            waiting = await self.round()
        except (Unreachable, Refused, CacheFailure) as failure:
            delay = self._retry.next()
            await self._failed(failure, self._clock.now() + timedelta(seconds=delay))
            return delay
        except LoggedOut:
            raise
        except Exception as bug:  # noqa: BLE001 - the border: our fault must not leave a desk without news
            self._report(bug)
            delay = self._retry.next()
            next_try = self._clock.now() + timedelta(seconds=delay)
            self._say(state=SyncState.OFFLINE, reason="fault", next_try_at=next_try)
            return delay
        if waiting is not None:
            return self._retry.next()
        self._retry.reset()
        return self._pace.with_stream if self._status.live else self._pace.without_stream

    async def _recover(self) -> None:
        try:
            await self._cache.write(projection.recover)
            self._position = await self._cache.read(feed.position)
            pending, refused = await self._cache.read(outbox.counts)
            self._say(last_synced_at=self._position.synced_at, pending=pending, refused=refused)
        except CacheFailure as failure:
            await self._failed(failure, None)

    async def round(self) -> Failure | None:
        """Push the outbox, pull the feed, compare if it is time; return why the outbox still waits, if so.

        The feed is never held back by the outbox: a server that cannot take commands now may still be read.

        :raises Unreachable, Refused, LoggedOut, CacheFailure: what was done stays done.
        """
        if self._status.state in {SyncState.STOPPED, SyncState.OFFLINE}:
            self._say(state=SyncState.SYNCING, next_try_at=None)
        waiting = await self._push()
        self._position = await self._puller.pull()
        if self._puller.rebuilt:
            self._verifier.hurry()
        if self._verifier.due:
            await self._compare()
        await self._say_idle()
        return waiting

    async def _compare(self) -> None:
        """Have the keys mended that differ from the server; what that does not mend is gathered anew."""
        damaged = await self._verifier.damaged(self._position.head)
        if not damaged:
            return
        try:
            for key in damaged:
                await self._puller.repair(key)
            self._position = await self._puller.pull()
            if not await self._verifier.damaged(self._position.head):
                return
        except Refused as refused:
            if refused.code not in _NOT_BY_KEY:
                raise
        await self._puller.begin_rebuild()
        self._position = await self._puller.pull()
        await self._verifier.damaged(self._position.head)  # still different: logged, tried in an hour

    async def _push(self) -> Failure | None:
        try:
            return await self._sender.push()
        except Unreachable as away:
            if not away.sent:
                raise
            return away

    async def _say_idle(self) -> None:
        pending, refused = await self._cache.read(outbox.counts)
        self._say(
            state=SyncState.IDLE,
            last_synced_at=self._clock.now(),
            done=0,
            total=None,
            reason=None,
            next_try_at=None,
            pending=pending,
            refused=refused,
        )

    async def _failed(
        self, failure: Unreachable | Refused | CacheFailure, next_try_at: datetime | None
    ) -> None:
        reason = failure.code.value if isinstance(failure, Refused) else failure.reason
        pending, refused = self._status.pending, self._status.refused
        last = self._status.last_synced_at or self._position.synced_at
        try:
            pending, refused = await self._cache.read(outbox.counts)
        except CacheFailure:
            _log.warning("the outbox cannot be counted")
        self._say(
            state=SyncState.OFFLINE,
            reason=reason,
            pending=pending,
            refused=refused,
            last_synced_at=last,
            next_try_at=next_try_at,
        )

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wanted.wait()
        except TimeoutError:
            return

    def _say(self, **changes: object) -> None:
        status = replace(self._status, **changes)  # type: ignore[arg-type]
        if status != self._status:
            self._status = status
            self._publish_status(status)

    def _told(self, change: ChangeSet) -> None:
        if change != ChangeSet():
            self._publish_changes(change)

    def _progressed(self, progress: Progress) -> None:
        filling = not self._position.filled and not progress.rebuilding
        state = SyncState.FIRST_FILL if filling else SyncState.SYNCING
        self._say(state=state, done=progress.done, total=progress.total, reason=None)

    def _on_poke(self, poke: Poke) -> None:
        if poke.epoch != self._position.epoch or poke.seq > self._position.head:
            self.nudge()

    def _on_live(self, live: bool) -> None:
        if live != self._status.live:
            self._say(live=live)
            self.nudge()  # back: catch up; gone: find out whether the server is away

    def _on_time(self, server: datetime) -> None:
        offset = (server - self._clock.now()).total_seconds()
        if abs(offset - self._status.server_offset) >= 1.0:
            self._say(server_offset=offset)
