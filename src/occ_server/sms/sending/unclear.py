"""What nobody has an answer for becomes ``unknown`` and is looked up; it is never handed over again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update

from occ_contract.sms import MessageStage
from occ_server.kit.bulk import among, kept_to
from occ_server.kit.jobs.queue import enqueue
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.sending.orders import LOOK_UP, HandOver, LookUp
from occ_server.sms.sending.rows import MessageRow, lock_messages, these, touch
from occ_server.sms.tables import handovers, messages

FIRST_LOOK = timedelta(seconds=5)  # the carrier's lists lag


def unanswered(request_id: Any, organisation_id: Any) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for a request's hand-overs that somebody is making, or died while he did."""
    return (
        handovers.c.request_id == request_id,
        handovers.c.organisation_id == organisation_id,
        handovers.c.answered_at.is_(None),
        handovers.c.unclear_at.is_(None),
    )


async def abandoned(uow: UnitOfWork, asked: HandOver) -> Sequence[str]:
    """Find hand-overs of a request whose process is gone: whoever has the request's job now is another.

    Whether it called before it died is known to nobody. Return their keys, for :func:`look_up_later`.
    """
    query = select(handovers.c.id).where(*unanswered(asked.request_id, asked.organisation_id))
    keys = list((await uow.conn.execute(query)).scalars())
    if not keys:
        return ()
    rows = await lock_messages(
        uow,
        asked.organisation_id,
        among(uow.conn, messages.c.handover_id, keys),
        messages.c.stage == MessageStage.HANDING_OVER,
    )
    await mark_unknown(uow, asked.organisation_id, rows)
    return keys


async def mark_unknown(uow: UnitOfWork, organisation_id: str, rows: Sequence[MessageRow]) -> None:
    """Say of locked messages that nobody knows whether the carrier took them."""
    if rows:
        its = these(uow.conn, organisation_id, [row.id for row in rows])
        await uow.conn.execute(update(messages).where(*its).values(stage=MessageStage.UNKNOWN))
        touch(uow, rows)


async def look_up_later(uow: UnitOfWork, organisation_id: str, keys: Sequence[str]) -> None:
    """Have calls looked up by their keys; among the last things a unit of work does."""
    if not keys:
        return
    its = among(uow.conn, handovers.c.id, keys)
    await uow.conn.execute(
        update(handovers)
        .where(its, kept_to(uow.conn.dialect.name, handovers, organisation_id))
        .values(unclear_at=uow.now)
    )
    for key in sorted(keys):
        await enqueue(
            uow,
            LOOK_UP,
            LookUp(handover_id=key, organisation_id=organisation_id),
            key=key,
            due_at=uow.now + FIRST_LOOK,
            organisation_id=organisation_id,
        )
