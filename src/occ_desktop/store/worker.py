"""One thread that owns one connection: whole functions run in it, one transaction each. It knows no table."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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

_INTERRUPT_SECONDS = 0.02
PATIENCE_SECONDS = 2.0


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
        self._broken_off = threading.Event()

    async def run(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``fn(connection, *args)``, committed; an exception rolls back.

        A cancelled caller leaves no half transaction: what had not begun never begins, what had begun ends.

        :raises CacheFailure: see there.
        :raises LoggedOut: after or by :meth:`close`; a cache is closed when its person leaves.
        """
        if self._closed:
            raise LoggedOut(ErrorCode.UNAUTHENTICATED)

        def job() -> T:
            if self._broken_off.is_set():
                raise LoggedOut(ErrorCode.UNAUTHENTICATED)
            try:
                with judged(self._engine, self._path), self._opened() as connection, connection.begin():
                    return fn(connection, *args, **kwargs)
            except DBAPIError as error:
                if was_interrupted(error):  # only closing does that
                    raise LoggedOut(ErrorCode.UNAUTHENTICATED) from error
                raise
            except StopIteration as bug:  # no future takes it, its caller would wait for ever
                raise RuntimeError("a question to the cache raised StopIteration") from bug

        future = self._turns.put(fn, job)
        self._executor.submit(self._turns.take_one)
        return await asyncio.wrap_future(future)

    def _opened(self) -> "_Kept":
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(begin=self._begin)
            self._raw = self._connection.connection.driver_connection
            self._raw.execute(f"PRAGMA cache_size={-self._memory // 1024}")
        return _Kept(self._connection)

    async def close(self, *, break_off: bool = False) -> None:
        """Close the connection in its thread and end the thread; what has begun and what waits ends first.

        What runs longer than the patience of who closes is undone (a purge or a rebuild of very many rows,
        made again after the next start); it ends with `LoggedOut`. With ``break_off`` (the reader's way) so
        does, at once, what runs and what waits.
        """
        if self._closed:
            return
        self._closed = True
        if break_off:
            self._broken_off.set()
        done = asyncio.wrap_future(self._executor.submit(self._close_connection))
        try:
            while not done.done():
                if break_off:
                    self._interrupt()  # again and again: between two statements it passes unheard
                await asyncio.wait({done}, timeout=_INTERRUPT_SECONDS if break_off else PATIENCE_SECONDS)
                if not break_off and not done.done():
                    self._interrupt()
            await done
        finally:
            self._executor.shutdown(wait=done.done(), cancel_futures=False)

    def _interrupt(self) -> None:
        raw = self._raw
        if raw is not None:
            raw.interrupt()

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
