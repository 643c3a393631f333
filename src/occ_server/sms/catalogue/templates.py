"""Making and changing templates: every new content is a version, never laid over another's unseen."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_contract.sms import NewSmsTemplate, SmsTemplate, SmsTemplateChange
from occ_contract.sms_catalogue import MOST_TEMPLATES
from occ_contract.sync import Entity
from occ_server.audit.service import record
from occ_server.kit.problems import ApiError, not_found
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.people.tables import people
from occ_server.sms.catalogue.contents import Contents, checked_contents
from occ_server.sms.catalogue.rows import (
    any_row,
    checked_position,
    level_refused,
    live_row,
    lock_row,
    number,
    placed,
    refuse_one_more,
    template_of,
    templates_in,
    touch,
)
from occ_server.sms.tables import categories, template_versions, templates

_SWITCHES = ("enabled", "editable", "no_answer")


async def create_template(uow: UnitOfWork, person: PersonActor, asked: NewSmsTemplate) -> str:
    """Make a template, last in its category; return its id.

    :raises ApiError: 404, 403; 409 ``category_level``; 422 for fields.
    """
    category = await lock_row(uow, person, categories, asked.category_id)
    if category.parent_id is None:
        raise level_refused()
    organisation_id, service_id = person.organisation_id, category.service_id
    await refuse_one_more(uow.conn, templates, organisation_id, service_id, MOST_TEMPLATES)
    given = Contents(**{name: getattr(asked, name) for name in Contents.__dataclass_fields__})
    contents = await checked_contents(uow, organisation_id, service_id, given, editable=asked.editable)
    siblings = await templates_in(uow.conn, organisation_id, [category.id])
    template_id = new_id()
    around = {
        "category_id": category.id,
        "position": siblings[-1].position + 1 if siblings else 0,
        "enabled": asked.enabled,
        "editable": asked.editable,
        "no_answer": asked.no_answer,
    }
    before = await _unmark(uow, organisation_id, service_id) if asked.no_answer else []
    await uow.conn.execute(
        insert(templates).values(
            id=template_id,
            organisation_id=organisation_id,
            service_id=service_id,
            version=1,
            changed_at=uow.now,
            changed_by=person.id,
            **around,
            **vars(contents),
        )
    )
    await _keep_version(uow, person, template_id, 1, contents)
    uow.make(Entity.SMS_TEMPLATE, [template_id])
    touch(uow, templates, organisation_id, service_id, [template_id, *before])
    await record(
        uow,
        person,
        "sms_template.created",
        subject=("sms_template", template_id),
        service_id=service_id,
        after=around | vars(contents),
    )
    return template_id


async def change_template(
    uow: UnitOfWork, person: PersonActor, template_id: str, asked: SmsTemplateChange
) -> str:
    """Change, switch, move or reorder a template; the others make room. Return its id.

    :raises ApiError: 404, 403; 409 ``template_conflict``, ``category_level``; 422 for fields.
    """
    checked_position(asked.position)
    row = await lock_row(uow, person, templates, template_id)
    if asked.base is not None and asked.base != row.version:
        raise await _conflict(uow.conn, person.organisation_id, row)
    category_id = row.category_id if asked.category_id is None else asked.category_id
    if category_id != row.category_id:
        await _second_level(uow.conn, person.organisation_id, row.service_id, category_id)
    before = contents_of(row)
    now = {name: value for name in _SWITCHES if (value := getattr(asked, name)) is not None}
    given = {name: value for name in vars(before) if (value := getattr(asked, name)) is not None}
    contents = before
    if given or asked.editable is False:
        contents = await checked_contents(
            uow,
            person.organisation_id,
            row.service_id,
            Contents(**vars(before) | given),
            editable=now.get("editable", row.editable),
            before=before,
        )
    if contents != before:
        now |= vars(contents)
    position, shifted = row.position, list[str]()
    if category_id != row.category_id or asked.position is not None:
        position, shifted = await _move(uow, row, category_id, asked.position)
    now |= {"category_id": category_id, "position": position}
    changed = {name: value for name, value in now.items() if _held(row, name) != value}
    if changed.get("no_answer"):
        shifted += await _unmark(uow, person.organisation_id, row.service_id)
    if changed:
        await _store(uow, person, row, changed, contents if contents != before else None)
    own = [row.id] if changed else []
    touch(uow, templates, person.organisation_id, row.service_id, [*own, *shifted])
    return template_id


def contents_of(row: Row[Any]) -> Contents:
    """Return what a stored template, or a version of it, says."""
    found = {name: getattr(row, name) for name in Contents.__dataclass_fields__}
    return Contents(**found | {"image_ids": tuple(row.image_ids)})


def _held(row: Row[Any], name: str) -> Any:
    value = getattr(row, name)
    return tuple(value) if name == "image_ids" else value


async def _conflict(conn: AsyncConnection, organisation_id: str, row: Row[Any]) -> ApiError:
    """Return the refusal of a change to another version: who made the present one, and which it is."""
    query = select(people.c.name).where(
        people.c.id == row.changed_by, people.c.organisation_id == organisation_id
    )
    name = (await conn.execute(query)).scalar_one()
    return ApiError(ErrorCode.TEMPLATE_CONFLICT, 409, by_id=row.changed_by, by_name=name, version=row.version)


async def _unmark(uow: UnitOfWork, organisation_id: str, service_id: str) -> list[str]:
    """Take the mark from the template a service writes after no answer; return which that was.

    Its service's row is held: no other one gets the mark meanwhile.
    """
    t = templates.c
    marked = (
        t.service_id == service_id,
        t.organisation_id == organisation_id,
        t.no_answer.is_(True),
        t.deleted_at.is_(None),
    )
    query = update(templates).where(*marked).values(no_answer=False).returning(t.id)
    return list((await uow.conn.execute(query)).scalars())


async def _second_level(
    conn: AsyncConnection, organisation_id: str, service_id: str, category_id: str
) -> None:
    category = await live_row(conn, categories, organisation_id, category_id)
    if category.service_id != service_id:
        raise not_found()
    if category.parent_id is None:
        raise level_refused()


async def _move(
    uow: UnitOfWork, row: Row[Any], category_id: str, position: int | None
) -> tuple[int, list[str]]:
    """Make room in the category it goes to and close the gap it leaves; return its place and who moved."""
    organisation_id = row.organisation_id
    there = await templates_in(uow.conn, organisation_id, [category_id])
    order = placed([one.id for one in there], row.id, position)
    others = [one for one in there if one.id != row.id]
    shifted = await number(uow, templates, organisation_id, order, others)
    if category_id != row.category_id:
        here = await templates_in(uow.conn, organisation_id, [row.category_id])
        left = [one for one in here if one.id != row.id]
        shifted += await number(uow, templates, organisation_id, [one.id for one in left], left)
    return order.index(row.id), shifted


async def _store(
    uow: UnitOfWork,
    person: PersonActor,
    row: Row[Any],
    changed: Mapping[str, Any],
    contents: Contents | None,
) -> None:
    stamp: dict[str, Any] = {}
    if contents is not None:
        stamp = {"version": row.version + 1, "changed_at": uow.now, "changed_by": person.id}
        await _keep_version(uow, person, row.id, row.version + 1, contents)
    own = templates.c.id == row.id, templates.c.organisation_id == row.organisation_id
    await uow.conn.execute(update(templates).where(*own).values(**changed, **stamp))
    await record(
        uow,
        person,
        "sms_template.changed",
        subject=("sms_template", row.id),
        service_id=row.service_id,
        version=stamp.get("version", row.version),
        before={name: _held(row, name) for name in changed},
        after=changed,
    )


async def _keep_version(
    uow: UnitOfWork, person: PersonActor, template_id: str, version: int, contents: Contents
) -> None:
    await uow.conn.execute(
        insert(template_versions).values(
            template_id=template_id,
            version=version,
            organisation_id=person.organisation_id,
            changed_at=uow.now,
            changed_by=person.id,
            **vars(contents),
        )
    )


async def own_template(conn: AsyncConnection, person: PersonActor, template_id: str) -> SmsTemplate:
    """Return the template a command made or changed, as it is now.

    :raises ApiError: 404, 403: a command sent again is no right to read for ever.
    """
    row = await any_row(conn, templates, person.organisation_id, template_id)
    person.texting_in(row.service_id)
    return template_of(row)
