"""Twenty thousand changes are applied while the list is open and scrolled, beside the bare upserts by hand.

The peer writes the same rows into a copy of the file, with the same key and 500 to a transaction, without
decoding, comparing or telling anybody. Meanwhile the loop must turn: the other promise is about what it
computes at a stretch. How long it takes by the clock on the wall is printed beside the same without changes;
a machine that is busy with other work makes both long.
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
from benchmarks.measure import Figure, Line

ROWS = 40_000
CHANGES = 20_000
PROMISED = 2.0
HELD_MS = 50.0


def run(*, small: bool) -> Iterator[Line | Figure]:
    """Yield the seconds of the changes beside the peer's, and the longest the loop was held meanwhile."""
    rows, changes, rounds = (2_000, 1_000, 1) if small else (ROWS, CHANGES, 5)
    said = [_said(rows, changes) for _ in range(rounds)]
    ours, bare, held, wall, idle = (statistics.median(one[name] for one in said) for name in said[0])
    yield Line(f"{changes:,} changes applied under a scrolled list", ours, bare, "the bare upserts", PROMISED)
    clock = f"{wall * 1000:.0f} ms by the clock, {idle * 1000:.0f} ms without changes"
    yield Figure(f"loop held meanwhile ({clock})", held * 1000, HELD_MS, "ms")


def _said(rows: int, changes: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        kept = json.dumps(asyncio.run(prepare(Path(name), rows)))
        command = [sys.executable, "-m", "benchmarks.scrolled_ours", name, kept, str(changes)]
        answer = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(answer.stdout)
    return found
