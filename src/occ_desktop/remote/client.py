"""One HTTP client on one server: typed bodies in and out, failures of the domain. It knows no session.

httpx is loaded by the first call, in a worker's thread: the first screen comes from the cache and needs none.
"""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import urlsplit

import msgspec

from occ_contract.version import VERSION
from occ_desktop.domain.failures import Failure, Unreachable, UnreachableReason
from occ_desktop.remote.faults import refusal, unreachable
from occ_desktop.remote.surroundings import Way, untrusting, way_to

if TYPE_CHECKING:
    import httpx

_log = logging.getLogger(__name__)
T = TypeVar("T")
PICTURE = "image/jpeg"
Params = Mapping[str, str | int | Sequence[str] | None]


def client_version() -> str:
    """Return this program's version as the server compares it."""
    return VERSION


def _query(params: Params | None) -> list[tuple[str, str | int | float | bool | None]]:
    flat: list[tuple[str, str | int | float | bool | None]] = []
    for name, value in (params or {}).items():
        if value is None:
            continue
        if isinstance(value, str | int):
            flat.append((name, value))
        else:
            flat.extend((name, each) for each in value)
    return flat


class HttpClient:
    """Calls on one server at its normalised address; ``transport`` replaces the network in tests.

    A machine set so that there is no way to the server does not keep this from being made: every call then
    says so. ``timeout``: None for 15 s, 8 s of them to connect.

    :raises Unreachable: ``address`` when there can be no such server.
    """

    def __init__(
        self,
        server: str,
        *,
        transport: "httpx.AsyncBaseTransport | None" = None,
        timeout: "httpx.Timeout | None" = None,
    ) -> None:
        self._server = server
        self._transport = transport
        self._timeout = timeout
        self._made: httpx.AsyncClient | None = None
        self._closing = False
        self._under_way: set[asyncio.Timeout] = set()
        self._one_ended = asyncio.Event()
        try:
            parts = urlsplit(server)
            if parts.port == 0:
                raise Unreachable(UnreachableReason.ADDRESS, sent=False)
            self._way = way_to(server) if transport is None else Way(untrusting())
        except ValueError as error:  # a port or a host name that cannot be
            raise Unreachable(UnreachableReason.ADDRESS, sent=False) from error

    @property
    def ignored_settings(self) -> tuple[str, ...]:
        """Return the settings of this machine that could not be followed and need not be."""
        return self._way.ignored

    async def aclose(self) -> None:
        """End the calls under way (``offline``), then close every connection.

        In this order: one that is still being opened is closed by nobody once the others are.
        """
        self._closing = True
        for patience in [one for one in self._under_way if not one.expired()]:
            patience.reschedule(asyncio.get_running_loop().time())
        while self._under_way:
            self._one_ended.clear()
            await self._one_ended.wait()
        if self._made is not None:
            await self._made.aclose()

    async def _loaded(self) -> "httpx.AsyncClient":
        """Return the client, made by the first call.

        :raises Unreachable: the address cannot be, or the person left meanwhile.
        """
        if self._made is None:
            if "httpx" not in sys.modules:
                await asyncio.to_thread(import_module, "httpx")
            if self._closing:
                raise Unreachable(UnreachableReason.OFFLINE, sent=False)
            self._made = self._made or self._make()
        return self._made

    def _make(self) -> "httpx.AsyncClient":
        import httpx

        try:
            return httpx.AsyncClient(
                base_url=self._server,
                transport=self._transport,
                timeout=self._timeout or httpx.Timeout(15.0, connect=8.0, pool=8.0),
                verify=self._way.verify,
                proxy=self._way.proxy,
                trust_env=False,  # the way says all there is to say
                limits=httpx.Limits(max_connections=16, max_keepalive_connections=4, keepalive_expiry=30.0),
                headers={"X-Client-Version": client_version(), "Accept": "application/json"},
            )
        except (httpx.InvalidURL, ValueError) as error:
            raise Unreachable(UnreachableReason.ADDRESS, sent=False) from error

    @asynccontextmanager
    async def _until_closed(self) -> AsyncIterator[None]:
        """Do a call, which :meth:`aclose` ends.

        :raises Unreachable: it did.
        """
        if self._closing:  # the person left meanwhile
            raise Unreachable(UnreachableReason.OFFLINE, sent=False)
        try:
            async with asyncio.timeout(None) as patience:
                self._under_way.add(patience)
                try:
                    yield
                finally:
                    self._under_way.discard(patience)
                    self._one_ended.set()
        except TimeoutError as closed:
            raise Unreachable(UnreachableReason.OFFLINE) from closed

    @asynccontextmanager
    async def stream(self, path: str, *, token: str) -> "AsyncIterator[httpx.Response]":
        """Open a GET of server-sent events; between two of them any time may pass.

        :raises Unreachable: there is no way, by a setting of this machine or by what became of the network.
        """
        self._check_way()
        client = await self._loaded()
        import httpx

        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store", **_bearer(token)}
        limits = httpx.Timeout(15.0, connect=8.0, read=None)
        async with AsyncExitStack() as opened:
            try:
                asked = client.stream("GET", path, headers=headers, timeout=limits)
                response = await opened.enter_async_context(asked)
            except Exception as error:
                raise self._fault(error) from error
            try:
                yield response
            except httpx.HTTPError as error:  # while it is read
                raise self._fault(error) from error

    async def call(
        self,
        method: str,
        path: str,
        into: type[T],
        *,
        body: msgspec.Struct | bytes | None = None,
        params: Params | None = None,
        key: str | None = None,
        token: str | None = None,
    ) -> T:
        """Return the answer as ``into`` (``type(None)``: no content; ``bytes``: a picture as it is).

        A ``body`` of bytes is a picture.

        A dropped connection is tried once more when that cannot do harm: reading, or the same ``key``.

        :raises Refused: the server's problem document.
        :raises Unreachable: no usable answer, with its reason and whether the request may have arrived.
        """
        headers = _bearer(token)
        if key is not None:
            headers["Idempotency-Key"] = key
        content = None
        if isinstance(body, bytes):
            content, headers["Content-Type"] = body, PICTURE
        elif body is not None:
            content, headers["Content-Type"] = msgspec.json.encode(body), "application/json"
        harmless = method == "GET" or key is not None
        self._check_way()
        client = await self._loaded()
        import httpx

        def build() -> httpx.Request:
            return client.build_request(method, path, content=content, headers=headers, params=_query(params))

        try:
            response = await self._send(client, build())
        except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError) as dropped:
            if not harmless:
                raise self._fault(dropped) from dropped
            response = await self._again(client, build())
        except Exception as error:
            raise self._fault(error) from error
        return _decoded(response, into)

    def _fault(self, error: Exception) -> Failure:
        """Return what an error on the way is for whoever asked.

        The border of the network: the libraries below let pass what the system made them stumble over (a
        group of errors, an overflow), and nobody above can tell that from a fault of their own.
        """
        import httpx

        if isinstance(error, Failure):
            return error
        if not isinstance(error, httpx.HTTPError | httpx.InvalidURL):
            _log.info("an unnamed error on the way to the server", exc_info=error)
        return unreachable(error, self._way.proxy_setting)

    def _check_way(self) -> None:
        if (trouble := self._way.trouble) is not None:
            raise Unreachable(trouble.reason, sent=False, setting=trouble.setting)

    async def _send(self, client: "httpx.AsyncClient", request: "httpx.Request") -> "httpx.Response":
        async with self._until_closed():
            return await client.send(request)

    async def _again(self, client: "httpx.AsyncClient", request: "httpx.Request") -> "httpx.Response":
        """Send it once more; however that fails, the first one may have arrived."""
        try:
            return await self._send(client, request)
        except Exception as error:
            fault = self._fault(error)
            if isinstance(fault, Unreachable):
                fault.sent = True
            raise fault from error


def _bearer(token: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def _decoded(response: "httpx.Response", into: type[T]) -> T:
    status = response.status_code
    content_type = response.headers.get("content-type", "")
    if status >= 400:
        raise refusal(status, content_type, response.content, response.headers.get("retry-after"))
    if status >= 300:
        raise Unreachable(UnreachableReason.PROTOCOL)
    if into is type(None):
        return msgspec.convert(None, into)
    if into is bytes:
        if response.headers.get("content-type", "").partition(";")[0].strip() != PICTURE:
            raise Unreachable(UnreachableReason.PROTOCOL)
        return cast("T", response.content)
    try:
        return msgspec.json.decode(response.content, type=into)
    except (msgspec.DecodeError, ValueError) as error:
        raise Unreachable(UnreachableReason.PROTOCOL) from error
