"""GET /v1/sync, /v1/sync/key, /v1/sync/checksums; and what carries the feed to open streams."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from litestar import Litestar, Request, get
from litestar.datastructures import State
from litestar.params import FromQuery
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.sync import KeyPage, SyncChecksums, SyncPage
from occ_server.feed.pull import DEFAULT_LIMIT, MAX_LIMIT, Puller
from occ_server.feed.pushing import Pusher
from occ_server.feed.watch import LONGEST_PAUSE, Watcher
from occ_server.kit.db import Database
from occ_server.kit.figures import PULLS
from occ_server.kit.inject import InDatabase
from occ_server.kit.paging import check_limit
from occ_server.kit.tasks import Supervisor
from occ_server.kit.topic import Topic
from occ_server.people.actor import PersonActor


def _puller(conn: AsyncConnection, request: Request[PersonActor, None, State], database: Database) -> Puller:
    person, state = request.user, request.app.state
    return Puller(
        conn,
        state.feed_sources,
        state.key_sums,
        person.id,
        person.organisation_id,
        database.clock.now(),
        state.pace.spread,
    )


@get("/v1/sync", largest_page=MAX_LIMIT, refuses=(ErrorCode.RESYNC_REQUIRED,))
async def sync(
    request: Request[PersonActor, None, State],
    database: InDatabase,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
    checksums: FromQuery[bool] = False,
) -> SyncPage:
    """Return the rows newer than a cursor; without one, the first page of everything the person may see.

    ``checksums``: the page after which nothing follows says what a cache that took it must hold.
    """
    size = check_limit(limit, most=MAX_LIMIT, default=DEFAULT_LIMIT)
    async with database.read() as conn:
        page = await _puller(conn, request, database).pull(cursor, size, summed=checksums)
    PULLS.labels(_size(len(page.changes))).inc()
    return page


def _size(rows: int) -> str:
    """Return the class of a pull by its rows."""
    return "0" if not rows else "1-20" if rows <= 20 else "21-200" if rows <= 200 else "201+"


@get("/v1/sync/key", largest_page=MAX_LIMIT, refuses=(ErrorCode.FORBIDDEN, ErrorCode.RESYNC_REQUIRED))
async def sync_key(
    request: Request[PersonActor, None, State],
    database: InDatabase,
    key: FromQuery[str],
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> KeyPage:
    """Return the rows under one key the person holds, for a cache whose checksum of it differs."""
    size = check_limit(limit, most=MAX_LIMIT, default=DEFAULT_LIMIT)
    async with database.read() as conn:
        return await _puller(conn, request, database).key_page(key, cursor, size)


@get("/v1/sync/checksums")
async def sync_checksums(request: Request[PersonActor, None, State], database: InDatabase) -> SyncChecksums:
    """Return what a cache that has looked at ``head`` must hold, per key and kind of row."""
    async with database.read() as conn:
        return await _puller(conn, request, database).checksums()


@asynccontextmanager
async def _carried(app: Litestar) -> AsyncIterator[None]:
    """Hear what is committed, here and elsewhere, and carry it to the streams while the app runs."""
    state = app.state
    database: Database = state.database
    supervisor: Supervisor = state.supervisor
    pusher = Pusher(database, state.hub, state.feed_sources, state.seal, state.pace)
    state.greetings.append(pusher.greeting)
    watcher = Watcher(database, pusher)
    async with AsyncExitStack() as stack:
        stack.enter_context(database.announcer.listening(state.hub.hear))
        stack.enter_context(database.announcer.listening(pusher.hear))
        await watcher.catch_up()
        await stack.enter_async_context(supervisor.keeping("feed pusher", pusher.run))
        keeping = supervisor.keeping("feed watcher", watcher.run, longest=LONGEST_PAUSE)
        await stack.enter_async_context(keeping)
        yield


TOPIC = Topic("feed", handlers=(sync, sync_key, sync_checksums), lifespans=(_carried,))
