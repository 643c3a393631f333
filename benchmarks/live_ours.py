"""The client beside a real server; says how many seconds each request took until its row was in the list.

Run by the benchmark of the same name with a folder and the number of requests.
"""

import asyncio
import json
import sys
import time

import httpx
from PySide6.QtCore import QEvent, QObject

from benchmarks.client import run_client
from occ_desktop.bootstrap.demo_server import DemoServer
from occ_desktop.bootstrap.program import Program
from occ_desktop.domain.sync_status import SyncState
from occ_desktop.system.secrets import SessionSecrets
from occ_desktop.ui.tables.table_view import TableView

SERVER = (sys.executable, "-m", "occ_server", "demo", "--port", "0", "--still", "--while-stdin")

_QUIET = 0.5  # seconds between two requests: the list paces what comes in a burst


class _Arrivals(asyncio.Event):
    """Stands in the place of the sync's own and notes when the stream brought something."""

    def __init__(self) -> None:
        super().__init__()
        self.at: float | None = None

    def set(self) -> None:
        if self.at is None:
            self.at = time.perf_counter()
        super().set()


class _Paints(QObject):
    """Notes when a list is first painted with a wanted row in it."""

    def __init__(self, table: TableView) -> None:
        super().__init__()
        self._model = table.model()
        self.wanted = ""
        self.at: float | None = None
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self.at is None and self.wanted:
            self.at = time.perf_counter() if self._model.position(self.wanted) is not None else None
        return super().eventFilter(watched, event)


async def _measure(program: Program, requests: int) -> dict[str, list[float]]:
    server = DemoServer(SERVER, program)
    program.at_end = server.stop
    centre = await server.start()
    boss = next(account for account in centre.accounts if account.role == "supervisor")
    client = program.new_client(program.paths, secrets=SessionSecrets())
    await client.open_as(centre.url, boss.username, boss.password)
    assert client.shell is not None
    table = client.shell.findChild(TableView)
    place = client.services.workplace
    while place.status is None or place.status.state is not SyncState.IDLE:  # noqa: ASYNC110 - each turn
        await asyncio.sleep(0.01)
    arrivals, paints = _Arrivals(), _Paints(table)
    place.desk.sync._inbox._arrived = arrivals
    taken, painted = [], []
    headers = {"X-Api-Key": centre.integration_key}
    async with httpx.AsyncClient(base_url=centre.url, headers=headers) as ivr:
        for number in range(requests):
            arrivals.at = None
            body = {"service_id": boss.services[0], "phone": f"0107000{number:04}"}
            start = time.perf_counter()
            answer = await ivr.post("/v1/callbacks", json=body)
            answer.raise_for_status()
            paints.wanted, paints.at = answer.json()["id"], None
            while paints.at is None:  # noqa: ASYNC110 - looked at each turn
                await asyncio.sleep(0.002)
            assert arrivals.at is not None
            taken.append(paints.at - start)
            painted.append(paints.at - arrivals.at)
            await asyncio.sleep(_QUIET)
    return {"taken": taken, "painted": painted}


async def _begin(program: Program, requests: int) -> None:
    try:
        taken = await _measure(program, requests)
        sys.stdout.write(json.dumps(taken))
        sys.stdout.flush()
    finally:
        program.quit()


def main() -> int:
    folder, requests = sys.argv[1], int(sys.argv[2])
    return run_client(folder, lambda program: _begin(program, requests))


if __name__ == "__main__":
    sys.exit(main())
