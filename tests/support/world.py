"""Builds organisations, services and people for tests, through the server's own services."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import httpx

from occ_contract.people import Permission, Role
from occ_server.audit.service import Who
from occ_server.auth.keys import create_key
from occ_server.auth.passwords import Passwords
from occ_server.auth.sessions import end_sessions_of, open_session
from occ_server.kit.db import Database
from occ_server.kit.unit import UnitOfWork
from occ_server.people.organisations import ServiceSwitches, create_organisation, create_service, set_service
from occ_server.people.service import create_person, disable_person, grant, revoke

OPERATOR = Who("operator", None, "tests")
PASSWORD = "correct horse"
_PASSWORDS = Passwords.cheap()
_PASSWORD_HASH = _PASSWORDS.hash_now(PASSWORD)
_PASSWORDS.close()

PHONE = frozenset({Permission.PHONE})
PHONE_AND_ASSIGN = frozenset({Permission.PHONE, Permission.CALLBACK_ASSIGN})


@dataclass(frozen=True)
class Someone:
    """An account: its id and names. The password is always ``PASSWORD``."""

    id: str
    username: str
    name: str
    organisation_id: str


@dataclass
class World:
    """One organisation; ``service`` and ``person`` add to it, ``login`` returns headers."""

    database: Database
    organisation_id: str
    people: dict[str, Someone] = field(default_factory=dict)

    @classmethod
    async def begin(
        cls, database: Database, name: str = "샘플센터", time_zone: str = "Asia/Seoul"
    ) -> "World":
        made = await database.run(lambda uow: create_organisation(uow, OPERATOR, name, time_zone))
        return cls(database, made)

    async def service(self, name: str = "샘플몰", **switches: object) -> str:
        """Add a service; ``switches`` are those of ``ServiceSwitches``. Return its id."""
        wanted = ServiceSwitches(**switches)  # type: ignore[arg-type]
        return await self.database.run(
            lambda uow: create_service(uow, OPERATOR, self.organisation_id, name, wanted)
        )

    async def switch(self, service_id: str, **switches: object) -> None:
        """Turn switches of a service."""
        wanted = ServiceSwitches(**switches)  # type: ignore[arg-type]
        await self.database.run(lambda uow: set_service(uow, OPERATOR, service_id, wanted))

    async def person(
        self,
        username: str,
        services: Mapping[str, tuple[Role, Iterable[Permission]]] | None = None,
        name: str | None = None,
    ) -> Someone:
        """Add a person with these memberships."""
        return await self.database.run(lambda uow: self.add(uow, username, services or {}, name))

    async def add(
        self,
        uow: UnitOfWork,
        username: str,
        services: Mapping[str, tuple[Role, Iterable[Permission]]],
        name: str | None = None,
    ) -> Someone:
        """Add a person within a unit of work that may do more."""
        person_id = await create_person(
            uow,
            OPERATOR,
            self.organisation_id,
            username=username,
            name=name or username,
            password_hash=_PASSWORD_HASH,
        )
        for service_id, (role, permissions) in services.items():
            await grant(uow, OPERATOR, person_id, service_id, role, frozenset(permissions))
        someone = Someone(person_id, username, name or username, self.organisation_id)
        self.people[username] = someone
        return someone

    async def supervisor(self, username: str, *service_ids: str, name: str | None = None) -> Someone:
        """Add a supervisor of these services."""
        return await self.person(username, dict.fromkeys(service_ids, (Role.SUPERVISOR, ())), name)

    async def agent(
        self,
        username: str,
        *service_ids: str,
        permissions: Iterable[Permission] = PHONE,
        name: str | None = None,
    ) -> Someone:
        """Add an agent of these services, with ``phone`` unless said otherwise."""
        held = frozenset(permissions)
        return await self.person(username, dict.fromkeys(service_ids, (Role.AGENT, held)), name)

    async def grant(
        self, person_id: str, service_id: str, role: Role, permissions: Iterable[Permission] = ()
    ) -> None:
        """Give a person this standing in a service."""
        held = frozenset(permissions)
        await self.database.run(lambda uow: grant(uow, OPERATOR, person_id, service_id, role, held))

    async def revoke(self, person_id: str, service_id: str) -> None:
        """End a membership."""
        await self.database.run(lambda uow: revoke(uow, OPERATOR, person_id, service_id))

    async def disable(self, person_id: str) -> None:
        """Disable an account, as the command line does."""

        async def work(uow):  # type: ignore[no-untyped-def]
            await disable_person(uow, OPERATOR, person_id)
            await end_sessions_of(uow, person_id, "disabled")

        await self.database.run(work)

    async def headers(self, someone: Someone) -> dict[str, str]:
        """Return headers of a fresh session, opened without the password check."""
        tokens = await self.database.run(lambda uow: open_session(uow, someone.id, "tests", None))
        return {"Authorization": f"Bearer {tokens.access_token}"}

    async def integration(self, name: str = "ivr") -> dict[str, str]:
        """Add an integration key and return its headers."""
        key = await self.database.run(lambda uow: create_key(uow, OPERATOR, self.organisation_id, name))
        return {"X-Api-Key": key}


async def log_in(
    client: httpx.AsyncClient, username: str, password: str = PASSWORD, *, device_token: str = ""
) -> httpx.Response:
    """Log in over HTTP."""
    body = {"username": username, "password": password, "device": "tests", "device_token": device_token}
    return await client.post("/v1/auth/login", json=body)
