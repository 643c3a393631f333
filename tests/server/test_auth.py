"""Logging in and out. If these fail, a stranger gets in, or somebody shut out stays in."""

import asyncio
import logging
import unicodedata

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import select

from occ_contract.ids import new_id
from occ_server.audit.tables import audit_entries
from occ_server.auth.middleware import check_version, version_tuple
from occ_server.auth.passwords import Passwords, checked_password
from occ_server.auth.sessions import token_hash
from occ_server.auth.tables import (
    access_tokens,
    known_devices,
    login_ceilings,
    login_tries,
    refresh_tokens,
)
from occ_server.kit.db import Database
from occ_server.kit.problems import ApiError
from support.centre import refusal
from support.clock import ManualClock
from support.looking import anywhere
from support.world import PASSWORD, Someone, World, log_in


@pytest.fixture
async def kim(world: World) -> Someone:
    return await world.supervisor("kim", await world.service(), name="김관리")


def bearer(tokens: dict[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}


async def trail(database: Database) -> list[tuple[str, str, str | None]]:
    async with database.read() as conn:
        query = select(audit_entries).order_by(audit_entries.c.at, audit_entries.c.number)
        rows = (await conn.execute(anywhere(query))).all()
    return [(r.action, r.actor_name, r.address) for r in rows if r.actor_kind != "operator"]


async def refresh(client: httpx.AsyncClient, tokens: dict[str, str]) -> httpx.Response:
    return await client.post("/v1/auth/refresh", json={"refresh_token": tokens["refresh_token"]})


async def test_log_in_tells_who_one_is_and_what_one_may_do(
    client: httpx.AsyncClient, kim: Someone, clock: ManualClock
) -> None:
    tokens = (await log_in(client, "  KIM ")).json()
    assert tokens["expires_in"] == 600
    answer = await client.get("/v1/me", headers=bearer(tokens))
    me = answer.json()
    assert (me["id"], me["username"], me["name"], me["time_zone"]) == (kim.id, "kim", "김관리", "Asia/Seoul")
    assert me["server_time"] == "2026-11-23T00:00:00Z"
    assert [m["role"] for m in me["memberships"]] == ["supervisor"]
    assert answer.headers["content-type"].startswith("application/json")


async def test_a_disabled_account_is_told_so_only_with_its_password(
    client: httpx.AsyncClient, world: World, kim: Someone
) -> None:
    await world.disable(kim.id)
    assert refusal(await log_in(client, "kim", "wrong"))["code"] == "wrong_credentials"
    assert refusal(await log_in(client, "kim")) == {"status_code": 403, "code": "account_disabled"}


async def test_disabling_shuts_out_the_very_next_request(
    client: httpx.AsyncClient, world: World, kim: Someone
) -> None:
    tokens = (await log_in(client, "kim")).json()
    await world.disable(kim.id)
    assert refusal(await client.get("/v1/me", headers=bearer(tokens)))["code"] == "account_disabled"
    assert refusal(await refresh(client, tokens))["code"] == "account_disabled"


async def test_logging_out_ends_this_session_at_once_and_no_other(
    client: httpx.AsyncClient, kim: Someone
) -> None:
    here, there = (await log_in(client, "kim")).json(), (await log_in(client, "kim")).json()
    answer = await client.post("/v1/auth/logout", headers=bearer(here))
    assert (answer.status_code, answer.content) == (204, b"")
    assert refusal(await client.get("/v1/me", headers=bearer(here)))["code"] == "token_revoked"
    assert refusal(await refresh(client, here))["code"] == "token_revoked"
    assert (await client.get("/v1/me", headers=bearer(there))).status_code == 200


async def test_an_expired_access_token_is_refreshed(
    client: httpx.AsyncClient, kim: Someone, clock: ManualClock
) -> None:
    tokens = (await log_in(client, "kim")).json()
    clock.move(600)
    assert refusal(await client.get("/v1/me", headers=bearer(tokens)))["code"] == "token_expired"
    fresh = (await refresh(client, tokens)).json()
    assert (await client.get("/v1/me", headers=bearer(fresh))).status_code == 200
    clock.move(12 * 3600)
    assert refusal(await refresh(client, fresh))["code"] == "token_expired"


async def test_a_refresh_token_used_twice_ends_the_whole_family(
    client: httpx.AsyncClient, kim: Someone
) -> None:
    first = (await log_in(client, "kim")).json()
    second = (await refresh(client, first)).json()
    assert refusal(await refresh(client, first)) == {"status_code": 401, "code": "token_revoked"}
    for tokens in (first, second):
        assert refusal(await client.get("/v1/me", headers=bearer(tokens)))["code"] == "token_revoked"
    assert refusal(await refresh(client, second))["code"] == "token_revoked"
    assert (await log_in(client, "kim")).status_code == 200


async def test_a_token_used_twice_stands_in_the_trail(
    client: httpx.AsyncClient, kim: Someone, database: Database
) -> None:
    first = (await log_in(client, "kim")).json()
    await refresh(client, first)
    await refresh(client, first)
    assert (await trail(database))[-1][:2] == ("session.token_reused", "김관리")


async def test_a_refresh_whose_answer_was_lost_may_be_repeated_with_its_key(
    client: httpx.AsyncClient, kim: Someone, clock: ManualClock
) -> None:
    first, key = (await log_in(client, "kim")).json(), {"Idempotency-Key": new_id()}
    body = {"refresh_token": first["refresh_token"]}
    lost = (await client.post("/v1/auth/refresh", json=body, headers=key)).json()
    for _ in range(2):
        clock.move(300)
        again = (await client.post("/v1/auth/refresh", json=body, headers=key)).json()
        assert (await client.get("/v1/me", headers=bearer(again))).status_code == 200
        assert refusal(await client.get("/v1/me", headers=bearer(lost)))["code"] == "unauthenticated"
    third = (await refresh(client, again)).json()
    answer = await client.post("/v1/auth/refresh", json=body, headers=key)
    assert refusal(answer)["code"] == "token_revoked", "its answer did arrive: this is somebody else"
    assert refusal(await client.get("/v1/me", headers=bearer(third)))["code"] == "token_revoked"


async def test_a_pair_that_was_replaced_as_lost_and_is_used_all_the_same_ends_the_family(
    client: httpx.AsyncClient, kim: Someone
) -> None:
    """Somebody with a copy of the keyring has token and key; whoever of the two came first, both are out."""
    first, key = (await log_in(client, "kim")).json(), {"Idempotency-Key": new_id()}
    body = {"refresh_token": first["refresh_token"]}
    one = (await client.post("/v1/auth/refresh", json=body, headers=key)).json()
    other = (await client.post("/v1/auth/refresh", json=body, headers=key)).json()
    assert refusal(await refresh(client, one))["code"] == "token_revoked"
    assert refusal(await client.get("/v1/me", headers=bearer(other)))["code"] == "token_revoked"


async def test_a_key_repeated_too_late_is_a_theft(
    client: httpx.AsyncClient, kim: Someone, clock: ManualClock
) -> None:
    first, key = (await log_in(client, "kim")).json(), {"Idempotency-Key": new_id()}
    body = {"refresh_token": first["refresh_token"]}
    await client.post("/v1/auth/refresh", json=body, headers=key)
    clock.move(601)
    answer = await client.post("/v1/auth/refresh", json=body, headers=key)
    assert refusal(answer)["code"] == "token_revoked"


async def test_the_same_refresh_token_twice_at_once_leaves_nobody_logged_in(
    client: httpx.AsyncClient, kim: Someone
) -> None:
    tokens = (await log_in(client, "kim")).json()
    answers = await asyncio.gather(refresh(client, tokens), refresh(client, tokens))
    assert sorted(answer.status_code for answer in answers) == [200, 401]
    fresh = next(answer.json() for answer in answers if answer.status_code == 200)
    assert refusal(await client.get("/v1/me", headers=bearer(fresh)))["code"] == "token_revoked"


async def test_only_hashes_of_tokens_are_stored(
    client: httpx.AsyncClient, kim: Someone, database: Database
) -> None:
    tokens = (await log_in(client, "kim")).json()
    async with database.read() as conn:
        access = (await conn.execute(select(access_tokens.c.hash))).scalars().all()
        refreshing = (await conn.execute(select(refresh_tokens.c.hash))).scalars().all()
    assert access == [token_hash(tokens["access_token"])]
    assert refreshing == [token_hash(tokens["refresh_token"])]


async def test_a_request_without_a_known_token_is_nobodys(client: httpx.AsyncClient) -> None:
    for header in (None, "", "Bearer", "Bearer  ", "Bearer nonsense", "Basic a2ltOng=", "x"):
        headers = {} if header is None else {"Authorization": header}
        answer = await client.get("/v1/me", headers=headers)
        assert refusal(answer) == {"status_code": 401, "code": "unauthenticated"}, header
        assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_a_client_that_is_too_old_is_told_the_minimum_before_anything_else(
    client: httpx.AsyncClient, kim: Someone
) -> None:
    body = {"username": "kim", "password": PASSWORD}
    for present in ("0.0.9", "0", "", "old"):
        answer = await client.post("/v1/auth/login", json=body, headers={"X-Client-Version": present})
        assert refusal(answer) == {
            "status_code": 426,
            "code": "client_too_old",
            "minimum": "0.1.0",
            "present": present,
        }
    answer = await client.get("/v1/me", headers={"X-Client-Version": "0.0.1"})
    assert refusal(answer)["code"] == "client_too_old"
    answer = await client.post("/v1/auth/login", json=body, headers={"X-Client-Version": "0.1.0"})
    assert answer.status_code == 200


def test_versions_compare_as_numbers() -> None:
    check_version("0.10.0", "0.9.5")
    check_version("1.2.0rc1", "1.2.0")
    check_version(None, "9")
    with pytest.raises(ApiError):
        check_version("0.9.9", "0.10")
    assert version_tuple("1.x.3") == (1,)


async def test_integration_keys_open_intake_and_nothing_else(
    client: httpx.AsyncClient, world: World, kim: Someone
) -> None:
    service = await world.service("샘플카드")
    key = await world.integration()
    body = {"service_id": service, "phone": "010-1234-5678"}
    assert (await client.post("/v1/callbacks", json=body, headers=key)).status_code == 201
    for path in ("/v1/me", "/v1/callbacks", "/v1/sync", "/v1/stream"):
        assert refusal(await client.get(path, headers=key))["code"] == "unauthenticated"
    assert refusal(await client.post("/v1/callbacks", json=body))["code"] == "unauthenticated"
    person = await world.headers(kim)
    assert refusal(await client.post("/v1/callbacks", json=body, headers=person))["status_code"] == 401
    wrong = {"X-Api-Key": "occ_nonsense"}
    assert refusal(await client.post("/v1/callbacks", json=body, headers=wrong))["status_code"] == 401


async def test_log_ins_and_log_outs_stand_in_the_trail_without_secrets(
    client: httpx.AsyncClient,
    kim: Someone,
    database: Database,
    clock: ManualClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    await log_in(client, "kim", "wrong password")
    clock.move(1)
    await log_in(client, "nobody", "wrong password")
    clock.move(1)
    tokens = (await log_in(client, "kim")).json()
    await client.post("/v1/auth/logout", headers=bearer(tokens))
    found = await trail(database)
    assert [(action, name) for action, name, _ in found] == [
        ("login.failed", "김관리"),
        ("login.failed", ""),
        ("login", "김관리"),
        ("logout", "김관리"),
    ]
    assert {address for _, _, address in found} == {"127.0.0.1"}
    async with database.read() as conn:
        everything = str((await conn.execute(anywhere(select(audit_entries)))).all())
    for secret in (PASSWORD, "wrong password", tokens["access_token"], tokens["refresh_token"]):
        assert secret not in everything
        assert not [r for r in caplog.records if r.name.startswith("occ_server") and secret in r.getMessage()]


async def test_expired_tokens_and_old_counts_are_tidied_away(
    app: Litestar, client: httpx.AsyncClient, kim: Someone, database: Database, clock: ManualClock
) -> None:
    await log_in(client, "kim")
    for _ in range(2):
        await log_in(client, "nobody", "wrong")
    clock.move(100 * 24 * 3600)
    fresh = (await log_in(client, "kim")).json()
    await app.state.jobs.settled()
    async with database.read() as conn:
        for table in (access_tokens, refresh_tokens, login_tries, known_devices):
            assert len((await conn.execute(select(table))).all()) == 1, table.name
        assert (await conn.execute(select(login_ceilings))).all() == []
    assert (await client.get("/v1/me", headers=bearer(fresh))).status_code == 200


async def test_a_password_is_checked_in_constant_work_and_never_matches_nobody() -> None:
    passwords = Passwords.cheap()
    stored = await passwords.hash("correct horse")
    assert stored.startswith("$argon2id$")
    assert await passwords.verify(stored, "correct horse")
    assert not await passwords.verify(stored, "correct horsf")
    assert await passwords.verify(await passwords.hash("비밀번호"), unicodedata.normalize("NFD", "비밀번호"))
    assert not await passwords.verify(None, "nobody's password")
    assert not await passwords.verify("not a hash", "x")
    passwords.close()
    for unusable in ("", "short", "x" * 201):
        with pytest.raises(ApiError):
            checked_password(unusable)
