"""Running the real client in a process of its own for a benchmark: no keyring, its files below one folder.

It imports nothing that the program does not import by itself: its start is measured, too.
"""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from occ_desktop.bootstrap.application import make_application
from occ_desktop.bootstrap.client import Client
from occ_desktop.bootstrap.program import Options, Program
from occ_desktop.system.secrets import SessionSecrets
from occ_desktop.ui.tables.table_view import TableView


def run_client(folder: str, begin: Callable[[Program], Coroutine[Any, Any, None]]) -> int:
    """Run ``begin(program)`` on the program's loop until it quits the program; return the exit status."""
    program = Program(make_application(sys.argv[:1]), Options("bench", root=Path(folder)), keyring=False)
    try:
        return program.run(lambda: program.tasks.start(begin(program), name="bench"))
    finally:
        program.close()


async def listed(program: Program, kept: dict[str, str]) -> tuple[Client, TableView]:
    """Open the client on a prepared profile; return it with its list, once the first row is there."""
    secrets = SessionSecrets()
    for name, value in kept.items():
        await secrets.set(name, value)
    client = program.new_client(program.paths, secrets=secrets)
    await client.open()
    assert client.shell is not None, "the prepared session was not found"
    client.shell.resize(1440, 900)
    table = client.shell.findChild(TableView)
    model = table.model()
    while not (model.rowCount() and model.index(0, 0).data()):  # noqa: ASYNC110 - looked at each turn
        await asyncio.sleep(0)
    return client, table
