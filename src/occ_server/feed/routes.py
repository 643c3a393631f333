"""GET /v1/sync, /v1/sync/key, /v1/sync/checksums, /v1/stream."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, Request, get
from litestar.datastructures import State
from litestar.params import FromQuery
from litestar.response import Stream
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sync import KeyPage, SyncChecksums, SyncPage
from occ_server.auth.actors import PersonActor
from occ_server.auth.sessions import session_is_open
from occ_server.feed.hub import Hub
from occ_server.feed.pull import DEFAULT_LIMIT, MAX_LIMIT, Puller
from occ_server.feed.stream import events
from occ_server.feed.watch import watching
from occ_server.inject import InDatabase, InPerson
from occ_server.kit.db import Database
from occ_server.kit.paging import check_limit
from occ_server.kit.topic import Topic


def _puller(conn: AsyncConnection, request: Request[PersonActor, None, State], database: Database) -> Puller:
    person = request.user
    sources = request.app.state.feed_sources
    return Puller(conn, sources, person.id, person.organisation_id, database.clock.now())


@get("/v1/sync")
async def sync(
    request: Request[PersonActor, None, State],
    database: InDatabase,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> SyncPage:
    """Return the rows newer than a cursor; without one, the first page of everything the person may see."""
    size = check_limit(limit, most=MAX_LIMIT, default=DEFAULT_LIMIT)
    async with database.read() as conn:
        return await _puller(conn, request, database).pull(cursor, size)


@get("/v1/sync/key")
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


@get("/v1/stream")
async def stream(
    person: InPerson, request: Request[PersonActor, None, State], database: InDatabase
) -> Stream:
    """Open the event stream: ``poke`` {epoch, seq} and ``heartbeat`` {time}."""
    state = request.app.state
    hub: Hub = state.hub
    hub.check_open()

    async def is_open() -> bool:
        async with database.read() as conn:
            return await session_is_open(conn, person.session_id)

    return Stream(
        events(hub, state.clock, person.organisation_id, person.session_id, state.pace, is_open),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@asynccontextmanager
async def _watch(app: Litestar) -> AsyncIterator[None]:
    async with watching(app.state.database, app.state.hub, app.state.supervisor):
        yield


TOPIC = Topic("feed", handlers=(sync, sync_key, sync_checksums, stream), lifespans=(_watch,))
