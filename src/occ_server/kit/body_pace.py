"""How long a body may take: one that stalls, or drips, is given up, and one that keeps flowing lives.

Whoever reads a body waits here, whatever reads it. A client that hangs up in the middle is no failure: nobody
is left to answer. It knows no topic.
"""

import asyncio
import logging
from typing import cast

from litestar.types import ASGIApp, HTTPReceiveMessage, HTTPRequestEvent, Receive, Scope, Send

from occ_contract.errors import ErrorCode
from occ_server.kit.problems import ApiError

logger = logging.getLogger(__name__)

LEAST_RATE = 1024  # bytes a second, on the whole: less keeps a connection for nothing


class HungUp(ApiError):
    """The client went away before its body was complete; the answer reaches nobody."""

    def __init__(self) -> None:
        super().__init__(ErrorCode.MALFORMED_BODY, 400)


class BodyPace:
    """Gives up bodies that do not come.

    ``app.state.settings.body_seconds`` is the longest silence; so much, and a second for each
    ``LEAST_RATE`` bytes, is what a whole body may take.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Watch the body of a request that can have one."""
        if scope.get("method", "GET") not in {"GET", "HEAD"}:
            receive = _Body(scope, receive, scope["litestar_app"].state.settings.body_seconds).receive
        await self.app(scope, receive, send)


class _Body:
    """One request's body on its way."""

    def __init__(self, scope: Scope, receive: Receive, seconds: float) -> None:
        self._scope = scope
        self._receive = receive
        self._seconds = seconds
        self._began: float | None = None  # in the loop's seconds
        self._bytes = 0
        self._complete = False
        self._failed: ApiError | None = None

    async def receive(self) -> HTTPReceiveMessage:
        """Return the next part.

        :raises ApiError: 408 ``body_stalled``; :class:`HungUp`.
        """
        if self._complete:  # what is waited for now is the end of the connection
            return await self._receive()  # type: ignore[return-value]
        if self._failed is not None:
            raise self._failed
        try:
            async with asyncio.timeout_at(self._deadline()):
                message = await self._receive()
        except TimeoutError:
            self._failed = ApiError(ErrorCode.BODY_STALLED, 408, seconds=self._seconds)
            raise self._failed from None
        if message["type"] == "http.disconnect":
            logger.debug("hung up after %d bytes of %s", self._bytes, self._scope["path"])
            self._failed = HungUp()
            raise self._failed
        part = cast(HTTPRequestEvent, message)
        self._bytes += len(part["body"])
        self._complete = not part.get("more_body", False)
        return part

    def _deadline(self) -> float:
        now = asyncio.get_running_loop().time()
        if self._began is None:
            self._began = now
        return min(now + self._seconds, self._began + self._seconds + self._bytes / LEAST_RATE)
