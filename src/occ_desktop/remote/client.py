"""One HTTP client on one server: typed bodies in and out, failures of the domain. It knows no session."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec

from occ_contract.version import VERSION
from occ_desktop.domain.failures import Failure, Unreachable, UnreachableReason
from occ_desktop.remote.faults import refusal, unreachable
from occ_desktop.remote.surroundings import Way, untrusting, way_to

_log = logging.getLogger(__name__)
T = TypeVar("T")
Params = Mapping[str, str | int | Sequence[str] | None]

TIMEOUT = httpx.Timeout(15.0, connect=8.0, pool=8.0)


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
    says so. ``ignored_settings`` are those that could not be followed and need not be.

    :raises Unreachable: ``address`` when there can be no such server.
    """

    def __init__(
        self,
        server: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        self._closing = False
        self._under_way: set[asyncio.Timeout] = set()
        self._one_ended = asyncio.Event()
        try:
            parts = urlsplit(server)
            if parts.port == 0:
                raise Unreachable(UnreachableReason.ADDRESS, sent=False)
            way = way_to(server) if transport is None else Way(untrusting())
            self._trouble, self._proxy = way.trouble, way.proxy_setting
            self.ignored_settings = way.ignored
            self._client = httpx.AsyncClient(
                base_url=server,
                transport=transport,
                timeout=timeout,
                verify=way.verify,
                proxy=way.proxy,
                trust_env=False,  # the way says all there is to say
                limits=httpx.Limits(max_connections=16, max_keepalive_connections=4, keepalive_expiry=30.0),
                headers={"X-Client-Version": client_version(), "Accept": "application/json"},
            )
        except (httpx.InvalidURL, ValueError) as error:  # a port or a host name that cannot be
            raise Unreachable(UnreachableReason.ADDRESS, sent=False) from error

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
        await self._client.aclose()

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

    def stream(
        self, path: str, *, token: str, timeout: httpx.Timeout
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Return the context of an open GET of server-sent events.

        :raises Unreachable: there is no way, by a setting of this machine or by what became of the network.
        """
        self._check_way()
        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store", **_bearer(token)}
        return self._opened(path, headers, timeout)

    @asynccontextmanager
    async def _opened(
        self, path: str, headers: dict[str, str], limits: httpx.Timeout
    ) -> AsyncIterator[httpx.Response]:
        async with AsyncExitStack() as opened:
            try:
                asked = self._client.stream("GET", path, headers=headers, timeout=limits)
                response = await opened.enter_async_context(asked)
            except Exception as error:
                raise self._fault(error) from error
            yield response

    async def call(
        self,
        method: str,
        path: str,
        into: type[T],
        *,
        body: msgspec.Struct | None = None,
        params: Params | None = None,
        key: str | None = None,
        token: str | None = None,
    ) -> T:
        """Return the answer as ``into`` (``type(None)``: no content).

        A dropped connection is tried once more when that cannot do harm: reading, or the same ``key``.

        :raises Refused: the server's problem document.
        :raises Unreachable: no usable answer, with its reason and whether the request may have arrived.
        """
        headers = _bearer(token)
        if key is not None:
            headers["Idempotency-Key"] = key
        content = None
        if body is not None:
            content = msgspec.json.encode(body)
            headers["Content-Type"] = "application/json"
        harmless = method == "GET" or key is not None
        request = self._build(method, path, content, headers, params)
        try:
            response = await self._send(request)
        except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError) as dropped:
            if not harmless:
                raise self._fault(dropped) from dropped
            response = await self._again(method, path, content, headers, params)
        except Exception as error:
            raise self._fault(error) from error
        return _decoded(response, into)

    def _build(
        self, method: str, path: str, content: bytes | None, headers: dict[str, str], params: Params | None
    ) -> httpx.Request:
        try:
            return self._client.build_request(
                method, path, content=content, headers=headers, params=_query(params)
            )
        except httpx.InvalidURL as error:
            raise self._fault(error) from error

    def _fault(self, error: Exception) -> Failure:
        """Return what an error on the way is for whoever asked.

        The border of the network: the libraries below let pass what the system made them stumble over (a
        group of errors, an overflow), and nobody above can tell that from a fault of their own.
        """
        if isinstance(error, Failure):
            return error
        if not isinstance(error, httpx.HTTPError | httpx.InvalidURL):
            _log.info("an unnamed error on the way to the server", exc_info=error)
        return unreachable(error, self._proxy)

    def _check_way(self) -> None:
        if (trouble := self._trouble) is not None:
            raise Unreachable(trouble.reason, sent=False, setting=trouble.setting)

    async def _send(self, request: httpx.Request) -> httpx.Response:
        self._check_way()
        async with self._until_closed():
            return await self._client.send(request)

    async def _again(
        self, method: str, path: str, content: bytes | None, headers: dict[str, str], params: Params | None
    ) -> httpx.Response:
        try:
            return await self._send(self._build(method, path, content, headers, params))
        except Exception as error:
            raise self._fault(error) from error


def _bearer(token: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def _decoded(response: httpx.Response, into: type[T]) -> T:
    status = response.status_code
    content_type = response.headers.get("content-type", "")
    if status >= 400:
        raise refusal(status, content_type, response.content, response.headers.get("retry-after"))
    if status >= 300:
        raise Unreachable(UnreachableReason.PROTOCOL)
    if into is type(None):
        return msgspec.convert(None, into)
    try:
        return msgspec.json.decode(response.content, type=into)
    except (msgspec.DecodeError, ValueError) as error:
        raise Unreachable(UnreachableReason.PROTOCOL) from error
