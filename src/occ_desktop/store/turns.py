"""Whose turn it is at a thread of the cache: what stands on the screen before what is counted beside it.

What has begun ends first; among what waits, each of the two kinds keeps its order. It knows no connection.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")
_BESIDE = "answered_beside"


def beside(question: F) -> F:
    """Mark a question to the cache whose answer may wait for the rows on the screen (counts, comparisons)."""
    setattr(question, _BESIDE, True)
    return question


class Turns:
    """Jobs that wait. `take_one` runs in the thread, once for each job that was put in."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._front: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._beside: deque[tuple[Future[Any], Callable[[], Any]]] = deque()

    def put(self, question: Callable[..., Any], job: Callable[[], T]) -> "Future[T]":
        """Have ``job`` done, which asks ``question``; return its future."""
        future: Future[T] = Future()
        with self._lock:
            (self._beside if hasattr(question, _BESIDE) else self._front).append((future, job))
        return future

    def waiting(self) -> bool:
        """Tell whether somebody waits behind the job that is being done; any thread may ask."""
        with self._lock:
            return bool(self._front or self._beside)

    def take_one(self) -> None:
        """Do the next job, unless nobody waits for it any more."""
        with self._lock:
            future, job = (self._front or self._beside).popleft()
        if not future.set_running_or_notify_cancel():
            return
        try:
            answer = job()
        except BaseException as error:  # noqa: BLE001 - handed to who waits
            future.set_exception(error)
        else:
            future.set_result(answer)
