"""Opening and closing SQLite so that a request cancelled meanwhile leaves no connection and no lock behind.

aiosqlite (0.22) forgets a connection whose opening was cancelled: the thread ends, the file stays open until
Python finds the object. A client that hangs up, or a server that stops, does just that.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cache

import aiosqlite

from occ_server.kit.tasks import made_or_undone


class _Unlocking(sqlite3.Connection):
    """Gives up its transaction when it closes.

    SQLite keeps a closed connection, lock included, while one of its statements still has rows to give: an
    ``UPDATE … RETURNING`` that was cancelled would keep every writer out until Python finds its cursor.
    """

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self.rollback()
        super().close()


def careful_opener(file: str, busy_seconds: float) -> Callable[[], Awaitable[aiosqlite.Connection]]:
    """Return what opens ``file``; statements wait ``busy_seconds`` for another process's lock."""

    async def opened() -> aiosqlite.Connection:
        connection = aiosqlite.connect(file, timeout=busy_seconds, factory=_Unlocking)
        connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does: an error must not hang the exit
        # aiosqlite 0.22 waits for ever for a second stop, and whoever is cancelled twice asks for two.
        connection.stop = cache(connection.stop)  # type: ignore[method-assign]
        return await connection

    async def careful() -> aiosqlite.Connection:
        return await made_or_undone(opened(), lambda connection: connection.close())

    return careful
