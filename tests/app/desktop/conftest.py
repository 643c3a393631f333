"""The real program on a virtual desktop: window manager, tray, notification daemon, Secret Service.

`make test-desktop` runs these inside `scripts/desktop run`; they drive the program from outside, as a person,
or run it on their own loop where they have to know where on the screen something stands.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from support.desktop import Desktop
from support.journey import AGENT, SUPERVISOR, LoopFactories, migrated, qt_loop
from support.server_process import ServerProcess
from support.world import PASSWORD, World


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> LoopFactories:
    return {"qt": qt_loop}


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as `occ-server migrate` makes it."""
    return migrated(tmp_path_factory.mktemp("empty"))


@pytest.fixture
def desktop(tmp_path: Path, empty: Path) -> Iterator[Desktop]:
    """A server with supervisor ``boss`` and agent ``ann``, and the desktop to sit at."""
    from occ_server.topics import open_database

    database_file = tmp_path / "server.sqlite3"
    database_file.write_bytes(empty.read_bytes())
    server = ServerProcess(database_file, tmp_path / "server.log", OCC_CTI_ADAPTER="none")

    async def people() -> tuple[str, str, dict[str, str]]:
        database = open_database(server.database_url)
        world = await World.begin(database)
        service = await world.service("샘플몰")
        await world.person("boss", {service: SUPERVISOR}, name="김관리")
        ann = await world.person("ann", {service: AGENT}, name="이상담")
        key = await world.integration()
        await database.close()
        return service, ann.id, key

    service, ann, key = asyncio.run(people())
    server.start()
    sat = Desktop(server, service, ann, key, tmp_path)
    yield sat
    sat.stop()
    server.kill()


@pytest.fixture
def boss(desktop: Desktop) -> Iterator[httpx.Client]:
    """Supervisor ``boss``'s own connection, for what happens at another desk."""
    with httpx.Client(base_url=desktop.server.url) as api:
        body = {"username": "boss", "password": PASSWORD, "device": "another desk"}
        token = api.post("/v1/auth/login", json=body).json()["access_token"]
        api.headers["Authorization"] = f"Bearer {token}"
        yield api
