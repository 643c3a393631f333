"""Who waits for whom at the log-in of this process, so that one guesser neither gains nor holds up others.

Tries of one guesser for one account take turns: each knows what became of the one before, so twelve right
ones at once all get in and twenty wrong ones get no more guesses than in turn. Checks of one place are few at
once: a place that sends hundreds leaves the threads that check passwords to everybody else.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

CHECKS_AT_ONCE = 2


class Turns:
    """The queues; one is forgotten when nobody stands in it."""

    def __init__(self) -> None:
        self._pairs: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._checks: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def of_pair(self, pair: str) -> AsyncIterator[None]:
        """Be the only try of this guesser for this account in this process."""
        lock = self._pairs.get(pair)
        if lock is None:
            lock = self._pairs[pair] = asyncio.Lock()
        async with lock:
            yield

    @asynccontextmanager
    async def of_check(self, guesser: str) -> AsyncIterator[None]:
        """Be one of the few passwords of this guesser that are checked now."""
        gate = self._checks.get(guesser)
        if gate is None:
            gate = self._checks[guesser] = asyncio.Semaphore(CHECKS_AT_ONCE)
        async with gate:
            yield
