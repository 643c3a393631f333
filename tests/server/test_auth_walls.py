"""Walls. If these fail, a screen goes dark after a holiday, or shows, or does, what is not for it."""

from typing import Any

import httpx
import pytest
from litestar import get
from litestar.openapi.spec import SecurityScheme
from sqlalchemy import select, update

from occ_contract.errors import ErrorCode
from occ_server.audit.tables import audit_entries
from occ_server.auth.sessions import SessionLimits, forget_expired
from occ_server.auth.tables import devices
from occ_server.auth.walls import DeviceActor, add_device, revoke_device
from occ_server.auth.watch import look_after_entrance
from occ_server.kit.authentication import Authentication, describe
from occ_server.kit.db import Database
from occ_server.kit.problems import ApiError
from occ_server.kit.refusals import refusals
from support.centre import refusal
from support.clock import ManualClock
from support.looking import anywhere
from support.world import OPERATOR, World

DAY = 24 * 3600.0


async def wall(database: Database, world: World, *services: str, name: str = "1층 벽") -> str:
    return await database.run(lambda uow: add_device(uow, OPERATOR, world.organisation_id, name, services))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def test_a_wall_that_was_off_for_years_shows_its_services_again_without_anybody_logging_in(
    client: httpx.AsyncClient, world: World, database: Database, clock: ManualClock
) -> None:
    shop, _other = await world.service(), await world.service("샘플카드")
    token = await wall(database, world, shop)
    for days in (31, 3 * 365):
        clock.move(days * DAY)
        await look_after_entrance(database, SessionLimits())
        await database.run(forget_expired)
        answer = await client.get("/v1/device", headers=bearer(token))
        assert answer.status_code == 200
        assert [service["id"] for service in answer.json()["services"]] == [shop]


async def test_a_revoked_wall_is_nobody_from_the_next_request_on(
    client: httpx.AsyncClient, world: World, database: Database
) -> None:
    token = await wall(database, world, await world.service())
    await database.run(lambda uow: revoke_device(uow, OPERATOR, world.organisation_id, "1층 벽"))
    answer = await client.get("/v1/device", headers=bearer(token))
    assert refusal(answer) == {"status_code": 401, "code": "token_revoked"}
    await wall(database, world, await world.service("새 서비스"))  # the name is free again


async def test_a_walls_token_opens_nothing_of_a_person_and_a_persons_nothing_of_a_wall(
    client: httpx.AsyncClient, world: World, database: Database
) -> None:
    shop = await world.service()
    token = bearer(await wall(database, world, shop))
    for method, path in (
        ("GET", "/v1/me"),
        ("GET", "/v1/callbacks"),
        ("GET", "/v1/sync"),
        ("GET", "/v1/stream"),
        ("POST", "/v1/callbacks/assign"),
        ("POST", "/v1/callbacks"),
    ):
        answer = await client.request(method, path, headers=token)
        assert refusal(answer)["code"] == "unauthenticated", path
    kim = await world.headers(await world.supervisor("kim", shop))
    assert refusal(await client.get("/v1/device", headers=kim))["code"] == "unauthenticated"


async def test_a_service_the_wall_does_not_show_does_not_exist_for_it() -> None:
    actor = DeviceActor("d", "o", "샘플센터", "Asia/Seoul", "벽", {"a": "가", "b": "나"})
    assert (actor.showing(), actor.showing(["b"])) == (("a", "b"), ("b",))
    with pytest.raises(ApiError) as refused:
        actor.showing(["a", "c"])
    assert refused.value.status == 404


async def test_the_token_is_stored_as_a_hash_and_making_and_revoking_are_in_the_trail(
    world: World, database: Database
) -> None:
    token = await wall(database, world, await world.service())
    await database.run(lambda uow: revoke_device(uow, OPERATOR, world.organisation_id, "1층 벽"))
    async with database.read() as conn:
        rows = (await conn.execute(anywhere(select(devices)))).all()
        trail = (await conn.execute(anywhere(select(audit_entries).order_by(audit_entries.c.number)))).all()
    told = [(entry.action, entry.details["name"]) for entry in trail if entry.action.startswith("device.")]
    assert told == [("device.added", "1층 벽"), ("device.revoked", "1층 벽")]
    assert token not in repr(rows) + repr(trail)


async def test_a_wall_of_another_organisations_service_or_of_none_is_not_made(
    world: World, database: Database
) -> None:
    stranger = await World.begin(database, "다른센터")
    theirs, ours = await stranger.service(), await world.service()
    for services, code in (((theirs,), ErrorCode.BAD_CHOICE), ((), ErrorCode.REQUIRED)):
        with pytest.raises(ApiError) as refused:
            await wall(database, world, *services)
        assert refused.value.params["fields"][0]["code"] == code
    await wall(database, world, ours)
    with pytest.raises(ApiError):
        await wall(database, world, ours)  # its name is taken


async def test_two_of_one_name_made_at_one_moment_are_revoked_together(
    database: Database, world: World
) -> None:
    """Else a token that got lost would be good for ever."""
    service = await world.service()
    await wall(database, world, service)
    async with database.write() as uow:
        await uow.conn.execute(anywhere(update(devices).values(name="another")))
    await wall(database, world, service)
    async with database.write() as uow:
        (name,) = set((await uow.conn.execute(anywhere(select(devices.c.name)))).scalars()) - {"another"}
        await uow.conn.execute(anywhere(update(devices).values(name=name)))
        await revoke_device(uow, OPERATOR, world.organisation_id, name)
        left = select(devices.c.id).where(devices.c.revoked_at.is_(None))
        assert (await uow.conn.execute(anywhere(left))).all() == []


def test_whatever_kind_of_caller_a_topic_declares_its_refusals_stand_on_the_api_page() -> None:
    async def nobody(_request: Any) -> object: ...

    kinds = {
        "carrier": Authentication(nobody, SecurityScheme(type="http", scheme="bearer")),
        "wall": Authentication(
            nobody, SecurityScheme(type="http", scheme="bearer"), refuses=(ErrorCode.TOKEN_REVOKED,)
        ),
    }
    for kind, words in (("carrier", "unauthenticated"), ("wall", "token_revoked")):

        @get("/v1/thing", opt={"auth": kind}, sync_to_thread=False)
        def thing() -> None: ...

        describe(thing, kinds)
        told = refusals(thing, body=False, path=False)
        assert f"`{words}`" in told["401"]["description"]
        assert "426" in told
