"""Reading templates: by service and category, those a sender may choose, and what each said before."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sms_catalogue import SmsTemplatePage, SmsTemplateVersion, SmsTemplateVersionPage
from occ_server.people.actor import PersonActor
from occ_server.sms.catalogue.rows import any_row, template_of, texting_services
from occ_server.sms.catalogue.using import FIRST, TREE, selectable
from occ_server.sms.tables import categories, template_versions, templates


async def find_templates(
    conn: AsyncConnection,
    person: PersonActor,
    service_ids: Sequence[str],
    category_id: str | None,
    *,
    only_selectable: bool,
) -> SmsTemplatePage:
    """Return templates in the order of the tree; of a first-level category all that are below it.

    :raises ApiError: 404, 403.
    """
    mine = texting_services(person, service_ids)
    t = templates.c
    query: Select[Any] = select(templates).select_from(TREE)
    query = query.where(
        t.organisation_id == person.organisation_id, t.service_id.in_(mine), t.deleted_at.is_(None)
    )
    if only_selectable:
        query = query.where(*selectable())
    if category_id is not None:
        query = query.where(or_(categories.c.id == category_id, categories.c.parent_id == category_id))
    order = (
        t.service_id,
        FIRST.c.position,
        FIRST.c.id,
        categories.c.position,
        categories.c.id,
        t.position,
        t.id,
    )
    rows = (await conn.execute(query.order_by(*order))).all()
    return SmsTemplatePage(items=tuple(map(template_of, rows)))


async def versions_of(conn: AsyncConnection, person: PersonActor, template_id: str) -> SmsTemplateVersionPage:
    """Return every version of a template, newest first; one that was deleted stays readable.

    :raises ApiError: 404, 403.
    """
    template = await any_row(conn, templates, person.organisation_id, template_id)
    person.texting_in(template.service_id)
    v = template_versions.c
    query = select(template_versions).where(
        v.template_id == template_id, v.organisation_id == person.organisation_id
    )
    rows = (await conn.execute(query.order_by(v.version.desc()))).all()
    fields = SmsTemplateVersion.__struct_fields__
    return SmsTemplateVersionPage(
        items=tuple(
            SmsTemplateVersion(
                **{name: getattr(row, name) for name in fields} | {"image_ids": tuple(row.image_ids)}
            )
            for row in rows
        )
    )
