"""People and services. If these fail, the wrong person holds a right, or nobody knows who gave it."""

import httpx
import pytest
from sqlalchemy import select

from occ_contract.errors import ErrorCode
from occ_contract.people import Permission, Role
from occ_server.audit.tables import audit_entries
from occ_server.auth.keys import create_key, revoke_key
from occ_server.kit.db import Database
from occ_server.kit.problems import ApiError
from occ_server.people.names import checked_name, checked_username
from occ_server.people.organisations import create_organisation
from occ_server.people.rights import load_standings
from occ_server.visibility.holdings import held_keys
from occ_server.visibility.scopes import person_keys
from support.centre import refusal
from support.looking import anywhere
from support.world import OPERATOR, PHONE, PHONE_AND_ASSIGN, World


async def actions(database: Database) -> list[str]:
    async with database.read() as conn:
        query = select(audit_entries.c.action).order_by(audit_entries.c.at, audit_entries.c.number)
        return list((await conn.execute(anywhere(query))).scalars())


async def keys_of(database: Database, person_id: str) -> frozenset[str]:
    async with database.read() as conn:
        return await held_keys(conn, person_id)


def code_of(error: ApiError) -> str:
    return str(error.params["fields"][0]["code"]) if "fields" in error.params else error.code.value


async def test_rights_follow_each_change_of_a_membership(world: World, database: Database) -> None:
    s = await world.service()
    kim = await world.person("kim")
    assert await keys_of(database, kim.id) == {f"p:{kim.id}"}
    member = {f"p:{kim.id}", f"s:{s}:people", f"s:{s}:sms", f"s:{s}:messages:{kim.id}"}
    await world.grant(kim.id, s, Role.AGENT)
    assert await keys_of(database, kim.id) == member
    await world.grant(kim.id, s, Role.AGENT, PHONE)
    agent = {
        *member,
        f"s:{s}:intake",
        f"s:{s}:assignee:{kim.id}",
        f"s:{s}:tickets:{kim.id}",
    }
    assert await keys_of(database, kim.id) == agent
    await world.grant(kim.id, s, Role.AGENT, PHONE_AND_ASSIGN)
    assert await keys_of(database, kim.id) == agent | {f"s:{s}:open"}
    await world.grant(kim.id, s, Role.AGENT, {Permission.SMS_MANAGE})
    assert await keys_of(database, kim.id) == member
    await world.revoke(kim.id, s)
    assert await keys_of(database, kim.id) == {f"p:{kim.id}"}
    await world.disable(kim.id)
    assert await keys_of(database, kim.id) == frozenset()


async def test_a_permission_the_role_cannot_hold_is_refused_instead_of_ignored(
    world: World, database: Database
) -> None:
    s = await world.service()
    kim = await world.agent("kim", s)
    before = await keys_of(database, kim.id)
    for permissions in ({Permission.CALLBACK_ASSIGN}, {Permission.UNKNOWN}):
        with pytest.raises(ApiError) as caught:
            await world.grant(kim.id, s, Role.AGENT, permissions)
        assert code_of(caught.value) == "bad_choice"
    assert await keys_of(database, kim.id) == before


async def test_a_service_switched_off_takes_its_callback_keys_from_every_member(
    world: World, database: Database
) -> None:
    s = await world.service()
    people = [await world.agent(f"a{n}", s, permissions=PHONE_AND_ASSIGN) for n in range(3)]
    await world.switch(s, callback_enabled=False)
    for someone in people:
        left = {f"p:{someone.id}", f"s:{s}:people", f"s:{s}:sms", f"s:{s}:messages:{someone.id}"}
        assert await keys_of(database, someone.id) == left
    await world.switch(s, callback_enabled=True)
    assert f"s:{s}:open" in await keys_of(database, people[0].id)


async def test_stored_keys_are_those_the_scopes_compute(
    world: World, database: Database, client: httpx.AsyncClient
) -> None:
    one, two = await world.service("one"), await world.service("two", callback_enabled=False)
    kim = await world.person("kim", {one: (Role.SUPERVISOR, PHONE), two: (Role.AGENT, PHONE)})
    headers = await world.headers(kim)
    page = (await client.get("/v1/sync", headers=headers)).json()
    async with database.read() as conn:
        standings = (await load_standings(conn, world.organisation_id, [kim.id]))[kim.id]
    assert set(page["keys"]) == person_keys(kim.id, standings) == await keys_of(database, kim.id)


async def test_every_change_of_rights_is_in_the_trail_with_who_and_whose(
    world: World, database: Database
) -> None:
    s = await world.service()
    kim = await world.agent("kim", s)
    await world.switch(s, sms_enabled=False)
    await world.revoke(kim.id, s)
    await world.disable(kim.id)
    assert await actions(database) == [
        "organisation.created",
        "service.created",
        "person.created",
        "person.granted",
        "service.changed",
        "person.revoked",
        "person.disabled",
    ]
    async with database.read() as conn:
        query = select(audit_entries).where(audit_entries.c.action == "person.granted")
        row = (await conn.execute(anywhere(query))).one()
    assert (row.actor_kind, row.subject_kind, row.subject_id) == ("operator", "person", kim.id)
    assert row.organisation_id == world.organisation_id
    assert row.details == {
        "username": "kim",
        "service_id": s,
        "role": "agent",
        "permissions": ["phone"],
    }


async def test_names_in_use_are_refused(world: World, database: Database) -> None:
    await world.service("샘플몰")
    await world.person("kim")
    for again in (world.service("샘플몰"), world.person(" KIM "), World.begin(database, "샘플센터")):
        with pytest.raises(ApiError) as caught:
            await again
        assert code_of(caught.value) == "taken"
    other = await World.begin(database, "다른센터")
    await other.service("샘플몰")


async def test_nobody_becomes_a_member_of_another_organisations_service(
    world: World, database: Database
) -> None:
    other = await World.begin(database, "다른센터")
    service = await other.service()
    kim = await world.person("kim")
    with pytest.raises(ApiError) as caught:
        await world.grant(kim.id, service, Role.SUPERVISOR)
    assert caught.value.code is ErrorCode.NOT_FOUND
    for unknown in (world.revoke(kim.id, service), world.disable("nobody"), world.switch("x", name="y")):
        with pytest.raises(ApiError):
            await unknown


async def test_unusable_switches_and_time_zones_are_refused(world: World, database: Database) -> None:
    service = await world.service()
    for switches in ({"service_level_seconds": 0}, {"name": "  "}, {"name": "x" * 101}):
        with pytest.raises(ApiError):
            await world.switch(service, **switches)
    for zone in ("Mars/Olympus", "", "../../etc/passwd"):
        with pytest.raises(ApiError) as caught:
            await database.run(lambda uow, zone=zone: create_organisation(uow, OPERATOR, "x", zone))
        assert code_of(caught.value) == "bad_choice"


def test_names_are_written_one_way() -> None:
    assert checked_username("  Ｋｉｍ ") == "kim"
    assert checked_name("  김  상담\t") == "김 상담"
    for unusable in ("", " ", "a b", "x" * 101, "a\x00b", "a\u200bb"):
        with pytest.raises(ApiError):
            checked_username(unusable)
    for unusable in ("", "\n", "x" * 101, "a\x07"):
        with pytest.raises(ApiError):
            checked_name(unusable)


async def test_a_revoked_key_opens_nothing_and_its_name_is_free_again(
    world: World, database: Database, client: httpx.AsyncClient
) -> None:
    service = await world.service()
    headers = await world.integration("ivr")
    with pytest.raises(ApiError):
        await world.integration("ivr")
    await database.run(lambda uow: revoke_key(uow, OPERATOR, world.organisation_id, "ivr"))
    body = {"service_id": service, "phone": "01012345678"}
    assert refusal(await client.post("/v1/callbacks", json=body, headers=headers))["code"] == "token_revoked"
    with pytest.raises(ApiError):
        await database.run(lambda uow: revoke_key(uow, OPERATOR, world.organisation_id, "ivr"))
    key = await database.run(lambda uow: create_key(uow, OPERATOR, world.organisation_id, "ivr"))
    assert key.startswith("occ_")
