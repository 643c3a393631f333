"""Colleagues and services as lists: agents with what other topics know of them (outstanding count, line)."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, Table, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.people import Agent, AgentPage, ServicePage
from occ_server.kit.paging import Paging, after
from occ_server.kit.topic import AgentFigures
from occ_server.people.actor import PersonActor
from occ_server.people.bodies import cut_to_shared, load_agents, load_services
from occ_server.people.tables import former_memberships, memberships, people, services


async def agents_for(
    conn: AsyncConnection,
    person: PersonActor,
    figures: Sequence[AgentFigures],
    paging: Paging,
    service_ids: Sequence[str] = (),
    *,
    former: bool = False,
) -> AgentPage:
    """Return the people of these services (of all the caller's without any), by name.

    Their memberships are cut to the services the caller is in. ``former`` adds those who have left them.

    :raises ApiError: 404 for a service the caller is no member of; 422 for ``cursor`` or ``limit``.
    """
    wanted = [person.standing(service_id).service_id for service_id in service_ids]
    within = wanted or list(person.by_service)
    belongs = _of(memberships, within)
    if former:
        belongs = or_(belongs, _of(former_memberships, within))
    ids, more = await _named_page(conn, people, belongs, person, paging)
    found = await load_agents(conn, person.organisation_id, ids)
    more_known = [await known(conn, person.organisation_id, ids) for known in figures]
    items: list[Agent] = []
    for agent_id in ids:
        agent = cut_to_shared(found[agent_id], person.keys)
        values = {name: value for known in more_known for name, value in known.get(agent_id, {}).items()}
        items.append(msgspec.structs.replace(agent, **values))
    return AgentPage(items=tuple(items), next_cursor=more)


def _of(belonging: Table, service_ids: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition of people who stand in a table of members of these services."""
    return people.c.id.in_(select(belonging.c.person_id).where(belonging.c.service_id.in_(service_ids)))


async def services_for(conn: AsyncConnection, person: PersonActor, paging: Paging) -> ServicePage:
    """Return the caller's services, by name.

    :raises ApiError: 422 for ``cursor`` or ``limit``.
    """
    theirs = services.c.id.in_(list(person.by_service))
    ids, more = await _named_page(conn, services, theirs, person, paging)
    found = await load_services(conn, person.organisation_id, ids)
    return ServicePage(items=tuple(found[i] for i in ids), next_cursor=more)


async def _named_page(
    conn: AsyncConnection, table: Table, which: ColumnElement[bool], person: PersonActor, paging: Paging
) -> tuple[list[str], str | None]:
    """Return the ids of one page of rows with a name, in its order, and the cursor of the next page."""
    most = paging.most
    order = (table.c.name, table.c.id)
    query = select(*order).where(table.c.organisation_id == person.organisation_id, which)
    if (last := paging.last(tuple[str, str])) is not None:
        query = query.where(after(order, last, descending=False))
    rows = (await conn.execute(query.order_by(*order).limit(most + 1))).all()
    page = rows[:most]
    more = paging.more(tuple(page[-1])) if len(rows) > most else None
    return [row.id for row in page], more
