"""Which transactions of this process are under way, and since when: one that hangs says nothing of itself.

The limits of the database end what the database can still hear. A backend that is frozen, or a network that
swallows its answers, leaves a transaction open here for as long as it likes.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from occ_server.kit.clock import Clock, ticks


class UnderWay:
    """Transactions of one kind, from asking for a connection until the end."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began: dict[object, float] = {}  # in the order of beginning

    @contextmanager
    def one(self) -> Iterator[None]:
        """Be under way while the block runs."""
        key = object()
        self._began[key] = ticks(self._clock)
        try:
            yield
        finally:
            del self._began[key]

    def longer_than(self, seconds: float) -> list[float]:
        """Return how many seconds those took so far that take longer than this, the longest first."""
        now = ticks(self._clock)
        return [now - began for began in self._began.values() if now - began > seconds]
