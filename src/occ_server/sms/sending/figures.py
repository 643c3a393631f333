"""Figures of texts on their way: what waits, since when, and which calls nobody has an answer of."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sms import MessageStage
from occ_server.kit.figures import SMS_HANDOVERS_OPEN, SMS_MESSAGES, SMS_WAITING_AGE
from occ_server.kit.organisation_guard import across_organisations
from occ_server.sms.sending.rows import OURS
from occ_server.sms.sending.waking import TRIED
from occ_server.sms.tables import IS_LIVE, handovers, messages

_WHY = "the operator's figures are of all"


async def measure_texts(conn: AsyncConnection, now: datetime) -> None:
    """Set the figures. What ended is not read (``ix_sms_messages_live``, ``ix_sms_handovers_open``)."""
    m = messages.c
    by_stage = select(m.stage, func.count()).where(IS_LIVE).group_by(m.stage)
    counted = (await conn.execute(across_organisations(by_stage, _WHY))).all()
    counts: dict[MessageStage, int] = {row[0]: row[1] for row in counted}
    for stage in MessageStage:
        if stage is not MessageStage.ENDED:
            SMS_MESSAGES.labels(stage.value).set(counts.get(stage, 0))
    undecided = or_(m.held.is_(None), m.held.in_(TRIED))
    oldest = select(func.min(m.due_at)).where(IS_LIVE, m.stage.in_(sorted(OURS)), undecided, m.due_at <= now)
    since = (await conn.execute(across_organisations(oldest, _WHY))).scalar_one()
    SMS_WAITING_AGE.set(0.0 if since is None else (now - since).total_seconds())
    unclear = handovers.c.unclear_at.is_not(None)
    calls = select(unclear, func.count()).where(handovers.c.answered_at.is_(None)).group_by(unclear)
    open_calls = {bool(row[0]): row[1] for row in await conn.execute(across_organisations(calls, _WHY))}
    for word, is_unclear in (("yes", True), ("no", False)):
        SMS_HANDOVERS_OPEN.labels(word).set(open_calls.get(is_unclear, 0))
