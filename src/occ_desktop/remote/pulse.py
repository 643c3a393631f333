"""Notices that nothing was heard for too long, and that something is heard again. It knows no network."""

import asyncio
from collections.abc import Callable


class Pulse:
    """Calls ``tell(True)`` after ``seconds`` of silence, once, and ``tell(False)`` when it ends."""

    def __init__(self, seconds: float, tell: Callable[[bool], None]) -> None:
        self._seconds = seconds
        self._tell = tell
        self._heard_at = 0.0
        self._missed = False
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Count from now on."""
        self._heard_at = asyncio.get_running_loop().time()
        self._wait(self._seconds)

    def stop(self) -> None:
        """Count no more; tells nothing."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def heard(self) -> None:
        """Something came. Costs a look at the clock: it is called with every event."""
        self._heard_at = asyncio.get_running_loop().time()
        if self._missed:
            self._missed = False
            self._tell(False)
            self._wait(self._seconds)

    def _wait(self, seconds: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(seconds, self._look)

    def _look(self) -> None:
        left = self._heard_at + self._seconds - asyncio.get_running_loop().time()
        if left > 0:
            self._wait(left)
            return
        self._timer, self._missed = None, True
        self._tell(True)
