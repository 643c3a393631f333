"""Who may call what: every endpoint, every role, another service's data, and a service switched off.

If this fails, somebody reads or changes what is not theirs. A new endpoint must be added to the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from litestar import Litestar

from occ_contract.people import Role
from support.centre import Centre, Desk

SOMEBODY_ELSE = "0190a000-0000-7000-8000-000000000000"
ROLES = ("supervisor", "assigner", "agent", "silent", "stranger", "nobody")


@dataclass(frozen=True)
class Endpoint:
    """One way to ask, about a callback assigned to the plain agent, and the status each role gets."""

    method: str
    path: str
    expected: Mapping[str, int]
    body: Mapping[str, Any] | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    closed: Mapping[str, int] = field(default_factory=dict)  # status with callbacks switched off, by role

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}{'?' + '&'.join(self.params) if self.params else ''}"


def by_role(supervisor: int, assigner: int, agent: int, silent: int, stranger: int) -> dict[str, int]:
    """Statuses in the order of ``ROLES``; nobody is always 401."""
    return dict(zip(ROLES, (supervisor, assigner, agent, silent, stranger, 401), strict=True))


OFF = dict.fromkeys(("supervisor", "assigner", "agent", "silent"), 403)
NEW_TICKET = {"service_id": "{service}", "subject": "문의"}
ASSIGN = {"callback_ids": ["{callback}"], "agent_ids": ["{agent}"], "method": "equal"}

TABLE: tuple[Endpoint, ...] = (
    Endpoint("GET", "/v1/callbacks", by_role(200, 200, 200, 403, 200), closed=OFF),
    Endpoint(
        "GET",
        "/v1/callbacks",
        by_role(200, 200, 200, 403, 404),
        params={"service_id": "{service}"},
        closed=OFF,
    ),
    Endpoint("GET", "/v1/callbacks/{callback}", by_role(200, 200, 200, 403, 404), closed=OFF),
    Endpoint("GET", "/v1/callbacks/{callback}/history", by_role(200, 200, 200, 403, 404), closed=OFF),
    Endpoint("GET", "/v1/callbacks/{callback}/texts", by_role(200, 200, 200, 403, 404), closed=OFF),
    Endpoint("GET", "/v1/callbacks/{waiting}/texts", by_role(200, 200, 404, 403, 404), closed=OFF),
    Endpoint("GET", "/v1/callbacks/{waiting}", by_role(200, 200, 404, 403, 404), closed=OFF),
    Endpoint("GET", "/v1/callbacks/{waiting}/history", by_role(200, 200, 404, 403, 404), closed=OFF),
    Endpoint("GET", "/v1/callbacks/stats", by_role(200, 403, 403, 403, 200), closed=OFF),
    Endpoint(
        "GET",
        "/v1/callbacks/stats",
        by_role(200, 403, 403, 403, 404),
        params={"service_id": "{service}"},
        closed=OFF,
    ),
    Endpoint("POST", "/v1/callbacks/assign", by_role(200, 200, 403, 403, 200), ASSIGN, closed=OFF),
    Endpoint(
        "POST",
        "/v1/callbacks/assign",
        by_role(200, 200, 403, 403, 200),
        ASSIGN | {"preview": True},
        closed=OFF,
    ),
    Endpoint(
        "POST",
        "/v1/callbacks/cancel-assignment",
        by_role(200, 200, 403, 403, 404),
        {"callback_ids": ["{callback}"]},
        closed=OFF,
    ),
    Endpoint("POST", "/v1/callbacks/assignments/{batch}/undo", by_role(200, 404, 403, 403, 404), closed=OFF),
    Endpoint("POST", "/v1/callbacks/{callback}/connect", by_role(409, 409, 409, 403, 404), closed=OFF),
    Endpoint("POST", "/v1/callbacks/{waiting}/connect", by_role(409, 409, 403, 403, 404), closed=OFF),
    Endpoint(
        "POST",
        "/v1/callbacks/{callback}/complete",
        by_role(200, 409, 200, 403, 404),
        {"note": "끝"},
        closed=OFF,
    ),
    Endpoint(
        "POST",
        "/v1/callbacks/{callback}/note",
        by_role(200, 409, 200, 403, 404),
        {"note": "메모"},
        closed=OFF,
    ),
    Endpoint(
        "POST",
        f"/v1/callbacks/{{callback}}/attempts/{SOMEBODY_ELSE}/renew",
        by_role(404, 404, 404, 404, 404),
    ),
    Endpoint(
        "POST",
        f"/v1/callbacks/{{callback}}/attempts/{SOMEBODY_ELSE}/result",
        by_role(404, 404, 404, 404, 404),
        {"result": "busy"},
    ),
    Endpoint("POST", "/v1/tickets", by_role(201, 201, 201, 403, 404), NEW_TICKET, closed=OFF),
    Endpoint("GET", "/v1/tickets", by_role(200, 200, 200, 403, 200), closed=OFF),
    Endpoint(
        "GET",
        "/v1/tickets",
        by_role(200, 200, 200, 403, 404),
        params={"service_id": "{service}"},
        closed=OFF,
    ),
    Endpoint("GET", "/v1/services", by_role(200, 200, 200, 200, 200)),
    Endpoint("GET", "/v1/agents", by_role(200, 200, 200, 200, 200)),
    Endpoint("GET", "/v1/agents", by_role(200, 200, 200, 200, 404), params={"service_id": "{service}"}),
    Endpoint("GET", "/v1/cti", by_role(200, 200, 200, 403, 403)),
    Endpoint("POST", "/v1/cti/login", by_role(200, 200, 200, 403, 403), {"extension": "1001"}),
    Endpoint("POST", "/v1/cti/logout", by_role(200, 200, 200, 200, 200)),
    Endpoint("PUT", "/v1/cti/state", by_role(409, 409, 409, 403, 403), {"state": "break"}),
    Endpoint("POST", f"/v1/cti/calls/{SOMEBODY_ELSE}/hangup", by_role(404, 404, 404, 404, 404)),
    Endpoint("GET", "/v1/me", by_role(200, 200, 200, 200, 200)),
    Endpoint("GET", "/v1/sync", by_role(200, 200, 200, 200, 200)),
    Endpoint(
        "GET",
        "/v1/sync/key",
        by_role(200, 403, 403, 403, 403),
        params={"key": "s:{service}:callbacks"},
    ),
    Endpoint("GET", "/v1/sync/checksums", by_role(200, 200, 200, 200, 200)),
    Endpoint(
        "POST",
        "/v1/audit/exports",
        by_role(204, 204, 204, 204, 204),
        {"kind": "callbacks", "purpose": "보고", "row_count": 1},
    ),
    Endpoint("POST", "/v1/auth/logout", by_role(204, 204, 204, 204, 204)),
)

ELSEWHERE = {  # open to everybody, to integrations or walls, or an endless stream; tested where they belong
    ("POST", "/v1/auth/login"),
    ("POST", "/v1/auth/refresh"),
    ("POST", "/v1/callbacks"),
    ("POST", "/v1/sms/carriers/nhn/*"),
    ("GET", "/v1/stream"),
    ("GET", "/v1/device"),
    # about a text, not a callback: test_sms_permissions
    ("POST", "/v1/sms/requests"),
    ("POST", "/v1/sms/requests/preview"),
    ("POST", "/v1/sms/requests/*/cancel"),
    ("POST", "/v1/sms/requests/*/release"),
    ("POST", "/v1/sms/messages/*/cancel"),
    ("GET", "/v1/sms/messages"),
    ("GET", "/v1/sms/messages/*"),
    # about what texts are made of, not a callback: test_catalogue_permissions
    *((method, "/v1/sms/categories") for method in ("GET", "POST")),
    *((method, "/v1/sms/categories/*") for method in ("PATCH", "DELETE")),
    *((method, "/v1/sms/templates") for method in ("GET", "POST")),
    *((method, "/v1/sms/templates/*") for method in ("PATCH", "DELETE")),
    ("POST", "/v1/sms/templates/delete"),
    ("GET", "/v1/sms/templates/*/versions"),
    ("POST", "/v1/sms/images"),
    ("GET", "/v1/sms/images/*"),
    ("GET", "/v1/sms/sender-numbers"),
}


@dataclass
class Stage:
    """The people, and the rows the table speaks of."""

    centre: Centre
    desks: dict[str, Desk]
    words: dict[str, str]

    def filled(self, value: Any) -> Any:
        if isinstance(value, str):
            for word, meaning in self.words.items():
                value = value.replace(f"{{{word}}}", meaning)
            return value
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        if isinstance(value, dict):
            return {key: self.filled(item) for key, item in value.items()}
        return value

    async def ask(self, endpoint: Endpoint, role: str) -> tuple[int, Any]:
        headers = self.desks[role].headers if role in self.desks else {}
        answer = await self.centre.client.request(
            endpoint.method,
            self.filled(endpoint.path),
            params=self.filled(dict(endpoint.params)),
            json=self.filled(dict(endpoint.body)) if endpoint.body is not None else None,
            headers=headers,
        )
        return answer.status_code, answer.json() if answer.content else None


@pytest.fixture
async def stage(centre: Centre) -> Stage:
    world = centre.world
    other = await world.service("샘플카드")
    stranger = await centre.seat(await world.person("stranger", {other: (Role.SUPERVISOR, ())}))
    silent = await centre.seat(await world.agent("silent", centre.service, permissions=()))
    callback, waiting = await centre.received(), await centre.received()
    batch = (await centre.boss.assign([callback], [centre.ann], "manual")).json()["batch_id"]
    words = {
        "service": centre.service,
        "callback": callback,
        "waiting": waiting,
        "batch": batch,
        "agent": centre.ann.id,
    }
    desks = {
        "supervisor": centre.boss,
        "assigner": centre.amy,
        "agent": centre.ann,
        "silent": silent,
        "stranger": stranger,
    }
    return Stage(centre, desks, words)


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_gets_exactly_what_is_theirs(stage: Stage, role: str) -> None:
    for endpoint in TABLE:
        if endpoint.path == "/v1/auth/logout":
            continue
        fresh = await _restage(stage)
        status, body = await fresh.ask(endpoint, role)
        assert status == endpoint.expected[role], (role, endpoint.name, body)
        if status >= 400:
            assert body["status"] == status
            assert "Traceback" not in str(body)
    status, _ = await stage.ask(TABLE[-1], role)
    assert status == TABLE[-1].expected[role]


async def _restage(stage: Stage) -> Stage:
    """Put a fresh callback into the agent's hands, so that one effect is not the next start."""
    centre = stage.centre
    callback = await centre.received()
    batch = (await centre.boss.assign([callback], [centre.ann], "manual")).json().get("batch_id")
    return Stage(
        centre, stage.desks, stage.words | {"callback": callback, "batch": batch or stage.words["batch"]}
    )


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"stranger", "nobody"}])
async def test_a_service_switched_off_answers_that_it_is_off(stage: Stage, role: str) -> None:
    await stage.centre.world.switch(stage.centre.service, callback_enabled=False)
    for endpoint in TABLE:
        if role in endpoint.closed:
            status, body = await stage.ask(endpoint, role)
            assert (status, body["code"]) == (403, "feature_disabled"), (role, endpoint.name, body)
            assert body["params"] == {"feature": "callback"}
    changes = (await stage.desks[role].pull())[1]
    assert {c["entity"] for c in changes} <= {"service", "agent", "cti", "notice"}
    assert not [c for c in changes if c["entity"] == "notice" and c["body"]["kind"] == "callback_received"]


async def test_a_stranger_changes_nothing_and_learns_nothing(stage: Stage) -> None:
    before = await stage.centre.boss.view(stage.words["callback"])
    for endpoint in TABLE:
        if endpoint.path != "/v1/auth/logout":
            _, body = await stage.ask(endpoint, "stranger")
            told = str(body).replace(stage.words["callback"], "")
            assert before["phone"] not in told, endpoint.name
            assert "이상담" not in told, endpoint.name
            assert stage.words["service"] not in told, endpoint.name
    assert await stage.centre.boss.view(stage.words["callback"]) == before


async def test_intake_is_for_integrations_alone_and_they_may_do_nothing_else(stage: Stage) -> None:
    centre = stage.centre
    body = {"service_id": centre.service, "phone": "01012345678"}
    for desk in stage.desks.values():
        assert (await desk.post("/v1/callbacks", body)).status_code == 401
    for endpoint in TABLE:
        answer = await centre.client.request(
            endpoint.method,
            stage.filled(endpoint.path),
            json=stage.filled(dict(endpoint.body)) if endpoint.body is not None else None,
            headers=centre.ivr,
        )
        assert answer.status_code == 401, endpoint.name


async def test_a_disabled_account_may_do_nothing(stage: Stage) -> None:
    await stage.centre.world.disable(stage.desks["agent"].id)
    for endpoint in TABLE:
        status, _ = await stage.ask(endpoint, "agent")
        assert status in {401, 403}, endpoint.name


def test_every_endpoint_stands_in_the_table(app: Litestar) -> None:
    def shape(path: str) -> str:
        return "/".join(
            "*" if part.startswith("{") or part == SOMEBODY_ELSE else part for part in path.split("/")
        )

    served = {
        (method, shape(route.path))
        for route in app.routes
        for method in getattr(route, "methods", ())
        if route.path.startswith("/v1/") and method not in {"OPTIONS", "HEAD"}
    }
    known = {(e.method, shape(e.path)) for e in TABLE} | ELSEWHERE
    assert served - known == set()
