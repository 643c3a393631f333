"""A real server in this process on a temporary SQLite file, and machines that talk to it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from occ_server.live.stream import Pace
from occ_server.settings import Settings
from occ_server.topics import open_database
from support.apps import lent
from support.centre import Centre
from support.clock import ManualClock
from support.serving import client_of, started
from support.standing import on_sqlite
from sync.machines import Machine


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncIterator[Centre]:
    standing = on_sqlite()
    url = standing.at(tmp_path / "occ.sqlite3")
    database = open_database(url, ManualClock())
    settings = Settings(database_url=url, minimum_client="0.1.0", login_limit=1000)
    with lent(settings, database, pace=Pace(spread=0.0)) as app:
        async with started(app), client_of(app) as client:
            yield standing.centre(standing.world(database), app, client)
    await database.close()


@pytest.fixture
async def sit(centre: Centre, tmp_path: Path) -> AsyncIterator[Callable[[str], Awaitable[Machine]]]:
    """Seats people by user name: returns their machine, logged in with an empty cache."""
    machines: list[Machine] = []

    async def open_machine(username: str) -> Machine:
        machine = Machine(centre.app, centre.desks[username].someone, tmp_path)
        machines.append(await machine.open())
        return machine

    yield open_machine
    for machine in machines:
        await machine.close()
        assert not machine.tasks, f"left behind: {machine.tasks}"
