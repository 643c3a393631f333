"""One press, one command: presses of the same button join the running one, and a retry keeps its key.

The key is what makes the server act once; it is dropped as soon as the outcome is known.
"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

from occ_contract.ids import new_id
from occ_desktop.domain.failures import Unreachable
from occ_desktop.services.ports import Clock

T = TypeVar("T")


class SingleFlight(Generic[T]):
    """Runs at most one command per subject and remembers the key of one whose outcome is unknown.

    ``keep_seconds``: how long a press still means the command that timed out rather than a new one.
    """

    def __init__(self, clock: Clock, keep_seconds: float) -> None:
        self._clock = clock
        self._keep = keep_seconds
        self._running: dict[Hashable, asyncio.Future[T]] = {}
        self._unknown: dict[Hashable, tuple[str, float]] = {}

    def busy(self, subject: Hashable) -> bool:
        """Tell whether a command on ``subject`` is under way."""
        return subject in self._running

    async def run(self, subject: Hashable, send: Callable[[str], Coroutine[Any, Any, T]]) -> T:
        """Return the answer of ``send(key)``, or of the one already under way for this subject."""
        running = self._running.get(subject)
        if running is not None:
            return await asyncio.shield(running)
        outcome: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._running[subject] = outcome
        key = self._key(subject)
        try:
            answer = await send(key)
        except BaseException as error:
            if _settled(error):
                self._unknown.pop(subject, None)
            _tell(outcome, error)
            raise
        else:
            self._unknown.pop(subject, None)
            outcome.set_result(answer)
            return answer
        finally:
            del self._running[subject]

    def _key(self, subject: Hashable) -> str:
        now = self._clock.monotonic()
        key, until = self._unknown.get(subject, ("", 0.0))
        if not key or now > until:
            key = new_id()
        self._unknown = {s: (k, t) for s, (k, t) in self._unknown.items() if t >= now}
        self._unknown[subject] = (key, now + self._keep)
        return key


def _settled(error: BaseException) -> bool:
    """Tell whether the server certainly did not act, or said what it did."""
    if isinstance(error, Unreachable):
        return not error.sent
    return not isinstance(error, asyncio.CancelledError)


def _tell(outcome: "asyncio.Future[Any]", error: BaseException) -> None:
    if isinstance(error, asyncio.CancelledError):
        outcome.cancel()
        return
    outcome.set_exception(error)
    outcome.exception()  # nobody may be waiting; the caller has the error anyway
