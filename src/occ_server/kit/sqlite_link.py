"""Opening SQLite so that a request cancelled at that moment leaves no connection behind.

aiosqlite (0.22) forgets a connection whose opening was cancelled: the thread ends, the file stays open until
Python finds the object. A client that hangs up, or a server that stops, does just that.
"""

from collections.abc import Awaitable, Callable

import aiosqlite

from occ_server.kit.tasks import made_or_undone


def careful_opener(file: str, busy_seconds: float) -> Callable[[], Awaitable[aiosqlite.Connection]]:
    """Return what opens ``file``; statements wait ``busy_seconds`` for another process's lock."""

    async def opened() -> aiosqlite.Connection:
        connection = aiosqlite.connect(file, timeout=busy_seconds)
        connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does: an error must not hang the exit
        return await connection

    async def careful() -> aiosqlite.Connection:
        return await made_or_undone(opened(), lambda connection: connection.close())

    return careful
