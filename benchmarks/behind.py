"""How busy the cache's reader is while callbacks change, every room opened once, beside the list alone.

Rooms behind the one in front must cost nothing: a person opens them all in a morning and works in one. The
list is in front in both; twenty rows change a second, one at a time, as the feed brings them.

Both clients stay open and are measured in turn, many short times: what the machine does meanwhile meets both
alike, and the median leaves out what met one. What is added up is processor time of the reader's thread.
"""

import asyncio
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.away import prepare
from benchmarks.measure import Line

ROWS = 20_000
SECONDS = 3
ROUNDS = 9
PROMISED = 1.1


def run(*, small: bool) -> Iterator[Line]:
    """Yield the seconds the reader computed with all rooms opened, beside those with the list alone."""
    rows, seconds, rounds = (2_000, 1, 1) if small else (ROWS, SECONDS, ROUNDS)
    with tempfile.TemporaryDirectory() as name:
        opened, alone = Path(name, "opened"), Path(name, "alone")
        kept = json.dumps(asyncio.run(prepare(opened, rows)))
        shutil.copytree(opened, alone)
        with _Reader(opened, kept, seconds, "all") as all_rooms, _Reader(alone, kept, seconds, "list") as one:
            all_rooms.busy(), one.busy()  # what is read for the first time
            pairs = [(all_rooms.busy(), one.busy()) for _ in range(rounds)]
    ours, peer = (statistics.median(taken) for taken in zip(*pairs, strict=True))
    yield Line(
        f"reader in {seconds} s of 20 changes/s, all rooms opened", ours, peer, "the list alone", PROMISED
    )


class _Reader:
    """A client whose cache's reader is measured again and again; it ends with the block."""

    def __init__(self, folder: Path, kept: str, seconds: int, rooms: str) -> None:
        command = [sys.executable, "-m", "benchmarks.behind_ours", str(folder), kept, str(seconds), rooms]
        pipe = subprocess.PIPE
        self._client = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1)
        self._answer()  # it is ready

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._client:
            pass

    def busy(self) -> float:
        """Have rows change; return the seconds the reader computed."""
        assert self._client.stdin is not None
        self._client.stdin.write("again\n")
        return float(self._answer())

    def _answer(self) -> str:
        assert self._client.stdout is not None
        line = self._client.stdout.readline().strip()
        assert line, "the client ended"
        return line
