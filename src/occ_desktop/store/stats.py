"""처리현황 from the cache: counts per quarter hour of the present assignment, folded by the contract."""

from zoneinfo import ZoneInfo

from sqlalchemy import Connection, case, func, select

from occ_contract.callbacks import CallbackStatus
from occ_contract.statistics import BUCKET_SECONDS, day_bounds
from occ_desktop.domain.filters import StatsFilter
from occ_desktop.store.callback_conditions import carried, of_routes
from occ_desktop.store.callback_rows import STATUS_NUMBERS
from occ_desktop.store.interning import numbered
from occ_desktop.store.schema import callbacks
from occ_desktop.store.times import stored
from occ_desktop.store.turns import beside

_BUCKET_MICROS = BUCKET_SECONDS * 1_000_000


@beside
def buckets(conn: Connection, f: StatsFilter, zone: ZoneInfo) -> list[tuple[int, int, int]]:
    """Return ``(bucket number, assigned, completed)`` as :func:`occ_contract.statistics.fold` takes them."""
    c = callbacks.c
    start, end = day_bounds(f.first, f.last, zone)
    done = STATUS_NUMBERS[CallbackStatus.COMPLETED]
    bucket = (c.assigned_at // _BUCKET_MICROS).label("bucket")
    statement = (
        select(bucket, func.count(), func.sum(case((c.status == done, 1), else_=0)))
        .where(c.assigned_at >= max(stored(start), 1), c.assigned_at < stored(end))
        .where(c.status.in_([STATUS_NUMBERS[CallbackStatus.ASSIGNED], done]))
        .group_by(bucket)
    )
    for column, values in (
        (c.service_no, f.services),
        (c.route_no, f.routes),
        (c.assignee_no, f.assignees),
    ):
        if values:
            statement = statement.where(numbered(column, values))
    if f.service_routes:
        statement = statement.where(of_routes(f.service_routes))
    found = conn.execute(carried(statement, "ix_callbacks_by_assigned_at"))
    return [(int(b), int(assigned), int(completed)) for b, assigned, completed in found]
