"""The client from its start to its first painted rows: remembered session, filled cache, server away.

Run by the start-up benchmark with the folder of a prepared profile and the secrets of its keyring.
"""

import asyncio
import json
import sys

from benchmarks.client import run_client
from occ_desktop.bootstrap.program import Program
from occ_desktop.system.secrets import SessionSecrets
from occ_desktop.ui.tables.table_view import TableView


async def _watch(program: Program, secrets: SessionSecrets) -> None:
    client = program.new_client(program.paths, secrets=secrets)
    await client.open()
    assert client.shell is not None, "the prepared session was not found"
    client.shell.resize(1440, 900)
    table = client.shell.findChild(TableView)
    model = table.model()
    while not (model.rowCount() and model.index(0, 0).data()):  # noqa: ASYNC110 - looked at each turn
        await asyncio.sleep(0)
    client.shell.grab()
    sys.stdout.write("rows\n")
    sys.stdout.flush()
    program.quit()


async def _begin(program: Program, kept: dict[str, str]) -> None:
    secrets = SessionSecrets()
    for name, value in kept.items():
        await secrets.set(name, value)
    await _watch(program, secrets)


def main() -> int:
    folder, kept = sys.argv[1], json.loads(sys.argv[2])
    return run_client(folder, lambda program: _begin(program, kept))


if __name__ == "__main__":
    sys.exit(main())
