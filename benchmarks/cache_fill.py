"""A new desk's cache takes a hundred thousand callbacks, beside ``executemany`` of the same rows by hand.

The peer writes, in one transaction, the rows the cache ended with into a file with the same key, tables and
indexes. Ours decodes bodies, compares versions, and commits in steps, so that a screen can read meanwhile:
how soon it shows today's is the second promise.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import sqlcipher3
from sqlalchemy import Connection

from benchmarks.feeding import Pages, changes_of, newest_first, puller
from benchmarks.measure import Line
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.store import callbacks
from occ_desktop.store.cache import WRITER_MEMORY, Cache, CacheOwner

ROWS = 100_000
SCREEN = 200
SCREEN_LIMIT = 1.0
OWNER = CacheOwner(server="bench", person_id="bench")


def run(*, small: bool) -> Iterator[Line]:
    """Yield the whole fill beside its peer, and the first screen beside its limit."""
    rows = 2_000 if small else ROWS
    with tempfile.TemporaryDirectory() as name:
        folder, key = Path(name), os.urandom(32)
        whole, screen = asyncio.run(_filled(folder / "ours.db", key, rows))
        peer = _by_hand(folder / "ours.db", folder / "peer.db", key)
    yield Line(f"first fill of {rows:,} callbacks into the cache", whole, peer, "executemany by hand", 2.0)
    yield Line("first answer to first screen of it", screen, SCREEN_LIMIT, "limit", 1.0)


async def _filled(path: Path, key: bytes, rows: int) -> tuple[float, float]:
    """Fill a new cache; return the seconds of all, and until a screen could read its newest rows."""
    made = newest_first(rows)
    pages = Pages(changes_of(made), made[0].seq)
    cache = await Cache.open(path, key, OWNER)
    told = asyncio.Event()

    def publish(changes: ChangeSet) -> None:
        if changes:
            told.set()

    async def screen() -> float:
        await told.wait()
        shown = await cache.read(_screen)
        assert shown[0].id == made[0].id
        return time.perf_counter() - start

    start = time.perf_counter()
    first = asyncio.ensure_future(screen())
    await puller(cache, pages, publish).pull()
    whole = time.perf_counter() - start
    seen = await first
    await cache.close()
    return whole, seen


def _screen(connection: Connection) -> tuple[CallbackRow, ...]:
    return callbacks.page(connection, CallbackFilter(), CallbackSort(), 0, SCREEN)


def _by_hand(source: Path, path: Path, key: bytes) -> float:
    """Write what the source holds into an empty cache; return the seconds."""
    asyncio.run(_emptied(path, key))
    with closing(_opened(source, key)) as full, closing(_opened(path, key)) as empty:
        rows = full.execute("SELECT * FROM callbacks").fetchall()
        words = full.execute("SELECT rowid, phone, words FROM callback_search").fetchall()
        empty.execute(f"PRAGMA cache_size={-WRITER_MEMORY // 1024}")
        places = ", ".join("?" * len(rows[0]))
        start = time.perf_counter()
        empty.execute("BEGIN IMMEDIATE")
        empty.executemany(f"INSERT INTO callbacks VALUES ({places})", rows)
        empty.executemany("INSERT INTO callback_search (rowid, phone, words) VALUES (?, ?, ?)", words)
        empty.execute("COMMIT")
        return time.perf_counter() - start


async def _emptied(path: Path, key: bytes) -> None:
    await (await Cache.open(path, key, OWNER)).close()


def _opened(path: Path, key: bytes) -> sqlcipher3.Connection:
    raw = sqlcipher3.connect(str(path), isolation_level=None)
    raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return raw
