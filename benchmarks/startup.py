"""From the start of the process to the first painted rows, beside a bare PySide6 window with a table.

Ours opens an encrypted cache of 20,000 callbacks as a remembered person while the server is away. Both run
from compiled bytecode, as an installed program does, whatever the environment says of writing it.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.away import prepare
from benchmarks.measure import Line, paired

ROWS = 20_000
# Aimed at: 5. More than one is SQLAlchemy, which the bare window does without and through which the first
# page is read; the rest is 330 modules of ours and what they draw.
PROMISED = 6.0
LIMIT = 1.5


def _to_rows(environment: dict[str, str], arguments: tuple[str, ...]) -> float:
    """Start a process; return the seconds until it says that its rows are painted. Its end is not timed."""
    start = time.perf_counter()
    command = [sys.executable, "-m", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        taken = time.perf_counter() - start
        assert said == "rows\n", f"{arguments[0]} said {said!r}"
        process.terminate()
    return taken


def _compiled(folder: Path) -> dict[str, str]:
    """Return an environment in which the first start, which is not timed, compiles for the others."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder)}


def run(*, small: bool) -> Iterator[Line]:
    """Yield our start beside the bare window's."""
    rows, rounds = (2_000, 1) if small else (ROWS, 7)
    with tempfile.TemporaryDirectory() as name:
        kept = json.dumps(asyncio.run(prepare(Path(name), rows)))
        timed = partial(_to_rows, _compiled(Path(name) / "bytecode"))
        ours = ("benchmarks.startup_ours", name, kept)
        mine, bare = paired(ours, ("benchmarks.startup_bare",), rounds, timed=timed)
    yield Line("start to first rows", mine, bare, "bare PySide6 window", PROMISED)
    yield Line("start to first rows", mine, LIMIT, "limit", 1.0)
