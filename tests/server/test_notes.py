"""Call notes of two people: if these fail, what a colleague wrote is overwritten and nobody is told."""

from typing import Any

import pytest

from support.centre import Centre, command_key, refusal

MINE, THEIRS = "환불 안내함", "VIP: 환불을 약속했음"


async def noted(centre: Centre, text: str = THEIRS) -> str:
    """Return a callback of ann's on which the supervisor has left a note."""
    callback = await centre.given(centre.ann)
    answer = await centre.boss.post(f"/v1/callbacks/{callback}/note", {"note": text})
    assert answer.status_code == 200, answer.text
    return callback


@pytest.mark.parametrize("step", ["complete", "note"])
async def test_a_note_written_against_an_older_one_is_refused_with_the_present_one(
    centre: Centre, step: str
) -> None:
    callback = await noted(centre)
    refused = refusal(
        await centre.ann.post(f"/v1/callbacks/{callback}/{step}", {"note": MINE, "base_note": ""})
    )
    assert (refused["status_code"], refused["code"]) == (409, "note_conflict")
    assert (refused["note"], refused["by_id"], refused["by_name"]) == (THEIRS, centre.boss.id, "김관리")
    row = await centre.boss.view(callback)
    assert (row["status"], row["note"]) == ("assigned", THEIRS)


@pytest.mark.parametrize("step", ["complete", "note"])
async def test_a_note_written_against_the_present_one_is_taken_and_names_its_author(
    centre: Centre, step: str
) -> None:
    callback = await noted(centre)
    body = {"note": MINE, "base_note": f" {THEIRS}\r\n"}
    answer = await centre.ann.post(f"/v1/callbacks/{callback}/{step}", body)
    assert (answer.status_code, answer.json()["note"]) == (200, MINE)
    assert answer.json()["noted_by"] == centre.ann.id


@pytest.mark.parametrize("body", [{"note": MINE}, {"note": MINE, "base_note": None}])
async def test_a_client_that_knows_of_no_base_writes_as_before(centre: Centre, body: dict[str, Any]) -> None:
    callback = await noted(centre)
    assert (await centre.ann.post(f"/v1/callbacks/{callback}/note", body)).json()["note"] == MINE


async def test_the_same_words_twice_are_no_conflict(centre: Centre) -> None:
    callback = await noted(centre)
    body = {"note": THEIRS, "base_note": "older"}
    assert (await centre.ann.post(f"/v1/callbacks/{callback}/complete", body)).status_code == 200
    assert (await centre.boss.view(callback))["noted_by"] == centre.boss.id


async def test_a_completion_without_a_note_keeps_the_colleagues_one_and_its_author(centre: Centre) -> None:
    callback = await noted(centre)
    row = (await centre.ann.post(f"/v1/callbacks/{callback}/complete", {"base_note": ""})).json()
    assert (row["status"], row["note"], row["noted_by"]) == ("completed", THEIRS, centre.boss.id)


async def test_a_note_a_colleague_cleared_is_a_conflict_too(centre: Centre) -> None:
    callback = await noted(centre)
    await centre.boss.post(f"/v1/callbacks/{callback}/note", {"note": ""})
    body = {"note": MINE, "base_note": THEIRS}
    refused = refusal(await centre.ann.post(f"/v1/callbacks/{callback}/note", body))
    assert (refused["code"], refused["note"], refused["by_name"]) == ("note_conflict", "", "김관리")


async def test_who_may_not_work_on_it_is_told_nothing_of_the_note(centre: Centre) -> None:
    callback = await noted(centre)
    body = {"note": MINE, "base_note": ""}
    answer = await centre.ben.post(f"/v1/callbacks/{callback}/note", body)
    assert refusal(answer)["code"] == "not_assignee"
    assert THEIRS not in answer.text


async def test_a_note_sent_again_is_answered_from_its_receipt_not_as_a_conflict_with_itself(
    centre: Centre,
) -> None:
    callback, key = await centre.given(centre.ann), command_key()
    path, body = f"/v1/callbacks/{callback}/note", {"note": MINE, "base_note": ""}
    for _ in range(2):
        assert (await centre.ann.post(path, body, key)).json()["note"] == MINE


async def test_the_decided_note_may_be_sent_with_the_key_that_was_refused(centre: Centre) -> None:
    callback, key = await noted(centre), command_key()
    path = f"/v1/callbacks/{callback}/note"
    refused = refusal(await centre.ann.post(path, {"note": MINE, "base_note": ""}, key))
    assert refused["code"] == "note_conflict"
    body = {"note": MINE, "base_note": THEIRS}
    assert (await centre.ann.post(path, body, key)).json()["note"] == MINE
