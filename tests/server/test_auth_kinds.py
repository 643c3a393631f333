"""Kinds of callers. If these fail, a key opens more than it is for, or a stranger's webhook is believed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar, Request, get, post
from litestar.datastructures import State
from litestar.openapi.spec import SecurityScheme

from occ_server.auth.keys import create_key
from occ_server.auth.kinds import INTEGRATION
from occ_server.auth.middleware import AuthMiddleware
from occ_server.auth.webhooks import (
    SIGNATURE_HEADER,
    Sender,
    is_signed,
    signature,
    signature_header,
    signed_webhook,
)
from occ_server.kit.authentication import AnyRequest, Authentication, describe, scopes_of
from occ_server.kit.characters import is_hashed, refuse_nul
from occ_server.kit.db import Database
from occ_server.kit.problems import EXCEPTION_HANDLERS
from occ_server.topics import TOPICS, authentications
from support.centre import refusal
from support.clock import START, ManualClock
from support.serving import client_of, listening
from support.world import OPERATOR, Someone, World

SECRET, OLD = b"carrier's secret", b"last year's"
CARRIER = Sender("the carrier", (SECRET, OLD))
LIMIT = 2000


@pytest.fixture
async def kim(world: World) -> Someone:
    return await world.supervisor("kim", await world.service())


async def test_a_key_opens_only_what_its_scopes_are_for(
    client: httpx.AsyncClient, world: World, database: Database
) -> None:
    body = {"service_id": await world.service(), "phone": "010-1234-5678"}
    narrow = await database.run(
        lambda uow: create_key(uow, OPERATOR, world.organisation_id, "reports", ["reports.read"])
    )
    answer = await client.post("/v1/callbacks", json=body, headers={"X-Api-Key": narrow})
    assert refusal(answer) == {"status_code": 403, "code": "forbidden", "scope": "callbacks.intake"}
    usual = await world.integration()
    assert (await client.post("/v1/callbacks", json=body, headers=usual)).status_code == 201


def test_every_handler_names_a_kind_a_topic_declared_and_a_scope_where_keys_have_some() -> None:
    kinds = authentications()
    assert set(kinds) >= {"person", "integration"}
    for topic in TOPICS:
        for handler in topic.handlers:
            describe(handler, kinds)
    assert scopes_of(h for topic in TOPICS for h in topic.handlers) >= {"callbacks.intake"}


@pytest.mark.parametrize(
    "opt", [{"auth": "wizard"}, {"auth": "integration"}, {"auth": "person", "scope": "callbacks.intake"}]
)
def test_a_handler_whose_door_nobody_keeps_does_not_start(opt: dict[str, Any]) -> None:
    @get("/v1/thing", opt=opt, sync_to_thread=False)
    def thing() -> None: ...

    with pytest.raises(ValueError, match="/v1/thing"):
        describe(thing, authentications())


async def _find(request: AnyRequest) -> Sender | None:
    return CARRIER if request.path_params.get("name") == "carrier" else None


@post("/v1/hooks/{name:str}", status_code=200, opt={"auth": "carrier", "body_scanned": False})
async def hook(request: Request[Any, Any, State]) -> dict[str, Any]:
    body = await request.body()
    return {"user": request.user, "bytes": len(body), "hashed": is_hashed(request)}


@post(
    "/v1/image",
    status_code=200,
    request_max_body_size=10 * LIMIT,
    opt={"auth": "none", "body_scanned": False, "body_hashed": False},
)
async def image(request: Request[Any, Any, State]) -> dict[str, Any]:
    return {"bytes": len(await request.body()), "hashed": is_hashed(request)}


@post("/hooks/outside", status_code=200, opt={"auth": "carrier"})
async def outside() -> str:
    return "for the carrier alone"


@post("/v1/plain", status_code=200, opt={"auth": "none"})
async def plain(request: Request[Any, Any, State]) -> dict[str, Any]:
    return {"bytes": len(await request.body()), "hashed": is_hashed(request)}


def small_app(clock: ManualClock) -> Litestar:
    """A server with one webhook, one handler of images and one as usual."""
    state = State({"authentications": {"carrier": signed_webhook(_find)}, "clock": clock})
    state["settings"] = type("Settings", (), {"minimum_client": "0.1.0"})
    return Litestar(
        [hook, outside, image, plain],
        middleware=[AuthMiddleware],
        before_request=refuse_nul,
        exception_handlers=EXCEPTION_HANDLERS,
        request_max_body_size=LIMIT,
        state=state,
        openapi_config=None,
        logging_config=None,
    )


@asynccontextmanager
async def hooked(clock: ManualClock) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(small_app(clock)) as client:
        yield client


BODY = b'{"result": "\\u0000", "raw": "\xff"}'


async def test_a_webhook_signed_over_its_raw_bytes_is_let_in_and_its_handler_gets_the_same_bytes(
    clock: ManualClock,
) -> None:
    async with hooked(clock) as client:
        for secret in (SECRET, OLD):
            headers = {SIGNATURE_HEADER: signature_header(secret, clock.now(), BODY)}
            answer = await client.post("/v1/hooks/carrier", content=BODY, headers=headers)
            assert answer.json() == {"user": "the carrier", "bytes": len(BODY), "hashed": True}


async def test_a_door_is_kept_wherever_it_is(clock: ManualClock) -> None:
    async with hooked(clock) as client:
        answer = await client.post("/hooks/outside", content=BODY)
        assert refusal(answer) == {"status_code": 401, "code": "unauthenticated"}


async def test_an_unsigned_altered_old_or_misaddressed_webhook_is_nobodys(clock: ManualClock) -> None:
    right = signature_header(SECRET, clock.now(), BODY)
    old = signature_header(SECRET, clock.now() - timedelta(seconds=301), BODY)
    early = signature_header(SECRET, clock.now() + timedelta(seconds=301), BODY)
    async with hooked(clock) as client:
        for path, header, body in (
            ("carrier", "", BODY),
            ("carrier", right, BODY + b" "),
            ("carrier", right, b""),
            ("carrier", signature_header(b"guess", clock.now(), BODY), BODY),
            ("carrier", old, BODY),
            ("carrier", early, BODY),
            ("stranger", right, BODY),
        ):
            headers = {SIGNATURE_HEADER: header}
            answer = await client.post(f"/v1/hooks/{path}", content=body, headers=headers)
            assert refusal(answer) == {"status_code": 401, "code": "unauthenticated"}, (path, header)


async def test_a_webhook_larger_than_its_handler_takes_is_refused_before_it_is_read(
    clock: ManualClock,
) -> None:
    async with hooked(clock) as client:
        answer = await client.post("/v1/hooks/carrier", content=b"x" * (LIMIT + 1))
        assert refusal(answer) == {"status_code": 413, "code": "body_too_large", "limit": LIMIT}


async def test_a_signed_webhook_over_a_real_connection_in_pieces(clock: ManualClock) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for n in range(0, len(BODY), 5):
            yield BODY[n : n + 5]

    app = small_app(clock)
    app.state.hub = type("Hub", (), {"close": lambda self: None})()
    headers = {SIGNATURE_HEADER: signature_header(SECRET, clock.now(), BODY)}
    async with listening(app) as (_, url), httpx.AsyncClient(base_url=url) as client:
        answer = await client.post("/v1/hooks/carrier", content=pieces(), headers=headers)
        assert answer.json()["bytes"] == len(BODY)


async def test_a_handler_says_itself_how_large_a_body_may_be_and_whether_it_is_read_as_text(
    clock: ManualClock,
) -> None:
    picture = b"\xff\xd8 \\u0000" * LIMIT
    async with hooked(clock) as client:
        answer = await client.post("/v1/image", content=picture)
        assert answer.json() == {"bytes": len(picture), "hashed": False}
        answer = await client.post("/v1/image", content=picture * 2)
        assert refusal(answer) == {"status_code": 413, "code": "body_too_large", "limit": 10 * LIMIT}
        assert refusal(await client.post("/v1/plain", content=picture))["limit"] == LIMIT
        assert refusal(await client.post("/v1/plain", content=b'"\\u0000"'))["code"] == "validation_failed"


@given(header=st.text(max_size=200), body=st.binary(max_size=50))
def test_no_header_a_stranger_writes_is_a_failure_or_lets_them_in(header: str, body: bytes) -> None:
    assert not is_signed(CARRIER, header, body, START)
    assert not is_signed(None, header, body, START)


@pytest.mark.parametrize(
    "header", ["t=1,t=2,v1=a", "t=1", "v1=a", "t=-1,v1=a", "t=²,v1=a", "t=" + "9" * 50 + ",v1=a", "t=1,v1=ü"]
)
def test_a_header_that_cannot_be_read_signs_nothing(header: str) -> None:
    assert not is_signed(CARRIER, header, b"", START)


def test_a_sender_without_a_secret_signs_nothing() -> None:
    """An empty secret would let everybody sign."""
    for secrets in ((), (b"",)):
        header = signature_header(b"", START, b"x")
        assert not is_signed(Sender("x", secrets), header, b"x", START)


def test_several_signatures_may_stand_while_a_secret_is_changed() -> None:
    sent = int(START.timestamp())
    header = f"t={sent},v1=0000,v1={signature(OLD, sent, b'x')}"
    assert is_signed(CARRIER, header, b"x", START)


def test_integrations_keys_have_scopes() -> None:
    assert INTEGRATION.scoped
    scheme = SecurityScheme(type="http", scheme="bearer")
    assert not Authentication(INTEGRATION.identify, scheme).scoped
