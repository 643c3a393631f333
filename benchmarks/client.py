"""Running the real client in a process of its own for a benchmark: no keyring, its files below one folder."""

import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from occ_desktop.bootstrap.application import make_application
from occ_desktop.bootstrap.program import Options, Program


def run_client(folder: str, begin: Callable[[Program], Coroutine[Any, Any, None]]) -> int:
    """Run ``begin(program)`` on the program's loop until it quits the program; return the exit status."""
    program = Program(make_application(sys.argv[:1]), Options("bench", root=Path(folder)), keyring=False)
    try:
        return program.run(lambda: program.tasks.start(begin(program), name="bench"))
    finally:
        program.close()
