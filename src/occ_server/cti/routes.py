"""GET /v1/cti and the telephony commands."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from types import NoneType

from litestar import Litestar, Request, Response, get, post, put
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.cti import CtiLogin, CtiMode, CtiStateChange, CtiStatus
from occ_contract.errors import ErrorCode
from occ_contract.ids import is_id
from occ_contract.sync import Entity
from occ_server.callbacks.tables import attempts
from occ_server.cti.adapter import CtiAdapter
from occ_server.cti.lines import (
    change_state,
    check_extension,
    check_may_phone,
    line_figures,
    load_bodies,
    load_link,
    load_status,
    lock_line,
    log_in,
    log_out,
)
from occ_server.cti.simulator import Simulator
from occ_server.cti.tables import lines
from occ_server.cti.telephony import RECURRING, Telephony
from occ_server.kit.clock import Clock
from occ_server.kit.db import Database
from occ_server.kit.inject import InCommands, InDatabase
from occ_server.kit.problems import ApiError, not_found
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import Topic
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import InPerson, PersonActor
from occ_server.settings import Settings

WITHOUT_PHONE = (ErrorCode.FORBIDDEN, ErrorCode.FEATURE_DISABLED)
logger = logging.getLogger(__name__)

InTelephony = NamedDependency[Telephony]


@get("/v1/cti", refuses=WITHOUT_PHONE)
async def status(person: InPerson, database: InDatabase) -> CtiStatus:
    """Tell what the caller's own telephone is doing."""
    check_may_phone(person)
    async with database.read() as conn:
        return await load_status(conn, person.organisation_id, person.id, database.clock.now())


def _own_status(
    person: PersonActor, database: Database
) -> Callable[[AsyncConnection, None], Awaitable[CtiStatus]]:
    return lambda conn, _: load_status(conn, person.organisation_id, person.id, database.clock.now())


@post(
    "/v1/cti/login",
    status_code=200,
    refuses=(*WITHOUT_PHONE, ErrorCode.EXTENSION_IN_USE, ErrorCode.CTI_BUSY),
)
async def login(
    data: JSONBody[CtiLogin],
    person: InPerson,
    commands: InCommands,
    database: InDatabase,
    telephony: InTelephony,
) -> Response[CtiStatus]:
    """Log the caller's phone in at an extension."""

    async def work(uow: UnitOfWork) -> None:
        await log_in(uow, person, data.extension)
        extension = check_extension(data.extension)
        uow.after_commit(lambda: telephony.log_in(person.id, extension))

    return await commands.run(work, _own_status(person, database), kind=NoneType)


@post("/v1/cti/logout", status_code=200, refuses=(ErrorCode.CTI_BUSY,))
async def logout(
    person: InPerson, commands: InCommands, database: InDatabase, telephony: InTelephony
) -> Response[CtiStatus]:
    """Log the caller's phone out."""

    async def work(uow: UnitOfWork) -> None:
        await log_out(uow, person)
        uow.after_commit(lambda: telephony.log_out(person.id))

    return await commands.run(work, _own_status(person, database), kind=NoneType)


@put(
    "/v1/cti/state",
    status_code=200,
    refuses=(*WITHOUT_PHONE, ErrorCode.CTI_LOGIN_REQUIRED, ErrorCode.CTI_BUSY),
)
async def set_state(
    data: JSONBody[CtiStateChange],
    person: InPerson,
    commands: InCommands,
    database: InDatabase,
    telephony: InTelephony,
) -> Response[CtiStatus]:
    """Set READY, WORK or BREAK."""

    async def work(uow: UnitOfWork) -> None:
        check_may_phone(person)
        await change_state(uow, person, data.state)
        uow.after_commit(lambda: telephony.set_state(person.id, data.state))

    return await commands.run(work, _own_status(person, database), kind=NoneType)


@post(
    "/v1/cti/calls/{call_id:str}/hangup",
    status_code=200,
    refuses=(ErrorCode.ATTEMPT_ENDED, ErrorCode.CTI_UNAVAILABLE),
)
async def hang_up(
    call_id: FromPath[str],
    person: InPerson,
    commands: InCommands,
    database: InDatabase,
    telephony: InTelephony,
) -> Response[CtiStatus]:
    """End the call on the caller's own line; what becomes of it arrives through the feed."""

    async def work(uow: UnitOfWork) -> None:
        await _check_own_call(uow, person, call_id)
        query = select(attempts.c.call_id).where(
            attempts.c.id == call_id, attempts.c.organisation_id == person.organisation_id
        )
        pbx_call = (await uow.conn.execute(query)).scalar_one()
        uow.after_commit(lambda: telephony.hang_up(call_id, pbx_call))

    return await commands.run(work, _own_status(person, database), kind=NoneType)


async def _check_own_call(uow: UnitOfWork, person: PersonActor, call_id: str) -> None:
    """Refuse unless this call is on the caller's line.

    :raises ApiError: 404, 409 ``attempt_ended``, 409 ``cti_unavailable`` where a softphone has the call.
    """
    query = select(attempts.c.id).where(
        attempts.c.id == call_id,
        attempts.c.agent_id == person.id,
        attempts.c.organisation_id == person.organisation_id,
    )
    if not is_id(call_id) or (await uow.conn.execute(query)).first() is None:
        raise not_found()
    if (await lock_line(uow, person.id)).attempt_id != call_id:
        raise ApiError(ErrorCode.ATTEMPT_ENDED, 409)
    if (await load_link(uow.conn)).mode is CtiMode.SOFTPHONE:
        raise ApiError(ErrorCode.CTI_UNAVAILABLE, 409)


def make_adapter(name: str, clock: Clock, *, seed: int = 1, speed: float = 1.0) -> CtiAdapter | None:
    """Return the adapter an installation chose; None leaves dialling to the softphone.

    :raises ValueError: for an unknown name.
    """
    if name == "none":
        return None
    if name == "simulator":
        return Simulator(clock, seed=seed, speed=speed)
    raise ValueError(f"unknown CTI adapter {name!r}: use simulator or none")


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    """Run telephony with the app; ``app.state.cti_adapter`` may hold one already made."""
    state = app.state
    if "cti_adapter" in state:
        adapter = state.cti_adapter
    else:
        wanted: Settings = state.settings
        adapter = make_adapter(
            wanted.cti_adapter, state.clock, seed=wanted.simulator_seed, speed=wanted.simulator_speed
        )
    if adapter is None:
        logger.info("no PBX is configured: nothing is dialled here, the workstations' softphones dial")
    elif isinstance(adapter, Simulator):
        logger.warning("the simulator dials nobody: how its calls end is invented")
    telephony = Telephony(state.database, state.clock, adapter, state.supervisor)
    state.telephony = telephony
    async with telephony.running():
        yield


def _telephony(request: Request[PersonActor, None, State]) -> Telephony:
    found: Telephony = request.app.state.telephony
    return found


TOPIC = Topic(
    "cti",
    handlers=(status, login, logout, set_state, hang_up),
    sources=(FeedSource(Entity.CTI, lines, load_bodies, id_column="person_id"),),
    agent_figures=(line_figures,),
    dependencies={"telephony": Provide(_telephony, sync_to_thread=False)},
    lifespans=(_running,),
    recurring=RECURRING,
)
