"""One thread that owns one connection: whole functions run in it, one transaction each. It knows no table."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine

from occ_contract.errors import ErrorCode
from occ_desktop.domain.failures import LoggedOut
from occ_desktop.store.faults import translated

P = ParamSpec("P")
T = TypeVar("T")


class Worker:
    """Runs ``fn(connection, …)`` in its own thread; only plain values go in and come out."""

    def __init__(self, engine: Engine, name: str, begin: str) -> None:
        self._engine = engine
        self._begin = begin
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._connection: Connection | None = None
        self._closed = False

    async def run(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``fn(connection, *args)``, committed; an exception rolls back.

        A cancelled caller leaves no half transaction: what had not begun never begins, what had begun ends.

        :raises CacheFailure: ``disk_full``, ``locked``, ``unreadable``.
        :raises LoggedOut: after :meth:`close`; a cache is closed when its person leaves.
        """
        if self._closed:
            raise LoggedOut(ErrorCode.UNAUTHENTICATED)

        def job() -> T:
            with translated(), self._opened() as connection, connection.begin():
                return fn(connection, *args, **kwargs)

        return await asyncio.wrap_future(self._executor.submit(job))

    def _opened(self) -> "_Kept":
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(begin=self._begin)
        return _Kept(self._connection)

    def interrupt(self) -> None:
        """Break off the statement that is running, if any; for the reader when the cache closes."""
        connection = self._connection
        if connection is not None and not connection.closed:
            raw: Any = connection.connection.driver_connection
            raw.interrupt()

    async def close(self) -> None:
        """Finish what has begun, close the connection in its thread and end the thread."""
        if self._closed:
            return
        self._closed = True
        done = self._executor.submit(self._close_connection)
        try:
            await asyncio.shield(asyncio.wrap_future(done))
        finally:
            self._executor.shutdown(wait=done.done(), cancel_futures=False)

    def _close_connection(self) -> None:
        connection, self._connection = self._connection, None
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
