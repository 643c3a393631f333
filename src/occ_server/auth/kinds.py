"""The kinds of authentication the house itself has: people with an access token, integrations with a key,
devices (a wall's screen) with a token that only being revoked ends.

None opens a handler of another: a wall's token is nobody where a person is asked for. Signed webhooks are
declared by their topics (``auth.webhooks``).
"""

import logging

from litestar.openapi.spec import SecurityScheme

from occ_contract.errors import ErrorCode
from occ_server.auth.actors import IntegrationActor
from occ_server.auth.sessions import integration_of_key, person_of_token, refused
from occ_server.auth.walls import DeviceActor, device_of_token
from occ_server.kit.authentication import SCOPE, AnyRequest, Authentication
from occ_server.kit.client_address import client_address
from occ_server.kit.db import Database
from occ_server.kit.problems import ApiError
from occ_server.people.actor import PersonActor

logger = logging.getLogger(__name__)

API_KEY_HEADER = "X-Api-Key"


def _bearer(request: AnyRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise refused(ErrorCode.UNAUTHENTICATED)
    return token.strip()


async def _person(request: AnyRequest) -> PersonActor:
    database: Database = request.app.state.database
    token, address = _bearer(request), client_address(request)
    async with database.ask() as conn:
        return await person_of_token(conn, token, database.clock.now(), address)


async def _device(request: AnyRequest) -> DeviceActor:
    database: Database = request.app.state.database
    token, address = _bearer(request), client_address(request)
    async with database.ask() as conn:
        return await device_of_token(conn, token, address)


async def _integration(request: AnyRequest) -> IntegrationActor:
    try:
        return await _let_in(request)
    except ApiError as error:  # one that is shut out has customers waiting: somebody must hear of it
        logger.warning("an integration at %s is shut out: %s", client_address(request), error.code.value)
        raise


async def _let_in(request: AnyRequest) -> IntegrationActor:
    database: Database = request.app.state.database
    key = request.headers.get(API_KEY_HEADER)
    if not key:
        raise refused(ErrorCode.UNAUTHENTICATED)
    async with database.ask() as conn:
        integration = await integration_of_key(conn, key, client_address(request))
    scope: str = request.route_handler.opt[SCOPE]
    if scope not in integration.scopes:
        raise ApiError(ErrorCode.FORBIDDEN, 403, scope=scope)
    return integration


PERSON = Authentication(
    _person,
    SecurityScheme(type="http", scheme="bearer"),
    refuses=(
        ErrorCode.UNAUTHENTICATED,
        ErrorCode.TOKEN_EXPIRED,
        ErrorCode.TOKEN_REVOKED,
        ErrorCode.ACCOUNT_DISABLED,
    ),
)
DEVICE = Authentication(
    _device,
    SecurityScheme(type="http", scheme="bearer"),
    refuses=(ErrorCode.UNAUTHENTICATED, ErrorCode.TOKEN_REVOKED),
)
INTEGRATION = Authentication(
    _integration,
    SecurityScheme(type="apiKey", name=API_KEY_HEADER, security_scheme_in="header"),
    scoped=True,
    refuses=(ErrorCode.UNAUTHENTICATED, ErrorCode.TOKEN_REVOKED),
)
