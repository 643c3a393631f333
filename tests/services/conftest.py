"""Clients without windows against the real server, each with its own files, keyring, clock and network."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from occ_contract.base import Wire
from occ_contract.errors import ErrorCode, Problem
from occ_desktop.bootstrap.connections import Links, sync_factories
from occ_desktop.domain.failures import SecretsFailure
from occ_desktop.domain.server_time import ServerTime
from occ_desktop.domain.sync_status import SyncState
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services, Surroundings, build_services
from occ_desktop.services.ports import Beats
from occ_desktop.sync.engine import Pace
from support.clients import DeskClock, MemoryVault
from support.server_thread import ServerThread
from support.waiting import until
from support.world import PASSWORD

BEATS = Beats(
    claim=0.02,
    notices=0.05,
    quiet=0.02,
    colleagues=0.1,
    keep_colleagues=0.02,
    second_thoughts=0.0,
    limit=0.05,
)
PATIENCE = 60.0  # only how long a failing wait lasts: a busy machine is no failure
PACE = Pace(with_stream=5.0, without_stream=0.1, first_retry=0.05, longest_retry=0.1)


class Speech:
    """An event stream a test speaks on; ``opened`` streams begin with what ``first`` returns."""

    def __init__(self, first: Callable[[], Wire]) -> None:
        self.first = first
        self.streams = 0
        self._said: asyncio.Queue[bytes | None] = asyncio.Queue()

    def say(self, body: Wire, name: str = "agents") -> None:
        self._said.put_nowait(f"event: {name}\ndata: ".encode() + msgspec.json.encode(body) + b"\n\n")

    def end(self) -> None:
        """End the stream that is open; the client opens another one."""
        self._said.put_nowait(None)

    def opened(self) -> httpx.Response:
        self.streams += 1
        self._said = asyncio.Queue()
        self.say(self.first())
        return httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=_Spoken(self._said))


class _Spoken(httpx.AsyncByteStream):
    def __init__(self, said: asyncio.Queue[bytes | None]) -> None:
        self._said = said

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (part := await self._said.get()) is not None:
            yield part


class Plug(httpx.AsyncBaseTransport):
    """The network of one client: pull it and nothing arrives; ``after`` loses answers already given."""

    def __init__(self) -> None:
        self._real = httpx.AsyncHTTPTransport(verify=False)  # it speaks no TLS, and trusting takes long
        self.pulled = False
        self.lose_answers_to = ""
        self.silent_on = ""  # requests to this path are never answered
        self.overloaded: dict[str, int] = {}  # so many requests to these paths are answered with 503
        self.requests: list[tuple[str, str]] = []
        self.speech: Speech | None = None  # what the event stream says in the server's stead

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.pulled:
            raise httpx.ConnectError("the plug is pulled", request=request)
        self.requests.append((request.method, request.url.path))
        if self.speech is not None and request.url.path.endswith("/v1/stream"):
            return self.speech.opened()
        if self.silent_on and request.url.path.endswith(self.silent_on):
            await asyncio.Event().wait()
        for path, left in self.overloaded.items():
            if left and request.url.path.endswith(path):
                self.overloaded[path] -= 1
                return _unavailable()
        answer = await self._real.handle_async_request(request)
        answer.headers.pop("date", None)  # the wire's clock is real, the server's is the test's
        if self.lose_answers_to and request.url.path.endswith(self.lose_answers_to):
            await answer.aread()
            await answer.aclose()
            raise httpx.ReadTimeout("the answer was lost", request=request)
        return answer

    async def aclose(self) -> None:
        await self._real.aclose()


def _unavailable() -> httpx.Response:
    problem = Problem(status=503, code=ErrorCode.UNAVAILABLE)
    kind = {"content-type": "application/problem+json"}
    return httpx.Response(503, headers=kind, content=msgspec.json.encode(problem))


class LockedVault(MemoryVault):
    """A keyring that can be made to fail."""

    def __init__(self) -> None:
        super().__init__()
        self.trouble = ""

    async def get(self, name: str) -> str | None:
        self._check()
        return await super().get(name)

    async def set(self, name: str, value: str) -> None:
        self._check()
        await super().set(name, value)

    def _check(self) -> None:
        if self.trouble:
            raise SecretsFailure(self.trouble)


@dataclass
class Client:
    """One program on one machine; ``seen`` are the events it published."""

    services: Services
    tasks: TaskOwner
    clock: DeskClock
    plug: Plug
    vault: LockedVault
    folder: Path
    server: str
    opened: list[str] = field(default_factory=list)
    seen: list[Any] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)

    def watch(self, *kinds: type[Any]) -> list[Any]:
        """Collect events of these kinds from now on."""
        for kind in kinds:
            self.services.bus.subscribe(kind, self.seen.append)
        return self.seen

    async def log_in(self, username: str, **choices: Any) -> Services:
        """Log in and wait until everything is here."""
        remember = choices.pop("remember", False)
        await self.services.session.login(self.server, username, PASSWORD, remember, **choices)
        await self.settled()
        return self.services

    async def settled(self) -> None:
        """Wait until the cache has what the server had."""
        await until(lambda: self.idle and self.services.directory.services())

    @property
    def idle(self) -> bool:
        status = self.services.workplace.status
        return status is not None and status.state is SyncState.IDLE

    @property
    def offline(self) -> bool:
        status = self.services.workplace.status
        return status is not None and status.state is SyncState.OFFLINE

    async def pull_plug(self) -> None:
        """Cut the network and wait until the client noticed."""
        self.plug.pulled = True
        self.services.workplace.desk.sync.nudge()
        await until(lambda: self.offline)

    async def close(self) -> None:
        """End the program, as far as services go."""
        await self.services.close()
        await self.tasks.aclose()
        await self.plug.aclose()
        assert not self.errors, self.errors


OpenClient = Callable[..., Client]


@pytest.fixture
def server_settings() -> dict[str, Any]:
    """What a test module sets on its server."""
    return {}


@pytest.fixture
def server(tmp_path: Path, server_settings: dict[str, Any]) -> Iterator[ServerThread]:
    """A small centre: supervisor ``boss``, agents ``ann`` and ``ben``, the assigning agent ``amy``."""
    folder = tmp_path / "server"
    folder.mkdir()
    started = ServerThread(folder, **server_settings).start()
    yield started
    started.stop()


@pytest.fixture
async def open_client(server: ServerThread, tmp_path: Path) -> AsyncIterator[OpenClient]:
    """Open programs; the same ``machine`` name means the same files and keyring."""
    running: list[Client] = []
    vaults: dict[str, LockedVault] = {}

    def open_one(machine: str = "desk", beats: Beats = BEATS) -> Client:
        errors: list[BaseException] = []
        tasks = TaskOwner(machine, on_error=lambda error, _name: errors.append(error))
        clock, plug = DeskClock(), Plug()
        told = ServerTime(clock)
        vault = vaults.setdefault(machine, LockedVault())
        opened: list[str] = []
        folder = tmp_path / machine
        around = Surroundings(
            clock=told,
            tasks=tasks,
            vault=vault,
            links=Links(tasks, transport=plug),
            syncs=sync_factories(tasks, told, PACE),
            open_uri=opened.append,
            report=errors.append,
            cache_folder=folder / "cache",
            settings_file=folder / "settings.json",
            device=machine,
            beats=beats,
        )
        client = Client(
            build_services(around), tasks, clock, plug, vault, folder, server.url, opened, errors=errors
        )
        running.append(client)
        return client

    yield open_one
    for client in running:
        await client.close()


@pytest.fixture
def client(open_client: OpenClient) -> Client:
    """One program, nobody logged in."""
    return open_client()
