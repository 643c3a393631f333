"""From what went wrong on the way to what a person can do about it. Only here are httpx's errors named."""

import socket
import ssl
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from occ_contract.errors import ErrorCode, Problem
from occ_desktop.domain.failures import Refused, Unreachable, UnreachableReason

if TYPE_CHECKING:
    import httpx

_PROBLEM = "application/problem+json"
# What stands in front of our server may answer in its stead, in a form of its own.
_GATEWAY = {429: ErrorCode.RATE_LIMITED} | dict.fromkeys((502, 503, 504), ErrorCode.UNAVAILABLE)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or found.__context__


def _of_connecting(error: "httpx.ConnectError") -> str:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return UnreachableReason.CERTIFICATE
        if isinstance(cause, ssl.SSLError):
            return UnreachableReason.PROTOCOL  # something answered, but not in TLS
        if isinstance(cause, socket.gaierror):
            return UnreachableReason.ADDRESS
    return UnreachableReason.CONNECTION


def unreachable(error: Exception, proxy: str = "") -> Unreachable:
    """Return why no answer came, and whether the request may have arrived.

    ``proxy`` names the setting with the proxy that was to be gone through: it alone was called then.
    """
    import httpx  # loaded by the call that failed

    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return Unreachable(UnreachableReason.TIMEOUT, sent=False)
    if isinstance(error, httpx.TimeoutException):
        return Unreachable(UnreachableReason.TIMEOUT)
    if isinstance(error, httpx.ConnectError):
        reason = _of_connecting(error)
        if proxy and reason in {UnreachableReason.ADDRESS, UnreachableReason.CONNECTION}:
            return Unreachable(UnreachableReason.PROXY, sent=False, setting=proxy)
        return Unreachable(reason, sent=False)
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return Unreachable(UnreachableReason.ADDRESS, sent=False)
    if isinstance(error, httpx.ProxyError):
        if proxy:
            return Unreachable(UnreachableReason.PROXY, sent=False, setting=proxy)
        return Unreachable(UnreachableReason.CONNECTION, sent=False)
    broken_off = httpx.NetworkError | httpx.RemoteProtocolError
    if isinstance(error, httpx.HTTPError) and not isinstance(error, broken_off):
        return Unreachable(UnreachableReason.PROTOCOL)
    return Unreachable(UnreachableReason.CONNECTION)  # also what a library below lets through unnamed


def refusal(
    status: int, content_type: str, body: bytes, retry_after: str | None = None
) -> Refused | Unreachable:
    """Return what an answer of 400 and more means. ``retry_after`` is its header, seconds."""
    if content_type.partition(";")[0].strip() == _PROBLEM:
        try:
            problem = msgspec.json.decode(body, type=Problem)
        except (msgspec.DecodeError, ValueError):
            return Unreachable(UnreachableReason.PROTOCOL)
        failure = Refused(problem.code, status)
        failure.params = dict(problem.params)
        return failure
    if status in _GATEWAY:
        wait = {"retry_after": int(retry_after)} if retry_after and retry_after.isdecimal() else {}
        return Refused(_GATEWAY[status], status, **wait)
    return Unreachable(UnreachableReason.PROTOCOL)
