"""A carrier's stand-in that answers at once: ``python -m benchmarks.carrier PORT``; and an adapter for it.

Both sides of the comparison make the same calls with the same client.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

import httpx
import msgspec

from occ_server.sms.carriers.protocol import Answer, Found, Handover, Outcome, Sender, Taken

PATH = "/sender/sms"


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            asked = msgspec.json.decode(await reader.readexactly(length))
            names = [one["recipientGroupingKey"] for one in asked["recipientList"]]
            body = msgspec.json.encode({"requestId": asked["senderGroupingKey"][:25], "names": names})
            head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
            writer.write(head % len(body) + body)
    except asyncio.IncompleteReadError:
        writer.close()


async def _listen(port: int) -> None:
    async with await asyncio.start_server(_serve, "127.0.0.1", port, limit=2**22) as server:
        await server.serve_forever()


def asked_of(key: str, sender: str, body: str, to: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return what a call says; ``to`` are our ids and the numbers."""
    return {
        "senderGroupingKey": key,
        "sendNo": sender,
        "body": body,
        "recipientList": [{"recipientNo": phone, "recipientGroupingKey": i} for i, phone in to],
    }


class BenchCarrier:
    """An adapter for the stand-in; it counts its calls."""

    def __init__(self, port: int) -> None:
        self._client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}")
        self.calls = 0

    async def hand_over(self, text: Handover) -> Answer:
        self.calls += 1
        to = [(one.id, one.phone) for one in text.addressees]
        answer = await self._client.post(PATH, json=asked_of(text.key, text.sender, text.body, to))
        body = answer.json()
        return {name: Taken(body["requestId"], n) for n, name in enumerate(body["names"], 1)}

    async def look_up(self, key: str, since: datetime) -> Sequence[Found]:  # noqa: ARG002
        return ()

    async def outcomes(self, start: datetime, end: datetime) -> AsyncIterator[Sequence[Outcome]]:  # noqa: ARG002
        yield ()

    async def senders(self) -> Sequence[Sender]:
        return ()

    async def close(self) -> None:
        await self._client.aclose()


if __name__ == "__main__":
    asyncio.run(_listen(int(sys.argv[1])))
