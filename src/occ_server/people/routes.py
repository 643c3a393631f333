"""GET /v1/services and /v1/agents, and what people contribute to the feed."""

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromQuery

from occ_contract.errors import ErrorCode
from occ_contract.people import AgentPage, ServicePage
from occ_contract.sync import Entity
from occ_server.kit.inject import InDatabase, InSeal
from occ_server.kit.paging import Paging
from occ_server.kit.parameters import words
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import Topic
from occ_server.people import roster
from occ_server.people.actor import InPerson, PersonActor
from occ_server.people.bodies import cut_to_shared, load_agent_keys, load_agents, load_services
from occ_server.people.tables import people, services


@get("/v1/services")
async def list_services(
    person: InPerson,
    database: InDatabase,
    seal: InSeal,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> ServicePage:
    """Return the caller's services, by name."""
    async with database.read() as conn:
        return await roster.services_for(conn, person, Paging(seal, person.id, cursor, limit))


@get("/v1/agents", refuses=(ErrorCode.NOT_FOUND,))
async def list_agents(
    request: Request[PersonActor, None, State],
    person: InPerson,
    database: InDatabase,
    seal: InSeal,
    service_id: FromQuery[list[str] | None] = None,
    former: FromQuery[bool] = False,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> AgentPage:
    """Return the people of the caller's services with their outstanding counts and CTI states, by name.

    With ``former`` also those who have left; they may be given nothing.
    """
    figures = request.app.state.agent_figures
    async with database.read() as conn:
        paging = Paging(seal, person.id, cursor, limit)
        return await roster.agents_for(conn, person, figures, paging, words(service_id), former=former)


TOPIC = Topic(
    "people",
    handlers=(list_services, list_agents),
    sources=(
        FeedSource(Entity.SERVICE, services, load_services),
        FeedSource(Entity.AGENT, people, load_agents, load_agent_keys, cut=cut_to_shared),
    ),
)
