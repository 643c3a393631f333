"""The sample organisation itself: services with their routes, people, accounts, the IVR's key.

Made through the same services as a real one; a database that has it already keeps it and gets new passwords.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import select

from occ_contract.people import Permission, Role
from occ_contract.permissions import effective_permissions
from occ_server.audit.service import Who
from occ_server.auth.actors import IntegrationActor
from occ_server.auth.keys import create_key, revoke_key
from occ_server.auth.passwords import Passwords
from occ_server.auth.sessions import integration_of_key
from occ_server.auth.tables import integration_keys
from occ_server.demo.staff import Person
from occ_server.demo.trades import TRADES, Trade
from occ_server.kit.unit import UnitOfWork
from occ_server.people.organisations import (
    ServiceSwitches,
    create_organisation,
    create_service,
    organisation_named,
    set_route,
)
from occ_server.people.service import create_person, grant, set_password_hash
from occ_server.people.tables import people, services

NAME = "샘플 컨택센터"
TIME_ZONE = "Asia/Seoul"
KEY_NAME = "sample-ivr"
OPERATOR = Who("operator", None, "demo")
_NO_PASSWORD = "!"  # noqa: S105 - no hash at all: nobody logs in as a simulated colleague


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A sample account as the demo announces it; ``services`` are ids."""

    username: str
    password: str
    name: str
    role: Role
    permissions: tuple[Permission, ...]
    services: tuple[str, ...]


@dataclass(frozen=True)
class SampleOrganisation:
    """What was made (or found): ids by place in ``TRADES`` and by account name."""

    id: str
    service_ids: tuple[str, ...]
    person_ids: Mapping[str, str]
    accounts: tuple[Account, ...]
    integration: IntegrationActor
    integration_key: str
    is_new: bool


async def make_organisation(uow: UnitOfWork, staff: list[Person], passwords: Passwords) -> SampleOrganisation:
    """Make the sample organisation, or give the one that is there fresh passwords and a fresh key."""
    there = await organisation_named(uow.conn, NAME)
    if there is None:
        organisation_id = await create_organisation(uow, OPERATOR, NAME, TIME_ZONE)
        service_ids = tuple([await _make_service(uow, organisation_id, trade) for trade in TRADES])
        person_ids = {p.username: await _make_person(uow, organisation_id, service_ids, p) for p in staff}
    else:
        organisation_id = there.id
        query = select(services.c.name, services.c.id).where(services.c.organisation_id == organisation_id)
        by_name = {row.name: row.id for row in await uow.conn.execute(query)}
        service_ids = tuple(by_name[trade.name] for trade in TRADES)
        found = select(people.c.username, people.c.id).where(people.c.organisation_id == organisation_id)
        person_ids = {row.username: row.id for row in await uow.conn.execute(found)}
    accounts = [
        await _open_account(uow, person, person_ids[person.username], service_ids, passwords)
        for person in staff
        if person.account
    ]
    key = await _fresh_key(uow, organisation_id)
    return SampleOrganisation(
        id=organisation_id,
        service_ids=service_ids,
        person_ids=person_ids,
        accounts=tuple(accounts),
        integration=await integration_of_key(uow.conn, key, None),
        integration_key=key,
        is_new=there is None,
    )


async def _make_service(uow: UnitOfWork, organisation_id: str, trade: Trade) -> str:
    switches = ServiceSwitches(auto_ticket=trade.auto_ticket)
    service_id = await create_service(uow, OPERATOR, organisation_id, trade.name, switches)
    for route in trade.routes:
        await set_route(uow, OPERATOR, service_id, route.code, route.label)
    return service_id


async def _make_person(
    uow: UnitOfWork, organisation_id: str, service_ids: tuple[str, ...], person: Person
) -> str:
    person_id = await create_person(
        uow,
        OPERATOR,
        organisation_id,
        username=person.username,
        name=person.name,
        password_hash=_NO_PASSWORD,
    )
    for standing in person.standings:
        service_id = service_ids[standing.service]
        await grant(uow, OPERATOR, person_id, service_id, standing.role, standing.granted)
    return person_id


async def _open_account(
    uow: UnitOfWork,
    person: Person,
    person_id: str,
    service_ids: tuple[str, ...],
    passwords: Passwords,
) -> Account:
    password = secrets.token_urlsafe(9)
    await set_password_hash(uow, OPERATOR, person_id, await passwords.hash(password))
    held = {p for s in person.standings for p in effective_permissions(s.role, s.granted)}
    return Account(
        username=person.username,
        password=password,
        name=person.name,
        role=person.standings[0].role,
        permissions=tuple(sorted(held)),
        services=tuple(service_ids[s.service] for s in person.standings),
    )


async def _fresh_key(uow: UnitOfWork, organisation_id: str) -> str:
    query = select(integration_keys.c.id).where(
        integration_keys.c.organisation_id == organisation_id,
        integration_keys.c.name == KEY_NAME,
        integration_keys.c.revoked_at.is_(None),
    )
    if (await uow.conn.execute(query)).first() is not None:
        await revoke_key(uow, OPERATOR, organisation_id, KEY_NAME)
    return await create_key(uow, OPERATOR, organisation_id, KEY_NAME)
