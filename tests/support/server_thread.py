"""The real server on a free loopback port, in a thread of its own, for tests whose loop is Qt's."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx
from litestar import Litestar

from occ_server.cli.serving import OccServer, server_config
from occ_server.feed.state import ensure_epoch
from occ_server.kit.db import Database
from occ_server.live.stream import Pace
from occ_server.settings import Settings
from occ_server.topics import open_database
from support.apps import lent
from support.centre import Centre
from support.clock import ManualClock
from support.databases import sqlite_at
from support.standing import Standing, on_sqlite
from support.waiting import PATIENCE
from support.world import World

T = TypeVar("T")


class ServerThread:
    """Started with `start`, stopped with `stop`. `run` executes a coroutine beside the server and waits."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self._folder = folder
        self._settings = settings
        self._clock = ManualClock()
        self._loop = asyncio.new_event_loop()
        self._ready: Future[str] = Future()
        self._thread = threading.Thread(target=self._serve, name="test-server", daemon=True)
        self._done: asyncio.Event | None = None
        self.url = ""
        self.centre: Centre

    def start(self, **switches: Any) -> "ServerThread":
        """Begin, with the small centre of `support.centre` (its service takes ``switches``)."""
        self._switches = switches
        self._thread.start()
        self.url = self._ready.result(PATIENCE)
        return self

    def stop(self) -> None:
        """End the server; calling twice is one stop."""
        if self._thread.is_alive():
            done = self._done
            if done is not None:
                self._loop.call_soon_threadsafe(done.set)
            self._thread.join(PATIENCE)

    def run(self, work: Callable[[Centre], Coroutine[Any, Any, T]]) -> T:
        """Return what the coroutine returns; it runs on the server's loop."""
        return asyncio.run_coroutine_threadsafe(work(self.centre), self._loop).result(PATIENCE)

    @property
    def now(self) -> datetime:
        """Return what the server's clock shows."""
        return self._clock.now()

    def move(self, seconds: float) -> None:
        """Move the server's clock."""

        async def moved(_centre: Centre) -> None:
            self._clock.move(seconds)

        self.run(moved)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._live())
        except BaseException as error:
            if not self._ready.done():
                self._ready.set_exception(error)
            raise
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    async def _live(self) -> None:
        self._done = asyncio.Event()
        # Whoever moves the clock by days takes the PBX from nobody, and logs nobody out: an open desk would
        # have renewed its session meanwhile, but here the hours between never come.
        given = {"cti_adapter": "simulator", "login_limit": 10_000, "pbx_takeover_seconds": 1e9}
        given |= {"session_idle_minutes": 60 * 24 * 60, "session_days": 60}
        given |= self._settings
        standing, path = on_sqlite(), self._folder / "server.sqlite3"
        url = sqlite_at(path) if self._switches else standing.at(path)
        settings = Settings(database_url=url, **given)
        database = open_database(url, self._clock)
        await database.run(ensure_epoch)
        pace = Pace(heartbeat=0.5, between_pokes=0.01, between_states=0.02, spread=0.05)
        try:
            with lent(settings, database, pace=pace) as app:
                await self._listen(app, database, standing)
        finally:
            await database.close()

    async def _listen(self, app: Litestar, database: Database, standing: Standing) -> None:
        config = server_config(app, "127.0.0.1", 0, log_level="error")
        config.date_header = False  # it would tell the real time, and our clock stands still
        server = OccServer(config, app)
        serving = asyncio.create_task(server.serve())
        try:
            await server.listening()
            async with httpx.AsyncClient(base_url=server.url, verify=False) as client:  # it speaks no TLS
                if self._switches:
                    world = await World.begin(database)
                    self.centre = await Centre.open(world, app, client, **self._switches)
                else:
                    self.centre = standing.centre(standing.world(database), app, client)
                self._ready.set_result(server.url)
                await self._done.wait()
        finally:
            server.should_exit = True
            await serving
