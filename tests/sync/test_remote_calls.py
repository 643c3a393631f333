"""Calls that fail: each with the reason a person can act on, and one refresh however many ask."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
import msgspec
import pytest

from occ_contract.auth import Tokens
from occ_contract.errors import ErrorCode, Problem
from occ_desktop.domain.failures import LoggedOut, Refused, Unreachable, UnreachableReason
from occ_desktop.remote.auth import Renewal
from occ_desktop.remote.backoff import Backoff
from occ_desktop.remote.client import HttpClient
from occ_desktop.remote.link import Link
from support.waiting import PATIENCE

Handler = Callable[[httpx.Request], httpx.Response]
ME = {
    "id": "p1",
    "username": "ann",
    "name": "이상담",
    "organisation_id": "o1",
    "organisation_name": "샘플센터",
    "time_zone": "Asia/Seoul",
    "memberships": [],
    "server_time": "2026-11-23T00:00:00Z",
}


class Desk:
    """A link whose server is a function; ``tokens`` and ``ended`` are what it reported."""

    def __init__(self, handler: Any) -> None:
        self.tokens: list[str] = []
        self.ended: list[ErrorCode] = []
        self.running: set[asyncio.Task[Any]] = set()
        self.link = Link(
            "http://occ.test",
            on_renewal=lambda renewal: self.tokens.append(renewal.token),
            on_logged_out=self.ended.append,
            spawn=self.spawn,
            transport=httpx.MockTransport(handler),
        )

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work, name=name)
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        return task


def problem(http: int, refused: ErrorCode, /, **params: Any) -> httpx.Response:
    body = msgspec.json.encode(Problem(status=http, code=refused, params=params))
    return httpx.Response(http, content=body, headers={"content-type": "application/problem+json"})


def tokens(number: int) -> httpx.Response:
    body = Tokens(access_token=f"access-{number}", refresh_token=f"refresh-{number}", expires_in=600)
    return httpx.Response(200, content=msgspec.json.encode(body))


def _caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


UNREACHABLE = [
    (httpx.ConnectTimeout("slow"), UnreachableReason.TIMEOUT, False),
    (httpx.ReadTimeout("slow"), UnreachableReason.TIMEOUT, True),
    (httpx.ConnectError("refused"), UnreachableReason.CONNECTION, False),
    (_caused(httpx.ConnectError("name"), socket.gaierror(-2, "?")), UnreachableReason.ADDRESS, False),
    (
        _caused(httpx.ConnectError("tls"), ssl.SSLCertVerificationError(1, "self-signed")),
        UnreachableReason.CERTIFICATE,
        False,
    ),
    (_caused(httpx.ConnectError("tls"), ssl.SSLError(1, "no tls")), UnreachableReason.PROTOCOL, False),
    (httpx.ReadError("reset"), UnreachableReason.CONNECTION, True),
    (httpx.RemoteProtocolError("hung up"), UnreachableReason.CONNECTION, True),
    (httpx.ProxyError("proxy"), UnreachableReason.CONNECTION, False),
    (httpx.UnsupportedProtocol("ftp"), UnreachableReason.ADDRESS, False),
    (ExceptionGroup("a task", [OverflowError("port")]), UnreachableReason.CONNECTION, True),
]


@pytest.mark.parametrize(("error", "reason", "sent"), UNREACHABLE, ids=lambda v: type(v).__name__)
async def test_a_broken_way_is_named_as_what_it_is(error: Exception, reason: str, sent: bool) -> None:
    def broken(_request: httpx.Request) -> httpx.Response:
        raise error

    desk = Desk(broken)
    with pytest.raises(Unreachable) as caught:
        await desk.link.health()
    assert (caught.value.reason, caught.value.sent) == (reason, sent)
    await desk.link.aclose()


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<html>router login</html>"),
        httpx.Response(302, headers={"location": "http://portal/"}),
        httpx.Response(404, text="not here"),
        httpx.Response(200, json={"unexpected": True}),
        httpx.Response(400, text="{", headers={"content-type": "application/problem+json"}),
    ],
    ids=["page", "portal", "foreign 404", "other json", "torn problem"],
)
async def test_something_that_is_not_our_server_is_said_as_such(answer: httpx.Response) -> None:
    desk = Desk(lambda _request: answer)
    with pytest.raises(Unreachable) as caught:
        await desk.link.health()
    assert caught.value.reason == UnreachableReason.PROTOCOL
    await desk.link.aclose()


async def test_a_gateway_in_front_of_a_resting_server_is_tried_again_later() -> None:
    desk = Desk(lambda _request: httpx.Response(502, text="bad gateway"))
    with pytest.raises(Refused) as caught:
        await desk.link.health()
    assert caught.value.code is ErrorCode.UNAVAILABLE
    await desk.link.aclose()


async def test_a_gateway_that_asks_to_wait_is_not_taken_for_something_else() -> None:
    desk = Desk(lambda _request: httpx.Response(429, text="slow down", headers={"retry-after": "30"}))
    with pytest.raises(Refused) as caught:
        await desk.link.health()
    assert (caught.value.code, caught.value.wait_seconds) == (ErrorCode.RATE_LIMITED, 30.0)
    await desk.link.aclose()


async def test_a_refusal_keeps_code_status_and_every_parameter() -> None:
    refusal = problem(409, ErrorCode.INVALID_TRANSITION, status="completed", by_name="박상담", code="x")
    desk = Desk(lambda _request: refusal)
    with pytest.raises(Refused) as caught:
        await desk.link.login("ann", "secret", "tests")
    assert (caught.value.code, caught.value.status) == (ErrorCode.INVALID_TRANSITION, 409)
    assert caught.value.params == {"status": "completed", "by_name": "박상담", "code": "x"}
    await desk.link.aclose()


async def test_a_code_of_a_newer_server_is_not_a_crash() -> None:
    body = {"status": 409, "code": "from_the_future", "params": {}}
    answer = httpx.Response(409, json=body, headers={"content-type": "application/problem+json"})
    desk = Desk(lambda _request: answer)
    with pytest.raises(Refused) as caught:
        await desk.link.health()
    assert caught.value.code is ErrorCode.UNKNOWN
    await desk.link.aclose()


@pytest.mark.parametrize("server", ["http://127.0.0.1:99999", "https://127.0.0.1:x", "http://[::1"])
def test_an_address_that_cannot_be_is_said_before_anything_is_asked(server: str) -> None:
    with pytest.raises(Unreachable) as caught:
        HttpClient(server)
    assert (caught.value.reason, caught.value.sent) == (UnreachableReason.ADDRESS, False)


class Sessions:
    """A server's view of one session: which access token counts, how often it was refreshed."""

    def __init__(self) -> None:
        self.number = 0
        self.refreshed = 0
        self.answer: httpx.Response | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = asyncio.Event()

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/auth/refresh":
            self.asked.set()
            await self.gate.wait()
            self.refreshed += 1
            if self.answer is not None:
                return self.answer
            assert msgspec.json.decode(request.content)["refresh_token"] == f"refresh-{self.number}"
            self.number += 1
            return tokens(self.number)
        if request.headers["authorization"] != f"Bearer access-{self.number}":
            return problem(401, ErrorCode.TOKEN_EXPIRED)
        return httpx.Response(200, json=ME)


async def test_twenty_calls_with_an_expired_token_make_one_refresh() -> None:
    server = Sessions()
    desk = Desk(server)
    desk.link.resume(Renewal("refresh-0"))
    found = await asyncio.gather(*(desk.link.api.me() for _ in range(20)))
    assert len(found) == 20
    assert server.refreshed == 1
    assert desk.tokens == ["refresh-1"]
    server.number = 0  # a restarted server forgot: the token is refused once more
    await desk.link.aclose()


async def test_a_call_cancelled_during_the_refresh_does_not_lose_the_new_token() -> None:
    server = Sessions()
    server.gate.clear()
    desk = Desk(server)
    desk.link.resume(Renewal("refresh-0"))
    impatient = asyncio.ensure_future(desk.link.api.me())
    await server.asked.wait()
    impatient.cancel()
    await asyncio.wait({impatient})
    server.gate.set()
    await asyncio.wait(desk.running)
    assert desk.tokens == ["refresh-1"]
    assert (await desk.link.api.me()).username == "ann"
    assert server.refreshed == 1
    await desk.link.aclose()


@pytest.mark.parametrize("code", [ErrorCode.TOKEN_REVOKED, ErrorCode.ACCOUNT_DISABLED])
async def test_a_revoked_session_is_told_once_and_never_asked_again(code: ErrorCode) -> None:
    server = Sessions()
    server.answer = problem(403 if code is ErrorCode.ACCOUNT_DISABLED else 401, code)
    desk = Desk(server)
    desk.link.resume(Renewal("refresh-0"))
    for _ in range(3):
        with pytest.raises(LoggedOut) as caught:
            await desk.link.api.me()
        assert caught.value.code is code
    assert desk.ended == [code]
    assert server.refreshed == 1
    await desk.link.aclose()


async def test_a_refresh_that_found_no_server_leaves_the_session_alone() -> None:
    def away(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("away")

    desk = Desk(away)
    desk.link.resume(Renewal("refresh-0"))
    for _ in range(2):
        with pytest.raises(Unreachable):
            await desk.link.api.me()
    assert desk.ended == []
    await desk.link.aclose()


async def test_a_refresh_whose_answer_was_lost_is_asked_again_with_the_same_key() -> None:
    keys: list[str] = []

    def lose(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        raise httpx.ReadTimeout("lost")

    desk = Desk(lose)
    desk.link.resume(Renewal("refresh-0"))
    for _ in range(2):
        with pytest.raises(Unreachable):
            await desk.link.api.me()
    assert len(keys) >= 2
    assert len(set(keys)) == 1
    await desk.link.aclose()


async def test_a_dropped_connection_is_tried_once_more_only_where_it_does_no_harm() -> None:
    tried: list[str] = []

    def drop(request: httpx.Request) -> httpx.Response:
        tried.append(request.url.path)
        raise httpx.RemoteProtocolError("keep-alive ended", request=request)

    desk = Desk(drop)
    with pytest.raises(Unreachable):
        await desk.link.health()
    with pytest.raises(Unreachable):
        await desk.link.login("ann", "secret", "tests")
    assert tried == ["/healthz", "/healthz", "/v1/auth/login"]
    await desk.link.aclose()


def test_waits_grow_with_noise_and_begin_anew_after_a_success() -> None:
    backoff = Backoff(first=1.0, most=8.0)
    waits = [backoff.next() for _ in range(6)]
    assert all(low / 2 <= wait <= low for low, wait in zip((1, 2, 4, 8, 8, 8), waits, strict=True))
    backoff.reset()
    assert backoff.next() <= 1.0


async def test_closing_ends_what_is_under_way_and_leaves_no_connection_open() -> None:
    """A refresh still connecting once outlived its link: its socket stayed open in nobody's hands."""
    open_now = 0

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal open_now
        open_now += 1
        while await reader.read(1024):  # never answered
            pass
        open_now -= 1
        writer.close()

    server = await asyncio.start_server(hold, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for turns in range(25):  # from before it connects until the request was sent
        client = HttpClient(f"http://127.0.0.1:{port}")
        async with asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(_failure_of(client.call("GET", "/v1/me", dict)))
            for _ in range(turns):
                await asyncio.sleep(0)
            async with asyncio.timeout(PATIENCE):
                await client.aclose()
                failure = await asking
        assert (type(failure), failure.reason) == (Unreachable, UnreachableReason.OFFLINE)
    async with asyncio.timeout(PATIENCE):
        while open_now:  # noqa: ASYNC110 - looked at each turn
            await asyncio.sleep(0)
        server.close()
        await server.wait_closed()


async def _failure_of(work: Coroutine[Any, Any, Any]) -> Any:
    with pytest.raises(Unreachable) as caught:
        await work
    return caught.value
