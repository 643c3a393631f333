"""A person's own telephony as it travels, and what it adds to the list of agents."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.cti import CtiState, CtiStatus, CurrentCall
from occ_contract.sync import Entity
from occ_server.telephony.link import load_link
from occ_server.telephony.tables import calls, lines


def _call(row: Row[Any]) -> CurrentCall | None:
    if row.call_id is None:
        return None
    return CurrentCall(
        id=row.call_id,
        state=row.call_state,
        since=row.since,
        phone=row.phone,
        name=row.name,
        service_id=row.service_id,
        callback_id=row.for_id if row.for_kind is Entity.CALLBACK else None,
    )


async def load_bodies(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> Mapping[str, CtiStatus]:
    """Return people's own telephony by person id, for the feed and for answers."""
    query = (
        select(
            lines,
            calls.c.state.label("call_state"),
            calls.c.phone,
            calls.c.name,
            calls.c.service_id,
            calls.c.for_kind,
            calls.c.for_id,
        )
        .outerjoin(
            calls,
            and_(calls.c.id == lines.c.call_id, calls.c.organisation_id == lines.c.organisation_id),
        )
        .where(lines.c.person_id.in_(ids), lines.c.organisation_id == organisation_id)
    )
    rows = (await conn.execute(query)).all()
    link = await load_link(conn)
    return {
        row.person_id: CtiStatus(
            agent_id=row.person_id,
            state=row.state,
            since=row.since,
            mode=link.mode,
            extension=row.extension,
            call=_call(row),
            pbx_connected=link.connected,
            pbx_since=link.since,
            simulated=link.is_simulated,
            seq=row.seq,
        )
        for row in rows
    }


async def load_status(
    conn: AsyncConnection, organisation_id: str, person_id: str, now: datetime
) -> CtiStatus:
    """Return one person's telephony; one who never logged in is logged out since ``now``."""
    found = await load_bodies(conn, organisation_id, [person_id])
    if person_id in found:
        return found[person_id]
    link = await load_link(conn)
    return CtiStatus(
        agent_id=person_id,
        state=CtiState.LOGGED_OUT,
        since=now,
        mode=link.mode,
        pbx_connected=link.connected,
        pbx_since=link.since,
        simulated=link.is_simulated,
    )


async def own_facts(conn: AsyncConnection) -> Mapping[str, Any]:
    """Return what everybody is told of the telephone system, also who has no telephone."""
    return {"simulated": (await load_link(conn)).is_simulated}


async def line_figures(
    conn: AsyncConnection, organisation_id: str, person_ids: Sequence[str]
) -> Mapping[str, Mapping[str, Any]]:
    """Return what telephony knows of agents; who never logged in is left out."""
    query = select(lines).where(lines.c.organisation_id == organisation_id, lines.c.person_id.in_(person_ids))
    return {
        row.person_id: {"cti_state": row.state, "cti_since": row.since, "extension": row.extension}
        for row in await conn.execute(query)
    }
