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
