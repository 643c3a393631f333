"""Agents' states after a failure. If these fail, a colleague who sat down looks absent for half a minute."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.kit.announcements import LiveChanged
from occ_server.kit.db import Database
from occ_server.kit.tasks import running
from occ_server.live.agents import AgentBoard
from occ_server.live.hub import Hub, Subscription
from occ_server.live.stream import Pace
from occ_server.people.figures import AGENTS
from occ_server.visibility.scopes import people_key
from support.waiting import until
from support.world import World

PACE = Pace(between_states=0.01)


class Figures:
    """What is known of agents: an extension; the next looks fail as often as ``failing`` says."""

    def __init__(self) -> None:
        self.failing = 0
        self.asked = 0
        self.extension = "3001"

    async def __call__(
        self, _conn: AsyncConnection, _organisation: str, ids: Sequence[str]
    ) -> Mapping[str, Mapping[str, Any]]:
        self.asked += 1
        if self.failing:
            self.failing -= 1
            raise SQLAlchemyError("the connection is gone")
        return {agent: {"extension": self.extension} for agent in ids}


@asynccontextmanager
async def desk(hub: Hub, world: World, service: str) -> AsyncIterator[Subscription]:
    """Hold a stream that sees the service's agents and has had its snapshot."""
    with hub.subscribed(world.organisation_id, "boss", "session", frozenset({AGENTS})) as subscription:
        hub.know(subscription, {people_key(service)}, 0)
        subscription.versions[AGENTS] = 1
        yield subscription


async def test_a_state_that_could_not_be_read_is_read_again_soon(database: Database, world: World) -> None:
    hub, figures, service = Hub(), Figures(), await world.service()
    ann = await world.agent("ann", service)
    board = AgentBoard(database, hub, [figures], PACE)
    await board.open(world.organisation_id)
    async with desk(hub, world, service) as subscription, running(board.run(), "states"):
        figures.failing, figures.extension = 3, "3002"
        board.hear(LiveChanged(world.organisation_id, AGENTS, frozenset({ann.id})))
        async with asyncio.timeout(20):
            (frame,) = await subscription.frames(100)
    assert b'"3002"' in frame
    assert figures.asked == 5


async def test_what_changes_while_it_cannot_be_read_is_not_forgotten(
    database: Database, world: World
) -> None:
    hub, figures, service = Hub(), Figures(), await world.service()
    ann, ben = await world.agent("ann", service), await world.agent("ben", service)
    board = AgentBoard(database, hub, [figures], PACE)
    await board.open(world.organisation_id)
    async with desk(hub, world, service) as subscription, running(board.run(), "states"):
        figures.failing, figures.extension = 2, "3002"
        board.hear(LiveChanged(world.organisation_id, AGENTS, frozenset({ann.id})))
        await until(lambda: figures.failing == 1)
        board.hear(LiveChanged(world.organisation_id, AGENTS, frozenset({ben.id})))
        async with asyncio.timeout(20):
            (frame,) = await subscription.frames(100)
    assert ann.id.encode() in frame
    assert ben.id.encode() in frame


async def test_a_board_that_could_not_be_begun_is_begun_by_the_next_stream(
    database: Database, world: World
) -> None:
    hub, figures, service = Hub(), Figures(), await world.service()
    await world.agent("ann", service)
    board = AgentBoard(database, hub, [figures], PACE)
    figures.failing = 1
    with pytest.raises(SQLAlchemyError):
        await board.open(world.organisation_id)
    await board.open(world.organisation_id)
    async with desk(hub, world, service) as subscription, database.read() as conn:
        make = await board.greeting(conn, subscription, frozenset({people_key(service)}))
        assert b'"3001"' in (make() or b"")


async def test_what_was_read_earlier_is_not_taken_in_later(database: Database, world: World) -> None:
    """The first stream of a morning opens while somebody logs in at their telephone."""
    hub, figures, service = Hub(), Figures(), await world.service()
    ann = await world.agent("ann", service)
    board = AgentBoard(database, hub, [figures], PACE)
    read, begun, go_on = board._states, asyncio.Event(), asyncio.Event()

    async def slowly(*asked: Any) -> Any:
        found = await read(*asked)
        if not begun.is_set():
            begun.set()
            await go_on.wait()
        return found

    board._states = slowly  # type: ignore[method-assign]
    async with desk(hub, world, service), asyncio.timeout(20), asyncio.TaskGroup() as group:
        group.create_task(board.open(world.organisation_id))
        await begun.wait()
        figures.extension = "3002"
        board.hear(LiveChanged(world.organisation_id, AGENTS, frozenset({ann.id})))
        later = group.create_task(board.catch_up())
        await asyncio.wait({later}, timeout=0.2)
        go_on.set()
    assert board._boards[world.organisation_id].states[ann.id].extension == "3002"
