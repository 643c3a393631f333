"""What an operator sees of the jobs: how many of each kind wait, run or were set aside, and how late."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.kit.figures import JOB_AGE, JOBS
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.jobs.times import Moment


@dataclass(frozen=True)
class KindFigures:
    """One kind of job. ``late_seconds`` is how long its oldest open job has been due (0: none is)."""

    kind: str
    known: bool
    waiting: int
    running: int
    failed: int
    late_seconds: float


async def figures(conn: AsyncConnection, now: Moment, known: Collection[str]) -> list[KindFigures]:
    """Count the table; kinds of a newer server are counted too, though nobody here does them."""
    is_open, is_taken = jobs.c.failed_at.is_(None), jobs.c.token.is_not(None)
    query = (
        select(
            jobs.c.kind,
            func.sum(case((and_(is_open, ~is_taken), 1), else_=0)).label("waiting"),
            func.sum(case((is_taken, 1), else_=0)).label("running"),
            func.sum(case((is_open, 0), else_=1)).label("failed"),
            func.min(case((and_(is_open, jobs.c.due_at <= now), jobs.c.due_at))).label("oldest"),
            func.min(jobs.c.due_at).is_(None).label("seat"),
            now.label("now"),
        )
        .group_by(jobs.c.kind)
        .order_by(jobs.c.kind)
    )
    return [
        KindFigures(
            row.kind,
            known=row.kind in known or bool(row.seat),
            waiting=int(row.waiting),
            running=int(row.running),
            failed=int(row.failed),
            late_seconds=0.0 if row.oldest is None else (row.now - row.oldest).total_seconds(),
        )
        for row in await conn.execute(query)
    ]


def publish(found: Collection[KindFigures]) -> None:
    """Set the gauges of ``/metrics``; kinds that left the table leave the page."""
    JOBS.clear()
    JOB_AGE.clear()
    for one in found:
        JOBS.labels(one.kind, "waiting" if one.known else "unknown").set(one.waiting)
        JOBS.labels(one.kind, "running").set(one.running)
        JOBS.labels(one.kind, "failed").set(one.failed)
        JOB_AGE.labels(one.kind).set(one.late_seconds)
