"""Device accounts: a wall's screen, which nobody logs in to and which only shows.

Its token is made by the operator, shown once and kept as a hash. It does not expire, whatever the wall was
switched off for; it ends by being revoked, from the next request on. What it may read are the services it was
made for, nothing else, and it changes nothing.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from litestar.di import NamedDependency
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_server.audit.service import Acting, Who, record
from occ_server.auth.sessions import refused, token_hash
from occ_server.auth.tables import device_services, devices
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.problems import not_found, refused_field
from occ_server.kit.unit import UnitOfWork
from occ_server.people.names import checked_name
from occ_server.people.tables import organisations, services


@dataclass(frozen=True)
class DeviceActor:
    """A wall behind a request: the services it shows, by id in the order of their names."""

    id: str
    organisation_id: str
    organisation_name: str
    time_zone: str
    name: str
    services: dict[str, str]
    address: str | None = None

    @property
    def who(self) -> Who:
        """Return the device as the audit trail names it."""
        return Who("device", self.id, self.name, self.address, self.organisation_id)

    def showing(self, service_ids: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the services to read: those named, or all it shows.

        :raises ApiError: 404: a service it does not show does not exist for it.
        """
        if any(service_id not in self.services for service_id in service_ids):
            raise not_found()
        return tuple(service_ids) or tuple(self.services)


InDevice = NamedDependency[DeviceActor]

_DEVICE_OF_TOKEN = across_organisations(
    select(
        devices,
        organisations.c.name.label("organisation_name"),
        organisations.c.time_zone,
        services.c.id.label("service_id"),
        services.c.name.label("service_name"),
    )
    .join(organisations, organisations.c.id == devices.c.organisation_id)
    .outerjoin(device_services, device_services.c.device_id == devices.c.id)
    .outerjoin(services, services.c.id == device_services.c.service_id)
    .where(devices.c.hash == bindparam("hash"))
    .order_by(services.c.name, services.c.id),
    "a token says whose device it is",
)


async def device_of_token(conn: AsyncConnection, token: str, address: str | None) -> DeviceActor:
    """Return the device behind a token.

    :raises ApiError: 401 ``unauthenticated``, ``token_revoked``.
    """
    rows = (await conn.execute(_DEVICE_OF_TOKEN, {"hash": token_hash(token)})).all()
    if not rows:
        raise refused(ErrorCode.UNAUTHENTICATED)
    row = rows[0]
    if row.revoked_at is not None:
        raise refused(ErrorCode.TOKEN_REVOKED)
    return DeviceActor(
        id=row.id,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        time_zone=row.time_zone,
        name=row.name,
        services={each.service_id: each.service_name for each in rows if each.service_id is not None},
        address=address,
    )


async def add_device(
    uow: UnitOfWork, actor: Acting | Who, organisation_id: str, name: str, service_ids: Sequence[str]
) -> str:
    """Make a device that shows these services of the organisation; return its token, shown this once.

    :raises ApiError: 422 for an unusable name, one an unrevoked device of the organisation has, no service,
        or one that is not the organisation's.
    """
    name, shown = checked_name(name), sorted(set(service_ids))
    query = select(devices.c.id).where(
        devices.c.organisation_id == organisation_id, devices.c.name == name, devices.c.revoked_at.is_(None)
    )
    if (await uow.conn.execute(query)).first() is not None:
        raise refused_field("name", ErrorCode.TAKEN, value=name)
    if not shown:
        raise refused_field("services", ErrorCode.REQUIRED)
    own = select(services.c.id).where(services.c.organisation_id == organisation_id, services.c.id.in_(shown))
    if len((await uow.conn.execute(own)).all()) != len(shown):
        raise refused_field("services", ErrorCode.BAD_CHOICE)
    token, device_id = f"occ_{secrets.token_urlsafe(32)}", new_id()
    await uow.conn.execute(
        insert(devices).values(
            id=device_id,
            organisation_id=organisation_id,
            name=name,
            hash=token_hash(token),
            created_at=uow.now,
        )
    )
    rows = [{"device_id": device_id, "service_id": service_id} for service_id in shown]
    await uow.conn.execute(insert(device_services), rows)
    subject = ("device", device_id)
    await record(
        uow,
        actor,
        "device.added",
        subject=subject,
        organisation_id=organisation_id,
        name=name,
        services=shown,
    )
    return token


@dataclass(frozen=True)
class ListedDevice:
    """A wall as the operator sees it: its services by name, when it was made and revoked (UTC)."""

    name: str
    services: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None


async def list_devices(conn: AsyncConnection, organisation_id: str) -> list[ListedDevice]:
    """Return an organisation's devices, revoked ones too, by name and in the order they were made."""
    query = (
        select(devices, services.c.name.label("service_name"))
        .outerjoin(device_services, device_services.c.device_id == devices.c.id)
        .outerjoin(services, services.c.id == device_services.c.service_id)
        .where(devices.c.organisation_id == organisation_id)
        .order_by(devices.c.name, devices.c.id, services.c.name)
    )
    found: dict[str, ListedDevice] = {}
    for row in await conn.execute(query):
        before = found.get(row.id, ListedDevice(row.name, (), row.created_at, row.revoked_at))
        shown = (row.service_name,) if row.service_name is not None else ()
        found[row.id] = replace(before, services=before.services + shown)
    return list(found.values())


async def revoke_device(uow: UnitOfWork, actor: Acting | Who, organisation_id: str, name: str) -> None:
    """Revoke the device of that name: its token is worthless from the commit on.

    :raises ApiError: 404.
    """
    statement = (
        update(devices)
        .where(
            devices.c.organisation_id == organisation_id,
            devices.c.name == name,
            devices.c.revoked_at.is_(None),
        )
        .values(revoked_at=uow.now)
        .returning(devices.c.id)
    )
    revoked = (await uow.conn.execute(statement)).scalars().all()
    if not revoked:
        raise not_found()
    for device_id in revoked:  # two, where both were made at one moment
        subject = ("device", device_id)
        await record(
            uow, actor, "device.revoked", subject=subject, organisation_id=organisation_id, name=name
        )
