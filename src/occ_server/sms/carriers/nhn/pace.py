"""How fast one process talks to one account: a conservative rate, and silence after "too many requests"."""

from datetime import datetime, timedelta

from occ_contract.sms import CarrierTrouble
from occ_server.kit.clock import Clock, ticks
from occ_server.sms.carriers.protocol import NotTaken

# No limit is published for this API; its sister names 300 a second for an account, all processes together.
REQUESTS_A_SECOND = 100.0
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=1)


class AccountPace:
    """Lets at most ``rate`` requests a second through, a second's worth at once after quiet."""

    def __init__(self, clock: Clock, rate: float = REQUESTS_A_SECOND) -> None:
        self._clock = clock
        self._each = 1.0 / rate
        self._free_at = 0.0
        self._pause = FIRST_PAUSE
        self._silent_until: datetime | None = None

    async def turn(self) -> None:
        """Wait for this request's turn.

        :raises NotTaken: ``down``, 429: the carrier asked for silence and it is not over.
        """
        if self._silent_until is not None and self._clock.now() < self._silent_until:
            raise NotTaken(CarrierTrouble.DOWN, "429")
        now = ticks(self._clock)
        self._free_at = max(self._free_at, now - 1.0) + self._each
        if self._free_at > now:
            await self._clock.sleep(self._free_at - now)

    def too_many(self, retry_after: str) -> None:
        """Be silent as long as the carrier says (seconds), or twice as long as the last time."""
        seconds = int(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0
        asked = timedelta(seconds=min(seconds, int(LONGEST_PAUSE.total_seconds())))
        self._silent_until = self._clock.now() + max(asked, self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def answered(self) -> None:
        """Take in that a request was answered: the next silence is a short one again."""
        self._pause = FIRST_PAUSE
