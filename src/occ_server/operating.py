"""What an operator looks at: ``/healthz`` says which part is ill, ``/metrics`` gives the figures."""

import asyncio
import hmac
import logging
from datetime import datetime, timedelta
from typing import Any

import msgspec
from litestar import Request, Response, get, head
from litestar.datastructures import State
from prometheus_client import generate_latest
from sqlalchemy.exc import SQLAlchemyError

from occ_contract.base import Wire
from occ_contract.errors import ErrorCode
from occ_contract.version import VERSION
from occ_server.feed.state import epoch as read_epoch
from occ_server.kit.client_address import client_address
from occ_server.kit.db import STATEMENT_SECONDS, Database
from occ_server.kit.figures import PART_STATE, POOL
from occ_server.kit.health import Health, PartState
from occ_server.kit.inject import InDatabase
from occ_server.kit.jobs.aside import count_set_aside
from occ_server.kit.jobs.runner import Runner
from occ_server.kit.problems import MEDIA_TYPE, ApiError, not_found, refusal_of
from occ_server.kit.under_way import UnderWay
from occ_server.kit.writing import LOW_BYTES, free_bytes
from occ_server.settings import Settings
from occ_server.topics import TOPICS

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 3.0  # an operator's program asks again; a frozen database must not hold it
RETRY_SECONDS = 5
SILENT_SECONDS = 30.0  # work is looked for every second
_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_LEVELS = {PartState.OK: 0, PartState.DEGRADED: 1, PartState.FAILED: 2}


class PartHealth(Wire, frozen=True, kw_only=True):
    """How one part of this process is (``ok``, ``degraded``, ``failed``), since when, and a word about it."""

    state: str
    since: datetime
    word: str


class HealthReport(Wire, frozen=True, kw_only=True):
    """What ``/healthz`` tells anybody; ``status`` is ``ok`` or, while it still serves, ``degraded``."""

    status: str
    version: str
    minimum_client: str
    time: datetime
    epoch: str
    parts: dict[str, PartHealth]


def _parts(health: Health) -> dict[str, PartHealth]:
    return {
        name: PartHealth(state=part.state.value, since=part.since, word=part.word)
        for name, part in sorted(health.parts.items())
    }


async def _epoch(database: Database, health: Health, runner: Runner) -> str | None:
    """Look at the parts that do not report themselves; return the epoch, None without a database."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    _report_open(health, "database reads", database.reads, database.pools()["read"])
    try:
        async with asyncio.timeout_at(deadline), database.read() as conn:
            epoch = await read_epoch(conn)
            aside = await count_set_aside(conn)
    except (SQLAlchemyError, OSError) as error:  # a TimeoutError is an OSError
        health.report("database", PartState.FAILED, type(error).__name__)
        return None
    health.report("database", PartState.OK)
    _report_jobs(health, runner.silence(), aside)
    _report_clock(database, health)
    await _report_writing(database, health, deadline)
    return epoch


def _report_jobs(health: Health, silence: float | None, aside: int) -> None:
    """Say how jobs are: nobody does them, some wait for a person, or all is well."""
    if silence is not None and silence > SILENT_SECONDS:
        health.report("jobs", PartState.FAILED, "this process no longer looks for work")
    elif aside:
        health.report("jobs", PartState.DEGRADED, f"{aside} set aside")
    else:
        health.report("jobs", PartState.OK)


def _report_clock(database: Database, health: Health) -> None:
    """Say whether this machine's clock is that of others, once one has told its own."""
    ahead = database.apart.ahead
    if ahead is None:
        return
    if not database.apart.is_off:
        health.report("clock", PartState.OK)
        return
    seconds = abs(ahead.total_seconds())
    word = "ahead of a carrier's: no text is given up by it" if ahead > timedelta() else "behind a carrier's"
    health.report("clock", PartState.DEGRADED, f"{seconds:.0f} s {word}")


def _report_open(health: Health, part: str, under_way: UnderWay, pool: dict[str, int]) -> bool:
    """Say how transactions are: some, or as many as may be open, take longer than a statement may."""
    long = under_way.longer_than(STATEMENT_SECONDS)
    if not long:
        health.report(part, PartState.OK)
        return True
    word = f"{len(long)} open for more than {STATEMENT_SECONDS} s, the longest for {long[0]:.0f} s"
    all_taken = len(long) >= pool.get("most", 1)
    health.report(part, PartState.FAILED if all_taken else PartState.DEGRADED, word)
    return False


async def _report_writing(database: Database, health: Health, deadline: float) -> None:
    """Say whether the database takes writes, in time, and how long its disk will."""
    try:
        async with asyncio.timeout_at(deadline):
            refused = await database.writing.look(database)
            room = await free_bytes(database.file)
    except TimeoutError:
        health.report("database writes", PartState.FAILED, "TimeoutError")
        return
    if refused is not None:
        health.report("database writes", PartState.FAILED, refused.word)
    elif room is not None and room < LOW_BYTES:
        health.report("database writes", PartState.DEGRADED, f"{room // 2**20} MiB left on its disk")
    elif _report_open(health, "database writes", database.writes, database.pools()["write"]) and (
        waits := database.writing.waits_in_vain()
    ):
        health.report("database writes", PartState.DEGRADED, f"{waits} ended at a time-out within a minute")


async def _health_report(request: Request[None, None, State]) -> HealthReport:
    database: Database = request.app.state.database
    health: Health = request.app.state.health
    settings: Settings = request.app.state.settings
    epoch = await _epoch(database, health, request.app.state.jobs)
    if epoch is None:
        raise ApiError(ErrorCode.UNAVAILABLE, 503, retry_after=RETRY_SECONDS, parts=_parts(health))
    return HealthReport(
        status="ok" if health.all_well else "degraded",
        version=VERSION,
        minimum_client=settings.minimum_client,
        time=database.clock.now(),
        epoch=epoch,
        parts=_parts(health),
    )


@get("/healthz", opt={"auth": "none"})
async def healthz(request: Request[None, None, State]) -> HealthReport:
    """Tell how the server and each of its parts are, and which clients it talks to."""
    return await _health_report(request)


@head("/healthz", opt={"auth": "none"}, include_in_schema=False)
async def healthz_head(request: Request[None, None, State]) -> Response[None]:
    """Answer a balancer that asks with HEAD: as GET, without the body."""
    try:
        content = msgspec.json.encode(await _health_report(request))
        status, headers = 200, {"Content-Type": "application/json"}
    except ApiError as error:
        told = refusal_of(request, error)
        content, status, headers = told.content, told.status_code or 503, dict(told.headers)
        headers["Content-Type"] = MEDIA_TYPE
    return Response(None, status_code=status, headers=headers | {"Content-Length": str(len(content))})


def may_see_figures(settings: Settings, address: str | None, token: str) -> bool:
    """Tell whether ``/metrics`` answers: to the operator's token, and to this machine if nobody is in front.

    Behind a proxy, this machine is also where everybody else's requests come from.
    """
    wanted = settings.metrics_token
    if wanted and hmac.compare_digest(token.encode(), wanted.encode()):
        return True
    return not settings.trusted_proxies and address in _LOOPBACK


def warn_of_hidden_figures(settings: Settings) -> None:
    """Say at the start that nobody will see the figures, if it is so."""
    if settings.trusted_proxies and not settings.metrics_token:
        logger.warning("/metrics answers nobody: with OCC_TRUSTED_PROXIES it needs OCC_METRICS_TOKEN")


async def refresh_figures(database: Database, health: Health) -> None:
    """Set the gauges that are read when somebody asks; a database that fails leaves its own as they were."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), database.read() as conn:
            for topic in TOPICS:
                for figure in topic.figures:
                    await figure(conn, database.clock.now())
    except (SQLAlchemyError, OSError) as error:
        health.report("database", PartState.FAILED, type(error).__name__)
    else:
        health.report("database", PartState.OK)
    for name, used in database.pools().items():
        for state, connections in used.items():
            POOL.labels(name, state).set(connections)
    PART_STATE.clear()
    for name, part in health.parts.items():
        PART_STATE.labels(name).set(_LEVELS[part.state])


@get("/metrics", opt={"auth": "none"}, include_in_schema=False, media_type="text/plain")
async def metrics(request: Request[Any, Any, State], database: InDatabase) -> bytes:
    """Return the figures in Prometheus' text format: to this machine, or with the operator's token."""
    state = request.app.state
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not may_see_figures(state.settings, client_address(request), given):
        raise not_found()
    await _epoch(database, state.health, state.jobs)
    await refresh_figures(database, state.health)
    await state.jobs.publish()
    return generate_latest()
