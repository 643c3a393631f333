"""First pages, jumps, orders and searches in a cache of a million rows, beside SQL by hand on the same file.

Both sides count the matches where a screen does and end with the same 200 decoded callbacks, so what differs
is our query building, the choice of the index and the way to the database thread and back. The limits are for
the page alone: a screen draws it before the count is there. Cold means: on a connection just opened, which
has decrypted nothing yet.
"""

import asyncio
import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec
import sqlcipher3
from sqlalchemy import Connection

from benchmarks import sample
from benchmarks.measure import Line, paired, seconds
from occ_contract.callbacks import Callback
from occ_desktop.domain.filters import CallbackFilter, CallbackSort, SortColumn
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.store import callbacks
from occ_desktop.store.cache import READER_MEMORY, Cache, CacheOwner
from occ_desktop.store.times import stored
from support.bulk import bulk_load

PAGE = 200
ROWS = 1_000_000
LIMIT_FIRST = 0.060
LIMIT_JUMP = 0.105
OWNER = CacheOwner(server="bench", person_id="bench")
_DIGITS = "7919"
_WORD = "영희"

_COUNT = "SELECT count(*) FROM callbacks WHERE received_at >= ? AND received_at < ?"
_SEARCH = """
SELECT body FROM callbacks WHERE no IN (
  SELECT no FROM callbacks WHERE received_at >= ? AND received_at < ?
  ORDER BY received_at DESC, id DESC LIMIT 200 OFFSET ?)
ORDER BY received_at DESC, id DESC
"""
_NUMBERS = "SELECT rowid FROM callback_search WHERE callback_search MATCH 'phone : \"7919\"'"
_PHONE = f"""
SELECT body FROM callbacks NOT INDEXED WHERE no IN ({_NUMBERS})
ORDER BY received_at DESC, id DESC LIMIT 200
"""
_WORDS = """
SELECT body FROM callbacks JOIN callback_search s ON s.rowid = no WHERE s.words LIKE '%영희%'
ORDER BY received_at DESC, id DESC LIMIT 200
"""


@dataclass
class Peers:
    """The same file, held by our cache and by a connection of our own making."""

    path: Path
    key: bytes
    runner: asyncio.Runner
    cache: Cache
    rounds: int

    def raw(self) -> sqlcipher3.Connection:
        """Return a connection with as much memory as ours."""
        raw = sqlcipher3.connect(str(self.path))
        raw.execute(f"PRAGMA key = \"x'{self.key.hex()}'\"")
        raw.execute(f"PRAGMA cache_size={-READER_MEMORY // 1024}")
        return raw

    def ours(self, search: CallbackFilter, sort: CallbackSort, offset: int, *, counted: bool) -> object:
        """Read a page, after the count if asked."""
        return self.runner.run(self.cache.read(_page, search, sort, offset, counted))

    def reopen(self) -> None:
        """Forget everything that was decrypted."""
        self.runner.run(self.cache.close())
        self.cache = self.runner.run(Cache.open(self.path, self.key, OWNER))

    def cold(self, work: Callable[[], object]) -> float:
        """Return the median of first reads."""
        found = []
        for _ in range(self.rounds):
            self.reopen()
            found.append(seconds(work))
        return statistics.median(found)


def _page(
    connection: Connection, search: CallbackFilter, sort: CallbackSort, offset: int, counted: bool
) -> tuple[int, tuple[CallbackRow, ...]]:
    many = callbacks.count(connection, search) if counted else 0
    return many, callbacks.page(connection, search, sort, offset, PAGE)


def _by_hand(connection: sqlcipher3.Connection, query: str, *values: int) -> list[Callback]:
    decoder = msgspec.json.Decoder(Callback)
    return [decoder.decode(body) for (body,) in connection.execute(query, values)]


def _pages(peers: Peers, count: int) -> Iterator[Line]:
    """Yield the first page and a jump into the middle, with the count and alone."""
    span = timedelta(seconds=30 * count)
    search = CallbackFilter(received_from=sample.END - span, received_to=sample.END)
    bounds = (stored(sample.END - span), stored(sample.END))
    with closing(peers.raw()) as raw:
        for name, offset, limit in (("first page", 0, LIMIT_FIRST), ("jump", count // 2, LIMIT_JUMP)):

            def ours(counted: bool = True, offset: int = offset) -> object:
                return peers.ours(search, CallbackSort(), offset, counted=counted)

            def peer(offset: int = offset) -> object:
                raw.execute(_COUNT, bounds).fetchone()
                return _by_hand(raw, _SEARCH, *bounds, offset)

            mine, other = paired(ours, peer, peers.rounds)
            yield Line(f"{name} and count of {count:,} rows", mine, other, "hand-written SQL", 1.5)
            alone = statistics.median(seconds(lambda: ours(False)) for _ in range(peers.rounds))
            yield Line(f"{name} of {count:,} rows", alone, limit, "limit", 1.0)


def _cold_jumps(peers: Peers, count: int) -> Iterator[Line]:
    bounds = (0, 2**62)
    for name, offset in (("middle", count // 2), ("end", count - PAGE)):

        def ours(offset: int = offset) -> object:
            return peers.ours(CallbackFilter(), CallbackSort(), offset, counted=False)

        def peer(offset: int = offset) -> object:
            with closing(peers.raw()) as raw:
                return _by_hand(raw, _SEARCH, *bounds, offset)

        other = statistics.median(seconds(peer) for _ in range(peers.rounds))
        yield Line(f"cold jump to the {name}", peers.cold(ours), other, "hand-written SQL", 1.5)


def _searches(peers: Peers) -> Iterator[Line]:
    newest = CallbackSort()
    digits, word = CallbackFilter(phone=_DIGITS), CallbackFilter(text=_WORD)

    def alone(search: CallbackFilter, sort: CallbackSort) -> float:
        return statistics.median(
            seconds(lambda: peers.ours(search, sort, 0, counted=False)) for _ in range(peers.rounds)
        )

    with closing(peers.raw()) as raw:

        def by_hand() -> object:
            raw.execute(f"SELECT count(*) FROM ({_NUMBERS})").fetchone()
            return _by_hand(raw, _PHONE)

        found = paired(lambda: peers.ours(digits, newest, 0, counted=True), by_hand, peers.rounds)
        # Two statements by hand, four of ours: each is preceded by the count that chooses its way.
        yield Line(f"page and count of a number with {_DIGITS}", *found, "hand-written SQL", 3.0)
        most_tried = alone(CallbackFilter(), CallbackSort(SortColumn.ATTEMPTS))
        yield Line("first page by attempts", most_tried, LIMIT_FIRST, "limit", 1.0)
        like = seconds(lambda: _by_hand(raw, _WORDS))
        yield Line(f"first page of the word {_WORD}", alone(word, newest), like, "LIKE by hand", 1.0)


def run(*, small: bool) -> Iterator[Line]:
    """Yield every promise about lists, beside hand-written SQL or beside its limit."""
    count, rounds = (20_000, 3) if small else (ROWS, 15)
    key = os.urandom(32)
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        path = Path(folder) / "cache.db"
        peers = Peers(path, key, runner, runner.run(Cache.open(path, key, OWNER)), rounds)
        try:
            runner.run(bulk_load(peers.cache, sample.callbacks(count), ("key",)))
            yield from _pages(peers, count)
            yield from _cold_jumps(peers, count)
            yield from _searches(peers)
        finally:
            runner.run(peers.cache.close())
