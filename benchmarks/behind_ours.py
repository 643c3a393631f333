"""The client with its list in front while rows change; says how many seconds the cache's reader computed.

Run by the benchmark of the same name with a prepared profile, its secrets, the seconds, and ``all`` (every
room is opened once before) or ``list``. It measures once for each line it is given, and says so in one line
each; the first one says that it is ready.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from benchmarks.client import listed, run_client
from benchmarks.feeding import EPOCH, Pages, changes_of, puller
from occ_contract.sync import PushedPage
from occ_desktop.bootstrap.client import Client
from occ_desktop.bootstrap.program import Program
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.store import feed
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


class _Changes:
    """Rows of the first screen that change one at a time, each time with a higher number than before."""

    def __init__(self, client: Client, rows: Sequence[CallbackRow], head: int) -> None:
        self._feed = puller(client.services.workplace.cache, Pages((), 0), client.services.bus.publish)
        self._rows = rows
        self._head = head

    async def tell(self, number: int) -> None:
        """Tell of one more try to reach a customer."""
        base, self._head = self._head, self._head + 1
        row = self._rows[number % len(self._rows)].callback
        again = msgspec.structs.replace(row, attempts=self._head, seq=self._head)
        changes = tuple(changes_of([again]))
        cursor = str(self._head)
        page = PushedPage(epoch=EPOCH, base=base, head=self._head, cursor=cursor, changes=changes)
        assert (await self._feed.take([page])).head == self._head


async def _measure(program: Program, kept: dict[str, str], seconds: int, rooms: str) -> None:
    client, table = await listed(program, kept)
    cache = client.services.workplace.cache
    cache._reader._turns = timed = _Timed()
    if rooms == "all":
        await _opened(client)
    table.setCurrentIndex(table.model().index(0, 0))  # its customer is shown beside the list in both
    newest = await client.services.search.page(CallbackFilter(), CallbackSort(), 0, _ROWS)
    head = max((await cache.read(feed.position)).head, *(row.callback.seq for row in newest))
    changes = _Changes(client, newest, head)
    await asyncio.sleep(_SETTLED)
    answer = "ready"
    while True:
        print(answer, flush=True)
        if not await asyncio.to_thread(sys.stdin.readline):
            return
        before, start = timed.seconds, time.perf_counter()
        for number in range(seconds * PER_SECOND):
            await asyncio.sleep(start + number / PER_SECOND - time.perf_counter())
            await changes.tell(number)
        await asyncio.sleep(_SETTLED)
        answer = str(timed.seconds - before)


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


async def _begin(program: Program, *asked: Any) -> None:
    try:
        await _measure(program, *asked)
    finally:
        program.quit()


def main() -> int:
    folder, kept, seconds, rooms = sys.argv[1:]
    return run_client(folder, lambda program: _begin(program, json.loads(kept), int(seconds), rooms))


if __name__ == "__main__":
    sys.exit(main())
