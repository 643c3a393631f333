"""Builds the application: every topic's handlers, what is injected into them, limits, problems, metrics."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from litestar import Litestar, Request, Router
from litestar.datastructures import ResponseHeader, State
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components
from litestar.plugins.prometheus import PrometheusConfig
from litestar.types import ControllerRouterHandler

from occ_contract.version import VERSION
from occ_server.auth.actors import IntegrationActor
from occ_server.auth.limits import PlaceLimit
from occ_server.auth.login import Entrance
from occ_server.auth.middleware import AuthMiddleware
from occ_server.auth.passwords import Passwords
from occ_server.auth.sessions import SessionLimits
from occ_server.auth.walls import DeviceActor
from occ_server.examples import EXAMPLES
from occ_server.feed.state import ensure_epoch
from occ_server.feed.state import seal as read_seal
from occ_server.feed.sums import KeySums
from occ_server.kit.access_log import AccessLog
from occ_server.kit.allowed import shared_paths
from occ_server.kit.authentication import AUTH, DEFAULT_KIND, NO_KIND, Authentication
from occ_server.kit.authentication import describe as describe_callers
from occ_server.kit.bodies import JsonRequest
from occ_server.kit.body_pace import BodyPace
from occ_server.kit.characters import is_hashed, refuse_nul
from occ_server.kit.client_address import TrustedProxies
from occ_server.kit.commands import Commands, command_request
from occ_server.kit.db import Database
from occ_server.kit.described import DescribedPage, describe, operation_name
from occ_server.kit.health import Health
from occ_server.kit.notations import command_key, read_parameters
from occ_server.kit.problems import EXCEPTION_HANDLERS
from occ_server.kit.repeated import Repeated
from occ_server.kit.sealed import Seal
from occ_server.kit.tasks import Supervisor
from occ_server.live.hub import Hub
from occ_server.live.stream import Pace
from occ_server.operating import healthz, healthz_head, metrics, warn_of_hidden_figures
from occ_server.people.actor import PersonActor
from occ_server.settings import Settings
from occ_server.topics import (
    TOPICS,
    agent_figures,
    authentications,
    call_listeners,
    feed_sources,
    job_runner,
    own_facts,
)

REFRESHES_PER_LOGIN = 10  # an office behind one address refreshes every ten minutes at each desk


def _person(request: Request[Any, Any, State]) -> PersonActor:
    assert isinstance(request.user, PersonActor)
    return request.user


def _device(request: Request[Any, Any, State]) -> DeviceActor:
    assert isinstance(request.user, DeviceActor)
    return request.user


def _integration(request: Request[Any, Any, State]) -> IntegrationActor:
    assert isinstance(request.user, IntegrationActor)
    return request.user


async def _commands(request: Request[Any, Any, State]) -> Commands:
    actor: PersonActor | IntegrationActor = request.user
    described = command_request(
        actor_id=actor.id,
        organisation_id=actor.organisation_id,
        key=command_key(request),
        method=request.method,
        path=request.url.path,
        body=await request.body() if is_hashed(request) else b"",
    )
    return Commands(request.app.state.database, described)


def _database(request: Request[Any, Any, State]) -> Database:
    database: Database = request.app.state.database
    return database


def _seal(request: Request[Any, Any, State]) -> Seal:
    seal: Seal = request.app.state.seal
    return seal


def _dependencies() -> dict[str, Provide]:
    given = {
        "database": Provide(_database, sync_to_thread=False),
        "seal": Provide(_seal, sync_to_thread=False),
        "person": Provide(_person, sync_to_thread=False),
        "integration": Provide(_integration, sync_to_thread=False),
        "device": Provide(_device, sync_to_thread=False),
        "commands": Provide(_commands),
    }
    for topic in TOPICS:
        given |= topic.dependencies
    return given


async def _look_at(request: Request[Any, Any, State]) -> None:
    """What happens to every request before its handler sees it."""
    read_parameters(request)
    await refuse_nul(request)


def _openapi(kinds: Mapping[str, Authentication]) -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Online Contact Center",
        version=VERSION,
        openapi_router=Router("/schema", route_handlers=[], opt={AUTH: NO_KIND}, include_in_schema=False),
        render_plugins=[DescribedPage(EXAMPLES)],
        operation_id_creator=lambda handler, _method, _path: operation_name(handler),
        components=Components(security_schemes={name: kind.scheme for name, kind in kinds.items()}),
        security=[{DEFAULT_KIND: []}],
    )


def session_limits(settings: Settings) -> SessionLimits:
    """Return how long a person's session may last."""
    return SessionLimits(
        timedelta(minutes=settings.session_idle_minutes), timedelta(days=settings.session_days)
    )


def _describe(handler: ControllerRouterHandler, kinds: Mapping[str, Authentication]) -> None:
    """Say in the API's description what a handler does and who may call it."""
    describe_callers(handler, kinds)
    if isinstance(handler, HTTPRouteHandler):
        describe(handler)


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    """Make sure of the epoch before the first request; end streams and threads at the end."""
    warn_of_hidden_figures(app.state.settings)
    database: Database = app.state.database
    await database.run(ensure_epoch)
    async with database.read() as conn:
        app.state.seal = await read_seal(conn)
    try:
        yield
    finally:
        app.state.hub.close()
        app.state.passwords.close()


@asynccontextmanager
async def _jobs(app: Litestar) -> AsyncIterator[None]:
    """Do jobs while everything they may need is there: begun last, ended first."""
    async with app.state.jobs.running(app.state.supervisor):
        yield


def _middleware() -> list[Any]:
    """Return what every request passes, outermost first."""
    figures = PrometheusConfig(app_name="occ", prefix="occ", group_path=True, exclude=["/metrics"])
    own = [DefineMiddleware(kind) for kind in (AccessLog, BodyPace, AuthMiddleware)]
    return [own[0], figures.middleware, *own[1:]]


def app_state(
    settings: Settings, database: Database, passwords: Passwords | None = None, pace: Pace | None = None
) -> State:
    """Return everything the handlers and lifespans of one application share; nothing of it runs yet."""
    sources = {source.entity: source for source in feed_sources()}
    health = Health(database.clock)
    checking = passwords or Passwords()
    return State(
        {
            "settings": settings,
            "database": database,
            "clock": database.clock,
            "health": health,
            "supervisor": Supervisor(health),
            "proxies": TrustedProxies.parse(settings.trusted_proxies),
            "authentications": authentications(),
            "hub": Hub(),
            "repeated": Repeated(database.clock),
            "jobs": job_runner(database, settings),
            "pace": pace or Pace(),
            "passwords": checking,
            "entrance": Entrance(
                database, checking, PlaceLimit(database.clock, settings.login_limit), session_limits(settings)
            ),
            "refresh_limit": PlaceLimit(database.clock, settings.login_limit * REFRESHES_PER_LOGIN),
            "agent_figures": agent_figures(),
            "own_facts": own_facts(),
            "call_listeners": call_listeners(),
            "feed_sources": sources,
            "key_sums": KeySums(source.entity for source in sources.values() if source.first_fill),
            "greetings": [],
        }
    )


def create_app(
    settings: Settings,
    database: Database,
    *,
    passwords: Passwords | None = None,
    pace: Pace | None = None,
) -> Litestar:
    """Return the application on a migrated database, which it neither opens nor closes."""
    kinds = authentications()
    handlers = [healthz, healthz_head, *(handler for topic in TOPICS for handler in topic.handlers)]
    for handler in handlers:
        _describe(handler, kinds)
    return Litestar(
        route_handlers=[*shared_paths(handlers), metrics, *handlers],
        dependencies=_dependencies(),
        middleware=_middleware(),
        before_request=_look_at,
        request_class=JsonRequest,
        exception_handlers=EXCEPTION_HANDLERS,
        lifespan=[_running, *(run for topic in TOPICS for run in topic.lifespans), _jobs],
        openapi_config=_openapi(kinds),
        response_headers=[
            ResponseHeader(name="Cache-Control", value="no-store"),
            ResponseHeader(name="X-Content-Type-Options", value="nosniff"),
        ],
        request_max_body_size=settings.body_limit,
        state=app_state(settings, database, passwords, pace),
        logging_config=None,
        debug=False,
    )
