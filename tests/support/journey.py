"""Whole clients, windows and all, against a real server process: what the journeys are written with."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from PySide6.QtWidgets import QApplication

from occ_contract.people import Permission, Role
from occ_desktop.bootstrap.client import Client
from occ_desktop.bootstrap.connections import Links, sync_factories
from occ_desktop.domain.server_time import ServerTime
from occ_desktop.domain.sync_status import SyncState
from occ_desktop.runtime.clock import SystemClock
from occ_desktop.runtime.loop import PreciseEventLoop
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Surroundings
from occ_desktop.sync.engine import Pace
from occ_server.topics import open_database
from support.clients import MemoryVault
from support.server_process import ServerProcess
from support.waiting import until
from support.world import PASSWORD, World

QUICK = Pace(with_stream=30.0, without_stream=0.3, first_retry=0.1, longest_retry=0.5)
PHONE = frozenset({Permission.PHONE})
SUPERVISOR = (Role.SUPERVISOR, PHONE)
AGENT = (Role.AGENT, PHONE)
ASSIGNER = (Role.AGENT, frozenset({Permission.PHONE, Permission.CALLBACK_ASSIGN}))


def qt_loop() -> asyncio.AbstractEventLoop:
    """Return the program's own loop, for tests of whole clients."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    loop: asyncio.AbstractEventLoop = PreciseEventLoop(app)
    return loop


@dataclass
class Desk:
    """One person's program and what it complained of."""

    client: Client
    tasks: TaskOwner
    vault: MemoryVault
    folder: Path
    errors: list[BaseException] = field(default_factory=list)

    @property
    def services(self) -> Any:
        """Return the client's services."""
        return self.client.services

    @property
    def settled(self) -> bool:
        """Tell whether everything the server had is here."""
        status = self.client.services.workplace.status
        return status is not None and status.state is SyncState.IDLE

    async def close(self) -> None:
        """End the program in order; nothing may have gone wrong."""
        await self.client.close()
        assert not self.errors, self.errors

    async def crash(self) -> None:
        """End it as a kill would: no log-out, no outbox, no farewell; file handles are given back."""
        place = self.client.services.workplace
        desk = place.desk if place.open else None
        self.tasks.cancel_all(close=True)
        self.client._drop_windows()
        if desk is not None:
            await desk.cache.close()


def make_desk(folder: Path, vault: MemoryVault | None = None) -> Desk:
    """Return a program on its own folder; nobody is logged in."""
    errors: list[BaseException] = []
    tasks = TaskOwner("desk", on_error=lambda error, _name: errors.append(error))
    keeps = vault or MemoryVault()
    clock = ServerTime(SystemClock())
    around = Surroundings(
        clock=clock,
        tasks=tasks,
        vault=keeps,
        links=Links(tasks),
        syncs=sync_factories(tasks, clock, QUICK),
        open_uri=lambda _uri: None,
        report=errors.append,
        cache_folder=folder / "cache",
        settings_file=folder / "settings.json",
        device="journey",
    )
    client = Client(around, tasks, version="0.1.0", language=lambda: "ko", chime=lambda: None)
    return Desk(client, tasks, keeps, folder, errors)


def migrated(folder: Path) -> Path:
    """Make an empty database by the server's own command."""
    server = ServerProcess(folder / "empty.sqlite3", folder / "migrate.log")
    server.command("migrate")
    return folder / "empty.sqlite3"


@dataclass
class Centre:
    """The server process, its people, and short ways to what happens outside the clients."""

    server: ServerProcess
    world: World
    service: str
    key: dict[str, str]
    folder: Path
    desks: list[Desk] = field(default_factory=list)
    counted: int = 0

    async def person(
        self, username: str, standing: tuple[Role, Iterable[Permission]] = AGENT, name: str | None = None
    ) -> str:
        """Add a person to the service; return their id."""
        made = await self.world.person(username, {self.service: standing}, name=name or username)
        return made.id

    async def intake(self, **fields: Any) -> str:
        """Send one request as the IVR does; return the callback's id."""
        self.counted += 1
        body = {"service_id": self.service, "phone": f"010-7000-{self.counted:04}"} | fields
        async with httpx.AsyncClient(base_url=self.server.url, verify=False) as ivr:
            answer = await ivr.post("/v1/callbacks", json=body, headers=self.key)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def intakes(self, count: int) -> list[str]:
        """Send many requests, in order."""
        made = []
        async with httpx.AsyncClient(base_url=self.server.url, verify=False) as ivr:
            for _ in range(count):
                self.counted += 1
                body = {"service_id": self.service, "phone": f"0107000{self.counted:04}"}
                answer = await ivr.post("/v1/callbacks", json=body, headers=self.key)
                assert answer.status_code == 201, answer.text
                made.append(str(answer.json()["id"]))
        return made

    def desk(self, name: str, vault: MemoryVault | None = None) -> Desk:
        """Start a program; the same name is the same machine and profile."""
        made = make_desk(self.folder / name, vault)
        self.desks.append(made)
        return made

    async def seat(self, username: str, *, remember: bool = False) -> Desk:
        """Start a program, log this person in and wait for their data."""
        desk = self.desk(username)
        await desk.client.services.session.login(self.server.url, username, PASSWORD, remember)
        desk.client._show_shell()
        await until(lambda: desk.settled and desk.services.directory.services(), why="for the first fill")
        return desk


@asynccontextmanager
async def centre(folder: Path, empty: Path, **switches: Any) -> AsyncIterator[Centre]:
    """Start a server process with one service; everything is ended afterwards.

    ``empty`` is a migrated database without rows; it is copied. Simulated calls run fifty times as fast.
    """
    server = ServerProcess(folder / "server.sqlite3", folder / "server.log", OCC_SIMULATOR_SPEED="50")
    shutil.copy(empty, folder / "server.sqlite3")
    database = open_database(server.database_url)
    world = await World.begin(database)
    service = await world.service("샘플몰", **switches)
    opened = Centre(server, world, service, await world.integration(), folder)
    server.start()
    try:
        yield opened
        for desk in opened.desks:
            await desk.close()
    finally:
        for desk in opened.desks:
            await desk.tasks.aclose()
        server.kill()
        await database.close()


LoopFactories = Mapping[str, Callable[[], asyncio.AbstractEventLoop]]
