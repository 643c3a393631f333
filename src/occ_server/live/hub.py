"""Who listens to this process's streams and which keys they hold. It reads no database and knows no event.

A subscription whose keys are not known (it has just opened, or its person's rights changed) counts as one
that holds every key: it is told too much rather than too little.
"""

import asyncio
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from occ_contract.errors import ErrorCode
from occ_server.kit.announcements import Announcement, EpochBegan, FeedMoved, SessionsEnded
from occ_server.kit.figures import STREAMS
from occ_server.kit.problems import ApiError
from occ_server.live.direct import Direct

# A desk that reads that slowly begins anew, with a snapshot.
MOST_FRAMES = 500
MOST_BYTES = 4 * 1024 * 1024  # pages are large, and many desks may sleep at once


class Subscription:
    """One open stream: whose it is, which keys they hold, and the frames waiting to be sent."""

    def __init__(
        self, organisation_id: str, person_id: str, session_id: str, accepts: frozenset[str] = frozenset()
    ) -> None:
        self.organisation_id = organisation_id
        self.person_id = person_id
        self.session_id = session_id
        self.accepts = accepts  # events the desk knows beyond pokes and heartbeats
        self.keys: frozenset[str] | None = None  # None: not known
        self.rights_seen = 0  # how often the rights of this person changed while it was open
        self.versions: dict[str, int] = {}  # of live states, by channel
        self.told = 0  # the feed's number up to which it was told what concerns it
        self.ended = False
        self.new_epoch = False
        self._frames: deque[bytes] = deque()
        self._waiting = 0  # bytes
        self._news = asyncio.Event()
        self._silent_at = 0.0  # in the loop's seconds
        self._silence = 0.0  # seconds
        self._direct: Direct | None = None
        self._parked = False  # its task waits for news, and nothing it took is unwritten
        self._timer: asyncio.TimerHandle | None = None

    def write_directly(self, direct: Direct | None) -> None:
        """Use this way past the stream's task while it waits."""
        self._direct = direct

    def send(self, frame: bytes) -> None:
        """Have one event written; a stream that falls too far behind ends instead."""
        if self.ended:
            return
        if self._parked and self._direct is not None and self._direct(frame):
            self._silent_at = asyncio.get_running_loop().time() + self._silence
            return
        self._parked = False
        if len(self._frames) >= MOST_FRAMES or self._waiting + len(frame) > MOST_BYTES:
            self._drop()  # its send may hang until the connection is given up: nothing is kept for it
            self.end()
            return
        self._frames.append(frame)
        self._waiting += len(frame)
        self._news.set()

    def look_again(self) -> None:
        """The rights of this person changed: what they hold is not known until it has been read again."""
        self.keys = None
        self.rights_seen += 1
        self._wake()

    def begin_epoch(self) -> None:
        """The data was restored: what waits is void, the desk is to gather everything anew, in its time."""
        self._drop()
        self.keys = None
        self.told = 0  # numbers may begin again below those of before
        self.new_epoch = True
        self._wake()

    def end(self) -> None:
        """The stream must end now."""
        self.ended = True
        self._wake()

    def _wake(self) -> None:
        """Have the task go on; what is sent before it does comes after what it does."""
        self._parked = False
        self._news.set()

    async def frames(self, seconds: float) -> list[bytes]:
        """Wait for news for at most that many seconds; return the frames to write, none after silence."""
        if not self._frames:
            self._silence = seconds
            self._silent_at = asyncio.get_running_loop().time() + seconds
            if self._timer is None:
                self._ring_later()
            self._parked = not self._news.is_set()
            try:
                await self._news.wait()
            finally:
                self._parked = False
        self._news.clear()
        found = list(self._frames)
        self._drop()
        return found

    def _ring_later(self) -> None:
        """Wake whoever waits once there was silence; a timer for each frame would cost more than it does."""
        self._timer = asyncio.get_running_loop().call_at(self._silent_at, self._ring)

    def _ring(self) -> None:
        self._timer = None
        if asyncio.get_running_loop().time() < self._silent_at:
            self._ring_later()
        else:
            self._wake()

    def close(self) -> None:
        """Forget the timer; nobody reads the stream any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _drop(self) -> None:
        self._frames.clear()
        self._waiting = 0

    async def ending(self, seconds: float) -> None:
        """Wait that many seconds, or less when the stream must end meanwhile; frames keep."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not self.ended and (left := deadline - asyncio.get_running_loop().time()) > 0:
            self._news.clear()
            try:
                async with asyncio.timeout(left):
                    await self._news.wait()
            except TimeoutError:
                break
        self._news.set()


class Hub:
    """All open streams of this process, found by the keys they hold."""

    def __init__(self) -> None:
        self.epoch = ""
        self._subscriptions: set[Subscription] = set()
        self._by_key: dict[str, set[Subscription]] = {}
        self._unknown: set[Subscription] = set()
        self._closed = False

    def __len__(self) -> int:
        return len(self._subscriptions)

    @contextmanager
    def subscribed(
        self, organisation_id: str, person_id: str, session_id: str, accepts: frozenset[str] = frozenset()
    ) -> Iterator[Subscription]:
        """One stream while the block runs.

        :raises ApiError: 503 ``unavailable`` while the server shuts down.
        """
        self.check_open()
        subscription = Subscription(organisation_id, person_id, session_id, accepts)
        self._subscriptions.add(subscription)
        self._unknown.add(subscription)
        STREAMS.set(len(self))
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)
            self._forget_keys(subscription)
            self._unknown.discard(subscription)
            subscription.close()
            STREAMS.set(len(self))

    def check_open(self) -> None:
        """Refuse new streams while the server shuts down.

        :raises ApiError: 503 ``unavailable``.
        """
        if self._closed:
            raise ApiError(ErrorCode.UNAVAILABLE, 503, retry_after=2)

    def know(self, subscription: Subscription, keys: Collection[str], rights_seen: int) -> bool:
        """Note the keys a stream holds; False when its person's rights changed since they were read."""
        if subscription.rights_seen != rights_seen:
            return False
        self._forget_keys(subscription)
        self._unknown.discard(subscription)
        if subscription in self._subscriptions:
            subscription.keys = frozenset(keys)
            for key in subscription.keys:
                self._by_key.setdefault(key, set()).add(subscription)
        return True

    def holding(self, organisation_id: str, keys: Iterable[str] | None) -> set[Subscription]:
        """Return the streams of an organisation that hold one of these keys, or may; all without ``keys``."""
        if keys is None:
            found = set(self._subscriptions)
        else:
            found = set(self._unknown)
            for key in keys:
                found |= self._by_key.get(key, set())
        return {s for s in found if s.organisation_id == organisation_id}

    def held_keys(self, keys: Iterable[str]) -> list[str]:
        """Return those of these keys that some stream holds."""
        return [key for key in keys if key in self._by_key]

    def organisations(self) -> set[str]:
        """Return whose streams are open here."""
        return {subscription.organisation_id for subscription in self._subscriptions}

    def of(self, organisation_id: str) -> list[Subscription]:
        """Return an organisation's streams."""
        return [s for s in self._subscriptions if s.organisation_id == organisation_id]

    def hear(self, announcement: Announcement) -> None:
        """Follow rights, end the streams of ended sessions, begin a new epoch."""
        match announcement:
            case FeedMoved(organisation_id, people=None):
                self.look_again(organisation_id)
            case FeedMoved(people=frozenset() as people):
                for subscription in tuple(self._subscriptions) if people else ():
                    if subscription.person_id in people:
                        self._look_again(subscription)
            case SessionsEnded(session_ids):
                ended = set(session_ids)
                for subscription in tuple(self._subscriptions):
                    if subscription.session_id in ended:
                        subscription.end()
            case EpochBegan(epoch):
                if epoch != self.epoch:
                    first, self.epoch = not self.epoch, epoch
                    for subscription in () if first else tuple(self._subscriptions):
                        self._look_again(subscription)
                        subscription.begin_epoch()

    def look_again(self, organisation_id: str) -> None:
        """Have every stream of an organisation read its rights again: who was meant is not known."""
        for subscription in self.of(organisation_id):
            self._look_again(subscription)

    def _look_again(self, subscription: Subscription) -> None:
        self._forget_keys(subscription)
        self._unknown.add(subscription)
        subscription.look_again()

    def _forget_keys(self, subscription: Subscription) -> None:
        for key in subscription.keys or ():
            holders = self._by_key.get(key)
            if holders is not None:
                holders.discard(subscription)
                if not holders:
                    del self._by_key[key]

    def close(self) -> None:
        """End every stream and refuse new ones; called before the server waits for its connections."""
        self._closed = True
        for subscription in tuple(self._subscriptions):
            subscription.end()
