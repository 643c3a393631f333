"""Organisations and their services: making them, and turning their switches."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_contract.sync import Entity
from occ_server.audit.service import Acting, Who, record
from occ_server.kit.db import insert_into
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.problems import not_found, refused_field
from occ_server.kit.unit import UnitOfWork
from occ_server.people.names import checked_name
from occ_server.people.rights import follow_rights
from occ_server.people.tables import memberships, organisations, routes, services
from occ_server.visibility.scopes import service_keys

ROUTE_CODE_LIMIT = 50


@dataclass(frozen=True)
class ServiceSwitches:
    """What may be set on a service; None leaves it as it is."""

    name: str | None = None
    callback_enabled: bool | None = None
    sms_enabled: bool | None = None
    cti_enabled: bool | None = None
    auto_ticket: bool | None = None
    service_level_seconds: int | None = None

    def given(self) -> dict[str, Any]:
        """Return what is to be set.

        :raises ApiError: 422 for an unusable name or a service level outside 1 to 3600 s.
        """
        values = {name: value for name, value in vars(self).items() if value is not None}
        if "name" in values:
            values["name"] = checked_name(values["name"])
        if not 1 <= values.get("service_level_seconds", 20) <= 3600:
            raise refused_field("service_level_seconds", ErrorCode.BAD_RANGE, least=1, most=3600)
        return values


async def create_organisation(uow: UnitOfWork, actor: Acting | Who, name: str, time_zone: str) -> str:
    """Make an organisation; return its id.

    :raises ApiError: 422 for an unusable name or an unknown time zone, or a name in use.
    """
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise refused_field("time_zone", ErrorCode.BAD_CHOICE, value=time_zone) from error
    name = checked_name(name)
    if await organisation_named(uow.conn, name) is not None:
        raise refused_field("name", ErrorCode.TAKEN, value=name)
    organisation_id = new_id()
    await uow.conn.execute(insert(organisations).values(id=organisation_id, name=name, time_zone=time_zone))
    subject = ("organisation", organisation_id)
    await record(
        uow, actor, "organisation.created", subject=subject, organisation_id=organisation_id, name=name
    )
    return organisation_id


async def organisation_named(conn: AsyncConnection, name: str) -> Row[Any] | None:
    """Return the organisation of that name."""
    query = select(organisations).where(organisations.c.name == name)
    by_name = across_organisations(query, "which it is is the question")
    return (await conn.execute(by_name)).one_or_none()


async def create_service(
    uow: UnitOfWork, actor: Acting | Who, organisation_id: str, name: str, switches: ServiceSwitches
) -> str:
    """Make a service (callbacks on unless said otherwise, texting and telephony too); return its id.

    :raises ApiError: 422 for unusable values or a name in use.
    """
    values: dict[str, Any] = {
        "callback_enabled": True,
        "sms_enabled": True,
        "cti_enabled": True,
        "auto_ticket": True,
        "service_level_seconds": 20,
    }
    values |= switches.given() | {"name": checked_name(name)}
    await _refuse_taken_name(uow.conn, organisation_id, values["name"])
    service_id = new_id()
    await uow.conn.execute(insert(services).values(id=service_id, organisation_id=organisation_id, **values))
    uow.touch(Entity.SERVICE, service_id, service_keys(service_id), organisation_id)
    subject = ("service", service_id)
    await record(uow, actor, "service.created", subject=subject, organisation_id=organisation_id, **values)
    return service_id


async def set_service(
    uow: UnitOfWork, actor: Acting | Who, service_id: str, switches: ServiceSwitches
) -> None:
    """Turn a service's switches; what its members may see follows at once.

    :raises ApiError: 404; 422 for unusable values or a name in use.
    """
    service = await lock_service(uow, service_id)
    values = switches.given()
    if not values:
        return
    if values.get("name", service.name) != service.name:
        await _refuse_taken_name(uow.conn, service.organisation_id, values["name"])
    changing = update(services).where(
        services.c.id == service_id, services.c.organisation_id == service.organisation_id
    )
    await uow.conn.execute(changing.values(**values))
    uow.touch(Entity.SERVICE, service_id, service_keys(service_id), service.organisation_id)
    members = (
        select(memberships.c.person_id)
        .join(services, services.c.id == memberships.c.service_id)
        .where(services.c.id == service_id, services.c.organisation_id == service.organisation_id)
    )
    follow_rights(uow, service.organisation_id, (await uow.conn.execute(members)).scalars().all())
    subject = ("service", service_id)
    await record(
        uow, actor, "service.changed", subject=subject, organisation_id=service.organisation_id, **values
    )


async def set_route(uow: UnitOfWork, actor: Acting | Who, service_id: str, code: str, label: str) -> None:
    """Add an IVR route to a service, or rename one.

    :raises ApiError: 404; 422 for an unusable code or label.
    """
    service = await lock_service(uow, service_id)
    code, label = checked_name(code, "code"), checked_name(label, "label")
    if len(code) > ROUTE_CODE_LIMIT:
        raise refused_field("code", ErrorCode.TOO_LONG, limit=ROUTE_CODE_LIMIT, length=len(code))
    insert_route = insert_into(uow.conn, routes).values(service_id=service_id, code=code, label=label)
    await uow.conn.execute(
        insert_route.on_conflict_do_update(
            index_elements=[routes.c.service_id, routes.c.code], set_={"label": label}
        )
    )
    uow.touch(Entity.SERVICE, service_id, service_keys(service_id), service.organisation_id)
    subject = ("service", service_id)
    await record(
        uow, actor, "service.route", subject=subject, organisation_id=service.organisation_id, code=code
    )


async def lock_service(uow: UnitOfWork, service_id: str) -> Row[Any]:
    """Return a service's row, locked until the commit.

    :raises ApiError: 404.
    """
    query = select(services).where(services.c.id == service_id).with_for_update()
    any_service = across_organisations(query, "an operator names the service")
    row = (await uow.conn.execute(any_service)).one_or_none()
    if row is None:
        raise not_found()
    uow.hold(Entity.SERVICE, [service_id])
    return row


async def _refuse_taken_name(conn: AsyncConnection, organisation_id: str, name: str) -> None:
    query = select(services.c.id).where(
        services.c.organisation_id == organisation_id, services.c.name == name
    )
    if (await conn.execute(query)).first() is not None:
        raise refused_field("name", ErrorCode.TAKEN, value=name)
