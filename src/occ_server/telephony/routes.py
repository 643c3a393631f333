"""GET /v1/cti and the telephony commands."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from types import NoneType

from litestar import Litestar, Response, get, post, put
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.cti import CtiLogin, CtiStateChange, CtiStatus
from occ_contract.errors import ErrorCode
from occ_contract.sync import Entity
from occ_server.kit.clock import Clock
from occ_server.kit.db import Database
from occ_server.kit.inject import InCommands, InDatabase
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import Topic
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import InPerson, PersonActor
from occ_server.people.present import judged_now
from occ_server.settings import Settings
from occ_server.telephony.adapter import CtiAdapter
from occ_server.telephony.agreement import NO_ADAPTER, agree_on_adapter, check_known
from occ_server.telephony.asterisk.adapter import Asterisk
from occ_server.telephony.asterisk.address import address_of
from occ_server.telephony.hanging_up import ask_to_hang_up
from occ_server.telephony.lines import change_state, log_in, log_out
from occ_server.telephony.link import ASTERISK, SIMULATOR
from occ_server.telephony.orders import CALL, SEAT
from occ_server.telephony.rights import check_may_phone
from occ_server.telephony.simulator import Simulator
from occ_server.telephony.status import line_figures, load_bodies, load_status, own_facts
from occ_server.telephony.switchboard import Switchboard
from occ_server.telephony.tables import lines

WITHOUT_PHONE = (ErrorCode.FORBIDDEN, ErrorCode.FEATURE_DISABLED)
logger = logging.getLogger(__name__)


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
    data: JSONBody[CtiLogin], person: InPerson, commands: InCommands, database: InDatabase
) -> Response[CtiStatus]:
    """Log the caller's phone in at an extension."""
    return await commands.run(
        judged_now(person, log_in, data.extension), _own_status(person, database), kind=NoneType
    )


@post("/v1/cti/logout", status_code=200, refuses=(ErrorCode.CTI_BUSY,))
async def logout(person: InPerson, commands: InCommands, database: InDatabase) -> Response[CtiStatus]:
    """Log the caller's phone out."""
    return await commands.run(judged_now(person, log_out), _own_status(person, database), kind=NoneType)


@put(
    "/v1/cti/state",
    status_code=200,
    refuses=(*WITHOUT_PHONE, ErrorCode.CTI_LOGIN_REQUIRED, ErrorCode.CTI_BUSY),
)
async def set_state(
    data: JSONBody[CtiStateChange], person: InPerson, commands: InCommands, database: InDatabase
) -> Response[CtiStatus]:
    """Set READY, WORK or BREAK."""

    async def work(uow: UnitOfWork, present: PersonActor) -> None:
        check_may_phone(present)
        await change_state(uow, present, data.state)

    return await commands.run(judged_now(person, work), _own_status(person, database), kind=NoneType)


@post(
    "/v1/cti/calls/{call_id:str}/hangup",
    status_code=200,
    refuses=(ErrorCode.ATTEMPT_ENDED, ErrorCode.CTI_UNAVAILABLE),
)
async def hang_up(
    call_id: FromPath[str], person: InPerson, commands: InCommands, database: InDatabase
) -> Response[CtiStatus]:
    """End the call on the caller's own line; what becomes of it arrives through the feed."""
    return await commands.run(
        judged_now(person, ask_to_hang_up, call_id), _own_status(person, database), kind=NoneType
    )


def make_adapter(name: str | None, clock: Clock, settings: Settings) -> CtiAdapter | None:
    """Return the adapter a process was given by name; None: it has no PBX, so softphones dial or others do.

    :raises ValueError: for an unknown name, or an Asterisk whose address is not complete.
    """
    check_known(name)
    if name == ASTERISK:
        return Asterisk(clock, address_of(settings))
    if name == SIMULATOR:
        return Simulator(clock, seed=settings.simulator_seed, speed=settings.simulator_speed)
    return None


def _tell(named: str | None, agreed: str | None) -> None:
    """Say at the start who dials."""
    if agreed == NO_ADAPTER:
        logger.info("no PBX is configured: nothing is dialled here, the workstations' softphones dial")
    elif named is None:
        logger.warning(
            "this installation's telephony goes through %s; this process names no adapter, so it leaves that"
            " to the others (if there is no PBX any more, start one with OCC_CTI_ADAPTER=%s)",
            agreed or "a PBX",
            NO_ADAPTER,
        )
    if agreed == SIMULATOR:
        logger.warning("the simulator dials nobody: how its calls end is invented")


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    """Run telephony with the app; ``app.state.cti_adapter`` may hold the adapter that is named.

    :raises AdapterContradiction: another adapter than the named one is at work.
    """
    state = app.state
    wanted: Settings = state.settings
    named = wanted.cti_adapter
    given = "cti_adapter" in state
    adapter = state.cti_adapter if given else make_adapter(named, state.clock, wanted)
    agreed = await agree_on_adapter(state.database, named)
    _tell(named, agreed)
    switchboard = Switchboard(
        state.database,
        adapter,
        named,
        state.call_listeners,
        state.jobs,
        state.supervisor,
        state.settings.pbx_takeover_seconds,
    )
    state.telephony = switchboard
    async with switchboard.running():
        yield


TOPIC = Topic(
    "telephony",
    handlers=(status, login, logout, set_state, hang_up),
    sources=(FeedSource(Entity.CTI, lines, load_bodies, id_column="person_id"),),
    agent_figures=(line_figures,),
    own_facts=(own_facts,),
    lifespans=(_running,),
    jobs=(SEAT, CALL),
)
