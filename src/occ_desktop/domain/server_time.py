"""The server's time on this machine: the local clock and how far it is off. It asks no clock of its own.

Everything that is compared with a moment from the server, shown beside one or sent to it is told by this. The
local clock alone measures how long something lasts.
"""

from datetime import datetime, timedelta
from typing import Protocol

JITTER_SECONDS = 1.0  # a Date header knows no smaller unit, and an answer takes its time


class LocalClock(Protocol):
    """The clock of this computer."""

    def now(self) -> datetime:
        """Return the present moment as this computer believes, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        ...


class ServerTime:
    """A clock that shows the server's time once it was told it, and the local one before."""

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

    def learn(self, server: datetime) -> float:
        """Take in what the server's clock shows now; return by how many seconds our time moved."""
        told = (server - self._local.now()).total_seconds()
        moved = told - self.offset
        if self._offset is not None and abs(moved) < JITTER_SECONDS:
            return 0.0
        self._offset = told
        return moved

    def assume(self, offset: float) -> None:
        """Begin with what was learnt earlier (seconds), until the server says more."""
        if self._offset is None:
            self._offset = offset
