"""Finds out who is behind each request before anything else of it is read.

A handler's ``opt={"auth": …}`` says who may call: ``person`` (the default), ``integration``, ``none``.
"""

import logging
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.types import ASGIApp, Receive, Scope, Send
from sqlalchemy.exc import SQLAlchemyError

from occ_contract.errors import ErrorCode
from occ_server.auth.actors import Actor, IntegrationActor
from occ_server.auth.sessions import integration_of_key, person_of_token, refused
from occ_server.kit.db import Database
from occ_server.kit.problems import ApiError, refusal_of

logger = logging.getLogger(__name__)

VERSION_HEADER = "X-Client-Version"
API_KEY_HEADER = "X-Api-Key"


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


Connection = ASGIConnection[Any, Any, Any, Any]


class AuthMiddleware:
    """Sets ``request.user`` to the actor behind the request, or refuses it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Authenticate, then go on."""
        try:
            scope["user"] = await self._identified(scope)
        except (ApiError, SQLAlchemyError) as error:
            request: Request[Any, Any, Any] = Request(scope)
            await refusal_of(request, error).to_asgi_response(None, request)(scope, receive, send)
            return
        scope["auth"] = None
        await self.app(scope, receive, send)

    async def _identified(self, scope: Scope) -> Actor | None:
        connection: Connection = ASGIConnection(scope)
        kind = connection.route_handler.opt.get("auth", "person")
        if not scope["path"].startswith("/v1/"):
            kind = "none"
        if kind != "none" or scope["path"].startswith("/v1/auth/"):
            minimum = connection.app.state.settings.minimum_client
            check_version(connection.headers.get(VERSION_HEADER), minimum)
        return None if kind == "none" else await self._actor(connection, kind)

    async def _integration(
        self, connection: Connection, database: Database, address: str | None
    ) -> IntegrationActor:
        """Return the machine behind a key. One that is shut out has customers waiting: it is told of."""
        key = connection.headers.get(API_KEY_HEADER)
        try:
            if not key:
                raise refused(ErrorCode.UNAUTHENTICATED)
            async with database.read() as conn:
                return await integration_of_key(conn, key, address)
        except ApiError as error:
            logger.warning("an integration at %s is shut out: %s", address, error.code.value)
            raise

    async def _actor(self, connection: Connection, kind: str) -> Actor:
        database: Database = connection.app.state.database
        address = connection.client.host if connection.client else None
        if kind == "integration":
            return await self._integration(connection, database, address)
        scheme, _, token = connection.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise refused(ErrorCode.UNAUTHENTICATED)
        async with database.read() as conn:
            return await person_of_token(conn, token.strip(), database.clock.now(), address)
