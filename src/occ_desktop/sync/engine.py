"""The beat of the synchronisation: poke, timer or local command -> push the outbox, then pull the feed.

Between two rounds it takes the pages the server pushes, as far as they continue the cache. It knows no screen
and no bus: changes and states leave through the callables it is given.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from occ_contract.errors import ErrorCode
from occ_contract.live import AgentStates
from occ_contract.people import Me
from occ_contract.sync import Poke, PushedPage
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import CacheFailure, Failure, LoggedOut, Refused, Unreachable
from occ_desktop.domain.server_time import ServerTime
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.remote.auth import Spawn
from occ_desktop.remote.backoff import Backoff
from occ_desktop.remote.link import Link
from occ_desktop.remote.stream import LATE_SECONDS, SILENCE_SECONDS, EventStream, Told
from occ_desktop.store import feed, outbox, projection
from occ_desktop.store.cache import Cache
from occ_desktop.store.feed import APPLY_LIMIT, Position
from occ_desktop.sync.inbox import Inbox, continuing
from occ_desktop.sync.ports import Clock
from occ_desktop.sync.puller import FILL_LIMIT, Progress, Puller
from occ_desktop.sync.sender import OutboxSender
from occ_desktop.sync.timekeeper import Timekeeper
from occ_desktop.sync.verifier import Verifier

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pace:
    """How often things happen, in seconds, and how many rows come at once."""

    with_stream: float = 60.0
    without_stream: float = 5.0
    checksums: float = 3600.0
    silence: float = SILENCE_SECONDS
    late: float = LATE_SECONDS
    first_retry: float = 1.0
    longest_retry: float = 60.0
    page_rows: int = APPLY_LIMIT
    fill_rows: int = FILL_LIMIT


class SyncEngine:
    """Synchronises one cache with one server for one person.

    What is published is told on the loop's thread; ``publish_agents`` passes on what the stream says of the
    colleagues. ``spawn(coroutine, name)`` starts an owned task. That the session ended is told by the link
    (``on_logged_out``); here the beat ends.
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
        publish_agents: Callable[[AgentStates], None] = lambda _states: None,
        clock: Clock,
        spawn: Spawn,
        pace: Pace | None = None,
        random: Random | None = None,
        report: Callable[[BaseException], None] | None = None,
    ) -> None:
        self._cache = cache
        self._clock = clock = ServerTime.of(clock)
        self._spawn = spawn
        self._pace = pace or Pace()
        self._report = report or (lambda bug: _log.error("a round failed", exc_info=bug))
        self._publish_changes = publish_changes
        self._publish_status = publish_status
        self._status = SyncStatus()
        self._inbox = Inbox()
        self._tasks: list[asyncio.Task[object]] = []
        self._position = Position()
        self._at_rest = False  # the last round came to its end: the cache stands where we believe
        self._not_before = 0.0  # of the loop's time: what the server asked for holds for everybody
        self._changed_at: datetime | None = None
        self._retry = Backoff(self._pace.first_retry, self._pace.longest_retry, random)
        self._sender = OutboxSender(link.api, cache, self._told)
        self._puller = Puller(
            link.api,
            cache,
            me.id,
            clock,
            publish=self._arrived,
            on_progress=self._progressed,
            page_rows=self._pace.page_rows,
            fill_rows=self._pace.fill_rows,
            random=random or Random(),  # noqa: S311 - noise, not a secret
        )
        self._verifier = Verifier(link.api, cache, clock, self._pace.checksums, self._puller)
        self._time = Timekeeper(clock, link.time, self._on_time, spawn)
        self._stream = EventStream(
            link,
            {
                "poke": Told(Poke, self._inbox.poke),
                "page": Told(PushedPage, self._inbox.page),
                "agents": Told(AgentStates, publish_agents),
            },
            on_unreadable=self.nudge,
            on_live=self._on_live,
            on_late=self._on_late,
            on_time=self._time.heard,
            report=self._report,
            backoff=Backoff(self._pace.first_retry, 30.0, random),
            silence=self._pace.silence,
            late=self._pace.late,
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
            self._say(state=SyncState.STOPPED, live=False, late=False, next_try_at=None)

    def nudge(self) -> None:
        """Say that a local command waits or that the server has news: push and pull now."""
        self._inbox.nudge()

    def keep_back(self, key: str) -> None:
        """Do not send this command yet, nor a later one on its callback; it may be queued only now."""
        self._sender.keep_back(key)

    def let_go(self, key: str) -> None:
        """Send a command that was kept back, now."""
        self._sender.let_go(key)
        self.nudge()

    def listen_anew(self) -> None:
        """Have the event stream opened again: it begins with a snapshot of what it tells."""
        self._stream.reopen()

    async def _run(self) -> None:
        try:
            pause = await self._safely(self._recover())
            while True:
                pause = await self._safely(self._listen(pause) if pause else self._beat())
        except LoggedOut as ended:
            self._say(reason=ended.code.value)
        finally:
            self._say(state=SyncState.STOPPED, next_try_at=None)

    async def _safely(self, work: Coroutine[Any, Any, float]) -> float:
        """Return the pause that work leads to; what fails is said, and tried again after a longer one."""
        try:
            return await work
        except (Unreachable, Refused, CacheFailure) as failure:
            delay = self._pause_after(failure)
            await self._failed(failure, self._clock.now() + timedelta(seconds=delay))
            return delay
        except LoggedOut:
            raise
        except Exception as bug:  # noqa: BLE001 - the border: our fault must not leave a desk without news
            self._report(bug)
            delay = self._retry.next()
            next_try = self._clock.now() + timedelta(seconds=delay)
            self._say(state=SyncState.OFFLINE, reason="fault", hindered=False, next_try_at=next_try)
            return delay

    async def _beat(self) -> float:
        """Make one round; return the seconds until the next one."""
        waiting = await self.round()
        if waiting is not None:
            return self._pause_after(waiting)
        self._retry.reset()
        usual = self._pace.with_stream if self._status.live else self._pace.without_stream
        return min(usual, self._puller.gathers_in or usual)

    def _pause_after(self, failure: Failure) -> float:
        """Return the seconds until the next try; what the server asked for is kept, whoever is in a hurry."""
        asked = failure.wait_seconds if isinstance(failure, Refused) else 0.0
        self._not_before = asyncio.get_running_loop().time() + asked
        return max(self._retry.next(), asked)

    async def _listen(self, seconds: float) -> float:
        """Take what is pushed until a round is due or wanted; no pause is left then.

        News alone do not cut the pause after a failed round short; a person's own work does. A pause the
        server asked for holds for both: what comes within it is followed when it is over.
        """
        loop = asyncio.get_running_loop()
        due_at, more = loop.time() + seconds, False
        while (now := loop.time()) < due_at:
            until = self._not_before if now < self._not_before else due_at
            await self._inbox.filled(min(until, due_at) - now)
            more = await self._take_pages() or more
            if loop.time() < self._not_before:
                continue
            if self._inbox.nudged or (self._at_rest and (more or self._inbox.poked(self._position))):
                break
        return 0.0

    async def _take_pages(self) -> bool:
        """Take the pushed pages that continue the cache; tell whether the others tell of more.

        After a round that failed half-way nobody knows what they would continue: it is made again first.
        """
        pages = self._inbox.pages()
        if not self._at_rest:
            return False
        taken, more = continuing(self._position, pages)
        if taken:
            self._at_rest = False
            self._position = await self._puller.take(taken)
            await self._say_idle()
            self._at_rest = True
        return more

    async def _recover(self) -> float:
        try:
            await self._cache.write(projection.recover)
            self._position = await self._cache.read(feed.position)
            self._clock.assume(await self._cache.read(feed.offset))
            await self._keep_offset()
            self._say(
                last_synced_at=self._position.synced_at,
                server_offset=self._clock.offset,
                **await self._waiting(),
            )
        except CacheFailure as failure:
            await self._failed(failure, None)
        return 0.0

    async def round(self) -> Failure | None:
        """Push the outbox, pull the feed, compare if it is time; return why the outbox still waits, if so.

        The feed is never held back by the outbox: a server that cannot take commands now may still be read.

        :raises Unreachable, Refused, LoggedOut, CacheFailure: what was done stays done.
        """
        self._inbox.begin_round()
        self._at_rest = False
        if self._status.state in {SyncState.STOPPED, SyncState.OFFLINE, SyncState.BUSY}:
            away = self._status.state is SyncState.OFFLINE
            self._say(state=SyncState.SYNCING, next_try_at=None, was_away=away)
        waiting = await self._push()
        self._position = await self._puller.pull()
        if not self._puller.gathers_in:
            if self._puller.rebuilt:
                self._verifier.hurry()
            if self._verifier.due:
                self._position = await self._verifier.compare()
        if self._puller.gathers_in:  # every desk has to gather anew, each at its moment: on its way there
            self._say(state=SyncState.SYNCING)
            return waiting
        await self._say_idle()
        self._at_rest = True
        return waiting

    async def _push(self) -> Failure | None:
        try:
            return await self._sender.push()
        except Unreachable as away:
            if not away.sent:
                raise
            return away

    async def _say_idle(self) -> None:
        waiting = await self._waiting()
        self._say(
            state=SyncState.IDLE,
            hindered=False,
            last_synced_at=self._clock.now(),
            done=0,
            total=None,
            reason=None,
            next_try_at=None,
            changed_at=self._changed_at,
            **waiting,
        )

    async def _failed(
        self, failure: Unreachable | Refused | CacheFailure, next_try_at: datetime | None
    ) -> None:
        reason, about = _named(failure)
        waiting: dict[str, int] = {}
        last = self._status.last_synced_at or self._position.synced_at
        try:
            waiting = await self._waiting()
        except CacheFailure:
            _log.warning("the outbox cannot be counted")
        self._say(
            state=SyncState.BUSY if reason == ErrorCode.RATE_LIMITED else SyncState.OFFLINE,
            reason=reason,
            about=about,
            hindered=isinstance(failure, CacheFailure),
            last_synced_at=last,
            next_try_at=next_try_at,
            **waiting,
        )

    async def _waiting(self) -> dict[str, int]:
        pending, refused, held = await self._cache.read(outbox.waiting)
        return {"pending": pending, "refused": refused, "held": held}

    def _say(self, **changes: object) -> None:
        status = replace(self._status, **changes)  # type: ignore[arg-type]
        if status != self._status:
            self._status = status
            self._publish_status(status)

    def _told(self, change: ChangeSet) -> None:
        if change != ChangeSet():
            self._publish_changes(change)

    def _arrived(self, change: ChangeSet) -> None:
        """Pass on what the server told of, and when."""
        if change != ChangeSet():
            self._changed_at = self._clock.now()
        self._told(change)

    def _progressed(self, progress: Progress) -> None:
        filling = not self._position.filled and not progress.rebuilding
        state = SyncState.FIRST_FILL if filling else SyncState.SYNCING
        self._say(state=state, done=progress.done, total=progress.total, reason=None, was_away=False)

    def _on_live(self, live: bool) -> None:
        if live != self._status.live:
            self._say(live=live)
            self.nudge()  # back: catch up; gone: find out whether the server is away

    def _on_late(self, late: bool) -> None:
        self._say(late=late)
        if late:
            self.nudge()  # find out whether the server is away, or only its stream

    def _on_time(self, seconds: float) -> None:
        moved = timedelta(seconds=seconds)
        self._changed_at = self._changed_at and self._changed_at + moved
        if self._clock.offset != self._status.server_offset:
            last, changed = self._status.last_synced_at, self._status.changed_at
            next_try = self._status.next_try_at
            self._say(
                server_offset=self._clock.offset,
                last_synced_at=last and last + moved,
                changed_at=changed and changed + moved,
                next_try_at=next_try and next_try + moved,
            )
            self._spawn(self._keep_offset(), "sync-offset")

    async def _keep_offset(self) -> None:
        try:
            await self._cache.write(feed.keep_offset, self._clock.offset)
        except Failure as failure:
            _log.debug("the server's time was not kept: %s", failure)


def _named(failure: Unreachable | Refused | CacheFailure) -> tuple[str, str]:
    """Return the reason of a failure, and the setting, folder or file it is about."""
    if isinstance(failure, Refused):
        return failure.code.value, ""
    if isinstance(failure, Unreachable):
        return failure.reason, failure.setting
    return failure.reason, failure.place
