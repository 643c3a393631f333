"""The callback API: intake, search, assignment, connecting, completing, history; HTTP only."""

from datetime import timedelta
from typing import Annotated

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import (
    Assign,
    AssignAnswer,
    AttemptReport,
    Callback,
    CallbackPage,
    CallbackStatus,
    CancelAssignments,
    Complete,
    CustomerHistory,
    Intake,
    NoteChange,
)
from occ_contract.people import AgentPage, ServicePage
from occ_contract.phone import masked
from occ_contract.sync import Entity
from occ_server.audit.service import record
from occ_server.auth.actors import PersonActor
from occ_server.callbacks import assign as assignment
from occ_server.callbacks import customer, notices, roster, search, withdraw
from occ_server.callbacks.complete import change_note, complete
from occ_server.callbacks.connect import Claimed, connect, connect_answer, load_attempt, renew
from occ_server.callbacks.intake import Taken, take_in
from occ_server.callbacks.parameters import choices, id_parameter, moment_bound, words, zone_of
from occ_server.callbacks.rows import load_bodies, load_body, load_keys
from occ_server.callbacks.tables import callbacks
from occ_server.callbacks.tables import notices as notice_rows
from occ_server.cti.progress import report
from occ_server.cti.routes import InTelephony
from occ_server.inject import InCommands, InDatabase, InIntegration, InPerson
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import Topic
from occ_server.kit.unit import UnitOfWork
from occ_server.people.bodies import load_agent_keys
from occ_server.people.tables import people

From = Annotated[str | None, QueryParameter(name="from")]


@post("/v1/callbacks", status_code=201, opt={"auth": "integration"})
async def intake(data: JSONBody[Intake], integration: InIntegration, commands: InCommands) -> Response[bytes]:
    """Take in a customer's request: 201, or 200 with the callback its external id made earlier."""

    async def work(uow: UnitOfWork) -> Taken:
        return await take_in(uow, integration, data)

    async def answer(conn: AsyncConnection, taken: Taken) -> Callback:
        return await load_body(conn, taken.callback_id)

    return await commands.run(work, answer, status=lambda taken: 201 if taken.created else 200)


@get("/v1/callbacks")
async def find(
    person: InPerson,
    database: InDatabase,
    service_id: FromQuery[list[str] | None] = None,
    status: FromQuery[list[str] | None] = None,
    route: FromQuery[list[str] | None] = None,
    from_: From = None,
    to: FromQuery[str | None] = None,
    phone: FromQuery[str | None] = None,
    assignee_id: FromQuery[str | None] = None,
    assigner_id: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> CallbackPage:
    """Search, newest received first. ``from`` and ``to`` are days (both included) or moments."""
    zone = zone_of(person)
    asked = search.Search(
        service_ids=words(service_id),
        statuses=choices("status", status, CallbackStatus),
        routes=words(route),
        start=moment_bound("from", from_, zone, end=False),
        end=moment_bound("to", to, zone, end=True),
        phone=phone,
        assignee_id=id_parameter("assignee_id", assignee_id),
        assigner_id=id_parameter("assigner_id", assigner_id),
    )
    async with database.read() as conn:
        return await search.find(conn, person, asked, cursor, limit)


@get("/v1/callbacks/{callback_id:str}")
async def view(callback_id: FromPath[str], person: InPerson, database: InDatabase) -> Callback:
    """Return one callback; the look at a customer is audited."""

    async def work(uow: UnitOfWork) -> Callback:
        body = await search.view(uow.conn, person, callback_id)
        await _record_view(uow, person, body, "callback.viewed")
        return body

    return await database.run(work)


@get("/v1/callbacks/{callback_id:str}/history")
async def customer_history(
    callback_id: FromPath[str], person: InPerson, database: InDatabase
) -> CustomerHistory:
    """Return earlier callbacks and tickets of the same number; the look at a customer is audited."""

    async def work(uow: UnitOfWork) -> CustomerHistory:
        body = await search.view(uow.conn, person, callback_id)
        await _record_view(uow, person, body, "customer.viewed")
        return await customer.history(uow.conn, body)

    return await database.run(work)


async def _record_view(uow: UnitOfWork, person: PersonActor, body: Callback, action: str) -> None:
    await record(uow, person, action, subject=("callback", body.id), phone=masked(body.phone))


@post("/v1/callbacks/assign", status_code=200)
async def assign(
    data: JSONBody[Assign], person: InPerson, commands: InCommands, database: InDatabase
) -> AssignAnswer | Response[bytes]:
    """Assign callbacks, or with ``preview`` tell what would happen."""
    if data.preview:
        async with database.read() as conn:
            return await assignment.preview(conn, person, data, database.clock.now())

    async def work(uow: UnitOfWork) -> AssignAnswer:
        return await assignment.assign(uow, person, data)

    return await commands.run(work)


@post("/v1/callbacks/assignments/{batch_id:str}/undo", status_code=200)
async def undo(batch_id: FromPath[str], person: InPerson, commands: InCommands) -> Response[bytes]:
    """Undo an assignment within ten minutes."""
    return await commands.run(lambda uow: withdraw.undo(uow, person, batch_id))


@post("/v1/callbacks/cancel-assignment", status_code=200)
async def cancel_assignment(
    data: JSONBody[CancelAssignments], person: InPerson, commands: InCommands
) -> Response[bytes]:
    """Withdraw assignments."""
    return await commands.run(lambda uow: withdraw.cancel_assignments(uow, person, data))


@post("/v1/callbacks/{callback_id:str}/connect", status_code=200)
async def connect_call(
    callback_id: FromPath[str], person: InPerson, commands: InCommands, telephony: InTelephony
) -> Response[bytes]:
    """Claim a callback and dial the customer."""

    async def work(uow: UnitOfWork) -> Claimed:
        claimed = await connect(uow, person, callback_id)
        if claimed.dials:
            uow.after_commit(lambda: telephony.dial(claimed.attempt_id, claimed.extension, claimed.phone))
        return claimed

    return await commands.run(work, connect_answer)


@post("/v1/callbacks/{callback_id:str}/attempts/{attempt_id:str}/renew", status_code=200)
async def renew_claim(
    callback_id: FromPath[str], attempt_id: FromPath[str], person: InPerson, commands: InCommands
) -> Response[bytes]:
    """Keep the claim of a running call."""
    return await commands.run(lambda uow: renew(uow, person, callback_id, attempt_id), load_attempt)


@post("/v1/callbacks/{callback_id:str}/attempts/{attempt_id:str}/result", status_code=200)
async def report_result(
    callback_id: FromPath[str],
    attempt_id: FromPath[str],
    data: JSONBody[AttemptReport],
    person: InPerson,
    commands: InCommands,
) -> Response[bytes]:
    """Take the result of a softphone call."""
    return await commands.run(lambda uow: report(uow, person, callback_id, attempt_id, data), load_attempt)


@post("/v1/callbacks/{callback_id:str}/complete", status_code=200)
async def complete_callback(
    callback_id: FromPath[str],
    person: InPerson,
    commands: InCommands,
    data: JSONBody[Complete | None] = None,
) -> Response[bytes]:
    """Complete a callback; without a body there is no note to keep."""
    request = data or Complete()
    return await commands.run(lambda uow: complete(uow, person, callback_id, request), load_body)


@post("/v1/callbacks/{callback_id:str}/note", status_code=200)
async def keep_note(
    callback_id: FromPath[str], data: JSONBody[NoteChange], person: InPerson, commands: InCommands
) -> Response[bytes]:
    """Keep a call note."""
    return await commands.run(lambda uow: change_note(uow, person, callback_id, data), load_body)


@get("/v1/services")
async def list_services(
    person: InPerson,
    database: InDatabase,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> ServicePage:
    """Return the caller's services, by name."""
    async with database.read() as conn:
        return await roster.services_for(conn, person, cursor, limit)


@get("/v1/agents")
async def list_agents(
    person: InPerson,
    database: InDatabase,
    service_id: FromQuery[list[str] | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> AgentPage:
    """Return the people of the caller's services with their outstanding counts and CTI states, by name."""
    async with database.read() as conn:
        return await roster.agents_for(conn, person, words(service_id), cursor, limit)


TOPIC = Topic(
    "callbacks",
    handlers=(
        intake,
        find,
        view,
        customer_history,
        assign,
        undo,
        cancel_assignment,
        connect_call,
        renew_claim,
        report_result,
        complete_callback,
        keep_note,
        list_services,
        list_agents,
    ),
    sources=(
        FeedSource(Entity.CALLBACK, callbacks, load_bodies, load_keys),
        FeedSource(Entity.NOTICE, notice_rows, notices.load_bodies, first_fill=timedelta(days=3)),
        FeedSource(Entity.AGENT, people, roster.load_agents, load_agent_keys),
    ),
)
