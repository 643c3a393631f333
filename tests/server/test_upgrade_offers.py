"""Java's HTTP client offers HTTP/2 with each request over plain HTTP (``Upgrade: h2c``).

If these fail, every customer of an IVR written in Java is lost: the body of the request is not seen.
"""

import asyncio
import json

import pytest

from support.centre import Centre

OFFER = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABk\r\n"


async def sent(url: str, *pieces: str) -> list[int]:
    """Send these pieces over one connection, one after the other, and return the statuses answered."""
    host, _, port = url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    statuses: list[int] = []
    try:
        for piece in pieces:
            writer.write(piece.encode())
            await writer.drain()
            await asyncio.sleep(0)
        async with asyncio.timeout(20):
            while len(statuses) < sum(" HTTP/1.1" in piece for piece in pieces):
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                statuses.append(int(head.split()[1]))
                await reader.readexactly(int(head.partition("content-length: ")[2].split()[0]))
    finally:
        writer.close()
    return statuses


def head(centre: Centre, *more: str) -> str:
    key = centre.ivr["X-Api-Key"]
    lines = (f"X-Api-Key: {key}", "Host: occ.test", "Content-Type: application/json", *more)
    return "POST /v1/callbacks HTTP/1.1\r\n" + OFFER + "\r\n".join(lines) + "\r\n\r\n"


def asked(centre: Centre, phone: str) -> str:
    return json.dumps({"service_id": centre.service, "phone": phone})


@pytest.mark.parametrize("apart", [False, True], ids=["at-once", "body-later"])
async def test_a_request_with_an_offer_is_taken_in(centre: Centre, live: str, apart: bool) -> None:
    body = asked(centre, "01012345678")
    first = head(centre, f"Content-Length: {len(body)}")
    assert await sent(live, *([first, body] if apart else [first + body])) == [201]


@pytest.mark.parametrize("apart", [False, True], ids=["at-once", "body-later"])
async def test_a_body_in_chunks_behind_an_offer_is_taken_in(centre: Centre, live: str, apart: bool) -> None:
    body = asked(centre, "01012345678")
    chunks = f"{len(body):x}\r\n{body}\r\n0\r\n\r\n"
    first = head(centre, "Transfer-Encoding: chunked")
    assert await sent(live, *([first, chunks] if apart else [first + chunks])) == [201]


async def test_a_connection_with_offers_goes_on(centre: Centre, live: str) -> None:
    pieces = []
    for phone in ("01011112222", "01033334444", "01055556666"):
        body = asked(centre, phone)
        pieces.append(head(centre, f"Content-Length: {len(body)}") + body)
    assert await sent(live, *pieces) == [201, 201, 201]


async def test_a_request_without_a_body_may_offer_too(live: str) -> None:
    assert await sent(live, f"GET /healthz HTTP/1.1\r\nHost: occ.test\r\n{OFFER}\r\n") == [200]


async def test_a_tunnel_is_refused(live: str) -> None:
    assert await sent(live, f"CONNECT occ.test:25 HTTP/1.1\r\nHost: occ.test\r\n{OFFER}\r\n") == [400]
