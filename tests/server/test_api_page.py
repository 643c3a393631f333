"""The API page tells the truth. If this fails, whoever builds on it meets answers nobody told them of."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from occ_contract.errors import ErrorCode, Problem
from occ_server.examples import EXAMPLES
from occ_server.kit.problems import MEDIA_TYPE
from support.catalogue import Catalogue
from support.centre import Centre, Desk, refusal
from support.exploring import Explored, explore

SOAK = 10_000  # requests
NO_ANSWERS = {  # said of one field, one row or one path, never of a whole request
    *(ErrorCode.TAKEN, ErrorCode.TOO_LONG, ErrorCode.TOO_MANY, ErrorCode.BAD_CHARACTER, ErrorCode.BAD_TIME),
    *(ErrorCode.TIME_IN_FUTURE, ErrorCode.TIME_IN_PAST, ErrorCode.EXTENSION_INVALID, ErrorCode.UNKNOWN),
    *(code for code in ErrorCode if code.value.startswith("phone_")),
    *(ErrorCode.NO_ELIGIBLE_AGENT, ErrorCode.METHOD_NOT_ALLOWED),
    *(ErrorCode.RECIPIENT_CHARACTERS, ErrorCode.RECIPIENT_LENGTH, ErrorCode.PLACEHOLDER_MISSING),
    ErrorCode.IMAGE_UNUSABLE,
}


@pytest.fixture
def backend() -> str:
    """The page is the same on both databases; what the statements answer is tested on both elsewhere."""
    return "sqlite"


@pytest.fixture
async def page(client: httpx.AsyncClient) -> dict[str, Any]:
    answer = await client.get("/schema/openapi.json")
    found: dict[str, Any] = answer.json()
    return found


def operations(page: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in page["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def contents(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every body of an operation with its media type."""
    for described in (operation.get("requestBody", {}), *operation["responses"].values()):
        yield from described.get("content", {}).items()


def test_every_operation_has_a_name_of_its_own_and_a_sentence(page: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, operation in operations(page)]
    assert len(names) == len(set(names)) >= 30
    for where, operation in operations(page):
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", operation["operationId"]), where
        assert " " in operation["summary"], where
        assert operation["summary"] in operation["description"], where


def test_a_body_too_large_is_told_with_the_limit_of_its_operation(page: dict[str, Any]) -> None:
    for path, most in (("/v1/callbacks", 4 * 1024 * 1024), ("/v1/tickets", 1024 * 1024)):
        refused = page["paths"][path]["post"]["responses"]["413"]
        assert f"at most {most} bytes" in refused["description"]
        assert refused["content"][MEDIA_TYPE]["example"]["params"] == {"limit": most}


def test_every_body_has_an_example_that_is_one(page: dict[str, Any]) -> None:
    kinds = {type(example).__name__: type(example) for example in EXAMPLES}
    for where, operation in operations(page):
        for media, content in contents(operation):
            if media == MEDIA_TYPE:
                problem = msgspec.convert(content["example"], Problem)
                assert problem.code in content["schema"]["allOf"][1]["properties"]["code"]["enum"], where
            elif media == "application/json":
                schema = content["schema"]
                refs = [s["$ref"] for s in (schema, *schema.get("oneOf", ())) if "$ref" in s]
                name = refs[0].rpartition("/")[2]
                assert "example" in content, where
                if name in kinds:
                    msgspec.json.decode(msgspec.json.encode(content["example"]), type=kinds[name])


def test_every_code_that_can_refuse_a_request_is_listed(page: dict[str, Any]) -> None:
    listed: set[str] = set()
    for _, operation in operations(page):
        for media, content in contents(operation):
            if media == MEDIA_TYPE:
                listed |= set(content["schema"]["allOf"][1]["properties"]["code"]["enum"])
    assert {code.value for code in ErrorCode} - listed == {code.value for code in NO_ANSWERS}


def test_no_refusal_is_described_but_as_a_problem(page: dict[str, Any]) -> None:
    for where, operation in operations(page):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert set(answer["content"]) == {MEDIA_TYPE}, (where, status)
        assert "content" not in operation["responses"].get("204", {}), where


def test_commands_take_a_key_and_people_tell_their_version(page: dict[str, Any]) -> None:
    def headers(method: str, path: str) -> set[str]:
        parameters = page["paths"][path][method]["parameters"]
        return {p["name"] for p in parameters if p["in"] == "header" and not p["required"]}

    assert headers("post", "/v1/callbacks/assign") == {"Idempotency-Key", "X-Client-Version"}
    assert headers("post", "/v1/auth/refresh") == {"Idempotency-Key", "X-Client-Version"}
    assert headers("get", "/v1/callbacks") == {"X-Client-Version"}
    assert headers("get", "/healthz") == set()
    stream = page["paths"]["/v1/stream"]["get"]["responses"]["200"]
    assert set(stream["content"]) == {"text/event-stream"}


async def test_a_method_a_path_does_not_take_is_answered_with_those_it_takes(
    app: Litestar, centre: Centre
) -> None:
    answer = await centre.client.delete("/v1/tickets", headers=centre.boss.headers)
    assert refusal(answer)["code"] == "method_not_allowed"
    assert {word.strip() for word in answer.headers["Allow"].split(",")} == {"GET", "POST", "OPTIONS"}
    for path in ("/v1/tickets", "/v1/callbacks"):
        asked = await centre.client.options(path, headers=centre.boss.headers)
        assert asked.headers["Allow"] == "GET, OPTIONS, POST", path


def _token(desk: Desk) -> str:
    return desk.headers["Authorization"].removeprefix("Bearer ")


async def _explored(
    centre: Centre, url: str, folder: Path, *, examples: int, seed: int | None = None
) -> Explored:
    """Ask as a supervisor who also telephones, and as the IVR, about rows that are there."""
    boss, ann = centre.boss, centre.ann
    await boss.sit_down("1001")
    own = [await centre.given(boss) for _ in range(6)]
    others = await centre.waiting(3)
    assigned = (await boss.assign(await centre.waiting(2), [ann])).json()
    attempt = (await boss.connect(own[0])).json()["attempt"]["id"]
    texts = await Catalogue.of(centre)
    second = [texts.second, *[(await texts.category(f"분류 {n}", texts.first))["id"] for n in range(3)]]
    templates = [(await texts.template(f"안내 {n}"))["id"] for n in range(6)]
    return await explore(
        url,
        folder,
        "--max-examples",
        str(examples),
        seed=seed,
        secrets={
            "OCC_PERSON": _token(boss),
            "OCC_INTEGRATION": centre.ivr["X-Api-Key"],
            "OCC_LEAVING": _token(ann),
        },
        rows={
            "callbacks": own + others,
            "called": own[:1],
            "attempts": [attempt],
            "batches": [assigned["batch_id"]],
            "services": [centre.service],
            "people": [boss.id, ann.id],
            "phones": ["010-1234-5678", "02-312-3456", "01000000001"],
            "keys": [f"s:{centre.service}:callbacks"],
            "categories": [texts.first, *second],
            "templates": templates,
            "images": [await texts.image()],
        },
    )


@pytest.mark.timeout(300)
async def test_every_answer_is_one_the_page_promises(centre: Centre, live: str, tmp_path: Path) -> None:
    found = await _explored(centre, live, tmp_path, examples=5)
    assert not found.broken, found.report
    assert found.requests > 1000, found.requests


@pytest.mark.soak
@pytest.mark.timeout(3600)
async def test_ten_thousand_answers_are_ones_the_page_promises(
    centre: Centre, live: str, tmp_path: Path
) -> None:
    found = await _explored(centre, live, tmp_path, examples=320, seed=20261129)
    assert not found.broken, found.report
    assert found.requests >= SOAK, found.report
