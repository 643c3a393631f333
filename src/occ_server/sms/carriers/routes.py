"""What carriers contribute to the feed."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sms import SmsLink
from occ_contract.sync import Entity
from occ_server.kit.bulk import among
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import Topic
from occ_server.sms.tables import links


async def load_bodies(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> Mapping[str, SmsLink]:
    """Return how texting of services stands, by the service's id."""
    query = select(links).where(among(conn, links.c.id, ids), links.c.organisation_id == organisation_id)
    return {
        row.id: SmsLink(
            id=row.id,
            service_id=row.id,
            carrier=row.carrier,
            trouble=row.trouble,
            since=row.since,
            held=row.held,
            held_since=row.held_since,
            seq=row.seq,
        )
        for row in await conn.execute(query)
    }


TOPIC = Topic("sms carriers", sources=(FeedSource(Entity.SMS_LINK, links, load_bodies),))
