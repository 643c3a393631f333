"""Who may read and keep what texts are made of: every endpoint, every role, another service, switched off.

If this fails, a wording is changed by somebody who may not, or read by a stranger.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from litestar import Litestar

from occ_contract.people import Permission, Role
from support.catalogue import Catalogue, jpeg
from support.centre import Centre, Desk

ROLES = ("supervisor", "keeper", "sender", "stranger", "nobody")
SECRET = "비밀 문구"


@dataclass(frozen=True)
class Way:
    """One way to ask, and the status each role gets, in their order."""

    method: str
    path: str
    expected: tuple[int, int, int, int, int]
    body: dict[str, Any] | None = None
    content: bytes | None = field(default=None, repr=False)


READ, KEPT, MADE = (200, 200, 200, 404, 401), (200, 200, 403, 404, 401), (201, 201, 403, 404, 401)
TEMPLATE = {"category_id": "{second}", "type": "sms", "name": "새", "body": "안내"}
WAYS = (
    Way("GET", "categories", (200, 200, 200, 200, 401)),
    Way("GET", "categories?service_id={service}", READ),
    Way("POST", "categories", MADE, {"service_id": "{service}", "name": "새"}),
    Way("PATCH", "categories/{second}", KEPT, {"enabled": True}),
    Way("GET", "templates", (200, 200, 200, 200, 401)),
    Way("GET", "templates?service_id={service}&selectable=true", READ),
    Way("POST", "templates", MADE, TEMPLATE),
    Way("PATCH", "templates/{template}", KEPT, {"body": "고침"}),
    Way("GET", "templates/{template}/versions", READ),
    Way("DELETE", "templates/{template}", KEPT),
    Way("POST", "templates/delete", KEPT, {"template_ids": ["{template}"]}),
    Way("DELETE", "categories/{second}", KEPT),
    Way("POST", "images?service_id={service}&name=a", (201, 201, 201, 404, 401), content=jpeg()),
    Way("GET", "images/{image}", READ),
    Way("GET", "sender-numbers", (200, 200, 200, 200, 401)),
    Way("GET", "sender-numbers?service_id={service}", READ),
)


@pytest.fixture
async def catalogue(centre: Centre) -> Catalogue:
    return await Catalogue.of(centre)


async def people(centre: Centre) -> dict[str, Desk]:
    other = await centre.world.service("샘플카드")
    stranger = await centre.seat(await centre.world.person("stranger", {other: (Role.SUPERVISOR, ())}))
    keeping = await centre.world.agent("keeper", centre.service, permissions=[Permission.SMS_MANAGE])
    nobody = Desk(centre.client, {}, stranger.someone)
    known = (centre.boss, await centre.seat(keeping), centre.ann, stranger, nobody)
    return dict(zip(ROLES, known, strict=True))


async def staged(catalogue: Catalogue) -> dict[str, str]:
    """Return the words of the table, about rows of their own."""
    second = (await catalogue.category(SECRET, catalogue.first))["id"]
    template = (await catalogue.template(SECRET, category_id=second, body=SECRET))["id"]
    image = await catalogue.image()
    return {"service": catalogue.centre.service, "second": second, "template": template, "image": image}


def filled(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, str):
        return value.format(**words)
    if isinstance(value, list):
        return [filled(item, words) for item in value]
    return {k: filled(v, words) for k, v in value.items()} if isinstance(value, dict) else value


async def ask(catalogue: Catalogue, way: Way, words: dict[str, str], headers: dict[str, str]) -> Any:
    given: dict[str, Any] = {} if way.body is None else {"json": filled(way.body, words)}
    if way.content is not None:
        given, headers = {"content": way.content}, headers | {"Content-Type": "image/jpeg"}
    path = f"/v1/sms/{filled(way.path, words)}"
    return await catalogue.centre.client.request(way.method, path, headers=headers, **given)


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_gets_exactly_what_is_theirs(catalogue: Catalogue, role: str) -> None:
    desk = (await people(catalogue.centre))[role]
    for way in WAYS:
        words = await staged(catalogue)
        answer = await ask(catalogue, way, words, desk.headers)
        assert answer.status_code == way.expected[ROLES.index(role)], (role, way, answer.text)
        if role in {"stranger", "nobody"}:
            assert SECRET not in answer.text, way
        await catalogue.ask("DELETE", f"categories/{words['second']}")


async def test_a_refused_change_changes_nothing(catalogue: Catalogue) -> None:
    desks, words = await people(catalogue.centre), await staged(catalogue)
    path = f"templates?service_id={catalogue.centre.service}"
    before = await catalogue.tree(), await catalogue.done("GET", path)
    for way in WAYS:
        for role in ("sender", "stranger", "nobody"):
            await ask(catalogue, way, words, desks[role].headers)
    assert (await catalogue.tree(), await catalogue.done("GET", path)) == before


@pytest.mark.parametrize("role", ["supervisor", "keeper", "sender"])
async def test_a_service_switched_off_answers_that_it_is_off(catalogue: Catalogue, role: str) -> None:
    centre = catalogue.centre
    desk, words = (await people(centre))[role], await staged(catalogue)
    await centre.world.switch(centre.service, sms_enabled=False)
    for way in WAYS:
        answer = await ask(catalogue, way, words, desk.headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "feature_disabled"), (role, way)
        assert answer.json()["params"] == {"feature": "sms"}
    told = {change["entity"] for change in (await desk.pull())[1]}
    assert not {entity for entity in told if entity.startswith("sms")}


async def test_who_is_in_two_services_that_are_both_off_hears_that_they_are(catalogue: Catalogue) -> None:
    world = catalogue.centre.world
    off = [await world.service(name, sms_enabled=False) for name in ("샘플카드", "샘플몰 둘")]
    agent = await world.person("both", dict.fromkeys(off, (Role.AGENT, ())))
    desk = await catalogue.centre.seat(agent)
    for path in ("categories", "templates", "sender-numbers", "messages"):
        answer = await catalogue.ask("GET", path, desk=desk)
        assert (answer.status_code, answer.json()["code"]) == (403, "feature_disabled"), path


async def test_integrations_and_disabled_accounts_keep_nothing(catalogue: Catalogue) -> None:
    centre, words = catalogue.centre, await staged(catalogue)
    await centre.world.disable(centre.amy.id)
    for way in WAYS:
        assert (await ask(catalogue, way, words, centre.ivr)).status_code == 401, way
        assert (await ask(catalogue, way, words, centre.amy.headers)).status_code in {401, 403}, way


def test_every_endpoint_of_the_catalogue_stands_in_the_table(app: Litestar) -> None:
    def shape(path: str) -> str:
        return "/".join("*" if part.startswith("{") else part for part in path.split("?")[0].split("/"))

    rooms = ("categories", "templates", "images", "sender-numbers")
    served = {
        (method, shape(route.path.removeprefix("/v1/sms/")))
        for route in app.routes
        for method in getattr(route, "methods", ())
        if route.path.startswith(tuple(f"/v1/sms/{room}" for room in rooms))
        and method not in {"OPTIONS", "HEAD"}
    }
    assert served == {(way.method, shape(way.path)) for way in WAYS}
