"""Bodies that do not come. If these fail, silent clients take every connection, or the log cries wolf."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import msgspec
import pytest

from occ_contract.errors import ErrorCode
from occ_server.cli.http1 import OfferIgnoringProtocol
from occ_server.settings import Settings
from support.centre import Centre

SILENCE = 0.3  # seconds


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url, body_seconds=SILENCE, cti_adapter="none")


class Line:
    """One raw connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def head(self) -> str:
        async with asyncio.timeout(20):
            return (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()

    async def rest(self) -> bytes:
        """Return what comes until the server closes."""
        async with asyncio.timeout(20):
            return await self._reader.read()

    async def body(self, head: str) -> bytes:
        async with asyncio.timeout(20):
            return await self._reader.readexactly(int(head.partition("content-length: ")[2].split()[0]))


@asynccontextmanager
async def line(url: str) -> AsyncIterator[Line]:
    host, _, port = url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        yield Line(reader, writer)
    finally:
        writer.close()


def request(centre: Centre, length: int, *more: str) -> bytes:
    lines = (
        "POST /v1/callbacks HTTP/1.1",
        "Host: occ.test",
        f"X-Api-Key: {centre.ivr['X-Api-Key']}",
        "Content-Type: application/json",
        f"Content-Length: {length}",
        *more,
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def asked(centre: Centre) -> bytes:
    return json.dumps({"service_id": centre.service, "phone": "01012345678"}).encode()


def failures(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [r for r in caplog.records if r.levelno >= logging.ERROR or r.exc_info]


async def count(url: str, status: str) -> float:
    """Return how many requests were answered with a status that begins so."""
    async with httpx.AsyncClient(base_url=url) as client:
        text = (await client.get("/metrics")).text
    lines = [line for line in text.splitlines() if line.startswith("occ_requests_total{")]
    return sum(float(line.rpartition(" ")[2]) for line in lines if f'status_code="{status}' in line)


async def test_a_body_that_stalls_is_given_up(
    centre: Centre, live: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with line(live) as client:
        await client.send(request(centre, 100) + b'{"service_id":')
        head = await client.head()
        assert " 408 " in head
        assert "connection: close" in head
        problem = msgspec.json.decode(await client.rest())  # and the connection is closed
    assert (problem["code"], problem["params"]) == (ErrorCode.BODY_STALLED.value, {"seconds": SILENCE})
    assert not failures(caplog)


async def test_a_body_that_drips_is_given_up_too(centre: Centre, live: str) -> None:
    async with line(live) as client:
        await client.send(request(centre, 1000))

        async def drip() -> None:
            while True:
                await client.send(b" ")
                await asyncio.sleep(SILENCE / 3)

        dripping = asyncio.ensure_future(drip())
        try:
            assert " 408 " in await client.head()
        finally:
            dripping.cancel()
            await asyncio.gather(dripping, return_exceptions=True)


async def test_a_body_that_keeps_flowing_lives(centre: Centre, live: str) -> None:
    body = asked(centre)
    blanks = b" " * 4096  # JSON takes them
    async with line(live) as client:
        await client.send(request(centre, len(body) + 10 * len(blanks)))
        for _ in range(10):
            await asyncio.sleep(SILENCE / 5)
            await client.send(blanks)
        await client.send(body)
        head = await client.head()
        assert " 201 " in head
        assert json.loads(await client.body(head))["phone"] == "01012345678"


async def test_a_client_that_hangs_up_in_the_middle_is_no_failure(
    centre: Centre, live: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before = await count(live, "5")
    async with line(live) as client:
        await client.send(request(centre, 100) + b'{"service_id":')
    async with asyncio.timeout(20):
        while not [r for r in caplog.records if "hung up after" in r.getMessage()]:  # noqa: ASYNC110 - the server's doing
            await asyncio.sleep(0.01)
    assert not failures(caplog)
    assert await count(live, "5") == before
    assert not [r for r in caplog.records if "refused" in r.getMessage()]


@pytest.mark.parametrize(
    "begun", [b"", b"POST /v1/callbacks HTTP/1.1\r\nHost: occ.test\r\nX-A: "], ids=["nothing", "half-a-head"]
)
async def test_who_begins_nothing_is_hung_up_on(
    live: str, begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OfferIgnoringProtocol, "owed_seconds", SILENCE)
    async with line(live) as client:
        await client.send(begun)
        assert await client.rest() == b""


async def test_the_rest_of_a_body_that_was_answered_keeps_no_connection(
    centre: Centre, live: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OfferIgnoringProtocol, "owed_seconds", SILENCE)
    async with line(live) as client:
        await client.send(request(centre, 2**30) + b"{")
        head = await client.head()
        assert " 413 " in head
        await client.body(head)
        await client.send(b" ")
        assert await client.rest() == b""


async def test_a_connection_that_owes_nothing_is_kept(
    centre: Centre, live: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OfferIgnoringProtocol, "owed_seconds", SILENCE)
    body = asked(centre)
    async with line(live) as client:
        for _ in range(2):
            await client.send(request(centre, len(body)) + body)
            head = await client.head()
            assert " 201 " in head
            await client.body(head)
            await asyncio.sleep(2 * SILENCE)
