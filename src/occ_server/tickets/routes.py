"""POST and GET /v1/tickets."""

from litestar import Response, get, post
from litestar.params import FromQuery, JSONBody
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.sync import Entity
from occ_contract.tickets import NewTicket, Ticket, TicketPage
from occ_server.audit.searches import record_search
from occ_server.kit.inject import InCommands, InDatabase, InSeal
from occ_server.kit.paging import Paging
from occ_server.kit.parameters import From, id_parameter, moment_bound, words
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import Topic
from occ_server.people.actor import InPerson
from occ_server.people.present import judged_now
from occ_server.tickets import service
from occ_server.tickets.service import InLinks
from occ_server.tickets.tables import tickets

ROOM = (ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.FEATURE_DISABLED)


@post("/v1/tickets", status_code=201, refuses=ROOM)
async def register(
    data: JSONBody[NewTicket], person: InPerson, commands: InCommands, links: InLinks
) -> Response[Ticket]:
    """Register history, with or without a callback."""

    async def answer(conn: AsyncConnection, ticket_id: str) -> Ticket:
        return await service.own_body(conn, person, ticket_id)

    return await commands.run(judged_now(person, service.register, data, links), answer, kind=str, status=201)


@get("/v1/tickets", refuses=ROOM)
async def find(
    person: InPerson,
    database: InDatabase,
    seal: InSeal,
    service_id: FromQuery[list[str] | None] = None,
    phone: FromQuery[str | None] = None,
    callback_id: FromQuery[str | None] = None,
    from_: From = None,
    to: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> TicketPage:
    """Return tickets, newest first. ``from`` and ``to`` are days (both included) or moments.

    A search for (a part of) a number is audited.
    """
    zone = person.zone
    asked = service.TicketSearch(
        service_ids=words(service_id),
        phone=phone,
        callback_id=id_parameter("callback_id", callback_id),
        start=moment_bound("from", from_, zone, end=False),
        end=moment_bound("to", to, zone, end=True),
    )
    async with database.read() as conn:
        page = await service.find(conn, person, asked, Paging(seal, person.id, cursor, limit))
    if phone:
        ids = [item.id for item in page.items]
        await record_search(
            database, person, "ticket.searched", phone, ids, more=page.next_cursor is not None
        )
    return page


TOPIC = Topic(
    "tickets",
    handlers=(register, find),
    sources=(FeedSource(Entity.TICKET, tickets, service.load_bodies),),
)
