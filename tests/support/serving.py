"""Runs the application: in this process without a socket, or behind a real one on a free port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from litestar import Litestar

from occ_server.cli.serving import OccServer, server_config


@asynccontextmanager
async def started(app: Litestar) -> AsyncIterator[Litestar]:
    """Hold the application's lifespan open, in a task of its own (its task group demands one)."""
    ready, done = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            ready.set()
            await done.wait()

    task = asyncio.create_task(live())
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    try:
        if not task.done():
            yield app
    finally:
        done.set()
        await task


@asynccontextmanager
async def client_of(app: Litestar, address: str = "127.0.0.1") -> AsyncIterator[httpx.AsyncClient]:
    """A client that calls the application in this process, as if from that address."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://occ.test") as client:
        yield client


@asynccontextmanager
async def listening(app: Litestar) -> AsyncIterator[tuple[OccServer, str]]:
    """Serve the application on a free loopback port; yield the server and its base URL."""
    server = OccServer(server_config(app, "127.0.0.1", 0, log_level="error"), app)
    task = asyncio.create_task(server.serve())
    await server.listening()
    try:
        yield server, server.url
    finally:
        server.should_exit = True
        await task
