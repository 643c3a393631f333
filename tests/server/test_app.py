"""The application as a whole. If these fail, a door stands open, or an operator is blind."""

import logging
from collections.abc import Callable

import httpx
import pytest
from litestar import Litestar

from occ_server.app import create_app
from occ_server.auth.passwords import Passwords
from occ_server.feed.state import ensure_epoch
from occ_server.kit.db import Database
from occ_server.settings import Settings, load_settings
from support.centre import refusal
from support.serving import client_of, started
from support.world import Someone, World

OPEN_TO_ALL = {
    ("GET", "/healthz"),
    ("GET", "/metrics"),  # this machine or a token, see below
    ("GET", "/schema"),
    ("GET", "/schema/openapi.json"),
    ("POST", "/v1/auth/login"),
    ("POST", "/v1/auth/refresh"),
}


@pytest.fixture
async def kim(world: World) -> Someone:
    return await world.supervisor("kim", await world.service())


def endpoints(app: Litestar) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for route in app.routes:
        for handler in route.route_handlers:  # type: ignore[union-attr]
            for method in handler.http_methods - {"OPTIONS", "HEAD"}:
                found.add((str(method), route.path_format))
    return found


async def test_every_door_but_the_named_ones_needs_a_key(app: Litestar, client: httpx.AsyncClient) -> None:
    closed = {door for door in endpoints(app) - OPEN_TO_ALL if not door[1].startswith("/schema")}
    assert len(closed) >= 20
    for method, path in sorted(closed):
        url = path.replace("{", "").replace("}", "")
        answer = await client.request(method, url, content=b"{")
        assert refusal(answer) == {"status_code": 401, "code": "unauthenticated"}, (method, path)


async def test_nobody_is_served_with_the_other_kind_of_key(
    app: Litestar, client: httpx.AsyncClient, world: World, kim: Someone
) -> None:
    key, person = await world.integration(), await world.headers(kim)
    for method, path in sorted(endpoints(app)):
        if path.startswith("/schema") or (method, path) in OPEN_TO_ALL:
            continue
        wrong = person if (method, path) == ("POST", "/v1/callbacks") else key
        url = path.replace("{", "").replace("}", "")
        answer = await client.request(method, url, headers=wrong)
        assert refusal(answer)["status_code"] == 401, (method, path)


async def test_health_names_version_minimum_client_time_and_epoch(
    client: httpx.AsyncClient, database: Database
) -> None:
    epoch = await database.run(ensure_epoch)
    found = (await client.get("/healthz")).json()
    del found["parts"]  # see test_health
    assert found == {
        "status": "ok",
        "version": "0.1.0",
        "minimum_client": "0.1.0",
        "time": "2026-11-23T00:00:00Z",
        "epoch": epoch,
    }


async def test_the_api_describes_itself(client: httpx.AsyncClient) -> None:
    schema = (await client.get("/schema/openapi.json")).json()
    assert schema["info"]["title"] == "Online Contact Center"
    paths = schema["paths"]
    for path in ("/v1/auth/login", "/v1/sync", "/v1/callbacks", "/v1/callbacks/assign", "/v1/tickets"):
        assert path in paths
    answer = paths["/v1/sync"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer["$ref"].endswith("SyncPage")
    assert set(schema["components"]["securitySchemes"]) == {"person", "integration", "device", "nhn"}
    assert paths["/healthz"]["get"]["security"] == [{}]
    assert paths["/v1/callbacks"]["post"]["security"] == [{"integration": []}]
    assert "/metrics" not in paths


async def test_figures_are_for_this_machine_or_the_operators_token(
    database: Database, settings: Settings, database_url: str
) -> None:
    guarded = Settings(database_url=database_url, metrics_token="operators token")
    app = create_app(guarded, database, passwords=Passwords.cheap())
    async with started(app):
        async with client_of(app) as local:
            await local.get("/healthz")
            answer = await local.get("/metrics")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/plain")
        assert 'path="/healthz"' in answer.text
        away = httpx.ASGITransport(app, client=("192.0.2.7", 5000))
        async with httpx.AsyncClient(transport=away, base_url="http://occ.test") as remote:
            assert refusal(await remote.get("/metrics"))["code"] == "not_found"
            wrong = {"Authorization": "Bearer ümlaut".encode()}
            assert refusal(await remote.get("/metrics", headers=wrong))["code"] == "not_found"
            right = {"Authorization": "Bearer operators token"}
            assert (await remote.get("/metrics", headers=right)).status_code == 200


async def test_the_log_names_each_request_without_what_was_searched(
    client: httpx.AsyncClient, world: World, kim: Someone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await client.get("/v1/callbacks?phone=01012345678", headers=await world.headers(kim))
    lines = [r.getMessage() for r in caplog.records if r.name == "occ_server.access"]
    assert len(lines) == 1
    assert lines[0].startswith("GET /v1/callbacks 200 ")
    assert not [r for r in caplog.records if r.name.startswith("occ_server") and "12345678" in r.getMessage()]


async def test_who_is_refused_at_the_door_stands_in_log_and_figures(
    client: httpx.AsyncClient,
    world: World,
    kim: Someone,
    database: Database,
    take_away: Callable[[], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    headers = await world.headers(kim)
    await client.get("/v1/tickets")
    await client.get("/v1/tickets", headers=headers | {"X-Client-Version": "0.0.1"})
    await database.close()
    take_away()
    await client.get("/v1/tickets", headers=headers)
    lines = [r.getMessage() for r in caplog.records if r.name == "occ_server.access"]
    assert [line.split()[2] for line in lines] == ["401", "426", "503"]
    figures = (await client.get("/metrics")).text
    for status in (401, 426, 503):
        assert f'path="/v1/tickets",status_code="{status}"' in figures


async def test_answers_for_people_are_not_kept_by_proxies(
    client: httpx.AsyncClient, world: World, kim: Someone
) -> None:
    answer = await client.get("/v1/me", headers=await world.headers(kim))
    assert answer.headers["Cache-Control"] == "no-store"


async def test_an_unreachable_database_is_unavailable_not_a_traceback(
    client: httpx.AsyncClient, world: World, kim: Someone, database: Database, take_away: Callable[[], None]
) -> None:
    headers = await world.headers(kim)
    await database.close()
    take_away()
    for _ in range(2):
        found = refusal(await client.get("/v1/me", headers=headers))
        assert (found["status_code"], found["code"]) == (503, "unavailable")


def test_settings_come_from_the_environment_and_bad_ones_are_named() -> None:
    given = {
        "OCC_DATABASE_URL": "postgresql://db/occ",
        "OCC_PORT": "9000",
        "OCC_MINIMUM_CLIENT": "1.2.0",
        "OCC_HOST": "",
        "OTHER": "x",
    }
    settings = load_settings(given)
    assert (settings.database_url, settings.port, settings.minimum_client, settings.host) == (
        "postgresql://db/occ",
        9000,
        "1.2.0",
        "127.0.0.1",
    )
    assert load_settings({}).database_url.startswith("sqlite:///")
    with pytest.raises(ValueError, match="port"):
        load_settings({"OCC_PORT": "x"})
