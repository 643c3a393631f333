"""The client from its start to its first painted rows: remembered session, filled cache, server away.

Run by the start-up benchmark with the folder of a prepared profile and the secrets of its keyring. Like
`occ_desktop.__main__` it lets nothing be collected meanwhile, and imports no Qt before the program does.
"""

import gc
import json
import sys

gc.disable()

from benchmarks.client import Program, listed, run_client  # noqa: E402


async def _begin(program: Program, kept: dict[str, str]) -> None:
    from benchmarks.painted import Painted

    _client, table = await listed(program, kept)
    painted = Painted(table.viewport())
    await painted.done.wait()
    sys.stdout.write("rows\n")
    sys.stdout.flush()
    program.quit()


def main() -> int:
    folder, kept = sys.argv[1], json.loads(sys.argv[2])
    return run_client(folder, lambda program: _begin(program, kept))


if __name__ == "__main__":
    sys.exit(main())
