"""Refusals. If these fail, a person reads a traceback, or a client cannot tell what to say."""

import logging
from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar, get, post
from litestar.params import JSONBody

from occ_contract.callbacks import Intake
from occ_contract.errors import ErrorCode, RuleError
from occ_server.app import create_app
from occ_server.auth.passwords import Passwords
from occ_server.kit.db import Database
from occ_server.kit.problems import MEDIA_TYPE, ApiError, refused_field
from occ_server.settings import Settings
from support.centre import refusal
from support.serving import started
from support.world import World


@pytest.fixture
async def app(settings: Settings, database: Database) -> AsyncIterator[Litestar]:
    """One of this test's own: routes are added to it."""
    built = create_app(settings, database, passwords=Passwords.cheap())
    async with started(built):
        yield built


@pytest.fixture
async def headers(world: World) -> dict[str, str]:
    return await world.headers(await world.supervisor("boss", await world.service()))


async def test_unknown_paths_and_methods_are_problems(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    for method, path, status, code in (
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/v1/nowhere", 404, "not_found"),
        ("GET", "/v1/callbacks/01a0d1c2/nowhere", 404, "not_found"),
        ("DELETE", "/v1/me", 405, "method_not_allowed"),
        ("GET", "/v1/auth/login", 405, "method_not_allowed"),
    ):
        answer = await client.request(method, path, headers=headers)
        assert refusal(answer) == {"status_code": status, "code": code}, path


async def test_a_body_that_is_no_json_is_malformed(client: httpx.AsyncClient) -> None:
    for body in (b"{", b"nonsense", b'{"username":"x",}', b"[" * 100_000):
        answer = await client.post("/v1/auth/login", content=body)
        assert refusal(answer) == {"status_code": 400, "code": "malformed_body"}, body[:20]


REFUSED_FIELDS = (
    (b'{"password":"x"}', "username", "required"),
    (b'{"username":1,"password":"x"}', "username", "bad_choice"),
    (b'{"username":"a","password":"x","passwort":"y"}', "passwort", "bad_choice"),
    (b"[]", "", "bad_choice"),
    (b'"x"', "", "bad_choice"),
    (b"null", "", "bad_choice"),
    (b'{"username":"","password":"x"}', "username", "required"),
)


async def test_a_field_that_does_not_fit_is_named(client: httpx.AsyncClient) -> None:
    for body, field, code in REFUSED_FIELDS:
        found = refusal(await client.post("/v1/auth/login", content=body))
        assert (found["status_code"], found["code"]) == (422, "validation_failed")
        assert [(f["field"], f["code"]) for f in found["fields"]] == [(field, code)], body


async def test_characters_no_database_can_hold_are_refused_everywhere(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    service = next(iter((await client.get("/v1/me", headers=headers)).json()["memberships"]))["service_id"]
    for name in (r"a\u0000b", r"\ud800", r"\\\u0000"):
        body = f'{{"service_id":"{service}","subject":"문의","name":"{name}"}}'.encode()
        answer = await client.post("/v1/tickets", content=body, headers=headers)
        assert refusal(answer)["status_code"] in {400, 422}, name
    body = f'{{"service_id":"{service}","subject":"문의","name":"\\\\u0000"}}'.encode()  # a backslash, u0000
    answer = await client.post("/v1/tickets", content=body, headers=headers)
    assert (answer.status_code, answer.json()["name"]) == (201, "\\u0000")
    for path in (
        "/v1/callbacks?phone=%00",
        "/v1/callbacks?assignee_id=%ff%fe",
        "/v1/callbacks/%00",
        "/v1/sync?cursor=%00",
        f"/v1/callbacks?limit={10**30}",
    ):
        assert (await client.get(path, headers=headers)).status_code < 500, path


async def test_a_missing_body_is_required(client: httpx.AsyncClient) -> None:
    found = refusal(await client.post("/v1/auth/login"))
    assert found["status_code"] == 422
    assert found["fields"][0]["code"] == "required"


async def test_a_body_beyond_the_limit_is_refused_with_the_limit(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/auth/login", content=b" " * (1024 * 1024 + 1))
    assert refusal(answer) == {"status_code": 413, "code": "body_too_large", "limit": 1024 * 1024}


async def test_a_chunked_body_beyond_the_limit_is_refused_too(live: str) -> None:
    async def chunks():  # type: ignore[no-untyped-def]
        for _ in range(40):
            yield b" " * 64 * 1024

    async with httpx.AsyncClient(base_url=live) as client:
        answer = await client.post("/v1/auth/login", content=chunks())
    assert refusal(answer)["code"] == "body_too_large"


async def test_a_failure_nobody_expected_gives_a_number_and_logs_the_rest(
    app: Litestar, client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    @get("/boom", opt={"auth": "none"})
    async def boom() -> None:
        raise ZeroDivisionError("secret detail 010-1234-5678")

    app.register(boom)
    answer = await client.get("/boom?phone=01012345678")
    found = refusal(answer)
    assert (found["status_code"], found["code"]) == (500, "server_error")
    assert "secret" not in answer.text
    assert "Zero" not in answer.text
    (entry,) = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert found["number"] in entry.getMessage()
    assert "01012345678" not in entry.getMessage()
    assert entry.exc_info is not None


async def test_refusals_of_rules_and_services_keep_their_code_and_parameters(
    app: Litestar, client: httpx.AsyncClient
) -> None:
    @get("/rule", opt={"auth": "none"})
    async def rule() -> None:
        raise RuleError(ErrorCode.PHONE_TOO_SHORT, digits=3)

    @get("/api", opt={"auth": "none"})
    async def api() -> None:
        raise ApiError(ErrorCode.DIALLING, 409, by_name="김상담", seconds=3)

    @post("/field", opt={"auth": "none"})
    async def field(data: JSONBody[Intake]) -> None:
        raise refused_field("phone", ErrorCode.TOO_LONG, limit=3)

    for handler in (rule, api, field):
        app.register(handler)
    assert refusal(await client.get("/rule")) == {"status_code": 422, "code": "phone_too_short", "digits": 3}
    assert refusal(await client.get("/api"))["by_name"] == "김상담"
    answer = await client.post("/field", json={"service_id": "x", "phone": "1"})
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert refusal(answer)["fields"] == [{"field": "phone", "code": "too_long", "params": {"limit": 3}}]
