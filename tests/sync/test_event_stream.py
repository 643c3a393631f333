"""The event stream comes back by itself, whatever ends it; what it says reaches who is told of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from random import Random
from typing import Self

import httpx
import pytest

from occ_contract.errors import ErrorCode
from occ_contract.live import AgentState, AgentStates
from occ_contract.sync import Poke, PushedPage
from occ_desktop.remote.auth import Renewal
from occ_desktop.remote.backoff import Backoff
from occ_desktop.remote.link import Link
from occ_desktop.remote.stream import EventStream, Told
from sync.test_remote_calls import Desk, problem, tokens

POKE = b'event: poke\ndata: {"epoch": "e1", "seq": 7}\n\n'
BEAT = b'event: heartbeat\ndata: {"time": "2026-11-23T09:00:00Z"}\n\n'
PAGE = b'event: page\ndata: {"epoch":"e1","base":6,"head":7,"cursor":"c7","changes":[]}\n\n'
AGENTS = b'event: agents\ndata: {"version":3,"agents":[{"id":"ann","outstanding":2}]}\n\n'
HEADERS = {"content-type": "text/event-stream"}


class Speech(httpx.AsyncByteStream):
    """What one opened stream says; ``None`` means silence until it is closed."""

    def __init__(self, *parts: bytes | None) -> None:
        self.parts = parts

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self.parts:
            if part is None:
                await asyncio.Event().wait()
            else:
                yield part

    async def aclose(self) -> None:
        return None


class Ears:
    """An event stream whose server gives ``answers`` one by one, then says nothing any more."""

    def __init__(
        self, *answers: httpx.Response | Exception, silence: float = 5.0, stumble: Exception | None = None
    ) -> None:
        self.stumble = stumble  # what hearing of the colleagues leads to
        self.answers = list(answers)
        self.opened: list[str] = []
        self.pokes: asyncio.Queue[Poke] = asyncio.Queue()
        self.heard: list[object] = []
        self.unreadable = 0
        self.live: list[bool] = []
        self.times: list[datetime] = []
        self.bugs: list[BaseException] = []
        self.desk = Desk(self._serve)
        self.desk.link.resume(Renewal("refresh-0"))
        self.stream = EventStream(
            self.desk.link,
            {
                "poke": Told(Poke, self.pokes.put_nowait),
                "page": Told(PushedPage, self.heard.append),
                "agents": Told(AgentStates, self._on_agents),
            },
            on_unreadable=self._on_unreadable,
            on_live=self.live.append,
            on_time=self.times.append,
            report=self.bugs.append,
            backoff=Backoff(first=0.001, most=0.002, random=Random(1)),
            silence=silence,
        )

    def _on_agents(self, states: AgentStates) -> None:
        if self.stumble is not None:
            raise self.stumble
        self.heard.append(states)

    def _on_unreadable(self) -> None:
        self.unreadable += 1

    async def _serve(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/auth/refresh":
            return tokens(len(self.desk.tokens) + 1)
        self.opened.append(request.headers["authorization"])
        answer = self.answers.pop(0) if self.answers else talk(None)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def __aenter__(self) -> Self:
        self.task = self.desk.spawn(self.stream.run(), "stream")
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self.task.cancel()
        await asyncio.wait({self.task})
        await self.desk.link.aclose()

    async def poke(self) -> Poke:
        async with asyncio.timeout(60):
            return await self.pokes.get()


def talk(*parts: bytes | None) -> httpx.Response:
    return httpx.Response(200, headers=HEADERS, stream=Speech(*parts))


async def test_pokes_and_the_servers_clock_are_heard() -> None:
    async with Ears(talk(BEAT, POKE, None)) as ears:
        assert await ears.poke() == Poke(epoch="e1", seq=7)
        assert ears.live == [True, True]
        assert ears.times == [datetime(2026, 11, 23, 9, tzinfo=UTC)]


async def test_an_ended_refused_or_broken_stream_is_opened_again() -> None:
    answers = (
        talk(POKE),
        httpx.ConnectError("away"),
        httpx.Response(503, text="resting"),
        problem(503, ErrorCode.UNAVAILABLE),
        httpx.Response(200, text="<html>"),
        talk(b"event: poke\ndata: torn\n\n", POKE, None),
    )
    async with Ears(*answers) as ears:
        await ears.poke()
        await ears.poke()
        assert len(ears.opened) == 6
        assert ears.live[0] is True
        assert ears.live[-1] is True
        assert False in ears.live


async def test_a_silent_stream_is_taken_for_dead() -> None:
    async with Ears(talk(POKE, None), talk(POKE, None), silence=0.05) as ears:
        await ears.poke()
        await ears.poke()
        assert len(ears.opened) >= 2


async def test_an_expired_access_token_is_renewed_for_the_stream_too() -> None:
    async with Ears(problem(401, ErrorCode.TOKEN_EXPIRED), talk(POKE, None)) as ears:
        await ears.poke()
        assert ears.opened == ["Bearer access-1", "Bearer access-2"]


async def test_a_revoked_session_ends_the_listening() -> None:
    async with Ears(problem(401, ErrorCode.TOKEN_REVOKED)) as ears:
        async with asyncio.timeout(60):
            await asyncio.wait({ears.task})
        assert ears.task.exception() is None
        assert ears.desk.ended == [ErrorCode.TOKEN_REVOKED]


async def test_each_kind_of_event_reaches_who_is_told_of_it_and_kinds_of_a_newer_server_pass() -> None:
    newer = b'event: board\ndata: {"waiting": 3}\n\n'
    async with Ears(talk(AGENTS, newer, PAGE, POKE, None)) as ears:
        await ears.poke()
        assert ears.heard == [
            AgentStates(version=3, agents=(AgentState(id="ann", outstanding=2),)),
            PushedPage(epoch="e1", base=6, head=7, cursor="c7", changes=()),
        ]
        assert ears.unreadable == 0


async def test_an_unreadable_event_is_named_without_its_content_and_asked_for(
    caplog: pytest.LogCaptureFixture,
) -> None:
    torn = (
        b'event: page\ndata: {"epoch":"e1","changes":[{"name":"\xea\xb9\x80\xea\xb3\xa0\xea\xb0\x9d"}]}\n\n'
    )
    async with Ears(talk(torn, POKE, None)) as ears:
        await ears.poke()
        assert (ears.unreadable, ears.heard) == (1, [])
    said = caplog.text
    caplog.clear()  # a warning fails a test that did not ask for it
    assert "unreadable page" in said
    assert "김고객" not in said


async def test_a_stream_that_is_wanted_anew_comes_back_at_once() -> None:
    async with Ears(talk(POKE, None), talk(AGENTS, POKE, None)) as ears:
        await ears.poke()
        ears.stream.reopen()
        await ears.poke()
        assert len(ears.opened) == 2
        assert len(ears.heard) == 1
        assert ears.live == [True, False, True, True]


async def test_a_way_that_takes_the_request_and_never_answers_is_given_up() -> None:
    """A proxy that swallows the stream would leave the desk without news for ever, and nobody told."""
    asked = asyncio.Queue[bytes]()

    async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.put_nowait(await reader.readuntil(b"\r\n"))
        with suppress(OSError):
            await reader.read()  # until the other side gives up
        writer.close()

    desk = Desk(lambda _request: tokens(1))
    async with await asyncio.start_server(swallow, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        link = Link(
            f"http://127.0.0.1:{port}",
            on_renewal=lambda _r: None,
            on_logged_out=lambda _c: None,
            spawn=desk.spawn,
        )
        link.auth = desk.link.auth
        desk.link.resume(Renewal("refresh-0"))
        stream = EventStream(
            link,
            {},
            on_unreadable=lambda: None,
            on_live=lambda _live: None,
            on_time=lambda _time: None,
            report=lambda _bug: None,
            backoff=Backoff(first=0.001, most=0.002, random=Random(1)),
            silence=0.05,
        )
        task = desk.spawn(stream.run(), "stream")
        async with asyncio.timeout(60):
            first, second = await asked.get(), await asked.get()
        task.cancel()
        await asyncio.wait({task})
        await link.aclose()
    await desk.link.aclose()
    assert first == second == b"GET /v1/stream?accept=page,agents HTTP/1.1\r\n"


async def test_a_stream_the_server_asks_to_wait_with_is_not_knocked_for_meanwhile() -> None:
    asked = problem(429, ErrorCode.RATE_LIMITED, retry_after=0.3)
    started = asyncio.get_running_loop().time()
    async with Ears(asked, talk(POKE)) as ears:
        await ears.poke()
        assert asyncio.get_running_loop().time() - started >= 0.3
        assert len(ears.opened) == 2


async def test_a_date_without_its_zone_is_the_worlds_and_ends_nothing() -> None:
    """A gateway may write ``-0000``; one such answer left a desk without news for ever."""
    dated = talk(POKE)
    dated.headers["date"] = "Mon, 23 Nov 2026 09:00:00 -0000"
    async with Ears(dated, talk(POKE, None)) as ears:
        await ears.poke()
        await ears.poke()
        assert ears.times == [datetime(2026, 11, 23, 9, tzinfo=UTC)]
        assert ears.bugs == []


async def test_a_heartbeat_without_its_zone_is_unreadable(caplog: pytest.LogCaptureFixture) -> None:
    torn = b'event: heartbeat\ndata: {"time": "2026-11-23T09:00:00"}\n\n'
    async with Ears(talk(torn, POKE, None)) as ears:
        await ears.poke()
        assert (ears.times, ears.unreadable) == ([], 1)
    caplog.clear()  # a warning fails a test that did not ask for it


async def test_a_fault_of_our_own_ends_the_response_that_met_it_and_not_the_listening() -> None:
    """A desk nobody tells anything any more, and which says nothing of it, is worse than one that fails."""
    bug = TypeError("naive")
    async with Ears(talk(AGENTS), talk(POKE, None), stumble=bug) as ears:
        await ears.poke()
        assert len(ears.opened) == 2
        assert ears.bugs == [bug]


async def test_what_no_library_names_on_the_way_is_the_networks_trouble_and_passes() -> None:
    async with Ears(ExceptionGroup("a task", [OverflowError("port")]), talk(POKE, None)) as ears:
        await ears.poke()
        assert ears.bugs == []
