"""Who listens to this process's stream, and waking them. It reads no database."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from occ_contract.errors import ErrorCode
from occ_server.kit.announcements import Announcement, EpochBegan, FeedMoved, SessionsEnded
from occ_server.kit.problems import ApiError


class Subscription:
    """One open stream: the newest sequence number it should know, and whether it must end."""

    def __init__(self, organisation_id: str, session_id: str) -> None:
        self.organisation_id = organisation_id
        self.session_id = session_id
        self.ended = False
        self._news = asyncio.Event()

    def wake(self) -> None:
        """There is news."""
        self._news.set()

    def end(self) -> None:
        """The stream must end now."""
        self.ended = True
        self._news.set()

    async def news(self, seconds: float) -> bool:
        """Wait for news for at most that many seconds; tell whether there was any."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True

    async def ending(self, seconds: float) -> None:
        """Wait that many seconds, or less when the stream must end meanwhile; news keeps."""
        had_news = self._news.is_set()
        self._news.clear()
        deadline = asyncio.get_running_loop().time() + seconds
        while not self.ended and (left := deadline - asyncio.get_running_loop().time()) > 0:
            had_news = await self.news(left) or had_news
        if had_news or self.ended:
            self._news.set()


class Hub:
    """All open streams of this process."""

    def __init__(self) -> None:
        self.epoch = ""
        self._heads: dict[str, int] = {}
        self._subscriptions: set[Subscription] = set()
        self._closed = False

    def __len__(self) -> int:
        return len(self._subscriptions)

    def head(self, organisation_id: str) -> int:
        """Return the newest sequence number this process has heard of."""
        return self._heads.get(organisation_id, 0)

    @contextmanager
    def subscribed(self, organisation_id: str, session_id: str) -> Iterator[Subscription]:
        """One stream while the block runs.

        :raises ApiError: 503 ``unavailable`` while the server shuts down.
        """
        self.check_open()
        subscription = Subscription(organisation_id, session_id)
        self._subscriptions.add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)

    def check_open(self) -> None:
        """Refuse new streams while the server shuts down.

        :raises ApiError: 503 ``unavailable``.
        """
        if self._closed:
            raise ApiError(ErrorCode.UNAVAILABLE, 503, retry_after=2)

    def hear(self, announcement: Announcement) -> None:
        """Wake or end the streams an announcement concerns."""
        match announcement:
            case FeedMoved(organisation_id, seq):
                if seq > self.head(organisation_id):
                    self._heads[organisation_id] = seq
                    self._wake(organisation_id)
            case SessionsEnded(session_ids):
                ended = set(session_ids)
                for subscription in tuple(self._subscriptions):
                    if subscription.session_id in ended:
                        subscription.end()
            case EpochBegan(epoch):
                if epoch != self.epoch:
                    self.epoch = epoch
                    self._heads.clear()
                    self._wake(None)

    def _wake(self, organisation_id: str | None) -> None:
        for subscription in tuple(self._subscriptions):
            if organisation_id in {None, subscription.organisation_id}:
                subscription.wake()

    def close(self) -> None:
        """End every stream and refuse new ones; called before the server waits for its connections."""
        self._closed = True
        for subscription in tuple(self._subscriptions):
            subscription.end()
