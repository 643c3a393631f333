"""A way to the server on which things go wrong: requests lost, answers lost, the server away."""

from collections.abc import Awaitable, Callable

import httpx


class ShakyTransport(httpx.AsyncBaseTransport):
    """Passes requests on to ``inner`` unless told otherwise; ``plan`` holds what happens to the next ones."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner = inner
        self.away = False
        self.plan: list[str] = []
        self.only = ""  # faults hit requests whose path contains this
        self.seen: list[tuple[str, str]] = []
        self.missing = ""  # a path this server does not know
        self.meanwhile: list[Callable[[], Awaitable[object]]] = []  # done on the server between two pulls
        self._after = "/v1/sync"

    def between(self, path: str, *happenings: Callable[[], Awaitable[object]]) -> None:
        """Have each of these happen on the server right after the next answer of that path."""
        self._after, self.meanwhile = path, list(happenings)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.seen.append((request.method, request.url.path))
        if self.away:
            raise httpx.ConnectError("the server is away", request=request)
        fault = self.plan.pop(0) if self.plan and self.only in request.url.path else ""
        if fault == "lost request":
            raise httpx.ConnectTimeout("lost on the way there", request=request)
        if request.url.path == self.missing:
            request.url = request.url.copy_with(path="/v1/nowhere")
        answer = await self.inner.handle_async_request(request)
        if fault:
            await answer.aread()
        if self.meanwhile and request.url.path == self._after:
            await answer.aread()
            await self.meanwhile.pop(0)()
        if fault == "lost answer":
            raise httpx.ReadTimeout("lost on the way back", request=request)
        if fault == "dropped":
            raise httpx.ReadError("connection reset", request=request)
        if fault == "busy":
            return httpx.Response(503, request=request)
        return answer

    async def aclose(self) -> None:
        await self.inner.aclose()


def count(transport: ShakyTransport, method: str, part: str) -> int:
    """Return how many such requests were made."""
    return sum(1 for m, path in transport.seen if m == method and part in path)
