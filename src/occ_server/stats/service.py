"""처리현황: present assignments by day or month, counted in quarter hours here and folded by the contract."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, case, cast, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import CallbackStatus, Stats
from occ_contract.statistics import BUCKET_SECONDS, Period, check_range, day_bounds, fold
from occ_server.callbacks.tables import callbacks
from occ_server.people.actor import PersonActor, forbidden

_BUCKET_MICROS = BUCKET_SECONDS * 1_000_000


@dataclass(frozen=True, kw_only=True)
class StatsQuery:
    """Local days ``first`` to ``last``, both included, and filters; empty ones do not narrow."""

    first: date
    last: date
    by: Period
    service_ids: Sequence[str] = ()
    routes: Sequence[str] = ()
    assignee_id: str | None = None


async def figures(conn: AsyncConnection, person: PersonActor, asked: StatsQuery) -> Stats:
    """Return the figures of the services the caller supervises.

    :raises RuleError: ``bad_range``.
    :raises ApiError: 403 to others than supervisors, 404 for a service of somebody else.
    """
    person.check_callbacks(asked.service_ids)
    supervised = [s.service_id for s in person.standings if s.uses_callbacks and s.is_supervisor]
    wanted = [person.supervising(i).service_id for i in asked.service_ids] or supervised
    if not wanted:
        raise forbidden("supervisor")
    check_range(asked.first, asked.last)
    start, end = day_bounds(asked.first, asked.last, person.zone)
    c = callbacks.c
    # An integer division of the stored microseconds: the literal keeps it out of the column's own type.
    bucket = type_coerce(c.assigned_at, BigInteger) // cast(_BUCKET_MICROS, BigInteger)
    done = func.sum(case((c.status == CallbackStatus.COMPLETED, 1), else_=0))
    query = (
        select(bucket.label("bucket"), func.count(), done)
        .where(
            c.organisation_id == person.organisation_id,
            c.service_id.in_(wanted),
            c.assigned_at >= start,
            c.assigned_at < end,
            c.status.in_([CallbackStatus.ASSIGNED, CallbackStatus.COMPLETED]),
        )
        .group_by(bucket)
    )
    if asked.routes:
        query = query.where(c.route_code.in_(asked.routes))
    if asked.assignee_id:
        query = query.where(c.assignee_id == asked.assignee_id)
    rows = await conn.execute(query)
    buckets = [(int(number), int(assigned), int(completed)) for number, assigned, completed in rows]
    return fold(buckets, asked.first, asked.last, asked.by, person.zone)
