"""A limit of requests per address and minute, in this process. It knows no account."""

from collections import deque
from datetime import datetime, timedelta
from math import ceil

from occ_contract.errors import ErrorCode
from occ_server.kit.clock import Clock
from occ_server.kit.problems import ApiError

WINDOW = timedelta(minutes=1)
MOST_ADDRESSES = 10_000


class AddressLimit:
    """Lets each address through ``limit`` times in any minute."""

    def __init__(self, clock: Clock, limit: int) -> None:
        self._clock = clock
        self._limit = limit
        self._seen: dict[str, deque[datetime]] = {}

    def check(self, address: str | None) -> None:
        """Count a request.

        :raises ApiError: 429 ``rate_limited`` (retry_after).
        """
        now = self._clock.now()
        if len(self._seen) > MOST_ADDRESSES:
            self._seen = {a: times for a, times in self._seen.items() if times[-1] > now - WINDOW}
        times = self._seen.setdefault(address or "", deque())
        while times and times[0] <= now - WINDOW:
            times.popleft()
        if len(times) >= self._limit:
            wait = times[0] + WINDOW - now
            raise ApiError(ErrorCode.RATE_LIMITED, 429, retry_after=ceil(wait.total_seconds()))
        times.append(now)
