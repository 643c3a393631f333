"""The one place of the server that looks at a clock; everything else is handed a ``Clock``."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol, runtime_checkable


@runtime_checkable
class Clock(Protocol):
    """Time as the server sees it."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait until ``seconds`` of this clock's time have passed."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait that many seconds."""
        await asyncio.sleep(seconds)


def ticks(clock: Clock) -> float:
    """Return seconds of a clock that only ever goes forward; differences count, not the value."""
    if isinstance(clock, SystemClock):
        return asyncio.get_running_loop().time()
    return clock.now().timestamp()
