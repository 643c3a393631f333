"""The server under test: every test runs on SQLite and on a real PostgreSQL.

``database``, ``clock``, ``app``, ``client`` and ``world`` are fresh for each test; ``live`` is the same
application behind a real socket, for streams.
"""

import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from occ_server.feed.state import ensure_epoch
from occ_server.kit.db import Database
from occ_server.live.stream import Pace
from occ_server.settings import Settings
from occ_server.topics import open_database
from support.apps import lent
from support.centre import Centre
from support.clock import ManualClock
from support.databases import Databases, administer, sqlite_at
from support.locks import LockChecking
from support.postgres import Cluster
from support.serving import client_of, listening, started
from support.standing import Standing, on_postgresql, on_sqlite
from support.world import World

PACE = Pace(heartbeat=0.2, between_pokes=0.02, between_states=0.02, spread=0.05)
NEVER = 1e9  # seconds: a test that moves the clock by hours takes the PBX from nobody


@pytest.fixture(scope="session")
def postgres() -> Iterator[Databases]:
    """One cluster per test process."""
    with tempfile.TemporaryDirectory(prefix="occ-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder) / "cluster")
        cluster.start()
        try:
            with closing(Databases(cluster)) as databases:
                yield databases
        finally:
            cluster.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database this test runs on."""
    return str(request.param)


@pytest.fixture
def empty_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, for migrations."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    databases: Databases = request.getfixturevalue("postgres")
    with databases.empty() as url:
        yield url


@pytest.fixture
def standing(backend: str, request: pytest.FixtureRequest) -> Standing | None:
    """The centre that stands in this test's database, None when the test asks for none."""
    if "centre" not in request.fixturenames:
        return None
    return on_sqlite() if backend == "sqlite" else on_postgresql(request.getfixturevalue("postgres"))


@pytest.fixture
def database_url(
    backend: str, standing: Standing | None, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """The URL of this test's own database, complete; empty but for the centre the test asks for."""
    if backend == "sqlite":
        path = tmp_path / "occ.sqlite3"
        yield sqlite_at(path) if standing is None else standing.at(path)
        return
    databases: Databases = request.getfixturevalue("postgres")
    with databases.used({} if standing is None else standing.rows) as url:
        yield url


@pytest.fixture
def take_away(database_url: str, backend: str, request: pytest.FixtureRequest) -> Callable[[], None]:
    """Make the database of this test unreachable."""

    def away() -> None:
        if backend == "sqlite":
            path = Path(database_url.removeprefix("sqlite:///"))
            path.rename(path.with_suffix(".away"))
            path.mkdir()
            return
        databases: Databases = request.getfixturevalue("postgres")
        name = database_url.rpartition("/")[2]
        administer(databases.cluster, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        databases.disconnect(name)

    return away


@pytest.fixture
def clock() -> ManualClock:
    """The server's clock: it stands still until the test moves it."""
    return ManualClock()


@pytest.fixture
async def database(database_url: str, clock: ManualClock) -> AsyncIterator[Database]:
    """The database of this test."""
    opened = open_database(database_url, clock)
    opened._stamper = LockChecking(opened._stamper)
    await opened.run(ensure_epoch)
    yield opened
    await opened.close()


@pytest.fixture
def settings(database_url: str) -> Settings:
    """The server's settings; a test module may override this fixture."""
    return Settings(
        database_url=database_url,
        minimum_client="0.1.0",
        login_limit=1000,
        cti_adapter="simulator",
        pbx_takeover_seconds=NEVER,
    )


@pytest.fixture
async def app(settings: Settings, database: Database) -> AsyncIterator[Litestar]:
    """The application, started."""
    with lent(settings, database, pace=PACE) as built:
        async with started(built):
            yield built


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A client that is nobody; see ``world.login``."""
    async with client_of(app) as opened:
        yield opened


@pytest.fixture
async def live(settings: Settings, database: Database) -> AsyncIterator[str]:
    """The base URL of a server of its own behind a real socket, on the same database."""
    with lent(settings, database, pace=PACE) as built:
        async with listening(built) as (_, url):
            yield url


@pytest.fixture
async def world(database: Database, standing: Standing | None) -> World:
    """An organisation to people; see ``support.world``."""
    return await World.begin(database) if standing is None else standing.world(database)


@pytest.fixture
def centre(standing: Standing, world: World, app: Litestar, client: httpx.AsyncClient) -> Centre:
    """One service with its people logged in; see ``support.centre``."""
    return standing.centre(world, app, client)
