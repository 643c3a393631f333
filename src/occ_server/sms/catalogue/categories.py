"""Making, changing and reading categories (분류): two levels, names unique among siblings."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_contract.sms import CATEGORY_NAME_LIMIT, NewSmsCategory, SmsCategory, SmsCategoryChange
from occ_contract.sms_catalogue import MOST_CATEGORIES, SmsCategoryPage
from occ_contract.sync import Entity
from occ_server.audit.service import record
from occ_server.kit.fields import required_text
from occ_server.kit.problems import not_found, refused_field
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.sms.catalogue.rows import (
    any_row,
    category_of,
    checked_position,
    children,
    level_refused,
    live_row,
    lock_catalogue,
    lock_row,
    number,
    placed,
    refuse_one_more,
    texting_services,
    touch,
)
from occ_server.sms.tables import categories


def _free_name(name: str, siblings: Sequence[Row[Any]], own: str | None = None) -> str:
    """Return a name on one line that no sibling has, in capitals or not.

    :raises ApiError: 422 for ``name``.
    """
    name = " ".join(required_text("name", name, CATEGORY_NAME_LIMIT).split())
    if any(row.name.casefold() == name.casefold() for row in siblings if row.id != own):
        raise refused_field("name", ErrorCode.TAKEN, value=name)
    return name


async def _first_level(conn: AsyncConnection, organisation_id: str, service_id: str, parent_id: str) -> None:
    """Make sure that a second-level category may stand below this one.

    :raises ApiError: 404 where the service has no such category; 409 ``category_level``.
    """
    parent = await live_row(conn, categories, organisation_id, parent_id)
    if parent.service_id != service_id:
        raise not_found()
    if parent.parent_id is not None:
        raise level_refused()


async def create_category(uow: UnitOfWork, person: PersonActor, asked: NewSmsCategory) -> str:
    """Make a category, last among its siblings; return its id.

    :raises ApiError: 404, 403; 409 ``category_level``; 422 for a field.
    """
    person.keeping_templates_in(asked.service_id)
    organisation_id, service_id = person.organisation_id, asked.service_id
    await lock_catalogue(uow, organisation_id, service_id)
    if asked.parent_id is not None:
        await _first_level(uow.conn, organisation_id, service_id, asked.parent_id)
    await refuse_one_more(uow.conn, categories, organisation_id, service_id, MOST_CATEGORIES)
    siblings = await children(uow.conn, organisation_id, service_id, asked.parent_id)
    made = {
        "parent_id": asked.parent_id,
        "name": _free_name(asked.name, siblings),
        "enabled": asked.enabled,
        "position": siblings[-1].position + 1 if siblings else 0,
    }
    category_id = new_id()
    await uow.conn.execute(
        insert(categories).values(
            id=category_id,
            organisation_id=organisation_id,
            service_id=service_id,
            created_at=uow.now,
            **made,
        )
    )
    uow.make(Entity.SMS_CATEGORY, [category_id])
    touch(uow, categories, organisation_id, service_id, [category_id])
    subject = ("sms_category", category_id)
    await record(uow, person, "sms_category.created", subject=subject, service_id=service_id, after=made)
    return category_id


async def change_category(
    uow: UnitOfWork, person: PersonActor, category_id: str, asked: SmsCategoryChange
) -> str:
    """Rename, switch, move or reorder a category; the siblings make room. Return its id.

    :raises ApiError: 404, 403; 409 ``category_level``; 422 for a field.
    """
    checked_position(asked.position)
    row = await lock_row(uow, person, categories, category_id)
    organisation_id, service_id = person.organisation_id, row.service_id
    parent_id = row.parent_id if asked.parent_id is None else asked.parent_id
    if parent_id != row.parent_id:
        if row.parent_id is None:  # it would take its own children to a third level
            raise level_refused()
        await _first_level(uow.conn, organisation_id, service_id, parent_id)
    siblings = await children(uow.conn, organisation_id, service_id, parent_id)
    now: dict[str, Any] = {"parent_id": parent_id, "name": row.name, "enabled": row.enabled}
    if asked.name is not None or parent_id != row.parent_id:
        now["name"] = _free_name(row.name if asked.name is None else asked.name, siblings, row.id)
    if asked.enabled is not None:
        now["enabled"] = asked.enabled
    now["position"] = row.position
    shifted: list[str] = []
    if parent_id != row.parent_id or asked.position is not None:
        order = placed([one.id for one in siblings], row.id, asked.position)
        now["position"] = order.index(row.id)
        others = [one for one in siblings if one.id != row.id]
        shifted = await number(uow, categories, organisation_id, order, others)
    if parent_id != row.parent_id:
        left = [
            one
            for one in await children(uow.conn, organisation_id, service_id, row.parent_id)
            if one.id != row.id
        ]
        shifted += await number(uow, categories, organisation_id, [one.id for one in left], left)
    changed = {name: value for name, value in now.items() if getattr(row, name) != value}
    if changed:
        await _store(uow, person, row, changed)
    touch(uow, categories, organisation_id, service_id, [*([row.id] if changed else []), *shifted])
    return category_id


async def _store(uow: UnitOfWork, person: PersonActor, row: Row[Any], changed: Mapping[str, Any]) -> None:
    own = categories.c.id == row.id, categories.c.organisation_id == person.organisation_id
    await uow.conn.execute(update(categories).where(*own).values(**changed))
    await record(
        uow,
        person,
        "sms_category.changed",
        subject=("sms_category", row.id),
        service_id=row.service_id,
        before={name: getattr(row, name) for name in changed},
        after=changed,
    )


async def find_categories(
    conn: AsyncConnection, person: PersonActor, service_ids: Sequence[str]
) -> SmsCategoryPage:
    """Return the categories of these services (all of the caller's), in the order of the tree.

    :raises ApiError: 404, 403.
    """
    mine = texting_services(person, service_ids)
    c = categories.c
    query = select(categories).where(
        c.organisation_id == person.organisation_id, c.service_id.in_(mine), c.deleted_at.is_(None)
    )
    rows = (await conn.execute(query.order_by(c.position, c.id))).all()
    below: dict[str | None, list[Row[Any]]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    tree = [
        one
        for service_id in mine
        for first in below.get(None, ())
        if first.service_id == service_id
        for one in (first, *below.get(first.id, ()))
    ]
    return SmsCategoryPage(items=tuple(map(category_of, tree)))


async def own_category(conn: AsyncConnection, person: PersonActor, category_id: str) -> SmsCategory:
    """Return the category a command made or changed, as it is now.

    :raises ApiError: 404, 403: a command sent again is no right to read for ever.
    """
    row = await any_row(conn, categories, person.organisation_id, category_id)
    person.texting_in(row.service_id)
    return category_of(row)
