"""The event stream. If these fail, a screen stays old, or a stream outlives the right to it."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest
from httpx_sse import EventSource, ServerSentEvent, aconnect_sse

from occ_server.app import create_app
from occ_server.auth.passwords import Passwords
from occ_server.auth.sessions import end_sessions_of
from occ_server.feed.state import begin_epoch
from occ_server.kit.announcements import EpochBegan, FeedMoved, LiveChanged, SessionsEnded, decode, encode
from occ_server.kit.db import Database
from occ_server.kit.problems import ApiError
from occ_server.live.hub import MOST_FRAMES, Hub, Subscription
from occ_server.live.stream import Pace, events
from occ_server.settings import Settings
from occ_server.topics import open_database
from support.centre import refusal
from support.clock import ManualClock
from support.serving import listening
from support.world import Someone, World

PATIENCE = 10.0


@pytest.fixture
async def shop(world: World) -> str:
    return await world.service()


@pytest.fixture
async def kim(world: World, shop: str) -> Someone:
    return await world.supervisor("kim", shop)


class Listening:
    """One open stream, read event by event."""

    def __init__(self, source: EventSource) -> None:
        self.events = source.aiter_sse()

    async def event(self) -> ServerSentEvent:
        async with asyncio.timeout(PATIENCE):
            return await anext(self.events)

    async def next(self, *names: str) -> dict[str, Any]:
        """Return the next event of one of these names; the others pass by."""
        for _ in range(100):  # a quiet stream beats for ever
            if (event := await self.event()).event in names:
                break
        assert event.event in names
        found: dict[str, Any] = json.loads(event.data)
        return found

    async def poke(self) -> dict[str, Any]:
        return await self.next("poke")

    async def page(self) -> dict[str, Any]:
        return await self.next("page")

    async def end(self) -> None:
        """Wait for the server to end the stream."""
        async with asyncio.timeout(PATIENCE):
            async for _ in self.events:
                pass


@asynccontextmanager
async def stream(url: str, headers: dict[str, str]) -> AsyncIterator[Listening]:
    async with (
        httpx.AsyncClient(base_url=url, timeout=PATIENCE) as client,
        aconnect_sse(client, "GET", "/v1/stream?accept=page,agents", headers=headers) as source,
    ):
        assert source.response.status_code == 200
        yield Listening(source)


async def test_a_stream_says_at_once_where_the_feed_stands_and_then_brings_each_change(
    live: str, world: World, kim: Someone, shop: str
) -> None:
    async with stream(live, await world.headers(kim)) as opened:
        first = await opened.poke()
        assert set(first) == {"epoch", "seq"}
        await world.switch(shop, name="샘플카드")
        page = await opened.page()
        assert (page["epoch"], page["base"]) == (first["epoch"], first["seq"])
        assert page["head"] == first["seq"] + 1
        assert [(c["entity"], c["body"]["name"]) for c in page["changes"]] == [("service", "샘플카드")]


async def test_a_desk_of_an_older_version_is_poked_instead(
    live: str, world: World, kim: Someone, shop: str
) -> None:
    async with (
        httpx.AsyncClient(base_url=live, timeout=PATIENCE) as client,
        aconnect_sse(client, "GET", "/v1/stream", headers=await world.headers(kim)) as source,
    ):
        opened = Listening(source)
        first = await opened.poke()
        await world.switch(shop, name="샘플카드")
        assert (await opened.poke())["seq"] == first["seq"] + 1


async def test_a_quiet_stream_beats(live: str, world: World, kim: Someone) -> None:
    async with stream(live, await world.headers(kim)) as opened:
        await opened.poke()
        assert await opened.next("heartbeat") == {"time": "2026-11-23T00:00:00Z"}


async def test_a_change_made_by_another_process_is_heard(
    live: str, world: World, kim: Someone, shop: str, database_url: str, clock: ManualClock
) -> None:
    async with stream(live, await world.headers(kim)) as opened:
        first = await opened.poke()
        elsewhere = open_database(database_url, clock)
        await World(elsewhere, world.organisation_id).switch(shop, name="샘플카드")
        heard = await opened.next("page", "poke")
        assert heard.get("head", heard.get("seq")) == first["seq"] + 1
        await elsewhere.close()


async def test_logging_out_ends_its_stream_at_once_and_no_other(
    live: str, world: World, kim: Someone, shop: str
) -> None:
    here, there = await world.headers(kim), await world.headers(kim)
    async with stream(live, here) as ending, stream(live, there) as staying:
        await ending.poke()
        await staying.poke()
        async with httpx.AsyncClient(base_url=live) as client:
            assert (await client.post("/v1/auth/logout", headers=here)).status_code == 204
        await ending.end()
        await world.switch(shop, name="샘플카드")
        await staying.page()


async def test_disabling_ends_the_persons_streams_at_once(live: str, world: World, kim: Someone) -> None:
    async with stream(live, await world.headers(kim)) as opened:
        await opened.poke()
        await world.disable(kim.id)
        await opened.end()


async def test_disabling_at_the_command_line_ends_streams_of_the_running_server(
    live: str, world: World, kim: Someone, database_url: str, clock: ManualClock
) -> None:
    async with stream(live, await world.headers(kim)) as opened:
        await opened.poke()
        elsewhere = open_database(database_url, clock)
        await elsewhere.run(lambda uow: end_sessions_of(uow, kim.id, "disabled"))
        await opened.end()
        await elsewhere.close()


async def test_a_restore_is_poked(live: str, world: World, kim: Someone, database: Database) -> None:
    async with stream(live, await world.headers(kim)) as opened:
        first = await opened.poke()
        fresh = await database.run(begin_epoch)
        second = await opened.poke()
        assert second["epoch"] == fresh != first["epoch"]


async def test_nobody_opens_a_stream_without_a_session(live: str) -> None:
    async with httpx.AsyncClient(base_url=live) as client:
        assert refusal(await client.get("/v1/stream"))["code"] == "unauthenticated"


async def test_shutdown_ends_two_hundred_open_streams_within_three_seconds_without_a_traceback(
    world: World,
    kim: Someone,
    database: Database,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    headers = await world.headers(kim)
    app = create_app(settings, database, passwords=Passwords.cheap())
    limits = httpx.Limits(max_connections=None)
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(httpx.AsyncClient(limits=limits, timeout=60))
        async with listening(app) as (server, url):
            opened = []
            for _ in range(200):
                response = await stack.enter_async_context(
                    client.stream("GET", f"{url}/v1/stream?accept=page,agents", headers=headers)
                )
                lines = response.aiter_lines()
                assert await anext(lines) == "event: poke"
                opened.append(lines)
            assert len(app.state.hub) == 200
            caplog.clear()
            began = asyncio.get_running_loop().time()
            server.should_exit = True
        assert asyncio.get_running_loop().time() - began < 3
        for lines in opened:
            async for _ in lines:
                pass
    assert not [r for r in caplog.records if r.levelno >= logging.WARNING or r.exc_info]
    assert len(app.state.hub) == 0


async def test_a_session_that_ended_while_its_stream_opened_gets_none(clock: ManualClock) -> None:
    async def has_ended(_subscription: Subscription) -> bool:
        return False

    hub = Hub()
    with hub.subscribed("o", "p", "s") as subscription:
        assert [event async for event in events(clock, subscription, Pace(), has_ended)] == []
    assert len(hub) == 0


async def test_a_desk_that_reads_too_slowly_is_let_go_instead_of_filling_the_memory() -> None:
    with Hub().subscribed("o", "p", "s") as subscription:
        for _ in range(MOST_FRAMES):
            subscription.send(b"x")
        assert not subscription.ended
        subscription.send(b"x")
        assert subscription.ended


async def test_rights_that_change_while_they_are_read_are_read_again() -> None:
    hub = Hub()
    with hub.subscribed("o", "p", "s") as subscription:
        seen = subscription.rights_seen
        hub.hear(FeedMoved("o", 1, frozenset(), people=frozenset({"p"})))
        assert not hub.know(subscription, {"old"}, seen)
        assert hub.holding("o", ["any"]) == {subscription}, "told too much rather than too little"
        assert hub.know(subscription, {"new"}, subscription.rights_seen)
        assert hub.holding("o", ["any"]) == set()
        assert hub.holding("o", ["new"]) == {subscription}
        hub.close()
    with pytest.raises(ApiError):
        hub.check_open()
    assert hub.holding("o", ["new"]) == set()


def test_announcements_survive_the_wire() -> None:
    for announcement in (
        FeedMoved("o", 7),
        FeedMoved("o", 7, frozenset({"a"}), frozenset({"p"})),
        LiveChanged("o", "agents", frozenset({"p"})),
        SessionsEnded(("a", "b")),
        EpochBegan("e"),
    ):
        assert decode(encode(announcement)) == announcement


def test_an_announcement_too_long_for_a_notification_concerns_everybody() -> None:
    many = frozenset(f"s:{number:036}:assignee:{number:036}" for number in range(200))
    for whole, sent in (
        (
            FeedMoved("o", 7, many, frozenset({"p"}), committed_at=5),
            FeedMoved("o", 7, people=frozenset({"p"}), committed_at=5),
        ),
        (FeedMoved("o", 7, frozenset({"k"}), many), FeedMoved("o", 7, people=None)),
        (LiveChanged("o", "agents", many), LiveChanged("o", "agents")),
    ):
        text = encode(whole)
        assert len(text) < 8000
        assert decode(text) == sent


async def test_when_nobody_can_say_whose_rights_changed_all_of_the_organisation_are_read_again() -> None:
    """A service of 200 people switched off by another process would go on being told of its customers."""
    hub = Hub()
    with hub.subscribed("o", "p", "s") as desk, hub.subscribed("other", "p2", "s2") as elsewhere:
        for subscription in (desk, elsewhere):
            assert hub.know(subscription, {"old"}, subscription.rights_seen)
        hub.hear(decode(encode(FeedMoved("o", 1, frozenset(), frozenset(map(str, range(3000)))))))
        assert desk.keys is None
        assert elsewhere.keys == {"old"}
