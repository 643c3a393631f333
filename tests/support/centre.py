"""A small centre for tests of the callback business: its people, and short ways to the API."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
from litestar import Litestar

from occ_contract.ids import new_id
from occ_contract.people import Permission, Role
from occ_server.auth.keys import create_key
from occ_server.auth.sessions import open_session
from occ_server.callbacks.claims import end_expired
from occ_server.kit.unit import UnitOfWork
from occ_server.people.organisations import ServiceSwitches, create_service
from occ_server.telephony.switchboard import Switchboard
from support.world import OPERATOR, PHONE, PHONE_AND_ASSIGN, Someone, World

SUPERVISOR_GRANTS = frozenset({Permission.PHONE})


@dataclass
class Desk:
    """One person's way to the API."""

    client: httpx.AsyncClient
    headers: dict[str, str]
    someone: Someone

    @property
    def id(self) -> str:
        return self.someone.id

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return await self.client.get(path, params=params, headers=self.headers)

    async def post(self, path: str, body: Any = None, key: str | None = None) -> httpx.Response:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return await self.client.post(path, json=body, headers=headers)

    async def put(self, path: str, body: Any) -> httpx.Response:
        return await self.client.put(path, json=body, headers=self.headers)

    async def assign(
        self,
        callbacks: Iterable[str],
        agents: Iterable["Desk | str"],
        method: str = "equal",
        *,
        preview: bool = False,
    ) -> httpx.Response:
        ids = [agent if isinstance(agent, str) else agent.id for agent in agents]
        body = {"callback_ids": list(callbacks), "agent_ids": ids, "method": method, "preview": preview}
        return await self.post("/v1/callbacks/assign", body)

    async def cancel(self, callbacks: Iterable[str]) -> httpx.Response:
        return await self.post("/v1/callbacks/cancel-assignment", {"callback_ids": list(callbacks)})

    async def complete(self, callback: str, note: str | None = None) -> httpx.Response:
        return await self.post(f"/v1/callbacks/{callback}/complete", {"note": note})

    async def connect(self, callback: str) -> httpx.Response:
        return await self.post(f"/v1/callbacks/{callback}/connect")

    async def sit_down(self, extension: str) -> None:
        answer = await self.post("/v1/cti/login", {"extension": extension})
        assert answer.status_code == 200, answer.text

    async def view(self, callback: str) -> dict[str, Any]:
        answer = await self.get(f"/v1/callbacks/{callback}")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def pull(self, cursor: str | None = None) -> tuple[str, list[dict[str, Any]]]:
        """Return the new cursor and all changes since the old one."""
        changes: list[dict[str, Any]] = []
        while True:
            params = {} if cursor is None else {"cursor": cursor}
            answer = await self.get("/v1/sync", **params)
            assert answer.status_code == 200, answer.text
            page = answer.json()
            changes += page["changes"]
            cursor = page["cursor"]
            if not page["has_more"]:
                return cursor, changes


@dataclass
class Centre:
    """The service and everybody in it."""

    world: World
    app: Litestar
    client: httpx.AsyncClient
    service: str
    ivr: dict[str, str]
    prefix: str = ""
    desks: dict[str, Desk] = field(default_factory=dict)
    counted: int = 0

    @classmethod
    async def open(
        cls, world: World, app: Litestar, client: httpx.AsyncClient, *, prefix: str = "", **switches: Any
    ) -> "Centre":
        """Open a centre with supervisor ``boss``, agents ``ann``, ``ben`` and the assigning agent ``amy``."""
        staff = (
            ("boss", "김관리", Role.SUPERVISOR, SUPERVISOR_GRANTS),
            ("ann", "이상담", Role.AGENT, PHONE),
            ("ben", "박상담", Role.AGENT, PHONE),
            ("amy", "최배정", Role.AGENT, PHONE_AND_ASSIGN),
        )

        async def made(uow: UnitOfWork) -> Centre:
            """Make everything in one transaction: most tests begin here."""
            wanted = ServiceSwitches(**switches)
            service = await create_service(uow, OPERATOR, world.organisation_id, "샘플몰", wanted)
            key = await create_key(uow, OPERATOR, world.organisation_id, "ivr")
            centre = cls(world, app, client, service, {"X-Api-Key": key}, prefix)
            for username, name, role, granted in staff:
                someone = await world.add(uow, prefix + username, {service: (role, granted)}, name)
                tokens = await open_session(uow, someone.id, "tests", None)
                headers = {"Authorization": f"Bearer {tokens.access_token}"}
                centre.desks[username] = Desk(client, headers, someone)
            return centre

        return await world.database.run(made)

    async def seat(self, someone: Someone) -> Desk:
        """Log a person in."""
        desk = Desk(self.client, await self.world.headers(someone), someone)
        self.desks[someone.username.removeprefix(self.prefix)] = desk
        return desk

    def __getattr__(self, username: str) -> Desk:
        try:
            return self.desks[username]
        except KeyError:
            raise AttributeError(username) from None

    @property
    def telephony(self) -> Switchboard:
        found: Switchboard = self.app.state.telephony
        return found

    async def orders_done(self) -> None:
        """Wait until the PBX was told everything so far."""
        await self.app.state.jobs.settled()

    async def sweep(self) -> None:
        """End claims whose lease ran out, without waiting for the job that does, and sweep the lines."""
        await self.world.database.run(partial(end_expired, wait=True))
        await self.telephony.sweep()

    async def ask(self, service: str | None = None, **fields: Any) -> httpx.Response:
        """Send one intake."""
        self.counted += 1
        body = {"service_id": service or self.service, "phone": f"010{self.counted:08d}"} | fields
        return await self.client.post("/v1/callbacks", json=body, headers=self.ivr)

    async def received(self, **fields: Any) -> str:
        """Take in one request and return its id."""
        answer = await self.ask(**fields)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def waiting(self, count: int, **fields: Any) -> list[str]:
        """Take in several requests, in this order."""
        return [await self.received(**fields) for _ in range(count)]

    async def given(self, desk: Desk, **fields: Any) -> str:
        """Take in one request and assign it to somebody."""
        callback = await self.received(**fields)
        answer = await self.boss.assign([callback], [desk], "manual")
        assert answer.status_code == 200, answer.text
        return callback


def refusal(answer: httpx.Response) -> dict[str, Any]:
    """Return a problem's code, status and parameters in one dict."""
    body = answer.json()
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert body["status"] == answer.status_code
    found: dict[str, Any] = {"status_code": answer.status_code, "code": body["code"]} | body["params"]
    return found


def command_key() -> str:
    """Return a fresh idempotency key."""
    return new_id()
