"""After a restore. If these fail, all desks of a centre gather everything in the same second."""

from occ_server.app import create_app
from occ_server.auth.passwords import Passwords
from occ_server.feed.state import begin_epoch
from occ_server.kit.db import Database
from occ_server.live.stream import Pace
from occ_server.settings import Settings
from support.centre import refusal
from support.serving import client_of, started
from support.world import World


async def test_desks_are_spread_though_the_servers_were_stopped_for_the_restore(
    database: Database, settings: Settings, world: World
) -> None:
    """As docs/operations.md says: stop, restore, ``new-epoch``, start. No process sees the epoch change."""
    headers = await world.headers(await world.supervisor("kim", await world.service()))
    pace = Pace(spread=30.0)
    app = create_app(settings, database, passwords=Passwords.cheap(), pace=pace)
    async with started(app), client_of(app) as client:
        cursor = (await client.get("/v1/sync", headers=headers)).json()["cursor"]
    await database.run(begin_epoch)
    app = create_app(settings, database, passwords=Passwords.cheap(), pace=pace)
    async with started(app), client_of(app) as client:
        answer = await client.get("/v1/sync", params={"cursor": cursor}, headers=headers)
    assert refusal(answer) == {"status_code": 409, "code": "resync_required", "within": 30.0}


async def test_a_desk_that_mends_one_key_is_spread_with_the_others(
    database: Database, settings: Settings, world: World
) -> None:
    service = await world.service()
    headers = await world.headers(await world.supervisor("kim", service))
    app = create_app(settings, database, passwords=Passwords.cheap(), pace=Pace(spread=30.0))
    async with started(app), client_of(app) as client:
        of_key = {"key": f"s:{service}:people"}
        page = await client.get("/v1/sync/key", params=of_key, headers=headers)
        of_key["cursor"] = page.json()["cursor"]
        await database.run(begin_epoch)
        answer = await client.get("/v1/sync/key", params=of_key, headers=headers)
    assert refusal(answer) == {"status_code": 409, "code": "resync_required", "within": 30.0}
