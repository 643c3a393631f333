"""Rows of the catalogue: finding, locking and ordering them, and their wire form.

Whoever changes the catalogue of a service holds the row of that service, so two reorderings, a deletion and a
new template below it, two equal names cannot meet half-way. The lock lets everything else about the service
go on (it only keeps out who would change the service itself). Rows that were deleted stay; nothing here finds
them but :func:`template_row`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Table, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.sms import SmsCategory, SmsTemplate
from occ_contract.sync import Entity
from occ_server.kit.bulk import among
from occ_server.kit.problems import ApiError, not_found, refused_field
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.people.tables import services
from occ_server.sms.tables import categories, templates
from occ_server.visibility.scopes import sms_key

ENTITIES = {categories.name: Entity.SMS_CATEGORY, templates.name: Entity.SMS_TEMPLATE}


def category_of(row: Row[Any]) -> SmsCategory:
    """Return the wire form of a category."""
    return SmsCategory(**{name: getattr(row, name) for name in SmsCategory.__struct_fields__})


def template_of(row: Row[Any]) -> SmsTemplate:
    """Return the wire form of a template."""
    found = {name: getattr(row, name) for name in SmsTemplate.__struct_fields__}
    return SmsTemplate(**found | {"image_ids": tuple(row.image_ids)})


async def load_categories(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> Mapping[str, SmsCategory]:
    """Return an organisation's categories by id, for the feed."""
    c = categories.c
    query = select(categories).where(
        among(conn, c.id, ids), c.organisation_id == organisation_id, c.deleted_at.is_(None)
    )
    return {row.id: category_of(row) for row in await conn.execute(query)}


async def load_templates(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> Mapping[str, SmsTemplate]:
    """Return an organisation's templates by id, for the feed."""
    c = templates.c
    query = select(templates).where(
        among(conn, c.id, ids), c.organisation_id == organisation_id, c.deleted_at.is_(None)
    )
    return {row.id: template_of(row) for row in await conn.execute(query)}


async def any_row(conn: AsyncConnection, table: Table, organisation_id: str, row_id: str) -> Row[Any]:
    """Return a row of the catalogue, also one that was deleted.

    :raises ApiError: 404.
    """
    query = select(table).where(table.c.id == row_id, table.c.organisation_id == organisation_id)
    row = (await conn.execute(query)).one_or_none()
    if row is None:
        raise not_found()
    return row


async def live_row(conn: AsyncConnection, table: Table, organisation_id: str, row_id: str) -> Row[Any]:
    """Return a row of the catalogue that was not deleted.

    :raises ApiError: 404.
    """
    row = await any_row(conn, table, organisation_id, row_id)
    if row.deleted_at is not None:
        raise not_found()
    return row


async def lock_catalogue(uow: UnitOfWork, organisation_id: str, service_id: str) -> None:
    """Wait for whoever changes the catalogue of this service, and keep others out until the commit."""
    query = select(services.c.id).where(
        services.c.id == service_id, services.c.organisation_id == organisation_id
    )
    await uow.conn.execute(query.with_for_update(key_share=True))


async def lock_row(uow: UnitOfWork, person: PersonActor, table: Table, row_id: str) -> Row[Any]:
    """Return a row this person may change, as it is once nobody else changes the catalogue.

    :raises ApiError: 404, 403.
    """
    found = await live_row(uow.conn, table, person.organisation_id, row_id)
    person.keeping_templates_in(found.service_id)
    await lock_catalogue(uow, person.organisation_id, found.service_id)
    return await live_row(uow.conn, table, person.organisation_id, row_id)


async def children(
    conn: AsyncConnection, organisation_id: str, service_id: str, parent_id: str | None
) -> Sequence[Row[Any]]:
    """Return the categories below one (of the first level: None), in their order.

    Index: sms_categories (service_id, parent_id, position).
    """
    c = categories.c
    query = select(categories).where(
        c.organisation_id == organisation_id,
        c.service_id == service_id,
        c.parent_id.is_(None) if parent_id is None else c.parent_id == parent_id,
        c.deleted_at.is_(None),
    )
    return (await conn.execute(query.order_by(c.position, c.id))).all()


async def templates_in(
    conn: AsyncConnection, organisation_id: str, category_ids: Sequence[str]
) -> Sequence[Row[Any]]:
    """Return the templates of these categories, in their order. Index: (category_id, position)."""
    c = templates.c
    query = select(templates).where(
        c.organisation_id == organisation_id, c.category_id.in_(category_ids), c.deleted_at.is_(None)
    )
    return (await conn.execute(query.order_by(c.category_id, c.position, c.id))).all()


async def refuse_one_more(
    conn: AsyncConnection, table: Table, organisation_id: str, service_id: str, limit: int
) -> None:
    """Refuse what a service would have too many of: its desks hold all of them.

    :raises ApiError: 422 for ``service_id``: ``too_many`` (limit, count).
    """
    query = select(func.count()).where(
        table.c.organisation_id == organisation_id,
        table.c.service_id == service_id,
        table.c.deleted_at.is_(None),
    )
    count = (await conn.execute(query)).scalar_one()
    if count >= limit:
        raise refused_field("service_id", ErrorCode.TOO_MANY, limit=limit, count=count + 1)


def placed(ids: Sequence[str], moved: str, position: int | None) -> list[str]:
    """Return the order once ``moved`` stands at ``position`` (from 0; None or beyond the end: last)."""
    order = [one for one in ids if one != moved]
    order.insert(len(order) if position is None else min(position, len(order)), moved)
    return order


def checked_position(position: int | None) -> None:
    """Refuse a place before the first.

    :raises ApiError: 422 for ``position``: ``bad_range`` (least).
    """
    if position is not None and position < 0:
        raise refused_field("position", ErrorCode.BAD_RANGE, least=0)


async def number(
    uow: UnitOfWork, table: Table, organisation_id: str, order: Sequence[str], rows: Sequence[Row[Any]]
) -> list[str]:
    """Give rows the positions of this order; return those whose position changed."""
    had = {row.id: row.position for row in rows}
    changed = [
        {"row": row_id, "at": at} for at, row_id in enumerate(order) if row_id in had and had[row_id] != at
    ]
    if changed:
        one = table.c.id == bindparam("row")
        statement = update(table).where(one, table.c.organisation_id == organisation_id)
        await uow.conn.execute(statement.values(position=bindparam("at")), changed)
    return [str(row["row"]) for row in changed]


def touch(
    uow: UnitOfWork,
    table: Table,
    organisation_id: str,
    service_id: str,
    ids: Sequence[str],
    *,
    gone: bool = False,
) -> None:
    """Say in the feed that rows changed, or are gone."""
    keys: frozenset[str] = frozenset() if gone else frozenset({sms_key(service_id)})
    for row_id in ids:
        uow.touch(ENTITIES[table.name], row_id, keys, organisation_id)


def texting_services(person: PersonActor, asked: Sequence[str]) -> list[str]:
    """Return the services that are asked about; without any named, all where the caller uses texts.

    :raises ApiError: 404, 403.
    """
    for service_id in asked:
        person.texting_in(service_id)
    if asked:
        return list(dict.fromkeys(asked))
    mine = [standing.service_id for standing in person.standings if standing.uses_texts]
    if not mine:
        raise person.texting_nowhere()
    return mine


def level_refused() -> ApiError:
    """Return the refusal of a category that stands on the wrong one of the two levels."""
    return ApiError(ErrorCode.CATEGORY_LEVEL, 409)
