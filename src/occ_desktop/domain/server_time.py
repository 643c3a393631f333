"""The server's time on this machine: the local clock and how far it is off. It asks no clock of its own.

Everything that is compared with a moment from the server, shown beside one or sent to it is told by this. The
local clock alone measures how long something lasts.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

JITTER_SECONDS = 1.0  # a Date header knows no smaller unit, and an answer takes its time
DOUBT_SECONDS = 2.0  # what comes later than this is worth a question


class LocalClock(Protocol):
    """The clock of this computer."""

    def now(self) -> datetime:
        """Return the present moment as this computer believes, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        ...


@dataclass(frozen=True)
class Asked:
    """When a question to the server left, by both kinds of local time."""

    at: datetime
    seconds: float


class ServerTime:
    """A clock that shows the server's time once it was told it, and the local one before.

    What the server sent may have been under way for long (a machine that slept, a proxy that gathers), but
    not for less than no time: a single stamp moves this clock ahead only. That it has to go back, since the
    local one was set, only an answer to a question tells, whose way is known from both ends.
    """

    def __init__(self, local: LocalClock) -> None:
        self._local = local
        self._offset: float | None = None

    @classmethod
    def of(cls, clock: LocalClock) -> "ServerTime":
        """Return the clock itself where it follows a server already: what one part learns, all know."""
        return clock if isinstance(clock, cls) else cls(clock)

    @property
    def offset(self) -> float:
        """Return the server's clock minus ours, in seconds."""
        return self._offset or 0.0

    def now(self) -> datetime:
        """Return the server's present moment as well as we know it, aware, in UTC."""
        return self._local.now() + timedelta(seconds=self.offset)

    def local_now(self) -> datetime:
        """Return what the clock of this computer shows."""
        return self._local.now()

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        return self._local.monotonic()

    def doubts(self, server: datetime) -> bool:
        """Tell whether a stamp was long under way, or the local clock was set ahead: the server can say."""
        return self._told(server) < self.offset - DOUBT_SECONDS

    def asking(self) -> Asked:
        """Return what `learn` has to know of a question that leaves now."""
        return Asked(self._local.now(), self._local.monotonic())

    def learn(self, server: datetime, asked: Asked | None = None) -> float:
        """Take in what the server's clock showed; return by how many seconds ours moved.

        ``asked``: as an answer to that question. The longer of both kinds of time since counts as its way:
        one of them stands still in sleep. Without a question nothing is known of the way.
        """
        told, known = self._told(server), self._offset
        if asked is None:
            newer = known is None or told - known >= JITTER_SECONDS
            return self._move(told) if newer else 0.0
        wall = (self._local.now() - asked.at).total_seconds()
        way = max(self._local.monotonic() - asked.seconds, wall, 0.0)
        if known is not None and told - JITTER_SECONDS < known < told + way + JITTER_SECONDS:
            return 0.0
        return self._move(told + way / 2)

    def assume(self, offset: float) -> None:
        """Begin with what was learnt earlier (seconds), until the server says more."""
        if self._offset is None:
            self._offset = offset

    def _told(self, server: datetime) -> float:
        return (server - self._local.now()).total_seconds()

    def _move(self, offset: float) -> float:
        moved = offset - self.offset
        self._offset = offset
        return moved
