"""Sending texts and their history; HTTP only. How a text goes is told in the package's use cases."""

from dataclasses import replace
from functools import partial
from typing import Annotated

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.phone import masked
from occ_contract.sms import (
    CustomerTexts,
    MessageStatus,
    NewSmsRequest,
    SendingKind,
    SmsCancelled,
    SmsMessage,
    SmsMessagePage,
    SmsPreview,
    SmsReleased,
    SmsRequestAccepted,
    TextType,
)
from occ_contract.sync import Entity
from occ_server.audit.searches import record_search
from occ_server.audit.service import record
from occ_server.callbacks import search as callback_search
from occ_server.kit.inject import InCommands, InDatabase, InSeal
from occ_server.kit.jobs.kinds import External
from occ_server.kit.paging import Paging
from occ_server.kit.parameters import From, choices, id_parameter, moment_bound, words
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import Topic
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import InPerson, PersonActor
from occ_server.people.present import judged_now
from occ_server.sms.sending import (
    cancelling,
    customers,
    handing_over,
    looking_up,
    previewing,
    search,
    sweeping,
)
from occ_server.sms.sending.accepting import accept, accepted_again
from occ_server.sms.sending.figures import measure_texts
from occ_server.sms.sending.orders import HAND_OVER, LOOK_UP
from occ_server.sms.sending.rows import load_bodies, load_keys
from occ_server.sms.tables import messages

ROOM = (ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.FEATURE_DISABLED)
TEXTS = (
    ErrorCode.CARRIER_MISSING,
    ErrorCode.RECIPIENTS_INVALID,
    ErrorCode.TEXT_UNSENDABLE,
    ErrorCode.TEXT_TOO_MANY_BYTES,
    ErrorCode.SENDER_UNUSABLE,
    ErrorCode.TEMPLATE_UNUSABLE,
    ErrorCode.TEMPLATE_NOT_EDITABLE,
    ErrorCode.RESERVATION_TOO_EARLY,
    ErrorCode.RESERVATION_TOO_LATE,
)
Type = Annotated[list[str] | None, QueryParameter(name="type")]
BODY_LIMIT = 4 * 1024 * 1024  # bytes: a thousand recipients with the values of their placeholders


@post("/v1/sms/requests", status_code=201, refuses=(*ROOM, *TEXTS), request_max_body_size=BODY_LIMIT)
async def send(
    data: JSONBody[NewSmsRequest], person: InPerson, commands: InCommands
) -> Response[SmsRequestAccepted]:
    """Send a text, or reserve it: to all of its recipients or, when one is bad, to nobody."""
    made: dict[str, SmsRequestAccepted] = {}

    async def work(uow: UnitOfWork, present: PersonActor) -> str:
        accepted = await accept(uow, present, data)
        made[accepted.id] = accepted
        return accepted.id

    async def again(conn: AsyncConnection, request_id: str) -> SmsRequestAccepted:
        return await accepted_again(conn, person.organisation_id, request_id, data)

    return await commands.run(
        judged_now(person, work),
        again,
        kind=str,
        status=201,
        shown=lambda request_id, _seq: made.get(request_id),
    )


@post(
    "/v1/sms/requests/preview",
    status_code=200,
    refuses=(*ROOM, *TEXTS),
    request_max_body_size=BODY_LIMIT,
)
async def preview(data: JSONBody[NewSmsRequest], person: InPerson, database: InDatabase) -> SmsPreview:
    """Tell what sending this would mean: its cost, its time, and who got something similar lately.

    That it told of whom is audited.
    """
    async with database.read() as conn:
        body = await previewing.preview(conn, person, data, database.clock.now())
    if body.similar:
        await database.run(partial(previewing.record_told, person=person, asked=data, told=body.similar))
    return body


@post("/v1/sms/requests/{request_id:str}/cancel", status_code=200, refuses=ROOM)
async def cancel_request(
    request_id: FromPath[str], person: InPerson, commands: InCommands
) -> Response[SmsCancelled]:
    """Cancel what of a request has not been handed over, and tell of what it is too late for."""
    return await commands.run(judged_now(person, cancelling.cancel_request, request_id), kind=SmsCancelled)


@post("/v1/sms/requests/{request_id:str}/release", status_code=200, refuses=ROOM)
async def release(request_id: FromPath[str], person: InPerson, commands: InCommands) -> Response[SmsReleased]:
    """Send what was held for a decision although."""
    return await commands.run(judged_now(person, cancelling.release, request_id), kind=SmsReleased)


@post("/v1/sms/messages/{message_id:str}/cancel", status_code=200, refuses=(*ROOM, ErrorCode.TOO_LATE))
async def cancel_message(
    message_id: FromPath[str], person: InPerson, commands: InCommands
) -> Response[SmsCancelled]:
    """Cancel one message that has not been handed over."""
    return await commands.run(judged_now(person, cancelling.cancel_message, message_id), kind=SmsCancelled)


@get("/v1/sms/messages", refuses=ROOM)
async def find(
    person: InPerson,
    database: InDatabase,
    seal: InSeal,
    service_id: FromQuery[list[str] | None] = None,
    kind: FromQuery[list[str] | None] = None,
    from_: From = None,
    to: FromQuery[str | None] = None,
    type_: Type = None,
    status: FromQuery[list[str] | None] = None,
    template_id: FromQuery[str | None] = None,
    agent_id: FromQuery[str | None] = None,
    sender: FromQuery[str | None] = None,
    recipient: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> SmsMessagePage:
    """Search texts, newest registered first. ``from`` and ``to`` are days (both included) or moments.

    A search for (a part of) a recipient's number is audited.
    """
    zone = person.zone
    asked = search.Search(
        service_ids=words(service_id),
        kinds=choices("kind", kind, SendingKind),
        start=moment_bound("from", from_, zone, end=False),
        end=moment_bound("to", to, zone, end=True),
        types=choices("type", type_, TextType),
        statuses=choices("status", status, MessageStatus),
        template_id=id_parameter("template_id", template_id),
        agent_id=id_parameter("agent_id", agent_id),
        sender=sender,
        recipient=recipient,
    )
    async with database.read() as conn:
        page = await search.find(conn, person, asked, Paging(seal, person.id, cursor, limit))
    if recipient:
        ids = [item.id for item in page.items]
        more = page.next_cursor is not None
        await record_search(database, person, "sms.searched", recipient, ids, more=more)
    return page


@get("/v1/sms/messages/{message_id:str}", refuses=ROOM)
async def view(message_id: FromPath[str], person: InPerson, database: InDatabase) -> SmsMessage:
    """Return one text; the look at it is audited."""

    async def work(uow: UnitOfWork) -> SmsMessage:
        body = await search.view(uow.conn, person, message_id)
        about = {"phone": masked(body.recipient), "agent_id": body.agent_id}
        await record(uow, person, "sms.viewed", subject=("sms_message", body.id), **about)
        return body

    return await database.run(work)


@get("/v1/callbacks/{callback_id:str}/texts", refuses=ROOM)
async def customer_texts(callback_id: FromPath[str], person: InPerson, database: InDatabase) -> CustomerTexts:
    """Return the texts to the number of a callback; the look at a customer is audited."""

    async def work(uow: UnitOfWork) -> CustomerTexts:
        body = await callback_search.view(uow.conn, person, callback_id)
        about = {"phone": masked(body.phone)}
        await record(uow, person, "customer.texts_viewed", subject=("callback", body.id), **about)
        return await customers.texts_to(uow.conn, person, body)

    return await database.run(work)


JOBS = (
    replace(HAND_OVER, handler=External(handing_over.hand_over, handing_over.REPEATING)),
    replace(LOOK_UP, handler=External(looking_up.look_up, looking_up.REPEATING)),
)

TOPIC = Topic(
    "sms sending",
    handlers=(send, preview, cancel_request, release, cancel_message, find, view, customer_texts),
    sources=(FeedSource(Entity.SMS_MESSAGE, messages, load_bodies, load_keys),),
    figures=(measure_texts,),
    jobs=JOBS,
    recurring=(sweeping.RECURRING,),
)
