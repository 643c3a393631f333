"""What is not heard of ends too, after a time everybody can know, and in a word that claims nothing.

A carrier closes each text itself (NHN: a short one within 25 hours, a long one within 80); what it then never
told is ended as ``no_result``. What comes later is still taken over (``results``).
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_

from occ_contract.sms import MessageStage
from occ_contract.sms_results import ResultReason
from occ_server.kit.jobs.times import later
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.sending.rows import lock_messages
from occ_server.sms.sending.settling import fail
from occ_server.sms.tables import IS_LIVE, messages

logger = logging.getLogger(__name__)

CLOSED = timedelta(hours=96)  # asked so long after it was handed over, the carrier would have told
UNASKED = timedelta(days=14)  # though nobody could ask: its account may be gone


def is_given_up(now: datetime) -> ColumnElement[bool]:
    """Return the condition for accepted messages whose result will not come (``ix_sms_messages_live``)."""
    m = messages.c
    asked_late = and_(m.handed_over_at <= now - CLOSED, m.looked_up_at >= later(m.handed_over_at, CLOSED))
    return and_(
        IS_LIVE,
        m.stage == MessageStage.ACCEPTED,
        m.due_at <= now - CLOSED,
        or_(asked_late, m.handed_over_at <= now - UNASKED),
    )


async def end_without_result(
    uow: UnitOfWork, organisation_id: str, certain: datetime, *conditions: ColumnElement[bool]
) -> int:
    """End those of these messages whose result will not come by ``certain``; return how many."""
    rows = await lock_messages(uow, organisation_id, is_given_up(certain), *conditions)
    if rows:
        logger.warning("%d messages were accepted, and the carrier never told their results", len(rows))
        await fail(uow, organisation_id, rows, ResultReason.NO_RESULT)
    return len(rows)
