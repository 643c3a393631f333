"""How busy the cache's reader is while callbacks change, every room opened once, beside the list alone.

Rooms behind the one in front must cost nothing: a person opens them all in a morning and works in one. The
list is in front in both; twenty rows change a second, one at a time, as the feed brings them.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.away import prepare
from benchmarks.measure import Line

ROWS = 20_000
SECONDS = 10
PROMISED = 1.1


def run(*, small: bool) -> Iterator[Line]:
    """Yield the seconds the reader computed with all rooms opened, beside those with the list alone."""
    rows, seconds, rounds = (2_000, 1, 1) if small else (ROWS, SECONDS, 3)
    with tempfile.TemporaryDirectory() as name:
        kept = json.dumps(asyncio.run(prepare(Path(name), rows)))
        pairs = [
            (_busy(name, kept, seconds, "all"), _busy(name, kept, seconds, "list")) for _ in range(rounds)
        ]
    ours, alone = (statistics.median(taken) for taken in zip(*pairs, strict=True))
    yield Line(
        f"reader in {seconds} s of 20 changes/s, all rooms opened", ours, alone, "the list alone", PROMISED
    )


def _busy(folder: str, kept: str, seconds: int, rooms: str) -> float:
    command = [sys.executable, "-m", "benchmarks.behind_ours", folder, kept, str(seconds), rooms]
    return float(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
