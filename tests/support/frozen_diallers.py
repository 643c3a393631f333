"""A server frozen right before it dials: ``python -m support.frozen_diallers URL FOLDER AGENT``.

It holds the link, an agent presses connect, and the last thing before the dial stops the process (SIGSTOP).
Whoever looks on lets another process take over and sends it SIGCONT; it goes on and ends by itself.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from occ_server.topics import open_database
from support.dialling_victims import press, put_callback, serving
from support.frozen import frozen
from support.pbx import PaperPbx

PATIENCE = 100.0  # seconds
TAKEOVER = 2.0  # seconds, counted by the machine's clock: the frozen process must find them over
CUSTOMER = "01098765432"


class FreezingPbx(PaperPbx):
    """Freezes this process once it is ``armed`` and told where the agent sits: the dial comes next."""

    armed = False

    async def login(self, extension: str, agent_id: str) -> None:
        """Note it, and stop."""
        await super().login(extension, agent_id)
        if self.armed:
            self.armed = False
            os.kill(os.getpid(), signal.SIGSTOP)


async def _run(url: str, folder: Path, agent: str) -> None:
    database = open_database(url)
    pbx = FreezingPbx(folder, database.clock)
    callback = await put_callback(database, agent, CUSTOMER)
    async with serving(database, pbx, TAKEOVER) as runner:
        await runner.settled()
        pbx.armed = True
        await press(database, agent, callback, lambda: None)
        await runner.settled()
    await database.close()


@contextmanager
def stopped_before_the_dial(url: str, folder: Path, agent: str) -> Iterator[None]:
    """Run such a server until it is frozen; at the end of the block it goes on, and ends."""
    command = [sys.executable, "-m", "support.frozen_diallers", url, str(folder), agent]
    tests = Path(__file__).parents[1]
    paths = os.pathsep.join([str(tests), str(tests.parent / "src")])
    with frozen(command, os.environ | {"PYTHONPATH": paths}, PATIENCE):
        yield


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
