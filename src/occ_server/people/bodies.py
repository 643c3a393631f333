"""Services and agents as clients see them, and the keys an agent's row has now."""

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.people import Agent, Membership, Permission, Role, Route, Service
from occ_server.people.rights import load_standings
from occ_server.people.tables import former_memberships, memberships, people, routes, services
from occ_server.visibility.scopes import Standing, agent_keys, people_key


async def load_services(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> dict[str, Service]:
    """Return an organisation's services with their routes, by id."""
    by_service: dict[str, list[Route]] = {}
    query = (
        select(routes)
        .join(services, services.c.id == routes.c.service_id)
        .where(routes.c.service_id.in_(ids), services.c.organisation_id == organisation_id)
        .order_by(routes.c.service_id, routes.c.code)
    )
    for row in await conn.execute(query):
        by_service.setdefault(row.service_id, []).append(Route(code=row.code, label=row.label))
    found = await conn.execute(
        select(services).where(services.c.id.in_(ids), services.c.organisation_id == organisation_id)
    )
    return {
        row.id: Service(
            id=row.id,
            name=row.name,
            callback_enabled=row.callback_enabled,
            sms_enabled=row.sms_enabled,
            cti_enabled=row.cti_enabled,
            auto_ticket=row.auto_ticket,
            service_level_seconds=row.service_level_seconds,
            routes=tuple(by_service.get(row.id, ())),
            seq=row.seq,
        )
        for row in found
    }


def memberships_of(standings: Sequence[Standing]) -> tuple[Membership, ...]:
    """Return standings as they travel."""
    return tuple(
        Membership(service_id=s.service_id, role=s.role, permissions=tuple(sorted(s.permissions)))
        for s in standings
    )


async def load_agents(conn: AsyncConnection, organisation_id: str, ids: Sequence[str]) -> dict[str, Agent]:
    """Return people as colleagues see them, by id; telephony and outstanding counts are another topic's.

    Who has left is not active, and has no rights where they were.
    """
    standings = await load_standings(conn, organisation_id, ids)
    former = await _services_of(conn, former_memberships, organisation_id, ids)
    query = select(people.c.id, people.c.name, people.c.disabled_at, people.c.seq).where(
        people.c.id.in_(ids), people.c.organisation_id == organisation_id
    )
    found: dict[str, Agent] = {}
    for row in await conn.execute(query):
        held = standings[row.id]
        union: set[Permission] = set().union(*(s.permissions for s in held))
        found[row.id] = Agent(
            id=row.id,
            name=row.name,
            role=Role.SUPERVISOR if any(s.is_supervisor for s in held) else Role.AGENT,
            permissions=tuple(sorted(union)),
            services=tuple(s.service_id for s in held),
            active=row.disabled_at is None and bool(held),
            former_services=tuple(former.get(row.id, ())),
            memberships=memberships_of(held),
            seq=row.seq,
        )
    return found


def cut_to_shared(agent: Agent, keys: frozenset[str]) -> Agent:
    """Return an agent as a holder of these keys may know them: their standing in shared services only."""
    shared = tuple(m for m in agent.memberships if people_key(m.service_id) in keys)
    former = tuple(service_id for service_id in agent.former_services if people_key(service_id) in keys)
    if len(shared) == len(agent.memberships) and len(former) == len(agent.former_services):
        return agent
    return msgspec.structs.replace(
        agent,
        role=Role.SUPERVISOR if any(m.role is Role.SUPERVISOR for m in shared) else Role.AGENT,
        permissions=tuple(sorted({p for m in shared for p in m.permissions})),
        services=tuple(m.service_id for m in shared),
        memberships=shared,
        former_services=former,
    )


async def load_agent_keys(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> Mapping[str, frozenset[str]]:
    """Return the keys of agents: where they are a member, and where they were one and are remembered."""
    by_person = await _services_of(conn, former_memberships, organisation_id, ids)
    for person_id, held in (await _services_of(conn, memberships, organisation_id, ids)).items():
        by_person.setdefault(person_id, []).extend(held)
    return {person_id: agent_keys(held) for person_id, held in by_person.items()}


async def _services_of(
    conn: AsyncConnection, belonging: Table, organisation_id: str, ids: Sequence[str]
) -> dict[str, list[str]]:
    """Return the services in which people stand in a table of members, present or former, by person."""
    its = belonging.c
    query = (
        select(its.person_id, its.service_id)
        .join(services, services.c.id == its.service_id)
        .where(its.person_id.in_(ids), services.c.organisation_id == organisation_id)
        .order_by(its.service_id)
    )
    found: dict[str, list[str]] = {}
    for person_id, service_id in await conn.execute(query):
        found.setdefault(person_id, []).append(service_id)
    return found
