"""The client beside a real server; says how many seconds each request took until its row was in the list.

Run by the benchmark of the same name with a folder and the number of requests.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import httpx
from PySide6.QtCore import QEvent, QObject

from benchmarks.client import run_client
from occ_desktop.bootstrap.demo_server import DemoServer
from occ_desktop.bootstrap.program import Program
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.remote.stream import Told
from occ_desktop.system.secrets import SessionSecrets
from occ_desktop.ui.tables.table_view import TableView

SERVER = (sys.executable, "-m", "occ_server", "demo", "--port", "0", "--still", "--while-stdin")

_QUIET = 0.5  # seconds between two requests: the list paces what comes in a burst
_TOP = 10  # rows; a new request stands first


class _Arrivals:
    """Notes when the stream brought something, before those are told who wait for it."""

    def __init__(self, events: Mapping[str, Told[Any]]) -> None:
        self.at: float | None = None
        for name in ("page", "poke"):
            events[name].tell = partial(self._note, events[name].tell)

    def _note(self, tell: Callable[[Any], None], event: Any) -> None:
        if self.at is None:
            self.at = time.perf_counter()
        tell(event)


class _Paints(QObject):
    """Notes when each row was first painted at the top of a list; it may be before anybody asks for it."""

    def __init__(self, table: TableView) -> None:
        super().__init__()
        self._model = table.model()
        self.at: dict[str, float] = {}
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            now = time.perf_counter()
            for place in range(_TOP):
                if (row_id := self._model.id_at(place)) is not None:
                    self.at.setdefault(row_id, now)
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
    while not _listens(place.status):  # noqa: ASYNC110 - looked at each turn
        await asyncio.sleep(0.01)
    arrivals, paints = _Arrivals(place.desk.sync._stream._events), _Paints(table)
    taken, painted = [], []
    headers = {"X-Api-Key": centre.integration_key}
    async with httpx.AsyncClient(base_url=centre.url, headers=headers) as ivr:
        for number in range(requests):
            arrivals.at = None
            body = {"service_id": boss.services[0], "phone": f"0107000{number:04}"}
            start = time.perf_counter()
            answer = await ivr.post("/v1/callbacks", json=body)
            answer.raise_for_status()
            row_id = answer.json()["id"]
            while row_id not in paints.at:  # noqa: ASYNC110 - looked at each turn
                await asyncio.sleep(0.002)
            assert arrivals.at is not None
            taken.append(paints.at[row_id] - start)
            painted.append(paints.at[row_id] - arrivals.at)
            await asyncio.sleep(_QUIET)
    return {"taken": taken, "painted": painted}


def _listens(status: SyncStatus | None) -> bool:
    """Tell whether the desk holds everything and hears the stream; before that it asks now and then."""
    return status is not None and status.live and status.state is SyncState.IDLE


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
