"""The client applies changes while its list is scrolled; says what that took, and what the bare upserts take.

Run by the benchmark of the same name with a prepared profile, its secrets and the number of changes.
"""

import asyncio
import json
import shutil
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import msgspec
import sqlcipher3

from benchmarks.client import listed, run_client
from benchmarks.feeding import Pages, changes_of, puller
from occ_contract.callbacks import Callback
from occ_desktop.bootstrap.program import Program
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.store.cache import WRITER_MEMORY
from occ_desktop.store.feed import APPLY_LIMIT
from occ_desktop.ui.tables.table_view import TableView

_BEAT = 0.005
_TURN = 0.1  # seconds between two turns of the wheel, which scroll three rows each
_IDLE = 3.0


@dataclass
class Held:
    """The longest turn of the loop in seconds: what it computed, and by the clock on the wall."""

    computing: float = 0.0
    wall: float = 0.0


@asynccontextmanager
async def _scrolled(table: TableView) -> AsyncIterator[Held]:
    """Scroll the list as long as the block runs, and note how long the loop is held."""
    held = Held()

    async def scroll() -> None:
        bar = table.verticalScrollBar()
        for place in cycle((*range(0, 2000, 3), *range(2000, 0, -3))):
            bar.setValue(min(place, bar.maximum()))
            await asyncio.sleep(_TURN)

    async def beat() -> None:
        while True:
            computed, before = time.thread_time(), time.perf_counter()
            await asyncio.sleep(_BEAT)
            held.computing = max(held.computing, time.thread_time() - computed)
            held.wall = max(held.wall, time.perf_counter() - before - _BEAT)

    async with asyncio.TaskGroup() as together:
        tasks = [together.create_task(work()) for work in (scroll, beat)]
        yield held
        for task in tasks:
            task.cancel()


async def _measure(program: Program, kept: dict[str, str], count: int) -> dict[str, float]:
    client, table = await listed(program, kept)
    services = client.services
    cache = services.workplace.cache
    async with _scrolled(table) as idle:
        await asyncio.sleep(_IDLE)
    rows = await services.search.page(CallbackFilter(), CallbackSort(), 0, count)
    changed = [_changed(row.callback, 10**6 + n) for n, row in enumerate(rows)]
    shutil.copytree(cache.path.parent, copied := cache.path.parent.with_name("copied"))
    feed = puller(cache, Pages(changes_of(changed), 10**7), services.bus.publish)
    async with _scrolled(table) as held:
        start = time.perf_counter()
        await feed.pull()
        ours = time.perf_counter() - start
    key = next(value for name, value in kept.items() if len(value) == 2 * 32)
    bare = await asyncio.to_thread(_by_hand, cache.path, copied / cache.path.name, key)
    return {"ours": ours, "bare": bare, "held": held.computing, "wall": held.wall, "idle": idle.wall}


def _changed(row: Callback, seq: int) -> Callback:
    """Return a callback somebody was called once more about."""
    return msgspec.structs.replace(row, attempts=row.attempts + 1, seq=seq)


def _by_hand(source: Path, copied: Path, key: str) -> float:
    """Write the changed rows of the source into the copy; return the seconds."""
    with closing(_opened(source, key)) as now, closing(_opened(copied, key)) as then:
        rows = now.execute("SELECT * FROM callbacks WHERE seq >= 1000000 ORDER BY seq").fetchall()
        names = [column[1] for column in then.execute("PRAGMA table_info(callbacks)")]
        statement = _upsert(names)
        for setting in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
            then.execute(f"PRAGMA {setting}")
        then.execute(f"PRAGMA cache_size={-WRITER_MEMORY // 1024}")
        start = time.perf_counter()
        for first in range(0, len(rows), APPLY_LIMIT):
            then.execute("BEGIN IMMEDIATE")
            then.executemany(statement, rows[first : first + APPLY_LIMIT])
            then.execute("COMMIT")
        return time.perf_counter() - start


def _upsert(names: Sequence[str]) -> str:
    places = ", ".join("?" * len(names))
    newer = ", ".join(f"{name} = excluded.{name}" for name in names if name not in {"no", "id"})
    columns = ", ".join(names)
    return f"INSERT INTO callbacks ({columns}) VALUES ({places}) ON CONFLICT (id) DO UPDATE SET {newer}"


def _opened(path: Path, key: str) -> sqlcipher3.Connection:
    raw = sqlcipher3.connect(str(path), isolation_level=None)
    raw.execute(f"PRAGMA key = \"x'{key}'\"")
    return raw


async def _begin(program: Program, *asked: Any) -> None:
    try:
        sys.stdout.write(json.dumps(await _measure(program, *asked)))
        sys.stdout.flush()
    finally:
        program.quit()


def main() -> int:
    folder, kept, count = sys.argv[1:]
    return run_client(folder, lambda program: _begin(program, json.loads(kept), int(count)))


if __name__ == "__main__":
    sys.exit(main())
