"""IVR routes that came with requests, registered in their service or not.

Looks through the newest requests only, on the index they are listed by: a service's routes change rarely,
and the answer must cost the same in a cache of a million rows.
"""

from sqlalchemy import Connection, func, select

from occ_desktop.domain.filters import CallbackSort
from occ_desktop.store.callback_conditions import carried, order
from occ_desktop.store.callback_rows import decoder
from occ_desktop.store.schema import callbacks
from occ_desktop.store.turns import beside

_NEWEST = 20_000


@beside
def seen_routes(conn: Connection) -> dict[tuple[str, str], str]:
    """Return the label of each ``(service id, code)`` among the newest requests, as one of them said it."""
    c = callbacks.c
    newest = carried(
        select(c.service_no, c.route_no, c.no).order_by(*order(CallbackSort())).limit(_NEWEST),
        "ix_callbacks_by_received_at",
    ).subquery()
    latest = (
        select(func.max(newest.c.no))
        .where(newest.c.route_no != 0)
        .group_by(newest.c.service_no, newest.c.route_no)
    )
    rows = (decoder.decode(body) for body in conn.execute(select(c.body).where(c.no.in_(latest))).scalars())
    return {(r.service_id, r.route_code): r.route_name or r.route_code for r in rows if r.route_code}
