"""What the synchronisation needs from outside, as protocols."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Where the synchronisation gets the time from."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        ...
