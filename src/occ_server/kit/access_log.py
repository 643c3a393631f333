"""One log line per request: method, path, status, time. Never the query, which may hold a phone number."""

import logging
from time import perf_counter

from litestar.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger("occ_server.access")


class AccessLog:
    """Logs when the answer begins, so that a stream shows up when it opens."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log its answer."""
        if not logger.isEnabledFor(logging.INFO):
            await self.app(scope, receive, send)
            return
        began = perf_counter()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                took = (perf_counter() - began) * 1000
                path, status = scope["path"], message["status"]
                logger.info("%s %s %s %.1f ms", scope.get("method", ""), path, status, took)
            await send(message)

        await self.app(scope, receive, sending)
