"""What sending asks of the catalogue: may this template, sender, picture be used now. It sends nothing."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Join, Row, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.ids import is_id
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.tables import categories, images, sender_numbers, templates

FIRST = categories.alias("first_level")
# A template with its category and the one above, which gives it its place in the tree.
TREE: Join = templates.join(categories, categories.c.id == templates.c.category_id).join(
    FIRST, FIRST.c.id == categories.c.parent_id, isouter=True
)


def selectable() -> Sequence[ColumnElement[bool]]:
    """Return the conditions, over ``TREE``, for templates a sender may choose.

    A category that is off hides everything below it, whatever the template says.
    """
    return (
        templates.c.enabled.is_(True),
        templates.c.deleted_at.is_(None),
        categories.c.enabled.is_(True),
        categories.c.deleted_at.is_(None),
        func.coalesce(FIRST.c.enabled, True).is_(True),
        FIRST.c.deleted_at.is_(None),
    )


async def usable_template(conn: AsyncConnection, organisation_id: str, template_id: str) -> Row[Any] | None:
    """Return a template that is there and on, and so are its category and the one above; else None."""
    if not is_id(template_id):
        return None
    query: Select[Any] = select(templates).select_from(TREE)
    own = templates.c.id == template_id, templates.c.organisation_id == organisation_id
    row: Row[Any] | None = (await conn.execute(query.where(*own, *selectable()))).one_or_none()
    return row


async def usable_sender(conn: AsyncConnection, organisation_id: str, service_id: str, phone: str) -> bool:
    """Tell whether a number is registered for the service, in use and unblocked."""
    s = sender_numbers.c
    query = select(s.id).where(
        s.organisation_id == organisation_id,
        s.service_id == service_id,
        s.phone == phone,
        s.usable.is_(True),
        s.blocked.is_(False),
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


async def keep_images(uow: UnitOfWork, organisation_id: str, service_id: str, ids: Sequence[str]) -> None:
    """Keep images from being tidied, from now on for good: something refers to them.

    To be asked before :func:`usable_images`: an image that is just being tidied is gone then.
    """
    await uow.conn.execute(
        update(images)
        .where(
            images.c.id.in_(sorted(i for i in ids if is_id(i))),
            images.c.organisation_id == organisation_id,
            images.c.service_id == service_id,
            images.c.kept_at.is_(None),
        )
        .values(kept_at=uow.now)
    )
