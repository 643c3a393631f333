"""Who may send, see and stop texts: every endpoint of sending, every role, another service, switched off.

If this fails, somebody reads what a colleague wrote to a customer, or stops it.
"""

from dataclasses import dataclass
from typing import Any

import pytest

from occ_contract.people import Role
from support.centre import Centre, Desk
from support.texting import Texting, texting

ROLES = ("supervisor", "sender", "colleague", "stranger", "nobody")


@dataclass(frozen=True)
class Way:
    """One way to ask about a text of the sender's, and the status each role gets, in their order."""

    method: str
    path: str
    expected: tuple[int, int, int, int, int]


WAYS = (
    Way("POST", "/v1/sms/requests", (201, 201, 201, 404, 401)),
    Way("POST", "/v1/sms/requests/preview", (200, 200, 200, 404, 401)),
    Way("GET", "/v1/sms/messages", (200, 200, 200, 200, 401)),
    Way("GET", "/v1/sms/messages?service_id={service}", (200, 200, 200, 404, 401)),
    Way("GET", "/v1/sms/messages/{message}", (200, 200, 404, 404, 401)),
    Way("POST", "/v1/sms/requests/{request}/release", (200, 200, 404, 404, 401)),
    Way("POST", "/v1/sms/messages/{message}/cancel", (200, 200, 404, 404, 401)),
    Way("POST", "/v1/sms/requests/{request}/cancel", (200, 200, 404, 404, 401)),
)


@pytest.fixture
async def texts(centre: Centre) -> Texting:
    return await texting(centre)


async def people(texts: Texting) -> dict[str, Desk]:
    centre = texts.centre
    other = await centre.world.service("샘플카드")
    stranger = await centre.seat(await centre.world.person("stranger", {other: (Role.SUPERVISOR, ())}))
    nobody = Desk(centre.client, {}, stranger.someone)
    known = (centre.boss, centre.ann, centre.ben, stranger, nobody)
    return dict(zip(ROLES, known, strict=True))


async def ask(texts: Texting, way: Way, desk: Desk, made: dict[str, Any]) -> Any:
    words = {"service": texts.centre.service, "request": made["id"], "message": made["messages"][0]["id"]}
    body = texts.body() if way.path in {"/v1/sms/requests", "/v1/sms/requests/preview"} else None
    path = way.path.format(**words)
    return await texts.centre.client.request(way.method, path, json=body, headers=desk.headers)


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_gets_exactly_what_is_theirs(texts: Texting, role: str) -> None:
    desk = (await people(texts))[role]
    for way in WAYS:
        made = await texts.sent(to=["01099998888"])
        answer = await ask(texts, way, desk, made)
        assert answer.status_code == way.expected[ROLES.index(role)], (role, way, answer.text)
        if role in {"stranger", "nobody"} or (role == "colleague" and answer.status_code != 201):
            assert "01099998888" not in answer.text, (role, way)


@pytest.mark.parametrize("role", ["supervisor", "sender", "colleague"])
async def test_a_service_switched_off_answers_that_it_is_off(texts: Texting, role: str) -> None:
    desk = (await people(texts))[role]
    made = await texts.sent()
    await texts.centre.world.switch(texts.centre.service, sms_enabled=False)
    for way in WAYS:
        answer = await ask(texts, way, desk, made)
        body = answer.json()
        assert (answer.status_code, body["code"]) == (403, "feature_disabled"), (role, way)
        assert body["params"] == {"feature": "sms"}


async def test_integrations_send_no_texts(texts: Texting) -> None:
    made = await texts.sent()
    ivr = Desk(texts.centre.client, texts.centre.ivr, texts.centre.ann.someone)
    for way in WAYS:
        assert (await ask(texts, way, ivr, made)).status_code == 401, way
