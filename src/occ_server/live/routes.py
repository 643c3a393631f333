"""GET /v1/stream, and the live state of agents on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, Request, get
from litestar.datastructures import State
from litestar.params import FromQuery
from litestar.response import Stream

from occ_server.auth.sessions import session_is_open
from occ_server.kit.inject import InDatabase
from occ_server.kit.parameters import words
from occ_server.kit.tasks import Supervisor
from occ_server.kit.topic import Topic
from occ_server.live.agents import AgentBoard
from occ_server.live.direct import direct_of
from occ_server.live.greetings import Greeting
from occ_server.live.hub import Hub, Subscription
from occ_server.live.stream import events
from occ_server.people.actor import InPerson, PersonActor
from occ_server.visibility.holdings import held_keys


@get(
    "/v1/stream",
    media_type="text/event-stream",
)
async def stream(
    person: InPerson,
    request: Request[PersonActor, None, State],
    database: InDatabase,
    accept: FromQuery[list[str] | None] = None,
) -> Stream:
    """Open the event stream: ``poke``, ``heartbeat`` {time}, and of ``page`` and ``agents`` what it accepts.

    A desk that does not name ``page`` among ``accept`` (comma-separated) is poked instead.
    """
    state = request.app.state
    hub: Hub = state.hub
    hub.check_open()
    greetings: list[Greeting] = state.greetings
    board: AgentBoard = state.agent_board
    accepts = frozenset(words(accept))

    async def greet(subscription: Subscription) -> bool:
        while True:
            await board.open(person.organisation_id)
            rights = subscription.rights_seen
            async with database.read() as conn:
                if not await session_is_open(conn, person.session_id):
                    return False
                keys = await held_keys(conn, person.id)
                ready = [await greeting(conn, subscription, keys) for greeting in greetings]
            if hub.know(subscription, keys, rights):
                break
        for make in ready:
            if (frame := make()) is not None:
                subscription.send(frame)
        return True

    async def listened() -> AsyncIterator[bytes]:
        with hub.subscribed(person.organisation_id, person.id, person.session_id, accepts) as subscription:
            subscription.write_directly(direct_of(request.scope))
            async for frame in events(state.clock, subscription, state.pace, greet):
                yield frame

    return Stream(
        listened(),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@asynccontextmanager
async def _agents(app: Litestar) -> AsyncIterator[None]:
    """Keep the agents' states while the app runs."""
    state = app.state
    board = AgentBoard(state.database, state.hub, state.agent_figures, state.pace)
    state.agent_board = board
    state.greetings.append(board.greeting)
    with state.database.announcer.listening(board.hear):
        supervisor: Supervisor = state.supervisor
        async with supervisor.keeping("agents' live states", board.run):
            yield


TOPIC = Topic("live", handlers=(stream,), lifespans=(_agents,))
