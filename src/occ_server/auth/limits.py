"""A limit of requests per place and minute, in this process. It knows no account."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from occ_contract.errors import ErrorCode
from occ_server.kit.clock import Clock
from occ_server.kit.problems import ApiError

WINDOW = timedelta(minutes=1)
MOST_PLACES = 10_000


@dataclass(frozen=True)
class Counted:
    """One counted request."""

    place: str
    at: datetime


class PlaceLimit:
    """Lets each place (``client_address.place_of``) or known device through ``limit`` times a minute."""

    def __init__(self, clock: Clock, limit: int) -> None:
        self._clock = clock
        self._limit = limit
        self._seen: dict[str, deque[datetime]] = {}
        self._refused: dict[str, tuple[datetime, int]] = {}  # when it was told of, how often it was since

    def count(self, place: str) -> Counted:
        """Count a request; return what ``give_back`` takes.

        :raises ApiError: 429 ``rate_limited`` (retry_after).
        """
        now = self._clock.now()
        if len(self._seen) > MOST_PLACES:
            self._seen = {p: times for p, times in self._seen.items() if times and times[-1] > now - WINDOW}
        times = self._seen.setdefault(place, deque())
        while times and times[0] <= now - WINDOW:
            times.popleft()
        if len(times) >= self._limit:
            wait = times[0] + WINDOW - now
            raise ApiError(ErrorCode.RATE_LIMITED, 429, retry_after=ceil(wait.total_seconds()))
        times.append(now)
        return Counted(place, now)

    def note_refusal(self, place: str) -> int | None:
        """Count a refusal; None: an earlier one speaks for it, else how many the last such one spoke for."""
        now = self._clock.now()
        if len(self._refused) > MOST_PLACES:
            self._refused = {p: told for p, told in self._refused.items() if told[0] > now - WINDOW}
        at, times = self._refused.get(place, (now - WINDOW, 0))
        if at > now - WINDOW:
            self._refused[place] = (at, times + 1)
            return None
        self._refused[place] = (now, 0)
        return times

    def give_back(self, counted: Counted) -> None:
        """Take a request out of the count again: it was none to be limited."""
        times = self._seen.get(counted.place)
        if times and counted.at in times:
            times.remove(counted.at)
