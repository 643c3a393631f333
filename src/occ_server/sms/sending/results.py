"""What carriers report, written onto messages: in any order, as often as it comes."""

from collections.abc import Sequence

from sqlalchemy import or_, select, tuple_, update

from occ_contract.sms import MessageStage, MessageStatus
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.protocol import Outcome
from occ_server.sms.tables import messages


async def apply_outcomes(
    uow: UnitOfWork, service_id: str, organisation_id: str, outcomes: Sequence[Outcome]
) -> int:
    """End the messages these are about and that have not ended; return how many."""
    by_id = {one.id: one for one in outcomes if one.id is not None}
    by_name = {(one.request, one.place): one for one in outcomes}
    query = (
        select(messages)
        .where(
            messages.c.service_id == service_id,
            messages.c.organisation_id == organisation_id,
            messages.c.stage != MessageStage.ENDED,
            or_(
                messages.c.id.in_(sorted(by_id)),
                tuple_(messages.c.carrier_request, messages.c.carrier_place).in_(sorted(by_name)),
            ),
        )
        .order_by(messages.c.id)
        .with_for_update()
    )
    rows = (await uow.conn.execute(query)).all()
    for row in rows:
        found = by_id.get(row.id) or by_name[row.carrier_request, row.carrier_place]
        change = update(messages).where(
            messages.c.id == row.id, messages.c.organisation_id == organisation_id
        )
        await uow.conn.execute(
            change.values(
                stage=MessageStage.ENDED,
                status=MessageStatus.DONE if found.delivered else MessageStatus.FAILED,
                carrier_request=found.request,
                carrier_place=found.place,
                sent_at=found.sent_at,
                result_at=found.result_at,
                result_code=found.code,
                result=found.reason,
            )
        )
    return len(rows)
