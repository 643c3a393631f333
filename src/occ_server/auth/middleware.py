"""Finds out who is behind each request before the handler sees anything of it.

Which kind of caller a handler takes stands in its ``opt`` (``kit.authentication``); how each kind is told is
what the topics declared.
"""

import logging
from collections.abc import Mapping

from litestar import Request
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Receive, Scope, Send
from sqlalchemy.exc import SQLAlchemyError

from occ_contract.errors import ErrorCode
from occ_server.kit.authentication import NO_KIND, VERSION_HEADER, AnyRequest, Authentication, kind_of
from occ_server.kit.problems import ApiError, refusal_of

logger = logging.getLogger(__name__)


def version_tuple(text: str) -> tuple[int, ...]:
    """Return the numbers of a dotted version (``1.2.0rc1`` is 1.2.0); what is none counts as oldest."""
    numbers: list[int] = []
    for part in text.strip().split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits or len(digits) > 9:
            break
        numbers.append(int(digits))
    return tuple(numbers)


def check_version(present: str | None, minimum: str) -> None:
    """Refuse a client older than the minimum; a caller without the header is not our client.

    :raises ApiError: 426 ``client_too_old``.
    """
    if present is not None and version_tuple(present) < version_tuple(minimum):
        raise ApiError(ErrorCode.CLIENT_TOO_OLD, 426, minimum=minimum, present=present[:40])


class AuthMiddleware:
    """Sets ``request.user`` to the actor behind the request, or refuses it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Authenticate, then go on."""
        request: AnyRequest = Request(scope, receive, send)
        try:
            scope["user"] = await self._identified(request)
        except (ApiError, HTTPException, SQLAlchemyError) as error:
            await refusal_of(request, error).to_asgi_response(None, request)(scope, receive, send)
            return
        scope["auth"] = None
        await self.app(scope, receive, send)

    async def _identified(self, request: AnyRequest) -> object:
        path: str = request.scope["path"]
        kind = kind_of(request.route_handler.opt)
        if kind != NO_KIND or path.startswith("/v1/auth/"):
            minimum = request.app.state.settings.minimum_client
            check_version(request.headers.get(VERSION_HEADER), minimum)
        if kind == NO_KIND:
            return None
        kinds: Mapping[str, Authentication] = request.app.state.authentications
        return await kinds[kind].identify(request)
