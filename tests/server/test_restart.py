"""A server that dies: if these fail, a customer stays locked to a call nobody is in, or a line lies."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from occ_server.kit.clock import SystemClock
from occ_server.kit.db import Database
from occ_server.migrations.runner import migrate
from occ_server.telephony.simulator import seeded_planner
from occ_server.topics import open_database
from support.centre import Desk
from support.server_process import ServerProcess
from support.world import PHONE_AND_ASSIGN, World

PATIENCE = 60.0  # seconds


@pytest.fixture
async def shared(empty_url: str) -> AsyncIterator[Database]:
    """The database the server process works on, opened beside it."""
    await asyncio.to_thread(migrate, empty_url)
    opened = open_database(empty_url, SystemClock())
    yield opened
    await opened.close()


def slow_number() -> str:
    """Return a number whose simulated customer lets it ring until nobody would wait longer."""
    plan = seeded_planner(1)
    numbers = (f"0107000{n:04d}" for n in range(10_000))
    return next(number for number in numbers if plan(number, 0).ring_seconds > 24)


async def call_once(desk: Desk, callback: str, state: str) -> dict[str, Any]:
    """Return the only call of a callback once it is in this state."""
    async with asyncio.timeout(PATIENCE):
        while True:
            (call,) = (await desk.view(callback))["calls"]
            if call["state"] == state:
                found: dict[str, Any] = call
                return found


async def test_a_server_killed_during_a_call_keeps_no_claim_and_no_false_line(
    shared: Database, empty_url: str, tmp_path: Path
) -> None:
    environment = {"OCC_DATABASE_URL": empty_url, "OCC_PBX_TAKEOVER_SECONDS": "5"}
    server = ServerProcess(tmp_path / "unused", tmp_path / "log", **environment)
    await asyncio.to_thread(server.start)
    try:
        world = await World.begin(shared)
        service = await world.service()
        someone = await world.agent("ann", service, permissions=PHONE_AND_ASSIGN)
        ivr = await world.integration()
        async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE) as client:
            ann = Desk(client, await world.headers(someone), someone)
            asked = {"service_id": service, "phone": slow_number()}
            answer = await client.post("/v1/callbacks", json=asked, headers=ivr)
            callback = answer.json()["id"]
            await ann.sit_down("1001")
            assert (await ann.connect(callback)).status_code == 200
            await call_once(ann, callback, "ringing")
        server.kill()
        await asyncio.to_thread(server.start)
        async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE) as client:
            ann = Desk(client, ann.headers, someone)
            call = await call_once(ann, callback, "ended")
            assert (call["result"], call["talk_seconds"]) == ("unknown", None)
            line = (await ann.get("/v1/cti")).json()
            assert (line["state"], line["extension"], line["call"]) == ("work", "1001", None)
            again = await ann.connect(callback)
            assert (again.status_code, again.json()["callback"]["attempts"]) == (200, 2)
    finally:
        server.kill()
