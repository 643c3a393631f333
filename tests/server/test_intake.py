"""Intake: if these fail, a customer's request is lost, doubled or told to the wrong people."""

from typing import Any

import pytest

from support.centre import Centre, refusal


async def test_a_request_becomes_a_received_callback_everybody_concerned_is_told_of(centre: Centre) -> None:
    cursors = {name: (await desk.pull())[0] for name, desk in centre.desks.items()}
    answer = await centre.ask(
        external_id=" ivr-7 ",
        name="  홍길동 ",
        route_code="2",
        route_name="배송",
        message="배송이 안 와요\r\n빨리요",
        preferred_at="2026-11-23T15:00:00+09:00",
    )
    assert answer.status_code == 201, answer.text
    row = answer.json()
    assert row["seq"] > 0
    assert {k: row[k] for k in ("external_id", "name", "message", "status", "attempts", "preferred_at")} == {
        "external_id": "ivr-7",
        "name": "홍길동",
        "message": "배송이 안 와요\n빨리요",
        "status": "received",
        "attempts": 0,
        "preferred_at": "2026-11-23T06:00:00Z",
    }
    assert (row["received_at"], row["assignee_id"]) == ("2026-11-23T00:00:00Z", None)
    seen = {}
    for name, desk in centre.desks.items():
        changes = (await desk.pull(cursors[name]))[1]
        seen[name] = sorted(c["entity"] for c in changes)
        for change in changes:
            if change["entity"] == "notice":
                assert change["body"]["kind"] == "callback_received"
                assert row["phone"] not in str(change)
    assert seen == {
        "boss": ["callback", "notice"],
        "amy": ["callback", "notice"],
        "ann": ["notice"],
        "ben": ["notice"],
    }


async def test_a_request_sent_again_is_the_same_callback(centre: Centre) -> None:
    first = await centre.ask(external_id="ivr-1", phone="010-1111-2222")
    again = await centre.ask(external_id="ivr-1", phone="+82 10 1111 2222")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    other = await centre.world.service("샘플카드")
    assert (await centre.ask(other, external_id="ivr-1")).status_code == 201
    assert len((await centre.boss.get("/v1/callbacks")).json()["items"]) == 1


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("010-1234-5678", "01012345678"),
        ("+82 10 1234 5678", "01012345678"),
        ("tel:+82-10-1234-5678", "01012345678"),
        ("０１０－１２３４－５６７８", "01012345678"),
        ("(02) 123-4567", "021234567"),
        ("1588-1234", "15881234"),
        ("1012345678", "01012345678"),
        ("+1 (415) 555-0123", "0014155550123"),
        ("001-1-415-555-0123", "0014155550123"),
        ("\u202d010-1234-5678\u202c", "01012345678"),
        ("0505-123-4567", "05051234567"),
    ],
)
async def test_a_phone_number_is_understood_in_every_notation(
    centre: Centre, typed: str, stored: str
) -> None:
    assert (await centre.ask(phone=typed)).json()["phone"] == stored


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"phone": ""}, "phone", "phone_empty"),
        ({"phone": "010-12a4-5678"}, "phone", "phone_characters"),
        ({"phone": "12345"}, "phone", "phone_too_short"),
        ({"phone": "0101234567890123"}, "phone", "phone_too_long"),
        ({"phone": "1234-5678"}, "phone", "phone_area_code"),
        ({"phone": "02-312-3456-7"}, "phone", "phone_ambiguous"),
        ({"phone": "099-123-4567"}, "phone", "phone_unassigned"),
        ({"phone": None}, "phone", "bad_choice"),
        ({"service_id": 7}, "service_id", "bad_choice"),
    ],
)
async def test_a_request_that_cannot_be_is_refused_at_its_field(
    centre: Centre, fields: dict[str, Any], field: str, code: str
) -> None:
    refused = refusal(await centre.ask(**fields))
    assert (refused["status_code"], refused["code"]) == (422, "validation_failed")
    assert [(f["field"], f["code"]) for f in refused["fields"]] == [(field, code)]


async def test_a_service_of_somebody_else_takes_nothing_in(centre: Centre) -> None:
    other = await type(centre.world).begin(centre.world.database, "남의센터")
    foreign = await other.service("남의몰")
    assert refusal(await centre.ask(foreign))["status_code"] == 404
    assert refusal(await centre.ask("nonsense"))["status_code"] == 404
    off = await centre.world.service("중지", callback_enabled=False)
    refused = refusal(await centre.ask(off))
    assert (refused["status_code"], refused["code"], refused["feature"]) == (
        403,
        "feature_disabled",
        "callback",
    )


async def test_an_unknown_route_keeps_the_label_it_came_with(centre: Centre) -> None:
    row = (await centre.ask(route_code="77", route_name="새 경로")).json()
    assert (row["route_code"], row["route_name"]) == ("77", "새 경로")


@pytest.mark.parametrize(
    ("typed", "stored", "remark"),
    [
        ("031-123-4567~8", "0311234567", "~8"),
        ("02-312-3456/7", "023123456", "/7"),
        ("031-200-3000(12)", "0312003000", "(12)"),
        ("031-200-3000 내선 12", "0312003000", "내선 12"),
    ],
)
async def test_an_extension_reaches_the_agent_and_never_the_number(
    centre: Centre, typed: str, stored: str, remark: str
) -> None:
    made = (await centre.ask(phone=typed)).json()
    assert (made["phone"], made["phone_remark"]) == (stored, remark)
    seen = await centre.boss.view(made["id"])
    assert (seen["phone"], seen["phone_remark"]) == (stored, remark)


async def test_the_same_number_with_another_extension_is_the_same_request(centre: Centre) -> None:
    first = await centre.ask(external_id="ivr-1", phone="031-200-3000(12)")
    again = await centre.ask(external_id="ivr-1", phone="031-200-3000")
    assert (first.status_code, again.status_code, again.json()["id"]) == (201, 200, first.json()["id"])
