"""Colleagues and services as a screen needs them: agents with their outstanding count and their line."""

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.people import Agent, Service
from occ_server.auth.actors import PersonActor
from occ_server.callbacks.assign import outstanding_of
from occ_server.cti.lines import lines_of
from occ_server.people.bodies import load_agents as load_people
from occ_server.people.bodies import load_services
from occ_server.people.tables import memberships


async def load_agents(conn: AsyncConnection, ids: Sequence[str]) -> Mapping[str, Agent]:
    """Return agents by id with their outstanding count and CTI state, for the feed and the list."""
    agents = await load_people(conn, ids)
    counts = await outstanding_of(conn, ids)
    lines = await lines_of(conn, ids)
    full: dict[str, Agent] = {}
    for person_id, agent in agents.items():
        line = lines.get(person_id)
        more = {"outstanding": counts[person_id]}
        if line is not None:
            more |= {"cti_state": line.state, "cti_since": line.since, "extension": line.extension}
        full[person_id] = msgspec.structs.replace(agent, **more)
    return full


async def agents_for(conn: AsyncConnection, person: PersonActor, service_ids: Sequence[str]) -> list[Agent]:
    """Return the people of these services (of all the caller's without any), by name.

    :raises ApiError: 404 for a service the caller is no member of.
    """
    wanted = [person.standing(service_id).service_id for service_id in service_ids]
    query = (
        select(memberships.c.person_id)
        .where(memberships.c.service_id.in_(wanted or list(person.by_service)))
        .distinct()
    )
    ids = list((await conn.execute(query)).scalars())
    agents = await load_agents(conn, ids)
    return sorted(agents.values(), key=lambda agent: (agent.name, agent.id))


async def services_for(conn: AsyncConnection, person: PersonActor) -> list[Service]:
    """Return the caller's services, by name."""
    found = await load_services(conn, list(person.by_service))
    return sorted(found.values(), key=lambda service: (service.name, service.id))
