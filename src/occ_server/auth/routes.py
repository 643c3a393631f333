"""POST /v1/auth/login, refresh, logout; GET /v1/me, /v1/device."""

from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import JSONBody

from occ_contract.auth import DeviceAccount, Login, Refresh, ShownService, Tokens
from occ_contract.errors import ErrorCode
from occ_contract.people import Me
from occ_server.audit.service import record
from occ_server.auth.kinds import DEVICE, INTEGRATION, PERSON
from occ_server.auth.limits import PlaceLimit
from occ_server.auth.login import Entrance
from occ_server.auth.passwords import MAXIMUM_LENGTH
from occ_server.auth.sessions import end_sessions, refresh_session
from occ_server.auth.walls import DeviceActor, InDevice
from occ_server.auth.watch import count_sessions, keeping_watch
from occ_server.kit.client_address import client_address, place_of
from occ_server.kit.db import Database
from occ_server.kit.inject import InDatabase
from occ_server.kit.notations import any_key
from occ_server.kit.problems import ApiError, refused_field
from occ_server.kit.topic import Topic
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import InPerson, PersonActor
from occ_server.people.bodies import memberships_of
from occ_server.people.names import USERNAME_LIMIT

DEVICE_TOKEN_LIMIT = 100
_OPEN: dict[str, Any] = {"auth": "none"}


@post(
    "/v1/auth/login",
    status_code=200,
    opt=_OPEN,
    refuses=(
        ErrorCode.WRONG_CREDENTIALS,
        ErrorCode.ACCOUNT_LOCKED,
        ErrorCode.ACCOUNT_DISABLED,
        ErrorCode.RATE_LIMITED,
        ErrorCode.CLIENT_TOO_OLD,
    ),
)
async def login(data: JSONBody[Login], request: Request[None, None, State]) -> Tokens:
    """Log in with account name and password."""
    limits = {"username": USERNAME_LIMIT, "password": MAXIMUM_LENGTH, "device_token": DEVICE_TOKEN_LIMIT}
    for field, most in limits.items():
        text: str = getattr(data, field)
        if field != "device_token" and not text.strip():
            raise refused_field(field, ErrorCode.REQUIRED)
        if len(text) > most:
            raise refused_field(field, ErrorCode.TOO_LONG, limit=most, length=len(text))
    entrance: Entrance = request.app.state.entrance
    return await entrance.log_in(data, client_address(request))


@post(
    "/v1/auth/refresh",
    status_code=200,
    opt=_OPEN,
    keyed=True,
    refuses=(
        ErrorCode.UNAUTHENTICATED,
        ErrorCode.TOKEN_EXPIRED,
        ErrorCode.TOKEN_REVOKED,
        ErrorCode.ACCOUNT_DISABLED,
        ErrorCode.RATE_LIMITED,
        ErrorCode.CLIENT_TOO_OLD,
    ),
)
async def refresh(
    data: JSONBody[Refresh], request: Request[None, None, State], database: InDatabase
) -> Tokens:
    """Trade a refresh token for a new pair; one used twice ends its session (save a repeat by key)."""
    address = client_address(request)
    limit: PlaceLimit = request.app.state.refresh_limit
    limit.count(place_of(address))
    key, limits = any_key(request), request.app.state.entrance.sessions
    answer = await database.run(lambda uow: refresh_session(uow, data.refresh_token, key, address, limits))
    if isinstance(answer, ErrorCode):
        raise ApiError(answer, 403 if answer is ErrorCode.ACCOUNT_DISABLED else 401)
    return answer


@post("/v1/auth/logout", status_code=204)
async def logout(person: InPerson, database: InDatabase) -> None:
    """End this session at once, its open streams included."""

    async def work(uow: UnitOfWork) -> None:
        await end_sessions(uow, [person.session_id], "logout")
        await record(uow, person, "logout", subject=("person", person.id))

    await database.run(work)


async def _told_everybody(state: State, database: Database) -> dict[str, Any]:
    """Return what topics tell of the installation, whoever asks who they are."""
    told: dict[str, Any] = {}
    async with database.ask() as conn:
        for facts in state.own_facts:
            told |= await facts(conn)
    return told


@get("/v1/me")
async def me(request: Request[PersonActor, None, State], person: InPerson, database: InDatabase) -> Me:
    """Tell who the token belongs to, and what they may do where."""
    return Me(
        **await _told_everybody(request.app.state, database),
        id=person.id,
        username=person.username,
        name=person.name,
        organisation_id=person.organisation_id,
        organisation_name=person.organisation_name,
        time_zone=person.time_zone,
        memberships=memberships_of(person.standings),
        server_time=database.clock.now(),
    )


@get("/v1/device", opt={"auth": "device"})
async def device_account(
    request: Request[DeviceActor, None, State], device: InDevice, database: InDatabase
) -> DeviceAccount:
    """Tell which device the token belongs to, and which services it shows."""
    return DeviceAccount(
        **await _told_everybody(request.app.state, database),
        id=device.id,
        name=device.name,
        organisation_id=device.organisation_id,
        organisation_name=device.organisation_name,
        time_zone=device.time_zone,
        services=tuple(ShownService(id=i, name=name) for i, name in device.services.items()),
        server_time=database.clock.now(),
    )


TOPIC = Topic(
    "auth",
    handlers=(login, refresh, logout, me, device_account),
    lifespans=(keeping_watch,),
    authentications={"person": PERSON, "integration": INTEGRATION, "device": DEVICE},
    figures=(count_sessions,),
)
