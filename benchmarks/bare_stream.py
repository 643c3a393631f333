"""The peer of the fan-out: a Litestar app whose streams are all told the same bytes, and nothing else.

Started by the benchmark of that name with a port.
"""

import asyncio
import sys
from collections.abc import AsyncIterator

import uvicorn
from litestar import Litestar, Request, get, post
from litestar.response import Stream

QUEUES: set[asyncio.Queue[bytes]] = set()


@get("/stream", media_type="text/event-stream")
async def stream() -> Stream:
    """Open a stream; it begins with an event."""

    async def listened() -> AsyncIterator[bytes]:
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        QUEUES.add(queue)
        try:
            yield b"event: hello\ndata: {}\n\n"
            while True:
                yield await queue.get()
        finally:
            QUEUES.discard(queue)

    return Stream(listened(), media_type="text/event-stream")


@post("/tell", status_code=204)
async def tell(request: Request) -> None:  # type: ignore[type-arg]
    """Send the body to every stream as one event."""
    frame = b"event: page\ndata: " + await request.body() + b"\n\n"
    for queue in QUEUES:
        queue.put_nowait(frame)


if __name__ == "__main__":
    app = Litestar([stream, tell], openapi_config=None, logging_config=None)
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
