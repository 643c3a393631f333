"""If this fails, every client that hangs up while a connection opens leaves the database file open."""

import asyncio
import gc
import warnings
from pathlib import Path

import pytest

from occ_server.kit.sqlite_link import careful_opener


def open_files(file: Path) -> int:
    return sum(
        1
        for link in Path("/proc/self/fd").iterdir()
        if link.is_symlink() and link.exists() and link.resolve() == file
    )


async def test_an_opening_that_is_cancelled_leaves_the_file_closed(tmp_path: Path) -> None:
    file = tmp_path / "occ.sqlite3"
    opener = careful_opener(str(file), 1)
    first = await opener()
    await first.execute("CREATE TABLE t (x)")  # the file is there from now on
    before = open_files(file)
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        for turns in range(6):
            waiting = asyncio.ensure_future(opener())
            for _ in range(turns):
                await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        gc.collect()
    assert open_files(file) == before
    await first.close()


async def test_a_write_cancelled_while_it_gives_its_rows_locks_nobody_out(tmp_path: Path) -> None:
    """The row's cursor is still held by whatever was cancelled (a traceback, a log record)."""
    file = tmp_path / "occ.sqlite3"
    writer = await careful_opener(str(file), 0)()
    await writer.execute("PRAGMA journal_mode=WAL")
    await writer.execute("CREATE TABLE t (x)")
    await writer.execute("INSERT INTO t VALUES (1), (2)")
    await writer.commit()
    held = await writer.execute("UPDATE t SET x = 3 RETURNING x")
    await writer.close()
    other = await careful_opener(str(file), 0)()
    await other.execute("BEGIN IMMEDIATE")
    await other.close()
    del held


async def test_a_connection_that_is_closed_and_stopped_at_once_is_gone(tmp_path: Path) -> None:
    """Whoever closes it was cancelled twice: nobody may wait for ever for a thread that has ended."""
    link = await careful_opener(str(tmp_path / "occ.sqlite3"), 0)()
    closing = asyncio.ensure_future(link.close())
    await asyncio.sleep(0)
    link.stop()
    async with asyncio.timeout(10):
        await closing
