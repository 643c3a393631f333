"""The client from its start to its first painted rows: remembered session, filled cache, server away.

Run by the start-up benchmark with the folder of a prepared profile and the secrets of its keyring.
"""

import json
import sys

from benchmarks.client import listed, run_client
from occ_desktop.bootstrap.program import Program


async def _begin(program: Program, kept: dict[str, str]) -> None:
    client, _table = await listed(program, kept)
    assert client.shell is not None
    client.shell.grab()
    sys.stdout.write("rows\n")
    sys.stdout.flush()
    program.quit()


def main() -> int:
    folder, kept = sys.argv[1], json.loads(sys.argv[2])
    return run_client(folder, lambda program: _begin(program, kept))


if __name__ == "__main__":
    sys.exit(main())
