"""The cache as the rest of the client holds it: open, read, write, close, erase.

One writer thread and one reader thread, each with its own connection (WAL): a page is read in milliseconds
while a large change set is applied. It knows no row type: the functions of this package are handed to it.
"""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine

from occ_desktop.domain.failures import CacheFailure
from occ_desktop.store.binding import CacheOwner, prepare
from occ_desktop.store.cipher import open_engine
from occ_desktop.store.faults import translated
from occ_desktop.store.worker import Worker

P = ParamSpec("P")
T = TypeVar("T")

# An index of a million callbacks has about 90 MB; walking one that does not fit decrypts all of it again.
READER_MEMORY = 128 * 1024 * 1024
WRITER_MEMORY = 64 * 1024 * 1024
PATIENCE_SECONDS = 1.0  # how long closing lets a step of the feed run

__all__ = ["Cache", "CacheOwner", "erase_file"]


class Cache:
    """One account's encrypted copy of what it may see, and its own unsent work. Open it with :meth:`open`."""

    def __init__(self, path: Path, owner: CacheOwner, engine: Engine, *, fresh: bool) -> None:
        self.path = path
        self.owner = owner
        self.fresh = fresh
        self._engine = engine
        self._writer = Worker(engine, "cache-writer", "BEGIN IMMEDIATE", WRITER_MEMORY)
        self._reader = Worker(engine, "cache-reader", "BEGIN", READER_MEMORY)

    @classmethod
    async def open(cls, path: Path, key: bytes, owner: CacheOwner, *, replace: bool = False) -> "Cache":
        """Return the cache of ``owner`` at ``path``, made if it is not there; ``key`` is 32 random bytes.

        Another account's file is erased and begun anew. An unreadable one (damaged, or another key) only with
        ``replace``. ``cache.fresh`` tells whether the feed must be filled from the start.

        :raises CacheFailure: ``unreadable``, ``locked`` or ``disk_full``.
        """
        engine, fresh = await asyncio.to_thread(_open, path, key, owner, replace)
        return cls(path, owner, engine, fresh=fresh)

    async def read(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``fn(connection, *args)`` from one consistent snapshot.

        :raises CacheFailure: see :class:`CacheFailure`. :raises LoggedOut: once the cache is closed.
        """
        return await self._reader.run_again(fn, *args, **kwargs)

    async def write(
        self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return ``fn(connection, *args)``, committed as one transaction; an exception undoes all of it.

        What was handed over is written, also when its caller is cancelled or the cache closes.

        :raises CacheFailure: see :class:`CacheFailure`. :raises LoggedOut: once the cache is closed.
        """
        return await self._writer.run(fn, *args, **kwargs)

    async def fill(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Write what the feed would bring again, as :meth:`write`; closing the cache does not wait for it.

        Touch at most some 500 rows: what a person does meanwhile waits behind it.
        """
        return await self._writer.run_again(fn, *args, **kwargs)

    async def close(self) -> None:
        """End both threads and connections. What was written is on disk first; fills end, as reads do."""
        await self._reader.close(patience=0.0)
        await self._writer.close(patience=PATIENCE_SECONDS)
        self._engine.dispose()

    async def erase(self) -> None:
        """Close, then delete the file: log-out with erasing, lost account, disabled account."""
        await self.close()
        await asyncio.to_thread(erase_file, self.path)


def erase_file(path: Path) -> None:
    """Delete a cache and its journal; nothing there is fine."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _open(path: Path, key: bytes, owner: CacheOwner, replace: bool) -> tuple[Engine, bool]:
    with translated():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            engine, fresh = _prepared(path, key, owner)
        except CacheFailure as failure:
            if failure.reason != "unreadable" or not replace:
                raise
            fresh = None
        if fresh is None:
            erase_file(path)
            engine, fresh = _prepared(path, key, owner)
        return engine, bool(fresh)


def _prepared(path: Path, key: bytes, owner: CacheOwner) -> tuple[Engine, bool | None]:
    engine = open_engine(path, key)
    with translated(), ExitStack() as undo:
        undo.callback(engine.dispose)
        with engine.connect() as connection:
            writing = connection.execution_options(begin="BEGIN IMMEDIATE")
            with writing.begin():
                fresh = prepare(writing, owner)
        if fresh is not None:
            undo.pop_all()
        return engine, fresh
