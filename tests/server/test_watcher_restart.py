"""A database that drops every connection. If these fail, the process goes deaf and its desks grow old."""

import asyncio
import json

import httpx
import pytest
from httpx_sse import aconnect_sse

from occ_server.app import create_app
from occ_server.auth.passwords import Passwords
from occ_server.kit.db import Database
from occ_server.settings import Settings
from occ_server.topics import open_database
from support.clock import ManualClock
from support.databases import Databases
from support.serving import listening
from support.world import World

PATIENCE = 20.0


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_process_hears_of_changes_again_after_every_connection_was_cut(
    world: World,
    database: Database,
    database_url: str,
    settings: Settings,
    clock: ManualClock,
    postgres: Databases,
) -> None:
    headers = await world.headers(await world.supervisor("kim", await world.service()))
    app = create_app(settings, database, passwords=Passwords.cheap())
    async with (
        listening(app) as (_, url),
        httpx.AsyncClient(base_url=url, timeout=PATIENCE) as client,
        aconnect_sse(client, "GET", "/v1/stream", headers=headers) as source,
    ):
        events = source.aiter_sse()
        first = json.loads((await anext(events)).data)
        postgres.disconnect(database_url.rpartition("/")[2])
        elsewhere = open_database(database_url, clock)
        await World(elsewhere, world.organisation_id).service("샘플카드")
        await elsewhere.close()
        async with asyncio.timeout(PATIENCE):
            while (event := await anext(events)).event != "poke":
                pass
        assert json.loads(event.data)["seq"] > first["seq"]
        assert app.state.health.parts["feed watcher"].word
