"""What carriers report is written down: once, however often, in whatever order and however early it comes.

A report is matched by our id of the message where the carrier echoes it, else by the carrier's own names.
The first final word stays; a later, different one is logged, not believed. One of a message that still
waits means that the carrier has it after all: then it is not handed over.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from occ_contract.ids import is_id
from occ_contract.sms import PASSING_HOLDS, MessageStage, MessageStatus
from occ_contract.sms_results import ResultReason
from occ_server.kit.bulk import among, kept_to
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.protocol import Outcome
from occ_server.sms.sending.holds import count_held
from occ_server.sms.sending.rows import OURS, MessageRow, lock_messages, touch
from occ_server.sms.tables import messages

logger = logging.getLogger(__name__)

# We ended these ourselves, without a word of the carrier's.
NO_LAST_WORD = frozenset({ResultReason.NEVER_ACCEPTED, ResultReason.NO_RESULT, ResultReason.ACCOUNT_CHANGED})


async def apply_outcomes(
    uow: UnitOfWork, service_id: str, organisation_id: str, outcomes: Sequence[Outcome]
) -> int:
    """Write down results of a service's messages; return how many of them were news.

    What is reported of a message nobody knows is left out: it may be another system's of the same account.
    """
    by_id = await _matched(uow, organisation_id, outcomes)
    if not by_id:
        return 0
    its = among(uow.conn, messages.c.id, sorted(by_id))
    rows = [row for row in await lock_messages(uow, organisation_id, its) if row.service_id == service_id]
    news = [(row, by_id[row.id]) for row in rows if _is_news(row, by_id[row.id])]
    if not news:
        return 0
    await _write(uow, organisation_id, news)
    touch(uow, [row for row, _ in news])
    if any(row.held in PASSING_HOLDS for row, _ in news):
        await count_held(uow, organisation_id, service_id)
    return len(news)


async def _matched(uow: UnitOfWork, organisation_id: str, outcomes: Sequence[Outcome]) -> dict[str, Outcome]:
    """Return outcomes by our id of the message; the first of several about one."""
    named: dict[str, Outcome] = {}
    for one in outcomes:
        if one.id is not None and is_id(one.id):
            named.setdefault(one.id, one)
    unnamed = {(o.request, o.place): o for o in reversed(outcomes) if o.id is None or not is_id(o.id)}
    if not unnamed:
        return named
    query = select(messages.c.id, messages.c.carrier_request, messages.c.carrier_place).where(
        among(uow.conn, messages.c.carrier_request, sorted({request for request, _ in unnamed})),
        kept_to(uow.conn.dialect.name, messages, organisation_id),
    )
    for row in await uow.conn.execute(query):
        reported = unnamed.get((row.carrier_request, row.carrier_place))
        if reported is not None:
            named.setdefault(row.id, reported)
    return named


def _is_news(row: MessageRow, outcome: Outcome) -> bool:
    if row.stage is not MessageStage.ENDED:
        if row.stage in OURS:
            logger.error("the carrier reports message %s, which was not handed over", row.id)
        return True
    if row.status is MessageStatus.CANCELLED:
        logger.error("the carrier reports message %s, which was cancelled", row.id)
        return False
    if row.result in NO_LAST_WORD:
        logger.warning("message %s (%s) has a result after all", row.id, row.result.value)
        return True
    if outcome.delivered is not (row.status is MessageStatus.DONE):
        logger.warning(
            "message %s was %s (%s) and is now reported with %s: the first word stays",
            row.id,
            row.status.value,
            row.result_code,
            outcome.code,
        )
    return False


async def _write(uow: UnitOfWork, organisation_id: str, news: Sequence[tuple[MessageRow, Outcome]]) -> None:
    m = messages.c
    statement = (
        update(messages)
        .where(m.id == bindparam("its_id"), m.organisation_id == bindparam("its_organisation"))
        .values(
            stage=MessageStage.ENDED,
            held=None,
            held_at=None,
            status=bindparam("new_status", type_=m.status.type),
            accepted_at=bindparam("new_accepted", type_=m.accepted_at.type),
            carrier_request=bindparam("new_request", type_=m.carrier_request.type),
            carrier_place=bindparam("new_place", type_=m.carrier_place.type),
            sent_at=bindparam("new_sent", type_=m.sent_at.type),
            result_at=bindparam("new_result_at", type_=m.result_at.type),
            result_code=bindparam("new_code", type_=m.result_code.type),
            result=bindparam("new_result", type_=m.result.type),
        )
    )
    await uow.conn.execute(statement, [_values(uow, organisation_id, *one) for one in news])


def _values(uow: UnitOfWork, organisation_id: str, row: MessageRow, outcome: Outcome) -> Mapping[str, Any]:
    return {
        "its_id": row.id,
        "its_organisation": organisation_id,
        "new_status": MessageStatus.DONE if outcome.delivered else MessageStatus.FAILED,
        "new_accepted": row.accepted_at or uow.now,
        "new_request": row.carrier_request or outcome.request,
        "new_place": row.carrier_place if row.carrier_request else outcome.place,
        "new_sent": outcome.sent_at,
        "new_result_at": outcome.result_at,
        "new_code": outcome.code[:20],
        "new_result": outcome.reason,
    }
