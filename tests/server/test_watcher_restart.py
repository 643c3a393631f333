"""A database that goes and comes back. If these fail, a process goes deaf and its desks grow old."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, closing
from pathlib import Path

import httpx
import pytest
from httpx_sse import aconnect_sse
from litestar import Litestar

from occ_server.app import create_app
from occ_server.auth.passwords import Passwords
from occ_server.feed.state import ensure_epoch
from occ_server.kit.announcements import Announcement, FeedMoved
from occ_server.kit.db import Database
from occ_server.kit.health import PartState
from occ_server.settings import Settings
from occ_server.topics import open_database
from support.clock import ManualClock
from support.databases import Databases
from support.postgres import Cluster
from support.serving import client_of, listening, started
from support.world import World

PROMISED = 5.0  # seconds of deafness at most once the database is back
WORKED_WITHIN = 60.0
ONE_MORE_CHANGE = 0.25  # seconds after which another one is made: nobody may have listened to the last


@pytest.fixture
def backend() -> str:
    return "postgresql"


@pytest.fixture
def own_cluster() -> Iterator[Databases]:
    """A cluster that may be restarted: nobody else has a database in it."""
    with tempfile.TemporaryDirectory(prefix="occ-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder) / "cluster")
        cluster.start()
        try:
            with closing(Databases(cluster)) as databases:
                yield databases
        finally:
            cluster.stop()


class Listener:
    """Notes what a process is told by LISTEN: the look at the counters announces no change."""

    def __init__(self, app: Litestar, organisation_id: str) -> None:
        self.app = app
        self.heard = asyncio.Event()
        self._organisation_id = organisation_id

    def hear(self, announcement: Announcement) -> None:
        if isinstance(announcement, FeedMoved) and announcement.organisation_id == self._organisation_id:
            self.heard.set()

    async def hears_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self.heard.wait()
        except TimeoutError:
            return False
        return True


async def _process(stack: AsyncExitStack, url: str, clock: ManualClock, organisation_id: str) -> Listener:
    """Start what another server process is: pools, watcher and streams of its own."""
    database = open_database(url, clock)
    stack.push_async_callback(database.close)
    settings = Settings(database_url=url, login_limit=1000)
    app = await stack.enter_async_context(
        started(create_app(settings, database, passwords=Passwords.cheap()))
    )
    listener = Listener(app, organisation_id)
    stack.enter_context(database.announcer.listening(listener.hear))
    return listener


async def test_two_processes_listen_again_within_five_seconds_of_a_restart_of_postgresql(
    own_cluster: Databases, clock: ManualClock
) -> None:
    with own_cluster.used() as url:
        async with AsyncExitStack() as stack:
            elsewhere = open_database(url, clock)
            stack.push_async_callback(elsewhere.close)
            await elsewhere.run(ensure_epoch)
            world = await World.begin(elsewhere)
            headers = await world.headers(await world.supervisor("kim", await world.service()))
            processes = [await _process(stack, url, clock, world.organisation_id) for _ in range(2)]

            async def changes_until_heard() -> None:
                number = 0
                while not all([await each.hears_within(ONE_MORE_CHANGE) for each in processes]):
                    await world.service(f"몰 {(number := number + 1)} {asyncio.get_running_loop().time()}")

            async with asyncio.timeout(WORKED_WITHIN):
                await changes_until_heard()  # both listen before
            await asyncio.to_thread(own_cluster.cluster.restart)
            for each in processes:
                each.heard.clear()
            async with asyncio.timeout(PROMISED):
                await changes_until_heard()
            for each in processes:
                async with client_of(each.app) as client:
                    answers = [
                        (await client.get("/v1/agents", headers=headers)).status_code for _ in range(8)
                    ]
                assert answers == [200] * 8
                assert each.app.state.health.parts["feed watcher"].word, "it had been deaf, and said so"
                assert each.app.state.health.parts["feed watcher"].state is not PartState.FAILED


@pytest.fixture
async def streams(database: Database, settings: Settings) -> AsyncIterator[tuple[Litestar, str]]:
    app = create_app(settings, database, passwords=Passwords.cheap())
    async with listening(app) as (_, url):
        yield app, url


async def test_an_open_stream_is_poked_within_five_seconds_after_every_connection_was_cut(
    streams: tuple[Litestar, str], world: World, database_url: str, clock: ManualClock, postgres: Databases
) -> None:
    headers = await world.headers(await world.supervisor("kim", await world.service()))
    app, url = streams
    async with (
        httpx.AsyncClient(base_url=url, timeout=WORKED_WITHIN) as client,
        aconnect_sse(client, "GET", "/v1/stream", headers=headers) as source,
    ):
        events = source.aiter_sse()
        first = json.loads((await anext(events)).data)
        postgres.disconnect(database_url.rpartition("/")[2])
        async with asyncio.timeout(PROMISED):
            elsewhere = open_database(database_url, clock)
            await World(elsewhere, world.organisation_id).service("샘플카드")
            await elsewhere.close()
            while (event := await anext(events)).event != "poke":
                pass
        assert json.loads(event.data)["seq"] > first["seq"]
        assert app.state.health.parts["feed watcher"].word
