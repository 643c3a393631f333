"""Which texts the number of a callback got: for whoever is about to call, as its earlier contacts are.

Of what colleagues sent they learn that, when and from which template; what it said is read by its sender and
by supervisors alone, as everywhere.
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import Callback
from occ_contract.recipients import same_recipient
from occ_contract.sms import CustomerText, CustomerTexts
from occ_server.people.actor import PersonActor
from occ_server.sms.sending.rows import Filling
from occ_server.sms.tables import messages, requests
from occ_server.visibility.scopes import message_keys

MOST = 100


async def texts_to(conn: AsyncConnection, person: PersonActor, callback: Callback) -> CustomerTexts:
    """Return the newest hundred texts to its number in its service; none while texting is off."""
    if not person.standing(callback.service_id).sms_enabled:
        return CustomerTexts()
    m = messages.c
    query = (
        select(
            m.id,
            m.registered_at,
            m.agent_id,
            m.type,
            m.status,
            m.stage,
            m.held,
            m.fillings,
            requests.c.template_name,
            requests.c.subject,
            requests.c.body,
        )
        .join(requests, requests.c.id == m.request_id)
        .where(
            m.organisation_id == person.organisation_id,
            m.service_id == callback.service_id,
            m.same_recipient == same_recipient(callback.phone),
        )
        .order_by(m.registered_at.desc())
        .limit(MOST)
    )
    filling = Filling()
    found = []
    for row in await conn.execute(query):
        readable = not person.keys.isdisjoint(message_keys(callback.service_id, row.agent_id))
        body = filling.filled(row.body, row.fillings) if readable else ""
        subject = filling.title(row.subject, row.fillings) if readable else ""
        found.append(
            CustomerText(
                id=row.id,
                at=row.registered_at,
                by_id=row.agent_id,
                type=row.type,
                status=row.status,
                stage=row.stage,
                title=row.template_name or subject or body.partition("\n")[0],
                body=body,
                held=row.held,
            )
        )
    return CustomerTexts(items=tuple(found))
