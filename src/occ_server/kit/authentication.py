"""What a kind of authentication is. Topics declare theirs (``Topic.authentications``); it knows none.

A handler names the kind that may call it with ``opt={"auth": NAME}``: ``person`` when it says nothing,
``none`` for everybody. A kind whose keys are cut to purposes is ``scoped``: each of its handlers names the
scope it needs with ``opt={"scope": …}``, and the kind refuses a key without it.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import SecurityScheme
from litestar.types import ControllerRouterHandler

from occ_contract.errors import ErrorCode

AUTH, SCOPE = "auth", "scope"
CALLER_REFUSALS = "caller_refuses"  # what its kind may refuse a caller with, for the API's description
DEFAULT_KIND, NO_KIND = "person", "none"
VERSION_HEADER = "X-Client-Version"

AnyRequest = Request[Any, Any, Any]
# Returns who is behind a request. ApiError: 401 for nobody it knows, 403 for one who may not. It may read the
# body: the handler gets the same bytes.
Identify = Callable[[AnyRequest], Awaitable[object]]


@dataclass(frozen=True)
class Authentication:
    """One kind: how it finds out who is behind a request, and what the API's description says of it."""

    identify: Identify
    scheme: SecurityScheme
    scoped: bool = False
    refuses: tuple[ErrorCode, ...] = (ErrorCode.UNAUTHENTICATED,)  # beside a scope that is missing


def kind_of(opt: Mapping[str, Any]) -> str:
    """Return the kind that may call a handler with these ``opt``."""
    return str(opt.get(AUTH, DEFAULT_KIND))


def describe(handler: ControllerRouterHandler, kinds: Mapping[str, Authentication]) -> None:
    """Say in the API's description who may call a handler, as the authentication decides it.

    :raises ValueError: the handler asks for a kind nobody declared, or names no scope where one is needed.
    """
    if not isinstance(handler, HTTPRouteHandler):
        return
    kind = kind_of(handler.opt)
    if kind == NO_KIND:
        handler.security = [{}]
        return
    if kind not in kinds:
        raise ValueError(f"{sorted(handler.paths)}: no topic declares the authentication {kind!r}")
    if kinds[kind].scoped != (SCOPE in handler.opt):
        raise ValueError(f"{sorted(handler.paths)}: a scope goes with {kind!r} exactly if its keys have some")
    handler.security = [{kind: []}]
    handler.opt[CALLER_REFUSALS] = kinds[kind].refuses


def scopes_of(handlers: Iterable[ControllerRouterHandler]) -> frozenset[str]:
    """Return every scope these handlers ask for."""
    return frozenset(
        str(handler.opt[SCOPE])
        for handler in handlers
        if isinstance(handler, HTTPRouteHandler) and SCOPE in handler.opt
    )
