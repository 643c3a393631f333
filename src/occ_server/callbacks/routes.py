"""The callback API: intake, search, assignment, connecting, completing, history; HTTP only."""

from collections.abc import Awaitable, Callable

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import (
    Assign,
    AssignAnswer,
    Attempt,
    AttemptReport,
    Callback,
    CallbackPage,
    CallbackStatus,
    CancelAnswer,
    CancelAssignments,
    Complete,
    ConnectAnswer,
    CustomerHistory,
    Intake,
    IntakeAnswer,
    NoteChange,
    UndoAnswer,
)
from occ_contract.errors import ErrorCode
from occ_contract.phone import masked
from occ_contract.sync import Entity
from occ_server.audit.searches import record_search
from occ_server.audit.service import record
from occ_server.auth.actors import InIntegration, IntegrationActor
from occ_server.callbacks import assign as assignment
from occ_server.callbacks import customer, search, withdraw
from occ_server.callbacks.answers import naming_customers, own_body
from occ_server.callbacks.attempts import load_attempt
from occ_server.callbacks.complete import change_note, complete
from occ_server.callbacks.connect import Dialled, connect, connect_answer, renew
from occ_server.callbacks.figures import measure_intake_age
from occ_server.callbacks.forgotten import RECURRING
from occ_server.callbacks.intake import Taken, answer_of, intake_answer, take_in
from occ_server.callbacks.outstanding import outstanding_figures
from occ_server.callbacks.refused_intake import noticing_handlers
from occ_server.callbacks.reported import report
from occ_server.callbacks.rows import CallbackRow, is_in_service, load_bodies, load_keys
from occ_server.callbacks.tables import callbacks
from occ_server.kit.bodies import FORGIVING
from occ_server.kit.characters import SCANNED
from occ_server.kit.inject import InCommands, InDatabase, InSeal
from occ_server.kit.paging import Paging
from occ_server.kit.parameters import From, choices, id_parameter, moment_bound, words
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import Topic
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import InPerson, PersonActor
from occ_server.people.present import judged_now, judges_itself
from occ_server.tickets.service import Links


def _own_body(person: PersonActor) -> Callable[[AsyncConnection, str], Awaitable[Callback]]:
    return lambda conn, callback_id: own_body(conn, person, callback_id)


def _own_attempt(person: PersonActor) -> Callable[[AsyncConnection, str], Awaitable[Attempt]]:
    return lambda conn, attempt_id: load_attempt(conn, person.organisation_id, attempt_id)


ROOM = (ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.FEATURE_DISABLED)
ASSIGNEES_ALONE = (ErrorCode.INVALID_TRANSITION, ErrorCode.NOT_ASSIGNEE, ErrorCode.DIALLING)
INTAKE_BODY_LIMIT = 4 * 1024 * 1024  # bytes: a message is cut, not refused; what is larger was no customer's


@post(
    "/v1/callbacks",
    status_code=201,
    # a NUL is cleaned like others
    opt={"auth": "integration", "scope": "callbacks.intake", SCANNED: False, FORGIVING: True},
    request_max_body_size=INTAKE_BODY_LIMIT,
    refuses=(ErrorCode.NOT_FOUND, ErrorCode.FEATURE_DISABLED, ErrorCode.FORBIDDEN),
    responses={200: ResponseSpec(IntakeAnswer, generate_examples=False)},
    exception_handlers=noticing_handlers(),
)
async def intake(
    data: JSONBody[Intake],
    request: Request[IntegrationActor, None, State],
    integration: InIntegration,
    commands: InCommands,
) -> Response[IntakeAnswer]:
    """Take in a customer's request: 201, or 200 with the callback the same request made earlier.

    A message of any length is cut, not refused, in a body of at most 4 MiB; a larger one is answered 413.
    """
    unknown = [field for field in await request.json() if field not in Intake.__struct_fields__]

    async def answer(conn: AsyncConnection, taken: Taken) -> IntakeAnswer:
        return await intake_answer(conn, integration.organisation_id, taken)

    made: dict[str, CallbackRow] = {}

    async def work(uow: UnitOfWork) -> Taken:
        taken, row = await take_in(uow, integration, data, unknown)
        if row is not None:
            made[taken.callback_id] = row
        return taken

    def shown(taken: Taken, seq: int | None) -> IntakeAnswer | None:
        row = made.get(taken.callback_id)
        return None if row is None else answer_of(row, taken, seq)

    return await commands.run(
        work,
        answer,
        kind=Taken,
        status=lambda taken: 201 if taken.created else 200,
        shown=shown,
        grouped=True,
    )


@get("/v1/callbacks", refuses=ROOM)
async def find(
    person: InPerson,
    database: InDatabase,
    seal: InSeal,
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
    """Search, newest received first. ``from`` and ``to`` are days (both included) or moments.

    A search for (a part of) a number is audited.
    """
    zone = person.zone
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
        page = await search.find(conn, person, asked, Paging(seal, person.id, cursor, limit))
    if phone:
        ids = [item.id for item in page.items]
        await record_search(
            database, person, "callback.searched", phone, ids, more=page.next_cursor is not None
        )
    return page


@get("/v1/callbacks/{callback_id:str}", refuses=ROOM)
async def view(callback_id: FromPath[str], person: InPerson, database: InDatabase) -> Callback:
    """Return one callback; the look at a customer is audited."""

    async def work(uow: UnitOfWork) -> Callback:
        body = await search.view(uow.conn, person, callback_id)
        await _record_view(uow, person, body, "callback.viewed")
        return body

    return await database.run(work)


@get("/v1/callbacks/{callback_id:str}/history", refuses=ROOM)
async def customer_history(
    callback_id: FromPath[str], person: InPerson, database: InDatabase
) -> CustomerHistory:
    """Return earlier callbacks and tickets of the same number; the look at a customer is audited."""

    async def work(uow: UnitOfWork) -> CustomerHistory:
        body = await search.view(uow.conn, person, callback_id)
        await _record_view(uow, person, body, "customer.viewed")
        return await customer.history(uow.conn, person.organisation_id, body)

    return await database.run(work)


async def _record_view(uow: UnitOfWork, person: PersonActor, body: Callback, action: str) -> None:
    await record(uow, person, action, subject=("callback", body.id), phone=masked(body.phone))


@post(
    "/v1/callbacks/assign",
    status_code=200,
    refuses=(
        *ROOM,
        ErrorCode.BAD_CHOICE,
        ErrorCode.REQUIRED,
        ErrorCode.MANUAL_NEEDS_ONE_AGENT,
        ErrorCode.AGENT_NOT_ELIGIBLE,
    ),
)
async def assign(
    data: JSONBody[Assign], person: InPerson, commands: InCommands, database: InDatabase
) -> Response[AssignAnswer]:
    """Assign callbacks, or with ``preview`` tell what would happen."""
    if data.preview:
        async with database.read() as conn:
            planned = await assignment.preview(conn, person, data, database.clock.now())
            return Response(await naming_customers(person)(conn, planned))

    return await commands.run(
        judges_itself(person, assignment.assign, data), naming_customers(person), kind=AssignAnswer
    )


@post(
    "/v1/callbacks/assignments/{batch_id:str}/undo", status_code=200, refuses=(*ROOM, ErrorCode.UNDO_EXPIRED)
)
async def undo(batch_id: FromPath[str], person: InPerson, commands: InCommands) -> Response[UndoAnswer]:
    """Undo an assignment within ten minutes."""
    return await commands.run(
        judged_now(person, withdraw.undo, batch_id), naming_customers(person), kind=UndoAnswer
    )


@post(
    "/v1/callbacks/cancel-assignment",
    status_code=200,
    refuses=(*ROOM, ErrorCode.INVALID_TRANSITION, ErrorCode.DIALLING),
)
async def cancel_assignment(
    data: JSONBody[CancelAssignments], person: InPerson, commands: InCommands
) -> Response[CancelAnswer]:
    """Withdraw assignments."""
    return await commands.run(
        judged_now(person, withdraw.cancel_assignments, data),
        naming_customers(person),
        kind=CancelAnswer,
    )


@post(
    "/v1/callbacks/{callback_id:str}/connect",
    status_code=200,
    refuses=(
        *ROOM,
        *ASSIGNEES_ALONE,
        ErrorCode.NUMBER_IN_CALL,
        ErrorCode.CTI_LOGIN_REQUIRED,
        ErrorCode.CTI_BUSY,
        ErrorCode.CTI_UNAVAILABLE,
    ),
)
async def connect_call(
    callback_id: FromPath[str], person: InPerson, commands: InCommands
) -> Response[ConnectAnswer]:
    """Claim a callback and dial the customer."""

    async def answer(conn: AsyncConnection, dialled: Dialled) -> ConnectAnswer:
        return await connect_answer(conn, person, dialled)

    return await commands.run(judged_now(person, connect, callback_id), answer, kind=Dialled)


@post(
    "/v1/callbacks/{callback_id:str}/attempts/{attempt_id:str}/renew",
    status_code=200,
    refuses=(*ROOM, ErrorCode.ATTEMPT_ENDED),
)
async def renew_claim(
    callback_id: FromPath[str], attempt_id: FromPath[str], person: InPerson, commands: InCommands
) -> Response[Attempt]:
    """Keep the claim of a running call."""
    return await commands.run(
        judged_now(person, renew, callback_id, attempt_id), _own_attempt(person), kind=str
    )


@post(
    "/v1/callbacks/{callback_id:str}/attempts/{attempt_id:str}/result",
    status_code=200,
    refuses=(*ROOM, ErrorCode.INVALID_TRANSITION, ErrorCode.ATTEMPT_ENDED),
)
async def report_result(
    callback_id: FromPath[str],
    attempt_id: FromPath[str],
    data: JSONBody[AttemptReport],
    person: InPerson,
    commands: InCommands,
) -> Response[Attempt]:
    """Take the result of a softphone call."""
    return await commands.run(
        judged_now(person, report, callback_id, attempt_id, data), _own_attempt(person), kind=str
    )


@post(
    "/v1/callbacks/{callback_id:str}/complete",
    status_code=200,
    refuses=(*ROOM, *ASSIGNEES_ALONE, ErrorCode.NOTE_CONFLICT),
)
async def complete_callback(
    callback_id: FromPath[str],
    person: InPerson,
    commands: InCommands,
    data: JSONBody[Complete | None] = None,
) -> Response[Callback]:
    """Complete a callback; without a body there is no note to keep."""
    request = data or Complete()
    return await commands.run(judged_now(person, complete, callback_id, request), _own_body(person), kind=str)


@post(
    "/v1/callbacks/{callback_id:str}/note",
    status_code=200,
    refuses=(*ROOM, *ASSIGNEES_ALONE, ErrorCode.NOTE_CONFLICT),
)
async def keep_note(
    callback_id: FromPath[str], data: JSONBody[NoteChange], person: InPerson, commands: InCommands
) -> Response[Callback]:
    """Keep a call note."""
    return await commands.run(judged_now(person, change_note, callback_id, data), _own_body(person), kind=str)


_LINKS = Links(callback_in=is_in_service)

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
    ),
    sources=(FeedSource(Entity.CALLBACK, callbacks, load_bodies, load_keys),),
    figures=(measure_intake_age,),
    agent_figures=(outstanding_figures,),
    recurring=RECURRING,
    dependencies={"links": Provide(lambda: _LINKS, sync_to_thread=False)},
)
