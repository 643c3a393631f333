"""Uvicorn around the application: it ends event streams before it waits for its connections."""

import asyncio
import socket
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Literal

import uvicorn
from litestar import Litestar

KEEP_ALIVE_SECONDS = 75  # a client that polls every minute keeps its TLS connection
GRACE_SECONDS = 2  # for requests under way at shutdown; streams are ended at once


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes the faster event loop; None, the standard one, where there is none (Windows)."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def http_protocol() -> type[asyncio.Protocol] | Literal["auto"]:
    """Return what reads requests with the faster parser; "auto", another one, where there is none."""
    try:
        from occ_server.cli.http1 import OfferIgnoringProtocol
    except ImportError:
        return "auto"
    return OfferIgnoringProtocol


def run_serving(main: Coroutine[Any, Any, None]) -> None:
    """Run ``main`` to its end. Uvicorn would choose the loop, but only if the loop were its own to make."""
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(main)


def server_config(
    app: Litestar,
    host: str,
    port: int,
    *,
    log_level: str = "info",
    certificate: str | None = None,
    key: str | None = None,
) -> uvicorn.Config:
    """Return the configuration; port 0 takes a free one."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=http_protocol(),
        log_config=None,
        log_level=log_level,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # who the client is, kit.client_address decides alone
        lifespan="on",
        ws="none",
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )


class OccServer(uvicorn.Server):
    """Uvicorn's server, which alone would wait for open streams for ever."""

    def __init__(self, config: uvicorn.Config, app: Litestar) -> None:
        super().__init__(config)
        self._app = app
        self._ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so to who waits in ``listening``."""
        try:
            await super().startup(sockets)
        finally:
            self._ready.set()

    async def listening(self) -> None:
        """Wait until requests are taken.

        :raises RuntimeError: when the server could not start.
        """
        await self._ready.wait()
        if not self.started:
            raise RuntimeError("the server could not start")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End every stream, then shut down."""
        self._app.state.hub.close()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take signals while serving. Uvicorn would raise them again afterwards, killing the clean-up."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()

    @property
    def engines(self) -> tuple[str, str]:
        """Return the names of the event loop and the HTTP parser that are in use."""
        loop = type(asyncio.get_running_loop()).__module__.partition(".")[0]
        parser = "h11" if self.config.http == "auto" else "httptools"
        return loop, parser

    @property
    def port(self) -> int:
        """Return the port that is listened on."""
        sockets: Any = self.servers[0].sockets
        return int(sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        """Return the base URL for clients on this machine."""
        scheme = "https" if self.config.is_ssl else "http"
        host = f"[{self.config.host}]" if ":" in self.config.host else self.config.host
        return f"{scheme}://{host}:{self.port}"
