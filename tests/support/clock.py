"""A clock that moves only when a test says so."""

import asyncio
import heapq
from datetime import UTC, datetime, timedelta
from itertools import count

START = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # a Monday, nine in the morning in Seoul


class ManualClock:
    """Satisfies the server's ``Clock``; ``advance`` wakes sleepers in the order of their times."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._order = count()
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + timedelta(seconds=seconds), next(self._order), future))
        await future

    def move(self, seconds: float) -> None:
        """Move the time without letting anybody run (sleepers that are due wake on the next turn)."""
        self._now += timedelta(seconds=seconds)
        while self._sleepers and self._sleepers[0][0] <= self._now:
            future = heapq.heappop(self._sleepers)[2]
            if not future.done():
                future.set_result(None)

    async def advance(self, seconds: float, step: float = 1.0) -> None:
        """Move the time in steps, letting woken sleepers run after each."""
        left = seconds
        while left > 0:
            part = min(step, left)
            self.move(part)
            left -= part
            for _ in range(20):
                await asyncio.sleep(0)
