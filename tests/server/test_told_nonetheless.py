"""What ends or begins at a bad moment. If these fail, a desk hears of a change with its slow beat only."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from occ_server.feed.pushing import Pusher
from occ_server.feed.state import head
from occ_server.kit.announcements import EpochBegan, LiveChanged
from occ_server.kit.clock import SystemClock
from occ_server.kit.db import Database
from occ_server.kit.tasks import running
from occ_server.live.agents import AgentBoard
from occ_server.live.hub import Hub, Subscription
from occ_server.live.stream import Pace, events
from occ_server.people.figures import AGENTS
from occ_server.visibility.holdings import held_keys
from occ_server.visibility.scopes import people_key
from support.centre import Centre
from support.watched_hub import WatchedHub
from support.world import World

PACE = Pace(between_pokes=0.01, between_states=0.01)


@asynccontextmanager
async def listening(
    centre: Centre, database: Database, hub: Hub
) -> AsyncIterator[tuple[Pusher, Subscription]]:
    """Yield a pusher that does not run yet, and the boss's stream, which was told everything so far."""
    organisation_id = centre.world.organisation_id
    pusher = Pusher(database, hub, centre.app.state.feed_sources, centre.app.state.seal, PACE)
    with (
        database.announcer.listening(pusher.hear),
        database.announcer.listening(hub.hear),
        hub.subscribed(organisation_id, centre.boss.id, "session", frozenset({"page"})) as boss,
    ):
        async with database.read() as conn:
            boss.told = await head(conn, organisation_id)
            hub.know(boss, await held_keys(conn, centre.boss.id), boss.rights_seen)
        pusher.see_heads({organisation_id: boss.told})
        yield pusher, boss


async def test_a_change_whose_telling_was_broken_off_is_told_nonetheless(
    centre: Centre, database: Database
) -> None:
    """The supervisor begins the pusher again, whatever ended it; it does not tell of a change twice."""
    hub = WatchedHub()
    async with listening(centre, database, hub) as (pusher, boss):
        await centre.received()
        async with AsyncExitStack() as readers:  # so that reading the change takes as long as we like
            for _ in range(database.pools()["read"]["most"]):
                await readers.enter_async_context(database.read())
            async with running(pusher.run(), "pusher"):
                await hub.asked.wait()
        async with running(pusher.run(), "pusher"):
            assert await boss.frames(5.0), "nobody was told"


async def test_a_change_heard_of_while_nobody_carried_is_told_once_somebody_does(
    centre: Centre, database: Database
) -> None:
    async with listening(centre, database, Hub()) as (pusher, boss):
        await centre.received()
        pusher._news.clear()  # by the look that ended before it came to this organisation
        async with running(pusher.run(), "pusher"):
            assert await boss.frames(5.0), "nobody was told"


async def test_what_changes_after_a_restore_is_told_though_its_numbers_were_given_out_before(
    centre: Centre, database: Database
) -> None:
    hub = Hub()
    hub.hear(EpochBegan("before"))
    async with listening(centre, database, hub) as (pusher, boss):
        boss.told += 1000  # by data that are no more
        hub.hear(EpochBegan("restored"))
        async with database.read() as conn:
            make = await pusher.greeting(conn, boss, frozenset())
            hub.know(boss, await held_keys(conn, centre.boss.id), boss.rights_seen)
        make()
        async with running(pusher.run(), "pusher"):
            await centre.received()
            while not (told := await boss.frames(5.0)):  # that it is to look again wakes it, too
                assert boss.keys is not None
    assert told[0].startswith(b"event: p")


async def test_an_epoch_that_began_during_a_greeting_makes_no_later_one_late() -> None:
    """Only desks told of a new epoch are spread; who gains a service half an hour later is not to wait."""
    hub, greeted = Hub(), 0
    hub.hear(EpochBegan("first"))

    async def greet(subscription: Subscription) -> bool:
        nonlocal greeted
        greeted += 1
        if greeted == 1:
            hub.hear(EpochBegan("second"))
        hub.know(subscription, {"s:1:callbacks"}, subscription.rights_seen)
        subscription.send(b"greeting")
        return True

    with hub.subscribed("organisation", "ann", "session") as ann:
        stream = events(SystemClock(), ann, Pace(spread=1e6), greet)
        assert await anext(stream) == b"greeting"
        hub.look_again("organisation")
        async with asyncio.timeout(5):
            assert await anext(stream) == b"greeting"


async def test_states_go_on_for_a_stream_that_opened_while_its_board_was_about_to_be_put_away(
    database: Database, world: World
) -> None:
    service = await world.service()
    ann = await world.agent("ann", service)
    extension = "3001"

    async def figures(_conn: object, _organisation_id: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        return {agent: {"extension": extension} for agent in ids}

    hub = Hub()
    board = AgentBoard(database, hub, [figures], PACE)
    for organisation_id in ("elsewhere", world.organisation_id):
        await board.open(organisation_id)
    read, begun, go_on = board._states, asyncio.Event(), asyncio.Event()

    async def slowly(*asked: Any) -> Any:
        begun.set()
        await go_on.wait()
        return await read(*asked)

    board._states = slowly  # type: ignore[method-assign]
    for organisation_id in ("elsewhere", world.organisation_id):
        board.hear(LiveChanged(organisation_id, AGENTS))
    with hub.subscribed("elsewhere", "eve", "another session"):
        async with asyncio.timeout(20), asyncio.TaskGroup() as group:
            later = group.create_task(board.catch_up())
            await begun.wait()
            opened = hub.subscribed(world.organisation_id, "boss", "session", frozenset({AGENTS}))
            with opened as boss:
                await board.open(world.organisation_id)
                go_on.set()
                await later
                hub.know(boss, {people_key(service)}, 0)
                boss.versions[AGENTS] = 1
                extension = "3002"
                board.hear(LiveChanged(world.organisation_id, AGENTS, frozenset({ann.id})))
                await board.catch_up()
                (frame,) = await boss.frames(5.0) or [b""]
    assert b'"3002"' in frame
