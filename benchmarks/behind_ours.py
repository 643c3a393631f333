"""The client with its list in front while rows change; says how many seconds the cache's reader computed.

Run by the benchmark of the same name with a prepared profile, its secrets, the seconds, and ``all`` (every
room is opened once before) or ``list``.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import msgspec

from benchmarks.client import listed, run_client
from benchmarks.feeding import EPOCH, Pages, changes_of, puller
from occ_contract.callbacks import Callback
from occ_contract.sync import PushedPage
from occ_desktop.bootstrap.client import Client
from occ_desktop.bootstrap.program import Program
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.store.turns import Turns
from occ_desktop.ui.frame import Target

PER_SECOND = 20
_ROWS = 40  # those on the screen and some below
_SETTLED = 1.0  # seconds until what a room reads when it is entered has been read


class _Timed(Turns):
    """Stands in the place of the reader's own turns and adds up what their jobs compute."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def put(self, question: Callable[..., Any], job: Callable[[], Any]) -> Any:
        def timed() -> Any:
            start = time.thread_time()
            try:
                return job()
            finally:
                self.seconds += time.thread_time() - start

        return super().put(question, timed)


async def _measure(program: Program, kept: dict[str, str], seconds: int, rooms: str) -> float:
    client, _table = await listed(program, kept)
    cache = client.services.workplace.cache
    cache._reader._turns = timed = _Timed()
    if rooms == "all":
        await _opened(client)
    await asyncio.sleep(_SETTLED)
    feed = puller(cache, Pages((), 0), client.services.bus.publish)
    newest = await client.services.search.page(CallbackFilter(), CallbackSort(), 0, _ROWS)
    before, start = timed.seconds, time.perf_counter()
    for number in range(seconds * PER_SECOND):
        await asyncio.sleep(start + number / PER_SECOND - time.perf_counter())
        await feed.take([_changed(newest[number % _ROWS].callback, number)])
    await asyncio.sleep(_SETTLED)
    return timed.seconds - before


async def _opened(client: Client) -> None:
    """Enter every room, leave each once it has read what it shows, and come back to the list."""
    shell = client.shell
    assert shell is not None
    there = shell.place
    assert there is not None
    for place in shell.places:
        shell.navigate(Target(place))
        await asyncio.sleep(_SETTLED)
    shell.navigate(Target(there))


def _changed(row: Callback, number: int) -> PushedPage:
    """Return a page that tells of one more try to reach a customer."""
    seq = 10**6 + number
    again = msgspec.structs.replace(row, attempts=number, seq=seq)
    changes = tuple(changes_of([again]))
    return PushedPage(epoch=EPOCH, base=seq - 1, head=seq, cursor=str(seq), changes=changes)


async def _begin(program: Program, *asked: Any) -> None:
    try:
        sys.stdout.write(str(await _measure(program, *asked)))
        sys.stdout.flush()
    finally:
        program.quit()


def main() -> int:
    folder, kept, seconds, rooms = sys.argv[1:]
    return run_client(folder, lambda program: _begin(program, json.loads(kept), int(seconds), rooms))


if __name__ == "__main__":
    sys.exit(main())
