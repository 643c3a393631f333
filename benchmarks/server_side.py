"""The hall of the server's benchmarks: PostgreSQL, one serving process, its clients, all on two cores.

The cluster is a throw-away without ``fsync``, for ours and for the peer alike: a slow disk would flatter us.
"""

import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.wire import Line as Wire
from occ_server.kit.db import Database
from occ_server.migrations.runner import migrate
from occ_server.topics import open_database
from support.postgres import Cluster
from support.world import Someone, World

CORES = 2


class Child:
    """A process of its own whose processor time is known."""

    def __init__(self, command: Sequence[str], log: Path, environment: dict[str, str] | None = None) -> None:
        self._log = log
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, *command], env={**os.environ, **(environment or {})}, stdout=out, stderr=out
            )

    async def until_listening(self, port: int) -> None:
        """Wait until it takes connections."""
        for _ in range(1500):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                if self._process.poll() is not None:
                    raise RuntimeError(self._log.read_text()) from None
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return
        raise RuntimeError(f"nothing listens: {self._log.read_text()}")

    def cpu(self) -> float:
        """Return the seconds of processor time its threads used so far."""
        tasks = Path(f"/proc/{self._process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def stop(self) -> None:
        """End it."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()


@dataclass
class Hall:
    """A migrated database, an organisation on it and, once started, a serving process."""

    folder: Path
    cluster: Cluster
    url: str
    database: Database
    world: World
    server: Child | None = None
    port: int = 0

    @asynccontextmanager
    async def serving(self, program: str = "occ_server") -> AsyncIterator[Child]:
        """Serve as an operator does, with the settings' defaults; ``program`` may prepare something first."""
        self.port = free_port()
        environment = {"OCC_DATABASE_URL": self.url, "OCC_LOG_LEVEL": "warning"}
        command = ("-m", program, "serve", "--port", str(self.port))
        self.server = Child(command, self.folder / "serve.log", environment)
        try:
            await self.server.until_listening(self.port)
            yield self.server
        finally:
            self.server.stop()

    async def bearer(self, someone: Someone) -> str:
        """Return the header line of a fresh session."""
        return f"Authorization: {(await self.world.headers(someone))['Authorization']}\r\n"

    async def given(self, boss: str, services: Sequence[str], agent: Someone) -> list[str]:
        """Have one customer of each service ask, and a supervisor's header line give all to an agent."""
        key = (await self.world.integration())["X-Api-Key"]
        ivr, desk = await Wire.open(self.port, f"X-Api-Key: {key}\r\n"), await Wire.open(self.port, boss)
        request = {"phone": "01012345678", "message": "배송이 사흘째 준비 중입니다. 오늘 안에 전화 주세요."}
        made = [await ivr.post("/v1/callbacks", request | {"service_id": service}) for service in services]
        ids = [json.loads(body)["id"] for body in made]
        asked = {"callback_ids": ids, "agent_ids": [agent.id], "method": "manual"}
        await desk.post("/v1/callbacks/assign", asked)
        ivr.close()
        desk.close()
        return ids

    async def bare(self) -> psycopg.AsyncConnection[Any]:
        """Open a connection as the peer has it."""
        return await psycopg.AsyncConnection.connect(self.url)


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def two_cores() -> Iterator[None]:
    """Keep this process, and those it starts, on two cores."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[:CORES])
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@asynccontextmanager
async def hall() -> AsyncIterator[Hall]:
    """Open an empty hall."""
    with tempfile.TemporaryDirectory(prefix="occ-bench-") as name, two_cores():
        folder = Path(name)
        os.chmod(folder, 0o755)  # noqa: PTH101 - the cluster's user is another one
        cluster = Cluster(folder / "cluster")
        cluster.start()
        try:
            url = cluster.url("postgres")
            migrate(url)
            database = open_database(url)
            try:
                yield Hall(folder, cluster, url, database, await World.begin(database))
            finally:
                await database.close()
        finally:
            cluster.stop()


async def seconds_of(work: Callable[[], Awaitable[Any]]) -> float:
    """Time one turn of ``work``."""
    start = time.perf_counter()
    await work()
    return time.perf_counter() - start


async def in_turn(
    ours: Callable[[], Awaitable[Any]], peer: Callable[[], Awaitable[Any]], rounds: int
) -> tuple[float, float]:
    """Run both in turn, after a tenth of the rounds to warm up; return the medians in seconds."""
    for _ in range(max(1, rounds // 10)):
        await ours()
        await peer()
    pairs = [(await seconds_of(ours), await seconds_of(peer)) for _ in range(rounds)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def p99(taken: Sequence[float]) -> float:
    """Return the 99th percentile."""
    ordered = sorted(taken)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
