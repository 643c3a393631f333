"""Builds the application: every topic's handlers, what is injected into them, limits, problems, metrics."""

import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from litestar import Litestar, Request, get
from litestar.datastructures import ResponseHeader, State
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, Reference, SecurityScheme
from litestar.plugins.prometheus import PrometheusConfig
from litestar.types import ControllerRouterHandler
from prometheus_client import generate_latest

from occ_contract.base import Wire
from occ_contract.version import VERSION
from occ_server.auth.actors import IntegrationActor, PersonActor
from occ_server.auth.limits import AddressLimit
from occ_server.auth.middleware import API_KEY_HEADER, AuthMiddleware
from occ_server.auth.passwords import Passwords
from occ_server.feed.hub import Hub
from occ_server.feed.state import ensure_epoch
from occ_server.feed.state import epoch as read_epoch
from occ_server.feed.stream import Pace
from occ_server.inject import InDatabase
from occ_server.kit.access_log import AccessLog
from occ_server.kit.characters import refuse_nul
from occ_server.kit.clock import Clock
from occ_server.kit.commands import KEY_HEADER, Commands, command_request
from occ_server.kit.db import Database
from occ_server.kit.problems import EXCEPTION_HANDLERS, not_found
from occ_server.settings import Settings
from occ_server.topics import TOPICS, feed_sources, job_runner

REFRESHES_PER_LOGIN = 10  # an office behind one address refreshes every ten minutes at each desk
_LOOPBACK = frozenset({"127.0.0.1", "::1"})


class Health(Wire, frozen=True, kw_only=True):
    """What ``/healthz`` tells anybody."""

    status: str
    version: str
    minimum_client: str
    time: datetime
    epoch: str


@get("/healthz", opt={"auth": "none"})
async def healthz(database: InDatabase, request: Request[None, None, State]) -> Health:
    """Tell that the server and its database answer, and which clients it talks to."""
    state = request.app.state
    async with database.read() as conn:
        epoch = await read_epoch(conn)
    return Health(
        status="ok",
        version=VERSION,
        minimum_client=state.settings.minimum_client,
        time=database.clock.now(),
        epoch=epoch,
    )


@get("/metrics", opt={"auth": "none"}, include_in_schema=False, media_type="text/plain")
async def metrics(request: Request[None, None, State]) -> bytes:
    """Return the figures in Prometheus' text format: to this machine, or with the operator's token."""
    token: str | None = request.app.state.settings.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    local = request.client is not None and request.client.host in _LOOPBACK
    if not local and not (token and hmac.compare_digest(given.encode(), token.encode())):
        raise not_found()
    await request.app.state.jobs.publish()
    return generate_latest()


def _person(request: Request[Any, Any, State]) -> PersonActor:
    assert isinstance(request.user, PersonActor)
    return request.user


def _integration(request: Request[Any, Any, State]) -> IntegrationActor:
    assert isinstance(request.user, IntegrationActor)
    return request.user


async def _commands(request: Request[Any, Any, State]) -> Commands:
    actor: PersonActor | IntegrationActor = request.user
    described = command_request(
        actor_id=actor.id,
        organisation_id=actor.organisation_id,
        key=request.headers.get(KEY_HEADER),
        method=request.method,
        path=request.url.path,
        body=await request.body(),
    )
    return Commands(request.app.state.database, described)


def _database(request: Request[Any, Any, State]) -> Database:
    database: Database = request.app.state.database
    return database


def _clock(request: Request[Any, Any, State]) -> Clock:
    return _database(request).clock


def _settings(request: Request[Any, Any, State]) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _dependencies() -> dict[str, Provide]:
    given = {
        "database": Provide(_database, sync_to_thread=False),
        "clock": Provide(_clock, sync_to_thread=False),
        "settings": Provide(_settings, sync_to_thread=False),
        "person": Provide(_person, sync_to_thread=False),
        "integration": Provide(_integration, sync_to_thread=False),
        "commands": Provide(_commands),
    }
    for topic in TOPICS:
        given |= topic.dependencies
    return given


def _openapi() -> OpenAPIConfig:
    schemes: dict[str, SecurityScheme | Reference] = {
        "person": SecurityScheme(type="http", scheme="bearer"),
        "integration": SecurityScheme(type="apiKey", name=API_KEY_HEADER, security_scheme_in="header"),
    }
    return OpenAPIConfig(
        title="Online Contact Center",
        version=VERSION,
        path="/schema",
        render_plugins=[JsonRenderPlugin()],
        components=Components(security_schemes=schemes),
        security=[{"person": []}],
    )


def _describe_security(handler: ControllerRouterHandler) -> None:
    """Say in the API's description who may call, as the authentication decides it."""
    if isinstance(handler, HTTPRouteHandler):
        kind = handler.opt.get("auth", "person")
        handler.security = [{}] if kind == "none" else [{kind: []}]


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    """Make sure of the epoch before the first request; end streams and threads at the end."""
    await app.state.database.run(ensure_epoch)
    try:
        yield
    finally:
        app.state.hub.close()
        app.state.passwords.close()


@asynccontextmanager
async def _jobs(app: Litestar) -> AsyncIterator[None]:
    """Do jobs while everything they may need is there: begun last, ended first."""
    async with app.state.jobs.running():
        yield


def create_app(
    settings: Settings,
    database: Database,
    *,
    passwords: Passwords | None = None,
    pace: Pace | None = None,
) -> Litestar:
    """Return the application on a migrated database, which it neither opens nor closes."""
    state = State(
        {
            "settings": settings,
            "database": database,
            "clock": database.clock,
            "hub": Hub(),
            "jobs": job_runner(database),
            "pace": pace or Pace(),
            "passwords": passwords or Passwords(),
            "login_limit": AddressLimit(database.clock, settings.login_limit),
            "refresh_limit": AddressLimit(database.clock, settings.login_limit * REFRESHES_PER_LOGIN),
            "feed_sources": {source.entity: source for source in feed_sources()},
        }
    )
    figures = PrometheusConfig(app_name="occ", prefix="occ", group_path=True, exclude=["/metrics"])
    handlers = [handler for topic in TOPICS for handler in topic.handlers]
    for handler in (healthz, *handlers):
        _describe_security(handler)
    return Litestar(
        route_handlers=[healthz, metrics, *handlers],
        dependencies=_dependencies(),
        middleware=[DefineMiddleware(AccessLog), figures.middleware, DefineMiddleware(AuthMiddleware)],
        before_request=refuse_nul,
        exception_handlers=EXCEPTION_HANDLERS,
        lifespan=[_running, *(run for topic in TOPICS for run in topic.lifespans), _jobs],
        openapi_config=_openapi(),
        response_headers=[
            ResponseHeader(name="Cache-Control", value="no-store"),
            ResponseHeader(name="X-Content-Type-Options", value="nosniff"),
        ],
        request_max_body_size=settings.body_limit,
        state=state,
        logging_config=None,
        debug=False,
    )
