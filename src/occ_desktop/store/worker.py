"""One thread that owns one connection: whole functions run in it, one transaction each. It knows no table."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from occ_contract.errors import ErrorCode
from occ_desktop.domain.failures import LoggedOut
from occ_desktop.store.faults import was_interrupted
from occ_desktop.store.turns import Turns
from occ_desktop.store.verdict import judged

P = ParamSpec("P")
T = TypeVar("T")

_log = logging.getLogger(__name__)
_INTERRUPT_SECONDS = 0.02


class Worker:
    """Runs ``fn(connection, …)`` in its own thread; only plain values go in and come out.

    ``memory`` (bytes): how much of the file at ``path`` its connection keeps decrypted.
    """

    def __init__(self, engine: Engine, path: Path, name: str, begin: str, memory: int) -> None:
        self._engine = engine
        self._path = path
        self._begin = begin
        self._memory = memory
        self._turns = Turns()
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._connection: Connection | None = None
        self._raw: Any = None
        self._closed = False
        self._called_off = threading.Event()
        self._lock = threading.Lock()
        self._may_interrupt = False

    async def run(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``fn(connection, *args)``, committed; an exception rolls back.

        What was handed over is done, whether or not its caller still waits, and before the thread ends.

        :raises CacheFailure: see there.
        :raises LoggedOut: after or by :meth:`close`; a cache is closed when its person leaves.
        """
        done = self._submitted(False, fn, *args, **kwargs)
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            done.add_done_callback(_log_failure)
            raise

    async def run_again(
        self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do the same for what can be done again later: a cancelled caller or closing calls it off.

        What had not begun never begins then, what had begun ends or is undone.
        """
        return await self._submitted(True, fn, *args, **kwargs)

    def awaited(self) -> bool:
        """Tell whether somebody waits for what runs to end, be it to close; any thread may ask."""
        return self._called_off.is_set() or self._turns.waiting()

    def _submitted(
        self, again: bool, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> "asyncio.Future[T]":
        if self._closed:
            raise LoggedOut(ErrorCode.UNAUTHENTICATED)

        def job() -> T:
            if again and self._called_off.is_set():
                raise LoggedOut(ErrorCode.UNAUTHENTICATED)
            try:
                with (
                    judged(self._engine, self._path),
                    self._opened() as connection,
                    self._interruptible(again),
                    connection.begin(),
                ):
                    return fn(connection, *args, **kwargs)
            except DBAPIError as error:
                if was_interrupted(error):  # only closing does that
                    raise LoggedOut(ErrorCode.UNAUTHENTICATED) from error
                raise
            except StopIteration as bug:  # no future takes it, its caller would wait for ever
                raise RuntimeError("a question to the cache raised StopIteration") from bug

        future = self._turns.put(fn, job)
        self._executor.submit(self._turns.take_one)
        return asyncio.wrap_future(future)

    @contextmanager
    def _interruptible(self, again: bool) -> Iterator[None]:
        """Let closing interrupt what runs in here, and nothing that comes after it."""
        with self._lock:
            self._may_interrupt = again
        try:
            yield
        finally:
            with self._lock:
                self._may_interrupt = False

    def _opened(self) -> "_Kept":
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(begin=self._begin)
            self._raw = self._connection.connection.driver_connection
            self._raw.execute(f"PRAGMA cache_size={-self._memory // 1024}")
        return _Kept(self._connection)

    async def close(self, *, patience: float) -> None:
        """Close the connection in its thread and end the thread.

        What can be done again and waits is called off at once, what of it runs is interrupted after
        ``patience`` (seconds); both end with `LoggedOut`. Everything else is done first, whatever it takes.
        """
        if self._closed:
            return
        self._closed = True
        self._called_off.set()
        done = asyncio.wrap_future(self._executor.submit(self._close_connection))
        try:
            await asyncio.wait({done}, timeout=patience)
            while not done.done():
                self._interrupt()  # again and again: between two statements it passes unheard
                await asyncio.wait({done}, timeout=_INTERRUPT_SECONDS)
            await done
        finally:
            self._executor.shutdown(wait=done.done(), cancel_futures=False)

    def _interrupt(self) -> None:
        with self._lock:
            if self._may_interrupt:
                self._raw.interrupt()

    def _close_connection(self) -> None:
        connection, self._connection, self._raw = self._connection, None, None
        if connection is not None:
            connection.close()


class _Kept:
    """Lends the thread's connection without closing it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> Connection:
        return self._connection

    def __exit__(self, *_exc: object) -> None:
        return None


def _log_failure(done: "asyncio.Future[Any]") -> None:
    """Say that what nobody waits for any more failed."""
    if not done.cancelled() and (failure := done.exception()) is not None:
        _log.warning("a write nobody waits for failed: %s", failure)
