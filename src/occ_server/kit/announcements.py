"""What a committed transaction tells open streams, of this process and of others. It carries no data.

An announcement is a hint: whoever misses one loses time, never truth.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import msgspec

logger = logging.getLogger(__name__)

MOST_BYTES = 7_900  # PostgreSQL refuses NOTIFY payloads of 8,000 bytes


class FeedMoved(msgspec.Struct, frozen=True, tag="feed"):
    """An organisation's sequence reached ``seq`` and touched rows under these keys; None: any key.

    Keys are those a row has now and those it left. ``people`` are those whose own keys changed; None: it may
    be anybody's. ``committed_at``: microseconds since 1970 by the clock of the process that wrote; 0: not
    said.
    """

    organisation_id: str
    seq: int
    keys: frozenset[str] | None = None
    people: frozenset[str] | None = frozenset()
    committed_at: int = 0


class LiveChanged(msgspec.Struct, frozen=True, tag="live"):
    """Facts from which a live channel is derived changed for these ids; an empty set: for any."""

    organisation_id: str
    channel: str
    ids: frozenset[str] = frozenset()


class SessionsEnded(msgspec.Struct, frozen=True, tag="sessions"):
    """These log-in sessions ended (log-out, disabled account, refresh token used twice)."""

    session_ids: tuple[str, ...]


class EpochBegan(msgspec.Struct, frozen=True, tag="epoch"):
    """The data of this server was restored; every cursor of before is void."""

    epoch: str


class JobsDue(msgspec.Struct, frozen=True, tag="jobs"):
    """Work of this kind may be taken now."""

    kind: str


Announcement = FeedMoved | LiveChanged | SessionsEnded | EpochBegan | JobsDue
Listener = Callable[[Announcement], None]


def committed(announcements: Iterable[Announcement], micros: int) -> list[Announcement]:
    """Return announcements of a transaction that was committed just now."""
    return [
        msgspec.structs.replace(one, committed_at=micros) if isinstance(one, FeedMoved) else one
        for one in announcements
    ]


def encode(announcement: Announcement) -> str:
    """Return the text that travels through NOTIFY; what makes it too long is left out and so means all."""
    text = b""
    for shorter in _ever_shorter(announcement):
        text = msgspec.json.encode(shorter)
        if len(text) <= MOST_BYTES:
            break
    return text.decode()


def _ever_shorter(announcement: Announcement) -> Iterator[Announcement]:
    """Yield what says the same, then what says it of more."""
    yield announcement
    match announcement:
        case FeedMoved():
            yield msgspec.structs.replace(announcement, keys=None)
            yield msgspec.structs.replace(announcement, keys=None, people=None)
        case LiveChanged():
            yield msgspec.structs.replace(announcement, ids=frozenset())


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

    def announce(self, announcements: Iterable[Announcement]) -> None:
        """Tell everybody; a listener's failure is logged and keeps nobody else from hearing."""
        for announcement in announcements:
            for listener in tuple(self._listeners):
                try:
                    listener(announcement)
                except Exception:
                    logger.exception("a listener failed")
