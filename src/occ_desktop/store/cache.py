"""The cache as the rest of the client holds it: open, read, write, close, erase.

One writer thread and one reader thread, each with its own connection (WAL): a page is read in milliseconds
while a large change set is applied. It knows no row type: the functions of this package are handed to it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from occ_desktop.domain.failures import CacheFailure
from occ_desktop.store.binding import CacheOwner
from occ_desktop.store.faults import in_the_way
from occ_desktop.store.opening import Opened, erase_file, is_there, open_file
from occ_desktop.store.worker import Worker

P = ParamSpec("P")
T = TypeVar("T")

# An index of a million callbacks has about 90 MB; walking one that does not fit decrypts all of it again.
READER_MEMORY = 128 * 1024 * 1024
WRITER_MEMORY = 64 * 1024 * 1024
PATIENCE_SECONDS = 1.0  # how long closing lets a step of the feed run

__all__ = ["Cache", "CacheOwner", "erase_file", "is_there"]


class Cache:
    """One account's encrypted copy of what it may see, and its own unsent work. Open it with :meth:`open`."""

    def __init__(self, path: Path, owner: CacheOwner, opened: Opened) -> None:
        self.path = path
        self.owner = owner
        self.fresh = opened.fresh
        self.limit = opened.limit
        self.rescue = opened.rescue
        self.on_damaged: Callable[[], None] = lambda: None
        self._engine = opened.engine
        self._writer = Worker(opened.engine, path, "cache-writer", "BEGIN IMMEDIATE", WRITER_MEMORY)
        self._reader = Worker(opened.engine, path, "cache-reader", "BEGIN", READER_MEMORY)

    @classmethod
    async def open(
        cls, path: Path, key: bytes, owner: CacheOwner, *, mend: bool = False, damaged: bool = False
    ) -> "Cache":
        """Return the cache of ``owner`` at ``path``, made if it is not there; ``key`` is 32 random bytes.

        ``cache.fresh`` tells whether the feed must be filled from the start. Where nothing can be written
        (full disk, read-only folder) but read, ``cache.limit`` says why. With ``mend`` a damaged file, one of
        another key or of another account is set aside; ``cache.rescue`` tells what of it came over.
        ``damaged``: damage was met in it before. Cancelled, it leaves nothing open.

        :raises CacheFailure: what is in the way; without ``mend`` also ``unreadable``.
        """
        loop = asyncio.get_running_loop()
        work = partial(open_file, path, key, owner, mend=mend, damaged=damaged)
        opening = loop.run_in_executor(None, work)
        try:
            return cls(path, owner, await asyncio.shield(opening))
        except asyncio.CancelledError:
            opening.add_done_callback(_let_go)
            raise

    async def read(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``fn(connection, *args)`` from one consistent snapshot.

        :raises CacheFailure: see :class:`CacheFailure`. :raises LoggedOut: once the cache is closed.
        """
        return await self._told(self._reader.run_again(fn, *args, **kwargs))

    async def write(
        self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return ``fn(connection, *args)``, committed as one transaction; an exception undoes all of it.

        What was handed over is written, also when its caller is cancelled or the cache closes.

        :raises CacheFailure: see :class:`CacheFailure`. :raises LoggedOut: once the cache is closed.
        """
        self._check_writable()
        return await self._told(self._writer.run(fn, *args, **kwargs))

    async def fill(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Write what the feed would bring again, as :meth:`write`; closing the cache does not wait for it.

        Touch at most some 500 rows, or ask `somebody_waits` after as many: what a person does meanwhile waits
        behind it.
        """
        self._check_writable()
        return await self._told(self._writer.run_again(fn, *args, **kwargs))

    def somebody_waits(self) -> bool:
        """Tell whether a write waits for the one under way, which asks between two of its steps."""
        return self._writer.awaited()

    def _check_writable(self) -> None:
        if self.limit is not None:
            raise CacheFailure(self.limit.reason, self.limit.place)

    async def _told(self, work: Awaitable[T]) -> T:
        """Wait for work; ``on_damaged`` hears of damage it met before its caller does."""
        try:
            return await work
        except CacheFailure as failure:
            if failure.damaged:
                self.on_damaged()
            raise

    async def may_be_written(self) -> bool:
        """Tell whether what limits the cache seems to be over, so that opening it again is worth while."""
        if self.limit is None or self.limit.place == str(self.path):  # the file itself; only trying tells
            return False
        return await asyncio.to_thread(in_the_way, self.path.parent) is None

    async def close(self) -> None:
        """End both threads and connections. What was written is on disk first; fills end, as reads do."""
        await self._reader.close(patience=0.0)
        await self._writer.close(patience=PATIENCE_SECONDS)
        self._engine.dispose()

    async def erase(self) -> None:
        """Close, then delete the file: log-out with erasing, lost account, disabled account."""
        await self.close()
        await asyncio.to_thread(erase_file, self.path)


def _let_go(opening: "asyncio.Future[Opened]") -> None:
    """Close what was opened for somebody who no longer waits."""
    if not opening.cancelled() and opening.exception() is None:
        opening.result().engine.dispose()
