"""A completion pressed while a hundred thousand rows are gathered and take the place of the old ones.

Every row comes with another content, as from a restored server: the most a step of a rebuild can have to
write. Timed is from the press to the commit; the same with nothing else to do stands beside it.
"""

import asyncio
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from benchmarks import sample
from benchmarks.measure import Line
from occ_contract.callbacks import Callback, Complete
from occ_contract.ids import new_id
from occ_contract.sync import Change, Entity, SyncPage
from occ_desktop.domain.commands import Command, CommandKind
from occ_desktop.store import projection
from occ_desktop.store.cache import Cache, CacheOwner
from occ_desktop.sync.puller import FILL_LIMIT, Puller
from support.bulk import bulk_load

ROWS = 100_000
LIMIT = 0.100
KEYS = ("k",)
_BETWEEN = 0.05


@dataclass
class Restored:
    """A server that was restored: its pages bring every row again, with another content."""

    pages: list[SyncPage]

    async def sync(self, _cursor: str | None, _limit: int, **_asked: bool) -> SyncPage:
        return self.pages.pop(0) if len(self.pages) > 1 else self.pages[0]


class _Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


def run(*, small: bool) -> Iterator[Line]:
    """Yield the median and the 99th percentile of a press, beside an idle one and beside the limit."""
    count = 2_000 if small else ROWS
    idle, during = asyncio.run(_measure(count))
    name = f"completion pressed while {count:,} rows are rebuilt"
    yield Line(f"{name}, idle beside the limit", statistics.median(idle), LIMIT, "limit", 1.0)
    yield Line(f"{name}, median", statistics.median(during), LIMIT, "limit", 1.0)
    yield Line(f"{name}, p99", statistics.quantiles(during, n=100)[-1], LIMIT, "limit", 1.0)


async def _measure(count: int) -> tuple[list[float], list[float]]:
    with tempfile.TemporaryDirectory() as folder:
        owner = CacheOwner("bench", "me")
        cache = await Cache.open(Path(folder) / "bench.cache", secrets.token_bytes(32), owner)
        rows = list(sample.callbacks(count))
        await bulk_load(cache, rows, KEYS)
        idle = [await _press(cache, row) for row in rows[:50]]
        api: Any = Restored(_pages(rows))
        puller = Puller(api, cache, "me", _Clock(), lambda _change: None)
        await puller.begin_rebuild()
        pulling = asyncio.ensure_future(puller.pull())
        during = []
        while not pulling.done():
            await asyncio.sleep(_BETWEEN)
            during.append(await _press(cache, rows[len(during) % count]))
        await pulling
        await cache.close()
        return idle, during


async def _press(cache: Cache, row: Callback) -> float:
    """Complete a row and take it back; return how long the first took."""
    body, key = Complete(note="통화 완료", base_note=""), new_id()
    command = Command(key, CommandKind.COMPLETE, body, datetime.now(UTC), callback_id=row.id)
    start = time.perf_counter()
    await cache.write(projection.enqueue, command)
    taken = time.perf_counter() - start
    await cache.write(projection.discard, key)
    return taken


def _pages(rows: list[Callback]) -> list[SyncPage]:
    empty = SyncPage(epoch="new", cursor="end", head=10**9, changes=(), has_more=False, keys=KEYS)
    starts = range(0, len(rows), FILL_LIMIT)
    return [*(_page(rows[start : start + FILL_LIMIT], empty) for start in starts), empty]


def _page(rows: list[Callback], empty: SyncPage) -> SyncPage:
    return msgspec.structs.replace(empty, changes=tuple(map(_change, rows)), has_more=True)


def _change(row: Callback) -> Change:
    again = msgspec.structs.replace(row, attempts=row.attempts + 1, seq=row.seq + 1)
    body = msgspec.Raw(msgspec.json.encode(again))
    return Change(entity=Entity.CALLBACK, id=row.id, seq=again.seq, keys=KEYS, body=body)
