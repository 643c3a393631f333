"""What the catalogue contributes to the feed: sender numbers."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sms import SenderNumber
from occ_contract.sync import Entity
from occ_server.kit.bulk import among
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import Topic
from occ_server.sms.tables import sender_numbers


async def load_senders(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> Mapping[str, SenderNumber]:
    """Return sender numbers by id."""
    query = select(sender_numbers).where(
        among(conn, sender_numbers.c.id, ids), sender_numbers.c.organisation_id == organisation_id
    )
    return {
        row.id: SenderNumber(
            id=row.id,
            service_id=row.service_id,
            phone=row.phone,
            usable=row.usable,
            blocked=row.blocked,
            seq=row.seq,
        )
        for row in await conn.execute(query)
    }


TOPIC = Topic("sms catalogue", sources=(FeedSource(Entity.SMS_SENDER, sender_numbers, load_senders),))
