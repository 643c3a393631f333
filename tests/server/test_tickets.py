"""Tickets: if these fail, what a customer said is lost, or shown to somebody it does not concern."""

from datetime import datetime
from typing import Any

import pytest

from support.centre import Centre, Desk, command_key, refusal
from support.clock import ManualClock


async def registered(centre: Centre, desk: Desk, **fields: Any) -> dict[str, Any]:
    answer = await desk.post("/v1/tickets", {"service_id": centre.service, "subject": "문의"} | fields)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def found(desk: Desk, **conditions: Any) -> list[str]:
    answer = await desk.get("/v1/tickets", **conditions)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


async def test_history_is_registered_with_and_without_a_callback_and_changes_none(centre: Centre) -> None:
    callback = await centre.given(centre.ann)
    before = await centre.boss.view(callback)
    alone = await registered(
        centre,
        centre.ann,
        subject=" 배송 문의 ",
        content="확인 후 안내",
        type="complaint",
        priority="high",
        phone="010-1234-5678",
        name="홍길동",
    )
    assert {k: alone[k] for k in ("subject", "type", "priority", "source", "phone", "callback_id")} == {
        "subject": "배송 문의",
        "type": "complaint",
        "priority": "high",
        "source": "manual",
        "phone": "01012345678",
        "callback_id": None,
    }
    assert (alone["created_by"], alone["created_at"]) == (centre.ann.id, "2026-11-23T00:00:00Z")
    tied = await registered(centre, centre.ann, callback_id=callback)
    assert (tied["callback_id"], tied["phone"], tied["type"]) == (callback, None, "inquiry")
    assert await centre.boss.view(callback) == before


async def test_supervisors_read_all_others_their_own(centre: Centre) -> None:
    anns = (await registered(centre, centre.ann))["id"]
    amys = (await registered(centre, centre.amy))["id"]
    assert set(await found(centre.boss)) == {anns, amys}
    assert await found(centre.ann) == [anns]
    assert await found(centre.amy) == [amys]
    assert await found(centre.ben) == []
    for desk, expected in ((centre.boss, {anns, amys}), (centre.ann, {anns}), (centre.ben, set())):
        changes = (await desk.pull())[1]
        assert {c["id"] for c in changes if c["entity"] == "ticket"} == expected


async def test_every_condition_narrows_the_list(centre: Centre, clock: ManualClock) -> None:
    callback = await centre.given(centre.ann)
    first = (await registered(centre, centre.boss, phone="010-1111-2222"))["id"]
    clock.move(60)
    second = (await registered(centre, centre.boss, callback_id=callback))["id"]
    assert await found(centre.boss) == [second, first]
    assert await found(centre.boss, phone="1111-2") == [first]
    assert await found(centre.boss, callback_id=callback) == [second]
    assert await found(centre.boss, service_id=centre.service) == [second, first]
    assert await found(centre.boss, **{"from": "2026-11-23T00:00:30Z"}) == [second]
    assert await found(centre.boss, to="2026-11-23T00:00:30Z") == [first]
    page = (await centre.boss.get("/v1/tickets", limit=1)).json()
    assert [row["id"] for row in page["items"]] == [second]
    assert await found(centre.boss, limit=1, cursor=page["next_cursor"]) == [first]


async def test_what_was_written_offline_keeps_its_time_and_arrives_once(
    centre: Centre, clock: ManualClock
) -> None:
    clock.move(120)
    key = command_key()
    body = {
        "service_id": centre.service,
        "subject": "오프라인 기록",
        "occurred_at": "2026-11-23T00:00:30Z",
    }
    first = await centre.ann.post("/v1/tickets", body, key)
    again = await centre.ann.post("/v1/tickets", body, key)
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert first.json()["created_at"] == "2026-11-23T00:00:30Z"
    assert len(await found(centre.ann)) == 1


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"subject": "  "}, "subject", "required"),
        ({"subject": "가" * 201}, "subject", "too_long"),
        ({"content": "가" * 4001}, "content", "too_long"),
        ({"name": "a\u0007b"}, "name", "bad_character"),
        ({"phone": "전화"}, "phone", "phone_characters"),
        ({"type": "gossip"}, "type", "bad_choice"),
        ({"priority": "unknown"}, "priority", "bad_choice"),
        ({"occurred_at": "2026-11-23T00:00:00"}, "occurred_at", "bad_time"),
        ({"occurred_at": "0001-01-01T00:00:00+09:00"}, "occurred_at", "bad_time"),
    ],
)
async def test_a_ticket_that_cannot_be_is_refused_at_its_field(
    centre: Centre, fields: dict[str, Any], field: str, code: str
) -> None:
    body = {"service_id": centre.service, "subject": "문의"} | fields
    refused = refusal(await centre.ann.post("/v1/tickets", body))
    assert (refused["status_code"], refused["code"]) == (422, "validation_failed")
    assert [(f["field"], f["code"]) for f in refused["fields"]] == [(field, code)]
    assert await found(centre.ann) == []


async def test_an_empty_phone_is_no_phone(centre: Centre) -> None:
    assert (await registered(centre, centre.ann, phone=" "))["phone"] is None


async def test_a_ticket_belongs_to_one_service_with_its_callback(centre: Centre) -> None:
    other = await centre.world.service("샘플카드")
    foreign = await centre.received(service=other)
    body = {"service_id": centre.service, "subject": "문의", "callback_id": foreign}
    assert (await centre.ann.post("/v1/tickets", body)).status_code == 404
    body = {"service_id": other, "subject": "문의"}
    assert (await centre.ann.post("/v1/tickets", body)).status_code == 404
    body = {"service_id": centre.service, "subject": "문의", "callback_id": "nonsense"}
    assert (await centre.ann.post("/v1/tickets", body)).status_code == 404


async def test_a_workstation_whose_clock_is_ahead_loses_no_history(
    centre: Centre, clock: ManualClock
) -> None:
    """Five minutes fast once refused every registration of that desk."""
    body = {"service_id": centre.service, "subject": "문의", "occurred_at": "2026-11-23T00:10:00Z"}
    answer = await centre.ann.post("/v1/tickets", body)
    assert answer.status_code == 201
    assert datetime.fromisoformat(answer.json()["created_at"]) == clock.now()
