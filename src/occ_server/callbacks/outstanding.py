"""How many callbacks are outstanding (미완료) with whom, for assigning and for the agents' list."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import CallbackStatus
from occ_server.callbacks.tables import callbacks


async def outstanding_of(
    conn: AsyncConnection, organisation_id: str, person_ids: Sequence[str]
) -> dict[str, int]:
    """Return how many callbacks are assigned to each person now, in the order given."""
    c = callbacks.c
    query = (
        select(c.assignee_id, func.count())
        .where(
            c.organisation_id == organisation_id,
            c.assignee_id.in_(person_ids),
            c.status == CallbackStatus.ASSIGNED,
        )
        .group_by(c.assignee_id)
    )
    counted = {row[0]: int(row[1]) for row in await conn.execute(query)}
    return {person_id: counted.get(person_id, 0) for person_id in person_ids}


async def outstanding_figures(
    conn: AsyncConnection, organisation_id: str, person_ids: Sequence[str]
) -> Mapping[str, Mapping[str, Any]]:
    """Return what callbacks know of agents."""
    counts = await outstanding_of(conn, organisation_id, person_ids)
    return {person_id: {"outstanding": count} for person_id, count in counts.items()}
