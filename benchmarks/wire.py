"""Clients of the server's benchmarks, as cheap as can be: they run on the cores that are measured."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

PATIENCE = 60.0


class Line:
    """One kept-alive connection; a request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, headers: str) -> None:
        self._reader = reader
        self._writer = writer
        self._headers = headers

    @classmethod
    async def open(cls, port: int, headers: str = "") -> "Line":
        """Connect; ``headers`` are header lines of every request."""
        return cls(*await asyncio.open_connection("127.0.0.1", port, limit=1 << 26), headers)

    async def get(self, path: str) -> bytes:
        """Return the body of a 2xx answer."""
        return await self._exchange(f"GET {path} HTTP/1.1\r\nHost: b\r\n{self._headers}\r\n".encode())

    async def post(self, path: str, body: object) -> bytes:
        """Return the body of a 2xx answer."""
        text = json.dumps(body).encode()
        head = f"POST {path} HTTP/1.1\r\nHost: b\r\n{self._headers}Content-Type: application/json\r\n"
        return await self._exchange(f"{head}Content-Length: {len(text)}\r\n\r\n".encode() + text)

    async def _exchange(self, request: bytes) -> bytes:
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        lower = head.lower()
        body = b""
        if (at := lower.find(b"content-length:")) >= 0:
            body = await self._reader.readexactly(int(lower[at + 15 : lower.index(b"\r\n", at)]))
        if head[9:10] != b"2":
            raise RuntimeError(f"{head.decode()}{body.decode()}")
        return body

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


class Ear(asyncio.Protocol):
    """One open event stream: when each awaited text arrived, and how many events of each name came."""

    def __init__(self, path: str, headers: str) -> None:
        self._request = f"GET {path} HTTP/1.1\r\nHost: b\r\n{headers}\r\n".encode()
        self._rest = b""
        self._awaited: dict[bytes, asyncio.Future[float]] = {}
        self.counts: dict[bytes, int] = {}
        self.last = b""
        self.begun = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        *whole, self._rest = (self._rest + data).split(b"\n\n")
        for piece in whole:
            at = piece.find(b"event: ")
            if at < 0:
                continue
            name = piece[at + 7 : piece.index(b"\n", at)]
            self.last = piece[at:]
            self.counts[name] = self.counts.get(name, 0) + 1
            for text in [text for text in self._awaited if text in piece]:
                self._awaited.pop(text).set_result(now)
            if not self.begun.done():
                self.begun.set_result(None)

    def hang_up(self) -> None:
        """End it; nobody waits any more."""
        for future in (self.begun, *self._awaited.values()):
            future.cancel()
        if self.transport is not None:
            self.transport.abort()

    def connection_lost(self, _exc: Exception | None) -> None:
        lost = ConnectionError(f"the stream ended: {self._rest[-400:].decode()}")
        for future in (self.begun, *self._awaited.values()):
            if not future.done():
                future.set_exception(lost)

    def awaiting(self, text: bytes) -> asyncio.Future[float]:
        """Return what will tell when an event with this text arrived (``perf_counter``)."""
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._awaited[text] = future
        return future


@asynccontextmanager
async def listening(port: int, path: str, headers: Sequence[str]) -> AsyncIterator[list[Ear]]:
    """Open one stream for each of these header lines, twenty at a time, until each has begun."""
    loop = asyncio.get_running_loop()
    ears: list[Ear] = []
    try:
        for start in range(0, len(headers), 20):
            some = [Ear(path, text) for text in headers[start : start + 20]]
            ears += some
            for ear in some:
                await loop.create_connection(lambda ear=ear: ear, "127.0.0.1", port)  # type: ignore[misc]
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(ear.begun for ear in some))
        yield ears
    finally:
        for ear in ears:
            ear.hang_up()


async def all_heard(ears: Sequence[Ear], text: bytes, work: Any) -> list[float]:
    """Do ``work``, and return after how many seconds each ear had heard the text."""
    heard = [ear.awaiting(text) for ear in ears]
    start = time.perf_counter()
    async with asyncio.timeout(PATIENCE):
        await work
        return [at - start for at in await asyncio.gather(*heard)]
