"""Ids as other people's programs write them. If these fail, an honest client is refused over its capitals."""

import httpx
import pytest

from occ_contract.ids import canonical_id, new_id
from support.centre import Centre, refusal
from support.world import PASSWORD

ID = "01a22898-255b-744d-8a2c-3f3c8f0d1e11"
BARE = ID.replace("-", "")


@pytest.mark.parametrize(
    "written",
    [
        *(ID, ID.upper(), f'"{ID}"', f'"{ID.upper()}"', f" {ID}\t", f"{{{ID.upper()}}}"),
        *(f"urn:uuid:{ID}", f"URN:UUID:{ID.upper()}", BARE, BARE.upper()),
    ],
)
def test_an_id_in_another_notation_is_that_id(written: str) -> None:
    assert canonical_id(written) == ID


@pytest.mark.parametrize(
    "written",
    [
        *("", '""', "every call the same", ID[:-1], ID + "0", f"{ID},{ID}", f'"{ID}', f"{{{ID}", f"'{ID}'"),
        *(ID.replace("0", "٠"), "0x" + BARE[2:], BARE[:15] + "_" + BARE[16:], ID.replace("-", " ")),
        *(ID[:4] + "-" + ID[4:].replace("-", "", 1), f"{ID}\n{ID}", f"uuid:{ID}"),
    ],
)
def test_what_is_no_id_is_none(written: str) -> None:
    assert canonical_id(written) is None


@pytest.mark.parametrize("notation", ["{}", '"{}"', " {} "])
async def test_a_key_is_one_key_however_it_is_written(centre: Centre, notation: str) -> None:
    callback = await centre.received()
    key = new_id()
    body = {"callback_ids": [callback], "agent_ids": [centre.ann.id], "method": "manual"}
    first = await centre.boss.post("/v1/callbacks/assign", body, key=notation.format(key.upper()))
    assert first.status_code == 200, first.text
    again = await centre.boss.post("/v1/callbacks/assign", body, key=key)
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (200, "true")
    assert again.json() == first.json()


async def test_a_refresh_knows_its_key_in_capitals(centre: Centre, client: httpx.AsyncClient) -> None:
    """Otherwise a lost answer counts as theft, and the person is logged out."""
    login = {"username": "ann", "password": PASSWORD, "device": "tests"}
    tokens = (await client.post("/v1/auth/login", json=login)).json()
    key = new_id()
    for written in (key, key.upper(), f'"{key}"'):
        answer = await client.post(
            "/v1/auth/refresh",
            json={"refresh_token": tokens["refresh_token"]},
            headers={"Idempotency-Key": written},
        )
        assert answer.status_code == 200, answer.text


async def test_ids_in_capitals_are_found_in_body_path_and_query(centre: Centre) -> None:
    answer = await centre.ask(service=centre.service.upper(), external_id="ABCDEF")
    assert answer.status_code == 201, answer.text
    callback = answer.json()["id"]
    given = await centre.boss.assign([callback.upper()], [centre.ann.id.upper()], "manual")
    assert given.json()["assigned"] == [{"callback_id": callback, "agent_id": centre.ann.id}]
    seen = await centre.boss.get(f"/v1/callbacks/{callback.upper()}")
    assert seen.json()["id"] == callback
    asked = {"service_id": centre.service.upper(), "assignee_id": f"{{{centre.ann.id}}}"}
    found = (await centre.boss.get("/v1/callbacks", **asked)).json()["items"]
    assert [row["id"] for row in found] == [callback]
    several = f"{centre.service.upper()},{new_id()}"
    assert (await centre.boss.get("/v1/agents", service_id=several)).status_code in {200, 404}
    noted = await centre.ann.post(f"/v1/callbacks/{callback.upper()}/complete", {"note": ID.upper()})
    assert noted.json()["note"] == ID.upper()  # a text stays as it was written


async def test_an_external_id_stays_as_the_ivr_wrote_it(centre: Centre) -> None:
    answer = await centre.ask(external_id=ID.upper())
    assert answer.json()["external_id"] == ID.upper()


async def test_nonsense_is_refused_as_before(centre: Centre) -> None:
    callback = await centre.received()
    answer = await centre.boss.post(f"/v1/callbacks/{callback}/complete", key="every call the same")
    assert refusal(answer) == {"status_code": 422, "code": "idempotency_key_invalid"}
    assert (await centre.boss.get("/v1/callbacks", assignee_id="nobody")).status_code == 422
    assert (await centre.boss.get("/v1/callbacks/nothing")).status_code == 404
