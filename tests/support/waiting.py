"""Waits for what tells nobody when it is ready: a widget, a row, another program. It knows none of them.

Patience is generous, since it is spent only by a test that fails: machines that build are slow.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

PATIENCE = 60.0  # seconds
T = TypeVar("T")


async def until(condition: Callable[[], object], seconds: float = PATIENCE, why: str = "") -> None:
    """Wait until the condition holds; the loop turns meanwhile."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited in vain {why}"
        await asyncio.sleep(0.005)


async def eventually(ask: Callable[[], Awaitable[T]], seconds: float = PATIENCE, why: str = "") -> T:
    """Ask again until the answer is true, and return it."""
    end = time.monotonic() + seconds
    while not (answer := await ask()):
        assert time.monotonic() < end, f"waited in vain {why}"
        await asyncio.sleep(0.005)
    return answer
