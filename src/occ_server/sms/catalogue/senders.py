"""Reading sender numbers (발신번호); the carriers write them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sms import SenderNumber
from occ_contract.sms_catalogue import SenderNumberPage
from occ_server.kit.bulk import among
from occ_server.people.actor import PersonActor
from occ_server.sms.catalogue.rows import texting_services
from occ_server.sms.tables import sender_numbers


def sender_of(row: Row[Any]) -> SenderNumber:
    """Return the wire form of a sender number."""
    return SenderNumber(**{name: getattr(row, name) for name in SenderNumber.__struct_fields__})


async def load_senders(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> Mapping[str, SenderNumber]:
    """Return an organisation's sender numbers by id, for the feed."""
    s = sender_numbers.c
    query = select(sender_numbers).where(among(conn, s.id, ids), s.organisation_id == organisation_id)
    return {row.id: sender_of(row) for row in await conn.execute(query)}


async def find_senders(
    conn: AsyncConnection, person: PersonActor, service_ids: Sequence[str]
) -> SenderNumberPage:
    """Return the numbers registered for these services (all of the caller's), also those not usable now.

    :raises ApiError: 404, 403.
    """
    s = sender_numbers.c
    query = select(sender_numbers).where(
        s.organisation_id == person.organisation_id,
        s.service_id.in_(texting_services(person, service_ids)),
    )
    rows = await conn.execute(query.order_by(s.service_id, s.phone))
    return SenderNumberPage(items=tuple(map(sender_of, rows)))
