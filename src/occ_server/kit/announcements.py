"""What a committed transaction tells open streams, of this process and of others. It carries no data.

An announcement is a hint: whoever misses one loses time, never truth.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

logger = logging.getLogger(__name__)


class FeedMoved(msgspec.Struct, frozen=True, tag="feed"):
    """An organisation's sequence reached ``seq``."""

    organisation_id: str
    seq: int


class SessionsEnded(msgspec.Struct, frozen=True, tag="sessions"):
    """These log-in sessions ended (log-out, disabled account, refresh token used twice)."""

    session_ids: tuple[str, ...]


class EpochBegan(msgspec.Struct, frozen=True, tag="epoch"):
    """The data of this server was restored; every cursor of before is void."""

    epoch: str


class JobsDue(msgspec.Struct, frozen=True, tag="jobs"):
    """Work of this kind may be taken now."""

    kind: str


Announcement = FeedMoved | SessionsEnded | EpochBegan | JobsDue
Listener = Callable[[Announcement], None]


def encode(announcement: Announcement) -> str:
    """Return the text that travels through NOTIFY."""
    return msgspec.json.encode(announcement).decode()


def decode(text: str) -> Announcement:
    """Return the announcement in a NOTIFY payload.

    :raises msgspec.MsgspecError: when the text is not one.
    """
    announcement: Announcement = msgspec.json.decode(text, type=Announcement)
    return announcement


class Announcer:
    """Hands announcements to this process's listeners, synchronously, on the event loop's thread."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    @contextmanager
    def listening(self, listener: Listener) -> Iterator[None]:
        """Call ``listener`` with each announcement while the block runs."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    def announce(self, announcement: Announcement) -> None:
        """Tell everybody; a listener's failure is logged and keeps nobody else from hearing."""
        for listener in tuple(self._listeners):
            try:
                listener(announcement)
            except Exception:
                logger.exception("a listener failed")
