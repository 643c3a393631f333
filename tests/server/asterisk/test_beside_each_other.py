"""Server processes beside each other, one Asterisk. If these fail, a press of 연결 reaches no PBX, or two."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from occ_server.app import create_app
from occ_server.auth.passwords import Passwords
from occ_server.kit.clock import SystemClock
from occ_server.kit.db import Database
from occ_server.settings import Settings
from support.asterisk.private import PrivateAsterisk
from support.centre import Centre, Desk
from support.serving import client_of, started
from support.waiting import eventually

PHONE, ANSWERS = "1001", "01012340001"


@pytest.fixture
def clock() -> SystemClock:
    """The machine's clock: the PBX has no other."""
    return SystemClock()


@pytest.fixture
def settings(settings: Settings, asterisk: PrivateAsterisk) -> Settings:
    """As an operator sets them."""
    at = asterisk.address
    return msgspec.structs.replace(
        settings,
        cti_adapter="asterisk",
        ami_host=at.host,
        ami_port=at.port,
        ami_user=at.user,
        ami_secret=at.secret,
        ami_context=at.context,
        ami_prefix=at.prefix,
        ami_queues=",".join(at.queues),
    )


@pytest.fixture
async def other(settings: Settings, database: Database, app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A way to a second process, which stands for the link in vain: the first one has it."""
    built = create_app(settings, database, passwords=Passwords.cheap())
    async with started(built), client_of(built) as client:
        yield client


async def ended(desk: Desk, callback: str) -> dict[str, Any]:
    """Wait for the end of the newest call on a callback."""

    async def newest() -> dict[str, Any] | None:
        found = (await desk.view(callback))["calls"][-1]
        return dict(found) if found["state"] == "ended" else None

    return await eventually(newest) or {}


def seats_of(asterisk: PrivateAsterisk, agent: str) -> list[str]:
    """Return what the PBX's console shows of an agent, in all queues."""
    return [row for row in asterisk.say("queue show").splitlines() if agent in row]


async def line_of(desk: Desk) -> dict[str, Any]:
    return dict((await desk.get("/v1/cti")).json())


async def test_a_connect_pressed_on_one_process_is_dialled_by_the_connection_of_the_other(
    centre: Centre, other: httpx.AsyncClient, asterisk: PrivateAsterisk
) -> None:
    callback = await centre.given(centre.ann, phone=ANSWERS)
    await centre.ann.sit_down(PHONE)
    answer = await other.post(f"/v1/callbacks/{callback}/connect", headers=centre.ann.headers)
    call = answer.json()["attempt"]["id"]

    async def talking() -> bool:
        return (await line_of(centre.ann))["state"] == "talking"

    await eventually(talking)
    assert asterisk.say("core show channels concise").count(f"!{call}") > 0
    hung_up = await other.post(f"/v1/cti/calls/{call}/hangup", headers=centre.ann.headers)
    assert hung_up.status_code == 200, hung_up.text
    assert (await ended(centre.ann, callback))["result"] == "connected"
    after = await line_of(centre.ann)
    assert (after["state"], after["call"], after["pbx_connected"], after["simulated"]) == (
        "work",
        None,
        True,
        False,
    )


class TestTakenOver:
    """The process that serves the desks has no link; those that have it come and go."""

    @pytest.fixture
    async def app(self, settings: Settings, database: Database) -> AsyncIterator[Litestar]:
        wanted = msgspec.structs.replace(settings, cti_adapter=None)
        async with started(create_app(wanted, database, passwords=Passwords.cheap())) as built:
            yield built

    async def test_a_call_the_pbx_lost_while_no_server_looked_is_over_once_it_is_back(
        self, centre: Centre, asterisk: PrivateAsterisk, settings: Settings, database: Database
    ) -> None:
        def owner() -> Litestar:
            return create_app(settings, database, passwords=Passwords.cheap())

        async def line_is(**wanted: object) -> bool:
            line = await line_of(centre.ann)
            return all(line[name] == value for name, value in wanted.items())

        async with started(owner()):
            callback = await centre.given(centre.ann, phone=ANSWERS)
            await centre.ann.sit_down(PHONE)
            await centre.ann.connect(callback)
            await eventually(partial(line_is, state="talking"))
        await asyncio.to_thread(asterisk.kill)
        async with started(owner()):
            await eventually(partial(line_is, pbx_connected=False))
            assert await line_is(state="talking"), "nobody knows that it is over"
            await asyncio.to_thread(asterisk.start)
            assert (await ended(centre.ann, callback))["result"] == "connected"
            await eventually(partial(line_is, state="work", call=None, pbx_connected=True))


async def test_an_agent_at_a_telephone_that_is_not_registered_is_told_so(centre: Centre) -> None:
    callback = await centre.given(centre.ann, phone=ANSWERS)
    await centre.ann.sit_down("1006")
    await centre.ann.connect(callback)
    assert (await ended(centre.ann, callback))["result"] == "agent_unreachable"


async def test_ready_is_what_the_pbx_agrees_to_not_what_was_asked(
    centre: Centre, asterisk: PrivateAsterisk
) -> None:
    await centre.ann.sit_down("1003")
    await centre.orders_done()

    async def state(wanted: str) -> bool:
        return bool((await line_of(centre.ann))["state"] == wanted)

    assert await state("ready")
    asterisk.say("queue pause member PJSIP/1003")
    await eventually(partial(state, "break"))
    asterisk.say("queue unpause member PJSIP/1003")
    await eventually(partial(state, "ready"))


async def test_the_queues_of_the_pbx_have_the_agent_as_the_bar_says(
    centre: Centre, asterisk: PrivateAsterisk
) -> None:
    await centre.ann.sit_down(PHONE)
    await centre.orders_done()
    seats = partial(seats_of, asterisk, centre.ann.id)
    assert [("paused" in seat) for seat in seats()] == [False, False]
    await centre.ann.put("/v1/cti/state", {"state": "break"})
    await centre.orders_done()
    assert [("paused:break" in seat) for seat in seats()] == [True, True]
    await centre.ann.put("/v1/cti/state", {"state": "ready"})
    await centre.orders_done()
    assert [("paused" in seat) for seat in seats()] == [False, False]
    await centre.ann.post("/v1/cti/logout")
    await centre.orders_done()
    assert seats() == []
