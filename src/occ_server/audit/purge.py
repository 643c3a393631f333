"""The lawful purge: what is past its retention goes, the oldest first, and the rest still verifies.

Each step removes a prefix of one chain in one transaction. It leaves where the chain begins now (number and
hash of the last entry removed) in ``audit_purges``, which the triggers ask before they let a row go, and an
entry of its own that says the same. A chain that does not verify is left as it is: evidence.
"""

import logging
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import delete, insert, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.audit.chain import Finding, Walk
from occ_server.audit.service import SERVER, Who, record
from occ_server.audit.tables import STORED, audit_entries, audit_heads, audit_purges
from occ_server.audit.verify import PURGED, as_stored, beginning, last_purge, parts, stored_rows
from occ_server.kit.columns import from_micros, to_micros
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.unit import UnitOfWork

logger = logging.getLogger(__name__)

STEP = 2000  # a tenth of a second on SQLite, where everybody else waits meanwhile
FINDINGS_KEPT = 10


def purge_before(now: datetime, kept: timedelta) -> datetime:
    """Return the moment before which entries go: the start of a day (UTC), so one purge a day will do."""
    return (now - kept).replace(hour=0, minute=0, second=0, microsecond=0)


async def purge(uow: UnitOfWork, older_than: datetime, by: Who = SERVER, *, even_broken: bool = False) -> int:
    """Remove at most ``STEP`` of the oldest entries of one chain; return how many, 0 when all is done.

    ``even_broken`` also purges chains that do not verify; what was wrong is kept in the purge's entry.
    """
    query = select(audit_heads.c.organisation_id).order_by(audit_heads.c.organisation_id)
    every = across_organisations(query, "each chain is purged, one after the other")
    for organisation_id in (await uow.conn.execute(every)).scalars().all():
        if await _begin(uow.conn, organisation_id, older_than) and (
            removed := await _purge_chain(uow, organisation_id, older_than, by, even_broken=even_broken)
        ):
            return removed
    return 0


async def _begin(conn: AsyncConnection, organisation_id: str, older_than: datetime) -> bool:
    """Tell whether the oldest entry is due. It stays locked: of two purges at once one waits."""
    e = audit_entries.c
    at = type_coerce(e.at, STORED["at"]).label("at")
    query = select(at).where(e.organisation_id == organisation_id).order_by(e.number).limit(1)
    async with as_stored(conn):
        row = (await conn.execute(query.with_for_update())).one_or_none()
    return row is not None and _is_due(row.at, to_micros(older_than))


def _is_due(at: Any, limit: int) -> bool:
    """Tell whether an entry of this time goes; one whose time was altered is for the walk to find."""
    return type(at) is not int or at < limit


async def _purge_chain(
    uow: UnitOfWork, organisation_id: str, older_than: datetime, by: Who, *, even_broken: bool
) -> int:
    limit = to_micros(older_than)
    async with as_stored(uow.conn):
        rows = (await uow.conn.execute(stored_rows(organisation_id).limit(STEP))).all()
        begin = beginning(await last_purge(uow.conn, organisation_id))
    due = list(takewhile(lambda row: _is_due(row.at, limit), rows))
    if not due:
        return 0
    walk = Walk(begin)
    steps = [walk.step(*parts(row)) for row in due]
    findings = [found for found in steps if found is not None]
    if findings and not even_broken:
        words = findings[0].words
        logger.error("the audit chain of %s is broken and was not purged: %s", organisation_id, words)
        return 0
    times = [row.at for row in due if type(row.at) is int and row.at >= 0]
    newest_at, place = from_micros(max(times, default=limit - 1)), walk.place
    if place != begin:
        await uow.conn.execute(
            insert(audit_purges).values(
                organisation_id=organisation_id,
                removed=len(due),
                newest_at=newest_at,
                purged_at=uow.now,
                **place._asdict(),
            )
        )
    e = audit_entries.c
    await uow.conn.execute(
        delete(audit_entries).where(e.organisation_id == organisation_id, e.number <= place.number)
    )
    told = {**place._asdict(), "removed": len(due), "newest_at": newest_at.isoformat(), **_broken(findings)}
    await record(uow, by, PURGED, organisation_id=organisation_id, **told)
    return len(due)


def _broken(findings: list[Finding]) -> dict[str, Any]:
    return {"broken": [found.words for found in findings[:FINDINGS_KEPT]]} if findings else {}
