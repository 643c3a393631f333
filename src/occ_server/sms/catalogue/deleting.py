"""Deleting categories with all below them, and templates. The rows stay: a text's history names them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Table, select, update

from occ_contract.ids import is_id
from occ_contract.sms_catalogue import DeleteSmsTemplates, SmsCatalogueDeleted
from occ_server.audit.service import record_many
from occ_server.kit.bulk import among
from occ_server.kit.fields import id_list
from occ_server.kit.problems import not_found
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.sms.catalogue.rows import (
    ENTITIES,
    children,
    lock_catalogue,
    lock_row,
    number,
    templates_in,
    touch,
)
from occ_server.sms.tables import categories, templates

MOST_AT_ONCE = 1000


async def delete_category(uow: UnitOfWork, person: PersonActor, category_id: str) -> SmsCatalogueDeleted:
    """Delete a category and what is below it; return how much that was.

    :raises ApiError: 404, 403.
    """
    row = await lock_row(uow, person, categories, category_id)
    organisation_id, service_id = person.organisation_id, row.service_id
    below = await children(uow.conn, organisation_id, service_id, row.id) if row.parent_id is None else []
    gone = [row, *below]
    theirs = await templates_in(uow.conn, organisation_id, [one.id for one in gone])
    await _mark(uow, person, templates, theirs)
    await _mark(uow, person, categories, gone)
    left = await children(uow.conn, organisation_id, service_id, row.parent_id)
    order = [one.id for one in left]
    shifted = await number(uow, categories, organisation_id, order, left)
    touch(uow, categories, organisation_id, service_id, shifted)
    return SmsCatalogueDeleted(categories=len(gone), templates=len(theirs))


async def delete_templates(
    uow: UnitOfWork, person: PersonActor, asked: DeleteSmsTemplates
) -> SmsCatalogueDeleted:
    """Delete all these templates, or none; return how many.

    :raises ApiError: 404 where one is not there, 403; 422 for ``template_ids``.
    """
    ids = id_list("template_ids", asked.template_ids, MOST_AT_ONCE)
    organisation_id = person.organisation_id
    for service_id in sorted({row.service_id for row in await _live(uow, organisation_id, ids)}):
        person.keeping_templates_in(service_id)
        await lock_catalogue(uow, organisation_id, service_id)
    rows = await _live(uow, organisation_id, ids)
    await _mark(uow, person, templates, rows)
    for category_id, service_id in sorted({(row.category_id, row.service_id) for row in rows}):
        left = await templates_in(uow.conn, organisation_id, [category_id])
        shifted = await number(uow, templates, organisation_id, [one.id for one in left], left)
        touch(uow, templates, organisation_id, service_id, shifted)
    return SmsCatalogueDeleted(templates=len(rows))


async def _live(uow: UnitOfWork, organisation_id: str, ids: Sequence[str]) -> Sequence[Row[Any]]:
    if not all(map(is_id, ids)):
        raise not_found()
    t = templates.c
    query = select(templates).where(
        among(uow.conn, t.id, ids), t.organisation_id == organisation_id, t.deleted_at.is_(None)
    )
    rows = (await uow.conn.execute(query)).all()
    if len(rows) < len(ids):
        raise not_found()
    return rows


async def _mark(uow: UnitOfWork, person: PersonActor, table: Table, rows: Sequence[Row[Any]]) -> None:
    """Say of rows of one table that they are deleted, in the feed and in the trail."""
    if not rows:
        return
    ids = [row.id for row in rows]
    own = among(uow.conn, table.c.id, ids), table.c.organisation_id == person.organisation_id
    await uow.conn.execute(update(table).where(*own).values(deleted_at=uow.now))
    kind = ENTITIES[table.name].value
    told = [(row.id, {"service_id": row.service_id, "before": {"name": row.name}}) for row in rows]
    await record_many(uow, person, f"{kind}.deleted", kind, told)
    for row in rows:
        touch(uow, table, person.organisation_id, row.service_id, [row.id], gone=True)
