"""First page of a search, and a jump, in a cache of a million rows, beside SQL by hand on the same file.

Both sides count the matches and end with the same 200 decoded callbacks, so what differs is our query
building and the way to the database thread and back. The limits are for the page alone: a screen draws it
before the count is there.
"""

import asyncio
import os
import statistics
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import sqlcipher3
from sqlalchemy import Connection

from benchmarks import sample
from benchmarks.measure import Line, paired, seconds
from occ_contract.callbacks import Callback
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.store import callbacks
from occ_desktop.store.bulk import bulk_load
from occ_desktop.store.cache import Cache, CacheOwner
from occ_desktop.store.times import stored

PAGE = 200
ROWS = 1_000_000
LIMIT_FIRST = 0.060
LIMIT_JUMP = 0.105

_SEARCH = """
SELECT body FROM callbacks WHERE no IN (
  SELECT no FROM callbacks WHERE received_at >= ? AND received_at < ?
  ORDER BY received_at DESC, id DESC LIMIT 200 OFFSET ?)
ORDER BY received_at DESC, id DESC
"""


_COUNT = "SELECT count(*) FROM callbacks WHERE received_at >= ? AND received_at < ?"


def _ours(connection: Connection, search: CallbackFilter, offset: int) -> tuple[int, tuple[CallbackRow, ...]]:
    return callbacks.count(connection, search), callbacks.page(
        connection, search, CallbackSort(), offset, PAGE
    )


def _by_hand(connection: sqlcipher3.Connection, bounds: tuple[int, int], offset: int) -> list[Callback]:
    decoder = msgspec.json.Decoder(Callback)
    connection.execute(_COUNT, bounds).fetchone()
    return [decoder.decode(body) for (body,) in connection.execute(_SEARCH, (*bounds, offset))]


def run(*, small: bool) -> Iterator[Line]:
    """Yield the first page and a jump into the middle, each beside hand-written SQL and beside its limit."""
    count, rounds = (20_000, 3) if small else (ROWS, 15)
    key = os.urandom(32)
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        path = Path(folder) / "cache.db"
        cache = runner.run(Cache.open(path, key, CacheOwner(server="bench", person_id="bench")))
        runner.run(bulk_load(cache, sample.callbacks(count), ("key",)))
        span = timedelta(seconds=30 * count)
        search = CallbackFilter(received_from=sample.END - span, received_to=sample.END)
        bounds = (stored(sample.END - span), stored(sample.END))
        raw = sqlcipher3.connect(str(path))
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        try:
            for name, offset, limit in (("first page", 0, LIMIT_FIRST), ("jump", count // 2, LIMIT_JUMP)):

                def ours(offset: int = offset) -> object:
                    return runner.run(cache.read(_ours, search, offset))

                def peer(offset: int = offset) -> object:
                    return _by_hand(raw, bounds, offset)

                def page(offset: int = offset) -> object:
                    return runner.run(cache.read(callbacks.page, search, CallbackSort(), offset, PAGE))

                mine, other = paired(ours, peer, rounds)
                yield Line(f"{name} and count of {count:,} rows", mine, other, "hand-written SQL", 1.5)
                alone = statistics.median(seconds(page) for _ in range(rounds))
                yield Line(f"{name} of {count:,} rows", alone, limit, "limit", 1.0)
        finally:
            raw.close()
            runner.run(cache.close())
