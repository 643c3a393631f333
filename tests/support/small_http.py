"""An HTTP/1.1 server small enough to do wrong what real ones do wrong: break off, answer half, not at all."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request; header names are lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answered:
    """What to send back. ``breaks``: nothing at all, then the connection is closed; ``half``: of the body."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    breaks: bool = False
    half: bool = False


Handle = Callable[[Asked], Awaitable[Answered]]


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    parts = urlsplit(target)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return Asked(method, unquote(parts.path), query, headers, body)


def _written(answer: Answered) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} -", f"Content-Length: {len(answer.body)}"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    body = answer.body[: len(answer.body) // 2] if answer.half else answer.body
    return "\r\n".join([*lines, "", ""]).encode() + body


@asynccontextmanager
async def served(handle: Handle) -> AsyncIterator[str]:
    """Serve on a free loopback port; yield the base URL."""
    open_links: set[asyncio.Task[None]] = set()

    async def link(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_links.add(task)
        try:
            while (asked := await _read(reader)) is not None:
                answer = await handle(asked)
                if not answer.breaks:
                    writer.write(_written(answer))
                    await writer.drain()
                if answer.breaks or answer.half:
                    return
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            open_links.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    server = await asyncio.start_server(link, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        server.close()
        for task in list(open_links):
            task.cancel()
        await asyncio.gather(*open_links, return_exceptions=True)
        await server.wait_closed()
