"""How far this machine's clock is from another one that told its time: what must be certain asks both.

A clock set ahead makes everything old at once. It knows no carrier: whoever hears a moment says so here.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from occ_server.kit.clock import Clock

MOST = timedelta(minutes=1)  # between two clocks that are right, and a network between them


class Apart:
    """Remembers what the last one to tell its time said, as a difference."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ahead: timedelta | None = None  # ours; None: nobody has told yet

    def hear(self, date: str) -> None:
        """Take in the ``Date`` of an answer that came just now; what is none says nothing."""
        try:
            self.ahead = self._clock.now() - parsedate_to_datetime(date).astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            return

    @property
    def is_off(self) -> bool:
        """Tell whether one of the two clocks is wrong."""
        return self.ahead is not None and abs(self.ahead) > MOST

    def certain(self) -> datetime:
        """Return the moment that has come by both clocks: since when something is, is at least until then."""
        now = self._clock.now()
        if self.ahead is None or not self.is_off or self.ahead < timedelta():
            return now
        return now - self.ahead
