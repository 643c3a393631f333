"""Keeps the desk's time with the server's: believes what comes forward, asks about what would turn it back.

It knows no screen and no cache; what follows from a moved clock is for who is told of it.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from occ_desktop.domain.failures import Failure
from occ_desktop.domain.server_time import ServerTime
from occ_desktop.remote.auth import Spawn

_BETWEEN_QUESTIONS = 60.0  # seconds; a proxy that gathers makes every heartbeat late


class Timekeeper:
    """``ask()`` has the server say what its clock shows; ``on_told(seconds)`` hears how ours moved."""

    def __init__(
        self,
        clock: ServerTime,
        ask: Callable[[], Awaitable[datetime]],
        on_told: Callable[[float], None],
        spawn: Spawn,
    ) -> None:
        self._clock = clock
        self._ask = ask
        self._on_told = on_told
        self._spawn = spawn
        self._asked_at: float | None = None

    def heard(self, server: datetime) -> None:
        """Take in a stamp the server sent of its own accord, however late it is."""
        self._on_told(self._clock.learn(server))
        if self._clock.doubts(server) and self._may_ask():
            self._asked_at = self._clock.monotonic()
            self._spawn(self._find_out(), "sync-time")

    def _may_ask(self) -> bool:
        before = self._asked_at
        return before is None or self._clock.monotonic() - before >= _BETWEEN_QUESTIONS

    async def _find_out(self) -> None:
        asked = self._clock.asking()
        try:
            told = await self._ask()
        except Failure:
            return  # the next late stamp asks again
        self._on_told(self._clock.learn(told, asked))
