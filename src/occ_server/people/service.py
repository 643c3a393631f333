"""People: accounts and memberships. Each change is audited and followed by what the person may see."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Delete, Row, Table, Update, delete, insert, select, update

from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_contract.people import Permission, Role
from occ_contract.permissions import effective_permissions
from occ_contract.sync import Entity
from occ_server.audit.service import Acting, Who, record
from occ_server.kit.db import insert_into
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.problems import not_found, refused_field
from occ_server.kit.unit import UnitOfWork
from occ_server.people.names import checked_name, checked_username
from occ_server.people.organisations import lock_service
from occ_server.people.rights import follow_rights
from occ_server.people.tables import former_memberships, memberships, people


async def create_person(
    uow: UnitOfWork,
    actor: Acting | Who,
    organisation_id: str,
    *,
    username: str,
    name: str,
    password_hash: str,
) -> str:
    """Make an account without rights; return its id.

    :raises ApiError: 422 for unusable values or an account name in use.
    """
    username, name = checked_username(username), checked_name(name)
    query = select(people.c.id).where(people.c.username == username)
    anybody = across_organisations(query, "an account name is one person's in the whole installation")
    if (await uow.conn.execute(anybody)).first() is not None:
        raise refused_field("username", ErrorCode.TAKEN, value=username)
    person_id = new_id()
    await uow.conn.execute(
        insert(people).values(
            id=person_id,
            organisation_id=organisation_id,
            username=username,
            name=name,
            password_hash=password_hash,
            created_at=uow.now,
        )
    )
    _changed(uow, person_id, organisation_id)
    await record(
        uow,
        actor,
        "person.created",
        subject=("person", person_id),
        organisation_id=organisation_id,
        username=username,
    )
    return person_id


async def set_password_hash(uow: UnitOfWork, actor: Acting | Who, person_id: str, password_hash: str) -> None:
    """Replace a password; ending the person's sessions is the caller's step.

    :raises ApiError: 404.
    """
    person = await lock_person(uow, person_id)
    await uow.conn.execute(_updating(person).values(password_hash=password_hash))
    await _record(uow, actor, person, "person.password")


async def disable_person(uow: UnitOfWork, actor: Acting | Who, person_id: str) -> None:
    """Close an account: it holds no key any more. Ending its sessions is the caller's step.

    :raises ApiError: 404.
    """
    person = await lock_person(uow, person_id)
    await uow.conn.execute(_updating(person).values(disabled_at=uow.now))
    _changed(uow, person_id, person.organisation_id)
    await _record(uow, actor, person, "person.disabled")


async def enable_person(uow: UnitOfWork, actor: Acting | Who, person_id: str) -> None:
    """Open a disabled account again, with the memberships it had.

    :raises ApiError: 404.
    """
    person = await lock_person(uow, person_id)
    await uow.conn.execute(_updating(person).values(disabled_at=None))
    _changed(uow, person_id, person.organisation_id)
    await _record(uow, actor, person, "person.enabled")


async def grant(
    uow: UnitOfWork,
    actor: Acting | Who,
    person_id: str,
    service_id: str,
    role: Role,
    permissions: Iterable[Permission] = (),
) -> None:
    """Make a person a member of a service with this role and these extra permissions, replacing what they
    had.

    :raises ApiError: 404 for a person or service that is not there, or a service of another organisation;
        422 for a permission that role cannot hold (or ``callback.assign`` of an agent without ``phone``).
    """
    wanted = frozenset(permissions)
    for permission in sorted(wanted - effective_permissions(role, wanted)):
        raise refused_field("permissions", ErrorCode.BAD_CHOICE, value=permission.value)
    person = await lock_person(uow, person_id)
    service = await lock_service(uow, service_id)
    if service.organisation_id != person.organisation_id:
        raise not_found()
    granted = sorted(permission.value for permission in wanted)
    values = {"role": role, "granted": granted}
    insert_membership = insert_into(uow.conn, memberships).values(
        person_id=person_id, service_id=service_id, **values
    )
    await uow.conn.execute(
        insert_membership.on_conflict_do_update(
            index_elements=[memberships.c.person_id, memberships.c.service_id], set_=values
        )
    )
    await uow.conn.execute(_deleting(former_memberships, person, service_id))
    _changed(uow, person_id, person.organisation_id)
    await _record(
        uow, actor, person, "person.granted", service_id=service_id, role=role.value, permissions=granted
    )


async def revoke(uow: UnitOfWork, actor: Acting | Who, person_id: str, service_id: str) -> None:
    """End a person's membership in a service; its members still see their name.

    :raises ApiError: 404 when they are no member.
    """
    person = await lock_person(uow, person_id)
    gone = await uow.conn.execute(_deleting(memberships, person, service_id))
    if not gone.rowcount:
        raise not_found()
    left = {"person_id": person_id, "service_id": service_id, "ended_at": uow.now}
    await uow.conn.execute(insert(former_memberships).values(left))
    _changed(uow, person_id, person.organisation_id)
    await _record(uow, actor, person, "person.revoked", service_id=service_id)


async def lock_person(uow: UnitOfWork, person_id: str) -> Row[Any]:
    """Return a person's row, locked until the commit.

    :raises ApiError: 404.
    """
    query = select(people).where(people.c.id == person_id).with_for_update()
    anybody = across_organisations(query, "an operator names the person")
    row = (await uow.conn.execute(anybody)).one_or_none()
    if row is None:
        raise not_found()
    uow.hold(Entity.AGENT, [person_id])
    return row


def _updating(person: Row[Any]) -> Update:
    """Return an UPDATE of a person who is locked."""
    return update(people).where(people.c.id == person.id, people.c.organisation_id == person.organisation_id)


def _deleting(table: Table, person: Row[Any], service_id: str) -> Delete:
    """Return what ends a person's place in a table of members of a service."""
    own = select(people.c.id).where(people.c.organisation_id == person.organisation_id)
    return delete(table).where(
        table.c.person_id == person.id, table.c.service_id == service_id, table.c.person_id.in_(own)
    )


def _changed(uow: UnitOfWork, person_id: str, organisation_id: str) -> None:
    uow.touch(Entity.AGENT, person_id, None, organisation_id)
    follow_rights(uow, organisation_id, [person_id])


async def _record(
    uow: UnitOfWork, actor: Acting | Who, person: Row[Any], action: str, **details: Any
) -> None:
    await record(
        uow,
        actor,
        action,
        subject=("person", person.id),
        organisation_id=person.organisation_id,
        username=person.username,
        **details,
    )
