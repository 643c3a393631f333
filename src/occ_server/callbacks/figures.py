"""Figures of the intake: an IVR that fell silent is noticed by the age of its last request."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.callbacks.tables import callbacks
from occ_server.kit.figures import INTAKE_AGE
from occ_server.kit.organisation_guard import across_organisations
from occ_server.people.tables import organisations


async def measure_intake_age(conn: AsyncConnection, now: datetime) -> None:
    """Set the seconds since each organisation's newest request; one without any has no figure.

    Index: callbacks (organisation_id, received_at, id), one look per organisation.
    """
    newest = (
        select(func.max(callbacks.c.received_at))
        .where(callbacks.c.organisation_id == organisations.c.id)
        .scalar_subquery()
    )
    query = select(organisations.c.name, newest.label("newest"))
    rows = (await conn.execute(across_organisations(query, "the operator's figures are of all"))).all()
    INTAKE_AGE.clear()
    for row in rows:
        if row.newest is not None:
            INTAKE_AGE.labels(row.name).set(max(0.0, (now - row.newest).total_seconds()))
