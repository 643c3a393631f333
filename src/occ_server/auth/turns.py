"""Who waits for whom at the log-in of this process, so that one guesser neither gains nor holds up others.

Tries of one guesser for one account take turns: each knows what became of the one before, so twelve right
ones at once all get in and twenty wrong ones get no more guesses than in turn. Of one guesser's tries few are
under way at once: whoever sends hundreds leaves the database and the threads that check passwords to others.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

TRIES_AT_ONCE = 2


class Turns:
    """The queues; one is forgotten when nobody stands in it."""

    def __init__(self) -> None:
        self._pairs: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        self._gates: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, account: str, guesser: str) -> AsyncIterator[None]:
        """Be one of the few tries of this guesser, and the only one for this account, in this process."""
        gate = self._gates.get(guesser)
        if gate is None:
            gate = self._gates[guesser] = asyncio.Semaphore(TRIES_AT_ONCE)
        lock = self._pairs.get((account, guesser))
        if lock is None:
            lock = self._pairs[account, guesser] = asyncio.Lock()
        async with lock, gate:
            yield
