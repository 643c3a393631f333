"""From the start of the process to the first painted rows, beside a bare PySide6 window with a table.

Ours opens an encrypted cache of 20,000 callbacks as a remembered person while the server is away.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.away import prepare
from benchmarks.measure import Line, paired

ROWS = 20_000
PROMISED = 10.0  # half of it is importing libraries the bare window does without; it may not grow
LIMIT = 1.5


def _to_rows(arguments: tuple[str, ...]) -> float:
    """Start a process; return the seconds until it says that its rows are painted. Its end is not timed."""
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-m", *arguments], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        taken = time.perf_counter() - start
        assert said == "rows\n", f"{arguments[0]} said {said!r}"
        process.terminate()
    return taken


def run(*, small: bool) -> Iterator[Line]:
    """Yield our start beside the bare window's."""
    rows, rounds = (2_000, 1) if small else (ROWS, 7)
    with tempfile.TemporaryDirectory() as name:
        kept = json.dumps(asyncio.run(prepare(Path(name), rows)))
        mine, bare = paired(
            ("benchmarks.startup_ours", name, kept), ("benchmarks.startup_bare",), rounds, timed=_to_rows
        )
    yield Line("start to first rows", mine, bare, "bare PySide6 window", PROMISED)
    yield Line("start to first rows", mine, LIMIT, "limit", 1.0)
