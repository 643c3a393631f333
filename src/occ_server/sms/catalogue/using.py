"""What sending asks of the catalogue: may this template, sender, picture be used now. It sends nothing."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.ids import is_id
from occ_server.sms.tables import categories, images, sender_numbers, templates


async def usable_template(conn: AsyncConnection, organisation_id: str, template_id: str) -> Row[Any] | None:
    """Return a template that is there and on, and so are its category and the one above; else None."""
    if not is_id(template_id):
        return None
    above = categories.alias("above")
    query = (
        select(templates)
        .join(categories, categories.c.id == templates.c.category_id)
        .outerjoin(above, above.c.id == categories.c.parent_id)
        .where(
            templates.c.id == template_id,
            templates.c.organisation_id == organisation_id,
            templates.c.deleted_at.is_(None),
            templates.c.enabled.is_(True),
            categories.c.deleted_at.is_(None),
            categories.c.enabled.is_(True),
            func.coalesce(above.c.enabled, True).is_(True),
        )
    )
    return (await conn.execute(query)).one_or_none()


async def usable_sender(conn: AsyncConnection, organisation_id: str, service_id: str, phone: str) -> bool:
    """Tell whether a number is registered for the service, in use and unblocked."""
    query = select(sender_numbers.c.id).where(
        sender_numbers.c.organisation_id == organisation_id,
        sender_numbers.c.service_id == service_id,
        sender_numbers.c.phone == phone,
        sender_numbers.c.usable.is_(True),
    )
    return (await conn.execute(query)).first() is not None


async def usable_images(
    conn: AsyncConnection, organisation_id: str, service_id: str, ids: Sequence[str]
) -> bool:
    """Tell whether all these images are the service's."""
    query = select(images.c.id).where(
        images.c.organisation_id == organisation_id,
        images.c.service_id == service_id,
        images.c.id.in_([i for i in ids if is_id(i)]),
    )
    return set((await conn.execute(query)).scalars()) == set(ids)
