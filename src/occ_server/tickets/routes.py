"""POST and GET /v1/tickets."""

from typing import Annotated

from litestar import Response, get, post
from litestar.params import FromQuery, JSONBody, QueryParameter

from occ_contract.sync import Entity
from occ_contract.tickets import NewTicket, TicketPage
from occ_server.audit.searches import record_search
from occ_server.callbacks.parameters import id_parameter, moment_bound, words, zone_of
from occ_server.inject import InCommands, InDatabase, InPerson
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import Topic
from occ_server.tickets import service
from occ_server.tickets.tables import tickets

From = Annotated[str | None, QueryParameter(name="from")]


@post("/v1/tickets", status_code=201)
async def register(data: JSONBody[NewTicket], person: InPerson, commands: InCommands) -> Response[bytes]:
    """Register history, with or without a callback."""
    return await commands.run(lambda uow: service.register(uow, person, data), service.load_body, status=201)


@get("/v1/tickets")
async def find(
    person: InPerson,
    database: InDatabase,
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
    zone = zone_of(person)
    asked = service.TicketSearch(
        service_ids=words(service_id),
        phone=phone,
        callback_id=id_parameter("callback_id", callback_id),
        start=moment_bound("from", from_, zone, end=False),
        end=moment_bound("to", to, zone, end=True),
    )
    async with database.read() as conn:
        page = await service.find(conn, person, asked, cursor, limit)
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
