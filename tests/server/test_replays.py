"""Answers given again. If these fail, a receipt opens a customer's row to who may not see it any more."""

from typing import Any

import pytest
from sqlalchemy import select

from occ_contract.ids import new_id
from occ_server.kit.db import Database
from occ_server.kit.tables import receipts
from support.centre import Centre, Desk, refusal

PHONE = "01055501234"
CUSTOMER = {"phone": PHONE, "name": "비밀손님", "message": "비밀 문의"}


async def moved_to_ben(centre: Centre, callback: str) -> None:
    await centre.boss.cancel([callback])
    await centre.boss.assign([callback], [centre.ben])
    await centre.ben.post(f"/v1/callbacks/{callback}/note", {"note": "벤의 메모"})


def note(desk: Desk, callback: str, key: str) -> Any:
    return desk.post(f"/v1/callbacks/{callback}/note", {"note": "앤의 메모"}, key)


async def test_a_note_sent_again_after_the_row_left_tells_nothing_of_the_customer(centre: Centre) -> None:
    callback, key = await centre.given(centre.ann, **CUSTOMER), new_id()
    assert (await note(centre.ann, callback, key)).json()["note"] == "앤의 메모"
    await moved_to_ben(centre, callback)
    again = await note(centre.ann, callback, key)
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (200, "true")
    for secret in (PHONE, "비밀", "메모"):
        assert secret not in again.text
    row = await centre.boss.view(callback)
    assert (again.json()["id"], again.json()["seq"]) == (callback, row["seq"])
    assert row["note"] == "벤의 메모"


async def test_a_completion_sent_again_by_who_left_the_service_tells_nothing(centre: Centre) -> None:
    callback, key = await centre.given(centre.ann, **CUSTOMER), new_id()
    path = f"/v1/callbacks/{callback}/complete"
    assert (await centre.ann.post(path, {"note": "끝"}, key)).json()["phone"] == PHONE
    await centre.world.revoke(centre.ann.id, centre.service)
    again = await centre.ann.post(path, {"note": "끝"}, key)
    assert (again.status_code, again.json()["status"]) == (200, "completed")
    assert PHONE not in again.text
    assert "비밀" not in again.text


async def test_a_ticket_sent_again_by_who_left_the_service_tells_nothing_of_the_customer(
    centre: Centre,
) -> None:
    key = "0190a000-0000-7000-8000-000000000abc"
    body = {
        "service_id": centre.service,
        "subject": "환불",
        "content": "고객이 한 말",
        "phone": "010-1234-5678",
        "name": "홍길동",
    }
    first = await centre.ann.post("/v1/tickets", body, key)
    assert (first.status_code, first.json()["phone"]) == (201, "01012345678")
    again = await centre.ann.post("/v1/tickets", body, key)
    assert again.json() == first.json()
    await centre.world.revoke(centre.ann.id, centre.service)
    replayed = await centre.ann.post("/v1/tickets", body, key)
    assert (replayed.status_code, replayed.json()["id"]) == (201, first.json()["id"])
    for told in ("환불", "고객이 한 말", "01012345678", "홍길동"):
        assert told not in replayed.text


async def test_a_connect_sent_again_after_the_row_left_is_not_found(centre: Centre) -> None:
    await centre.ann.sit_down("101")
    callback, key = await centre.given(centre.ann, **CUSTOMER), new_id()
    path = f"/v1/callbacks/{callback}/connect"
    first = await centre.ann.post(path, None, key)
    assert first.status_code == 200, first.text
    await centre.world.revoke(centre.ann.id, centre.service)
    again = await centre.ann.post(path, None, key)
    assert refusal(again)["code"] == "not_found"
    assert PHONE not in again.text


@pytest.mark.parametrize("way", ["assign", "cancel", "undo"])
async def test_receipts_of_batches_hold_nobody_of_the_rows_left_out(
    centre: Centre, database: Database, way: str
) -> None:
    done, free = await centre.given(centre.ann, **CUSTOMER), await centre.received()
    batch = (await centre.boss.assign([free], [centre.ann])).json()["batch_id"]
    await centre.ann.complete(done)
    match way:
        case "assign":
            path = "/v1/callbacks/assign"
            body: Any = {"callback_ids": [done, free], "agent_ids": [centre.ben.id], "method": "manual"}
        case "cancel":
            path, body = "/v1/callbacks/cancel-assignment", {"callback_ids": [done, free]}
        case _:
            other = await centre.received(**CUSTOMER)
            batch = (await centre.boss.assign([other], [centre.ann])).json()["batch_id"]
            await centre.ann.complete(other)
            path, body = f"/v1/callbacks/assignments/{batch}/undo", None
    key = new_id()
    first = await centre.boss.post(path, body, key)
    assert [(row["name"], row["phone"]) for row in first.json()["skipped"]][:1] == [("비밀손님", PHONE)]
    again = await centre.boss.post(path, body, key)
    assert again.json() == first.json()
    async with database.read() as conn:
        kept = b"".join((await conn.execute(select(receipts.c.result))).scalars()).decode()
    assert PHONE not in kept
    assert "비밀" not in kept
