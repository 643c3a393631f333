"""What a confirmation shows before anything is sent: cost, window, who got something similar lately."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.phone import masked
from occ_contract.reservation import reservation_window
from occ_contract.sms import MessageStatus, NewSmsRequest, Similar, SmsPreview
from occ_server.audit.service import record
from occ_server.kit.bulk import among
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.people.tables import people
from occ_server.sms.sending.checking import Checked, checked
from occ_server.sms.sending.rows import Filling
from occ_server.sms.tables import messages, requests

LATELY = timedelta(hours=24)
_NO_TEXT = (MessageStatus.CANCELLED, MessageStatus.FAILED)  # nobody got these


async def preview(
    conn: AsyncConnection, person: PersonActor, asked: NewSmsRequest, now: datetime
) -> SmsPreview:
    """Return what sending this would mean at ``now``; nothing changes.

    :raises ApiError, RuleError: as sending it would.
    """
    found = await checked(conn, person, asked, now)
    earliest, latest = reservation_window(now)
    return SmsPreview(
        count=len(found.recipients),
        duplicates=found.duplicates,
        bytes=found.bytes,
        worst=found.worst,
        now=now,
        earliest=earliest,
        latest=latest,
        similar=tuple(await _similar(conn, person, asked.service_id, found, now)),
    )


async def record_told(
    uow: UnitOfWork, person: PersonActor, asked: NewSmsRequest, told: Sequence[Similar]
) -> None:
    """Put into the trail of whom a preview told that they got a text lately."""
    await record(
        uow,
        person,
        "sms.previewed",
        subject=("service", asked.service_id),
        count=len(told),
        recipients=len(asked.recipients),
        phones=[masked(one.recipient) for one in told],
        agent_ids=sorted({one.agent_id for one in told}),
    )


async def _similar(
    conn: AsyncConnection, person: PersonActor, service_id: str, found: Checked, now: datetime
) -> Sequence[Similar]:
    """Return the newest text of the last day to each of these numbers: of no other number, and no text."""
    m = messages.c
    numbers = {one.same: one for one in found.recipients}
    query = (
        select(m.same_recipient, m.registered_at, m.agent_id, m.fillings, requests.c.body, people.c.name)
        .join(requests, requests.c.id == m.request_id)
        .join(people, people.c.id == m.agent_id)
        .where(
            m.organisation_id == person.organisation_id,
            m.service_id == service_id,
            among(conn, m.same_recipient, list(numbers)),
            m.registered_at >= now - LATELY,
            m.status.not_in(_NO_TEXT),
        )
        .order_by(m.registered_at, m.id)
    )
    filling = Filling()
    newest: dict[str, Similar] = {}
    for row in await conn.execute(query):
        its = numbers[row.same_recipient]
        text = filling.filled(found.body, its.values)
        newest[row.same_recipient] = Similar(
            recipient=its.phone,
            at=row.registered_at,
            agent_id=row.agent_id,
            agent_name=row.name,
            same=filling.filled(row.body, row.fillings) == text,
        )
    return [newest[same] for same in numbers if same in newest]
