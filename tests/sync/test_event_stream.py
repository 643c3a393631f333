"""The event stream comes back by itself, whatever ends it, and a lost poke costs only time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from random import Random
from typing import Self

import httpx

from occ_contract.errors import ErrorCode
from occ_contract.sync import Poke
from occ_desktop.remote.auth import Renewal
from occ_desktop.remote.backoff import Backoff
from occ_desktop.remote.stream import EventStream
from sync.test_remote_calls import Desk, problem, tokens

POKE = b'event: poke\ndata: {"epoch": "e1", "seq": 7}\n\n'
BEAT = b'event: heartbeat\ndata: {"time": "2026-11-23T09:00:00Z"}\n\n'
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

    def __init__(self, *answers: httpx.Response | Exception, silence: float = 5.0) -> None:
        self.answers = list(answers)
        self.opened: list[str] = []
        self.pokes: asyncio.Queue[Poke] = asyncio.Queue()
        self.live: list[bool] = []
        self.times: list[datetime] = []
        self.desk = Desk(self._serve)
        self.desk.link.resume(Renewal("refresh-0"))
        self.stream = EventStream(
            self.desk.link,
            on_poke=self.pokes.put_nowait,
            on_live=self.live.append,
            on_time=self.times.append,
            backoff=Backoff(first=0.001, most=0.002, random=Random(1)),
            silence=silence,
        )

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
