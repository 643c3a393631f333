"""Who is told of a change, and what. If these fail, every desk wakes for each change, or one never does."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from httpx_sse import aconnect_sse
from sqlalchemy import event

from occ_contract.people import Permission, Role
from occ_server.app import create_app
from occ_server.auth.passwords import Passwords
from occ_server.feed import pushing
from occ_server.kit.db import Database
from occ_server.live import agents
from occ_server.live.stream import Pace
from occ_server.settings import Settings
from support.cache import Cache
from support.centre import Centre, Desk
from support.serving import listening

PATIENCE = 20.0


@dataclass
class Ear:
    """One desk's stream, read in the background, and the cache it keeps by what it hears."""

    cache: Cache
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    head: int = 0

    async def listen(self, client: httpx.AsyncClient, headers: dict[str, str], accept: str) -> None:
        async with aconnect_sse(client, "GET", f"/v1/stream?accept={accept}", headers=headers) as source:
            async for event in source.aiter_sse():
                self.told.append((event.event, json.loads(event.data)))
                self.news.set()

    async def until(self, *names: str) -> dict[str, Any]:
        """Wait for the next event of one of these names and take it out."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for at, (name, body) in enumerate(self.told):
                    if name in names:
                        del self.told[: at + 1]
                        return body
                self.news.clear()
                await self.news.wait()

    def heard(self, *names: str) -> list[dict[str, Any]]:
        return [body for name, body in self.told if name in names]

    def take(self, page: dict[str, Any]) -> None:
        """Apply a pushed page as a desk must."""
        assert page["base"] <= self.head <= page["head"]
        self.cache.apply(page | {"lost_keys": []})
        self.head = page["head"]


@asynccontextmanager
async def ears(centre: Centre, *desks: Desk, accept: str = "page,agents") -> AsyncIterator[list[Ear]]:
    """Open the streams of these desks on a server of their own; each has pulled everything.

    ``accept``: the events they know beyond pokes.
    """
    app = create_app(
        Settings(),
        centre.world.database,
        passwords=Passwords.cheap(),
        pace=Pace(heartbeat=0.2, between_pokes=0.01, between_states=0.01),
    )
    limits = httpx.Limits(max_connections=None)
    async with (
        listening(app) as (_, url),
        httpx.AsyncClient(base_url=url, timeout=PATIENCE, limits=limits) as client,
        AsyncExitStack() as stack,
    ):
        opened: list[Ear] = []
        tasks: list[asyncio.Task[None]] = []
        for desk in desks:
            ear = Ear(Cache(centre.client, desk.headers))
            tasks.append(asyncio.create_task(ear.listen(client, desk.headers, accept)))
            ear.head = (await ear.until("poke"))["seq"]
            await ear.until("agents")
            await ear.cache.pull()
            ear.head = ear.cache.pages[-1]["head"]
            opened.append(ear)
        try:
            yield opened
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await stack.aclose()


async def test_a_change_wakes_those_it_concerns_and_nobody_else(centre: Centre) -> None:
    callback = await centre.given(centre.ann)
    async with ears(centre, centre.ann, centre.ben, centre.amy, centre.boss) as (ann, ben, amy, boss):
        answer = await centre.ann.post(f"/v1/callbacks/{callback}/note", {"note": "내일 오전"})
        assert answer.status_code == 200
        for ear in (ann, amy, boss):
            page = await ear.until("page")
            assert [(c["id"], c["body"]["note"]) for c in page["changes"]] == [(callback, "내일 오전")]
            ear.take(page)
        await centre.ben.post("/v1/cti/login", {"extension": "1001"})
        await ben.until("page")  # his own: nothing stood before it
        assert ben.heard("poke", "page") == []


async def test_a_desk_that_is_only_poked_sleeps_through_what_does_not_concern_it(centre: Centre) -> None:
    """Else a hall that is not updated yet pulls, all of it, for each note of anybody."""
    callback = await centre.given(centre.ann)
    async with ears(centre, centre.ann, centre.ben, accept="agents") as (ann, ben):
        for number in range(3):
            answer = await centre.ann.post(f"/v1/callbacks/{callback}/note", {"note": f"내일 {number}"})
            assert answer.status_code == 200
            await ann.until("poke")
        own = await centre.ben.post("/v1/cti/login", {"extension": "1001"})
        assert own.status_code == 200
        async with asyncio.timeout(PATIENCE):
            last = await ben.until("poke")
        assert last["seq"] >= ben.head + 4, "his own change is the first he is told of"


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_change_is_read_once_however_many_desks_it_concerns(
    centre: Centre, database: Database
) -> None:
    callback = await centre.given(centre.ann)
    read: list[str] = []

    def hear(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        read.append(statement)

    async with ears(centre, centre.ann, centre.amy, centre.boss) as opened:
        event.listen(database._reader.sync_engine, "before_cursor_execute", hear)
        await centre.ann.post(f"/v1/callbacks/{callback}/note", {"note": "내일 오전"})
        for ear in opened:
            await ear.until("page")
        event.remove(database._reader.sync_engine, "before_cursor_execute", hear)
    assert len([one for one in read if "FROM callbacks" in one]) == 1


async def test_a_pushed_page_leaves_a_cache_as_a_pull_would(centre: Centre) -> None:
    async with ears(centre, centre.ann, centre.amy, centre.boss) as (ann, amy, boss):
        ids = await centre.waiting(3)
        await centre.boss.assign(ids, [centre.ann, centre.ben])
        await centre.boss.cancel([ids[0]])
        last = await centre.received()
        for ear in (amy, boss):
            while ("callback", last) not in ear.cache.rows:
                ear.take(await ear.until("page"))
        while ear_behind(ann, await centre.ann.pull()):
            ann.take(await ann.until("page"))
        for ear in (ann, amy, boss):
            fresh = await Cache(ear.cache.client, ear.cache.headers).pull()
            assert ear.cache.state() == fresh.state()
            await ear.cache.pull()  # and it goes on from the pushed cursor
            assert ear.cache.state() == fresh.state()


def ear_behind(ear: Ear, pulled: tuple[str, list[dict[str, Any]]]) -> bool:
    _, changes = pulled
    wanted = {c["id"]: c["seq"] for c in changes if c["entity"] == "callback"}
    return {i: r.seq for (e, i), r in ear.cache.rows.items() if e == "callback"} != wanted


async def test_what_leaves_a_persons_sight_is_pushed_as_gone(centre: Centre) -> None:
    callback = await centre.given(centre.ann)
    async with ears(centre, centre.ann) as (ann,):
        assert ("callback", callback) in ann.cache.rows
        await centre.boss.cancel([callback])
        page = await ann.until("page")
        gone = [c for c in page["changes"] if c["entity"] == "callback"]
        assert [(c["id"], c["gone"], c["body"]) for c in gone] == [(callback, True, None)]


async def test_rights_that_change_are_followed_by_the_open_stream(centre: Centre) -> None:
    """Ben may assign from now on: what is new concerns him, and he is told to look for what he gained."""
    async with ears(centre, centre.ben) as (ben,):
        held = frozenset({Permission.PHONE, Permission.CALLBACK_ASSIGN})
        await centre.world.grant(centre.ben.id, centre.service, Role.AGENT, held)
        await ben.until("poke")
        await ben.cache.pull()
        ben.head = ben.cache.pages[-1]["head"]
        ben.told.clear()
        new = await centre.received()
        page = await ben.until("page")
        assert new in {c["id"] for c in page["changes"]}
        await centre.world.grant(centre.ben.id, centre.service, Role.AGENT, {Permission.PHONE})
        await ben.until("poke")
        ben.told.clear()
        await centre.received()
        await centre.given(centre.ben)
        page = await ben.until("page")
        callbacks = {c["id"]: c["gone"] for c in page["changes"] if c["entity"] == "callback"}
        assert new not in callbacks


async def test_a_large_change_is_a_poke_and_no_page(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "MOST_ROWS", 5)
    ids = await centre.waiting(6)
    async with ears(centre, centre.boss) as (boss,):
        await centre.boss.assign(ids, [centre.ann])
        await boss.until("poke")
        assert boss.heard("page") == []


async def test_colleagues_see_who_sat_down_and_nothing_of_the_feed_moves(centre: Centre) -> None:
    async with ears(centre, centre.boss, centre.ann) as (boss, ann):
        await centre.ben.sit_down("1001")
        for ear in (boss, ann):
            states = await ear.until("agents")
            assert [(a["id"], a["cti_state"], a["extension"]) for a in states["agents"]] == [
                (centre.ben.id, "ready", "1001")
            ]
            assert states["base"] is not None
            assert ear.heard("page", "poke") == []


async def test_outstanding_counts_come_with_the_states(centre: Centre) -> None:
    async with ears(centre, centre.boss) as (boss,):
        callback = await centre.given(centre.ann)
        found = {a["id"]: a["outstanding"] for a in (await boss.until("agents"))["agents"]}
        assert found == {centre.ann.id: 1}
        await centre.ann.complete(callback)
        found = {a["id"]: a["outstanding"] for a in (await boss.until("agents"))["agents"]}
        assert found == {centre.ann.id: 0}


async def test_completing_moves_the_callback_in_the_feed_and_no_colleague(centre: Centre) -> None:
    """Else each completion sends everybody's row of an agent to the whole hall."""
    callback = await centre.given(centre.ann)
    cursor, _ = await centre.boss.pull()
    await centre.ann.complete(callback)
    _, changes = await centre.boss.pull(cursor)
    assert {change["entity"] for change in changes} == {"callback"}


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_state_is_read_and_put_together_once_however_many_desks_see_it(
    centre: Centre, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    made: list[bytes] = []
    make = agents.event

    def noted(*words: Any) -> bytes:
        made.append(make(*words))
        return made[-1]

    def hear(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        read.append(statement)

    async with ears(centre, centre.ann, centre.amy, centre.boss) as opened:
        monkeypatch.setattr(agents, "event", noted)
        event.listen(database._reader.sync_engine, "before_cursor_execute", hear)
        await centre.ben.sit_down("1001")
        for ear in opened:
            assert [a["id"] for a in (await ear.until("agents"))["agents"]] == [centre.ben.id]
        event.remove(database._reader.sync_engine, "before_cursor_execute", hear)
    of_some = [one for one in read if one.startswith("SELECT memberships.person_id") and " IN (" in one]
    assert len(of_some) == 1
    assert len(made) == 1


async def test_a_stream_begins_with_everybodys_state(centre: Centre) -> None:
    await centre.ben.sit_down("1001")
    await centre.given(centre.ann)
    async with ears(centre, centre.boss) as (boss,):
        await centre.boss.sit_down("1002")
        difference = await boss.until("agents")
        assert {a["id"] for a in difference["agents"]} == {centre.boss.id}
    async with greeted(centre, centre.boss) as snapshot:
        assert snapshot["base"] is None
        known = {a["id"]: (a["cti_state"], a["outstanding"]) for a in snapshot["agents"]}
        assert known == {
            centre.ben.id: ("ready", 0),
            centre.ann.id: ("logged_out", 1),
            centre.boss.id: ("ready", 0),
        }


@asynccontextmanager
async def greeted(centre: Centre, desk: Desk) -> AsyncIterator[dict[str, Any]]:
    """Yield the first ``agents`` event of a stream."""
    app = create_app(Settings(), centre.world.database, passwords=Passwords.cheap())
    async with (
        listening(app) as (_, url),
        httpx.AsyncClient(base_url=url, timeout=PATIENCE) as client,
        aconnect_sse(client, "GET", "/v1/stream?accept=page,agents", headers=desk.headers) as source,
    ):
        async for event in source.aiter_sse():
            if event.event == "agents":
                yield json.loads(event.data)
                break


async def test_a_colleague_of_another_service_is_not_told_about_me(centre: Centre) -> None:
    elsewhere = await centre.world.service("다른 서비스")
    zoe = await centre.seat(await centre.world.agent("zoe", elsewhere))
    async with ears(centre, zoe, centre.boss) as (far, near):
        await centre.ben.sit_down("1001")
        await near.until("agents")
        await zoe.sit_down("2001")
        states = await far.until("agents")
        assert {a["id"] for a in states["agents"]} == {zoe.id}


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_an_announcement_that_never_came_is_made_up_for_within_two_looks(
    centre: Centre, database: Database
) -> None:
    """A process that dies between its commit and telling of it: nobody else knows."""
    async with ears(centre, centre.boss) as (boss,):
        database.announcer, kept = type(database.announcer)(), database.announcer

        async def silent(_announcements: object) -> None:
            return None

        database._tell_others, told = silent, database._tell_others  # type: ignore[method-assign]
        try:
            await centre.world.switch(centre.service, name="새 이름")
        finally:
            database.announcer, database._tell_others = kept, told  # type: ignore[method-assign]
        poke = await boss.until("poke")
        assert poke["seq"] > boss.head
        await boss.cache.pull()
        names = {r.body["name"] for (e, _), r in boss.cache.rows.items() if e == "service"}
        assert names == {"새 이름"}


async def test_a_room_of_desks_that_comes_back_at_once_is_greeted(centre: Centre) -> None:
    """After a restart everybody connects in the same second: who waits for the states holds no connection."""
    app = create_app(Settings(), centre.world.database, passwords=Passwords.cheap())
    limits = httpx.Limits(max_connections=None)

    async def begun(client: httpx.AsyncClient) -> str:
        url = "/v1/stream?accept=page,agents"
        async with aconnect_sse(client, "GET", url, headers=centre.boss.headers) as source:
            return (await anext(aiter(source.aiter_sse()))).event

    async with (
        listening(app) as (_, url),
        httpx.AsyncClient(base_url=url, timeout=PATIENCE, limits=limits) as client,
        asyncio.timeout(PATIENCE / 2),
    ):
        assert await asyncio.gather(*(begun(client) for _ in range(20))) == ["poke"] * 20
