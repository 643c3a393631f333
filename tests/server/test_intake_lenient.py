"""A careless IVR: if these fail, what it sends beside the number costs a customer their call."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from occ_server.audit.service import entries
from support.centre import Centre, refusal
from support.clock import ManualClock

Fields = dict[str, Any]


def told(answer: httpx.Response) -> list[tuple[str, str, Fields]]:
    """Return what the answer names as adjusted."""
    assert answer.status_code == 201, answer.text
    return [(a["field"], a["code"], a["params"]) for a in answer.json()["adjusted"]]


@pytest.mark.parametrize(
    ("field", "sent", "kept", "adjusted"),
    [
        # control characters and what no sheet can hold
        ("message", "환불\x0b배송", "환불\n배송", [("cleaned", {"characters": ["U+000B"]})]),
        ("message", "종\x07료\x1b[0m", "종료[0m", [("cleaned", {"characters": ["U+0007", "U+001B"]})]),
        ("message", "한 줄\r\n두 줄\r세 줄", "한 줄\n두 줄\n세 줄", []),
        ("message", "환불\x00요청", "환불요청", [("cleaned", {"characters": ["U+0000"]})]),
        ("external_id", "\x00", None, [("cleaned", {"characters": ["U+0000"]})]),
        ("name", "\ufffe=1+1", "=1+1", [("cleaned", {"characters": ["U+FFFE"]})]),
        ("name", "\x07", None, [("cleaned", {"characters": ["U+0007"]})]),
        # too long
        ("name", "가" * 101, "가" * 99 + "…", [("cut", {"limit": 100, "length": 101})]),
        ("message", "가" * 2001, "가" * 1999 + "…", [("cut", {"limit": 2000, "length": 2001})]),
        ("route_code", "9" * 60, "9" * 49 + "…", [("cut", {"limit": 50, "length": 60})]),
        ("route_name", "나" * 200, "나" * 99 + "…", [("cut", {"limit": 100, "length": 200})]),
        ("name", "가" * 100, "가" * 100, []),
        # of another type
        ("route_code", 2, "2", [("converted", {})]),
        ("external_id", 12345, "12345", [("converted", {})]),
        ("name", True, None, [("left_out", {})]),
        ("message", ["환불", "배송"], None, [("left_out", {})]),
        ("route_name", {"ko": "배송"}, None, [("left_out", {})]),
        ("external_id", [10**30], f"[{10**30}]", [("converted", {})]),
        ("name", None, None, []),
        ("name", "  ", None, []),
        # when to call
        ("preferred_at", "2026-11-23T15:00:00+09:00", "2026-11-23T06:00:00Z", []),
        (
            "preferred_at",
            "2026-11-23 15:00",
            "2026-11-23T06:00:00Z",
            [("assumed_zone", {"zone": "Asia/Seoul"})],
        ),
        ("preferred_at", "내일 오후", None, [("left_out", {})]),
        ("preferred_at", "0000-00-00 00:00:00", None, [("left_out", {})]),
        ("preferred_at", "9999-12-31T23:59:59-12:00", None, [("left_out", {})]),
        ("preferred_at", "2026-11-23", None, [("left_out", {})]),
        ("preferred_at", [], None, [("left_out", {})]),
        ("preferred_at", "", None, []),
        # when the customer asked; the server's clock stands at 2026-11-23T00:00:00Z
        ("requested_at", "2026-11-22T23:00:00Z", "2026-11-22T23:00:00Z", []),
        ("requested_at", "2026-11-23T00:03:00Z", "2026-11-23T00:00:00Z", [("set_to_now", {})]),
        ("requested_at", "2026-11-23T09:00:01+09:00", "2026-11-23T00:00:00Z", [("set_to_now", {})]),
        (
            "requested_at",
            "2026-11-23T08:30:00",
            "2026-11-22T23:30:00Z",
            [("assumed_zone", {"zone": "Asia/Seoul"})],
        ),
        ("requested_at", "yesterday", "2026-11-23T00:00:00Z", [("set_to_now", {})]),
        ("requested_at", 123, "2026-11-23T00:00:00Z", [("set_to_now", {})]),
        ("requested_at", True, "2026-11-23T00:00:00Z", [("set_to_now", {})]),
        ("requested_at", "0001-01-01T00:00:00+12:00", "2026-11-23T00:00:00Z", [("set_to_now", {})]),
        # the battery of its clock is empty: nobody looks for customers of 2016
        ("requested_at", "2016-01-01T00:00:00Z", "2026-11-23T00:00:00Z", [("set_to_now", {})]),
        ("requested_at", "", "2026-11-23T00:00:00Z", []),
    ],
)
async def test_an_optional_field_never_costs_a_customer_their_call(
    centre: Centre, field: str, sent: Any, kept: Any, adjusted: list[tuple[str, Fields]]
) -> None:
    answer = await centre.ask(**{field: sent})
    assert told(answer) == [(field, code, params) for code, params in adjusted]
    row = await centre.boss.view(answer.json()["id"])
    assert row["received_at" if field == "requested_at" else field] == kept


async def test_a_field_nobody_knows_is_named_and_left_aside(centre: Centre) -> None:
    answer = await centre.ask(phnoe="x", 고객등급={"vip": True}, name="홍길동")
    assert told(answer) == [("phnoe", "ignored", {}), ("고객등급", "ignored", {})]
    assert answer.json()["name"] == "홍길동"


async def test_everything_wrong_at_once_still_is_a_callback(centre: Centre) -> None:
    answer = await centre.ask(
        external_id=["x"],
        name=7.5,
        route_code=[],
        message="가\x0b" * 3000,
        requested_at={},
        preferred_at=0,
        x=1,
    )
    assert {field for field, _, _ in told(answer)} == {
        "external_id",
        "name",
        "route_code",
        "message",
        "requested_at",
        "preferred_at",
        "x",
    }
    assert (answer.json()["external_id"], answer.json()["name"]) == ('["x"]', "7.5")


async def test_ids_too_long_for_us_stay_apart_and_are_still_known_again(centre: Centre) -> None:
    first, second = ("x" * 250 + "1", "x" * 250 + "2")
    one = await centre.ask(external_id=first, phone="01011112222")
    two = await centre.ask(external_id=second, phone="01011112222")
    again = await centre.ask(external_id=second, phone="01011112222")
    assert (one.status_code, two.status_code, again.status_code) == (201, 201, 200)
    assert again.json()["id"] == two.json()["id"]
    assert len(one.json()["external_id"]) == 200
    assert told(one) == [("external_id", "cut", {"limit": 200, "length": 251})]


async def test_the_answer_to_a_repeat_names_what_was_adjusted_too(centre: Centre) -> None:
    await centre.ask(external_id="7", phone="01011112222", name="가" * 101)
    again = await centre.ask(external_id="7", phone="01011112222", name="가" * 101)
    assert (again.status_code, [a["code"] for a in again.json()["adjusted"]]) == (200, ["cut"])


async def test_a_request_that_waited_over_a_weekend_keeps_its_time(
    centre: Centre, clock: ManualClock
) -> None:
    asked = clock.now() - timedelta(days=3)
    answer = await centre.ask(requested_at=asked.isoformat())
    assert told(answer) == []
    assert answer.json()["received_at"] == "2026-11-20T00:00:00Z"


async def test_a_byte_order_mark_is_ignored(centre: Centre) -> None:
    body = f'{{"service_id":"{centre.service}","phone":"01012345678","name":"홍길동","vip":1}}'.encode()
    answer = await centre.client.post("/v1/callbacks", content=b"\xef\xbb\xbf" + body, headers=centre.ivr)
    assert told(answer) == [("vip", "ignored", {})]
    assert answer.json()["name"] == "홍길동"


SURROGATE = [("cleaned", {"characters": ["U+D83D"]})]


@pytest.mark.parametrize(
    ("field", "written", "kept", "adjusted"),
    [
        # half an emoji, cut in two by a program that counts UTF-16
        ("message", r'"환불 \ud83d"', "환불", SURROGATE),
        ("name", r'"\ud83d"', None, SURROGATE),
        ("external_id", r'"call-7\ud83d"', "call-7", SURROGATE),
        ("external_id", r'["\ud83d"]', '[""]', [("converted", {}), *SURROGATE]),
        ("route_name", r'{"\ud83d":"\ude00"}', None, [("left_out", {})]),
        ("preferred_at", r'"\ud83d"', None, [("left_out", {})]),
        # controls that stand in the text as they are, from a program that glues its JSON together
        ("message", '"한 줄\n두\x0b줄"', "한 줄\n두\n줄", [("cleaned", {"characters": ["U+000B"]})]),
        # numbers no float holds, and what is no number
        ("name", "1e400", None, [("left_out", {})]),
        ("message", "-Infinity", None, [("left_out", {})]),
        ("external_id", "NaN", None, [("left_out", {})]),
        ("route_code", "9" * 5000, None, [("left_out", {})]),
        ("external_id", "[1e400]", "[null]", [("converted", {})]),
        ("preferred_at", "1e400", None, [("left_out", {})]),
        ("requested_at", "NaN", "2026-11-23T00:00:00Z", [("set_to_now", {})]),
    ],
)
async def test_json_that_cannot_be_written_back_costs_no_customer_their_call(
    centre: Centre, field: str, written: str, kept: Any, adjusted: list[tuple[str, Fields]]
) -> None:
    answer = await sent(centre, f'"phone":"01012345678","{field}":{written}')
    assert told(answer) == [(field, code, params) for code, params in adjusted]
    row = await centre.boss.view(answer.json()["id"])
    assert row["received_at" if field == "requested_at" else field] == kept


async def test_a_message_of_more_than_a_megabyte_is_cut_and_the_customer_is_called(centre: Centre) -> None:
    answer = await centre.ask(message="가" * 1_200_000, external_id="x" * 300_000)
    assert answer.status_code == 201
    lengths = {a["field"]: a["params"]["length"] for a in answer.json()["adjusted"]}
    assert lengths == {"message": 1_200_000, "external_id": 300_000}
    row = await centre.boss.view(answer.json()["id"])
    assert (len(row["message"]), row["message"][-1]) == (2000, "…")
    other = await centre.ask(external_id="x" * 299_999 + "y")
    assert (other.status_code, other.json()["id"] != row["id"]) == (201, True)


@pytest.mark.parametrize(
    ("field", "adjusted"),
    [
        ("message", [("message", "left_out", {})]),
        ("preferred_at", [("preferred_at", "left_out", {})]),
        ("external_id", [("external_id", "converted", {})]),
        ("vip", [("vip", "ignored", {})]),
    ],
)
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
async def test_an_optional_field_nested_thousands_deep_costs_no_customer_their_call(
    centre: Centre, field: str, adjusted: list[Any], opening: str, closing: str
) -> None:
    nested = opening * 5000 + '"]}\\" text"' + closing * 5000
    answer = await sent(centre, f'"phone":"01012345678","{field}":{nested},"name":"홍길동"')
    assert told(answer)[:1] == adjusted
    assert answer.json()["name"] == "홍길동"


async def test_brackets_that_never_close_are_no_json(centre: Centre) -> None:
    refused = refusal(await sent(centre, '"phone":"01012345678","vip":' + "[" * 5000))
    assert (refused["status_code"], refused["code"]) == (400, "malformed_body")


async def test_a_field_whose_very_name_cannot_be_written_is_left_aside(centre: Centre) -> None:
    answer = await sent(centre, r'"phone":"01012345678","\ud83dvip":1')
    assert told(answer) == [("?vip", "ignored", {})]


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        (r'"phone":"0101234\ud83d5678"', "phone", "bad_character"),
        ('"phone":1e400', "phone", "phone_too_long"),
        ('"phone":NaN', "phone", "phone_too_long"),
        (r'"phone":"01012345678","service_id":"\ud83d"', "service_id", "bad_character"),
        (r'"name":"\ud83d"', "phone", "required"),
    ],
)
async def test_a_required_field_that_cannot_be_written_is_refused_by_its_name(
    centre: Centre, fields: str, field: str, code: str
) -> None:
    refused = refusal(await sent(centre, fields))
    assert (refused["status_code"], refused["code"]) == (422, "validation_failed")
    assert [(f["field"], f["code"]) for f in refused["fields"]] == [(field, code)]


async def test_a_refused_request_that_cannot_be_written_back_is_in_the_trail_all_the_same(
    centre: Centre,
) -> None:
    await sent(centre, r'"phone":"119","external_id":"call\ud83d-7"')
    async with centre.world.database.read() as conn:
        (entry,) = await entries(conn, action="intake.refused")
    assert (entry.details["external_id"], entry.details["code"]) == ("call?-7", "validation_failed")


async def sent(centre: Centre, fields: str) -> httpx.Response:
    """Send an intake byte for byte as written: no JSON library writes these."""
    body = f'{{"service_id":"{centre.service}",{fields}}}'.encode()
    return await centre.client.post("/v1/callbacks", content=body, headers=centre.ivr)


@pytest.mark.parametrize("sent", [1012345678, 1012345678.0])
async def test_a_number_that_came_as_a_figure_is_called_back(centre: Centre, sent: float) -> None:
    answer = await centre.ask(phone=sent, external_id="figure")
    assert told(answer) == [("phone", "converted", {})]
    assert answer.json()["phone"] == "01012345678"
    again = await centre.ask(phone="010-1234-5678", external_id="figure")
    assert (again.status_code, again.json()["id"]) == (200, answer.json()["id"])


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (431234567, "phone_ambiguous"),
        (-1, "phone_characters"),
        (10**30, "phone_too_long"),
        (True, "bad_choice"),
        ([], "bad_choice"),
    ],
)
async def test_a_figure_that_may_be_two_numbers_is_refused(centre: Centre, sent: Any, code: str) -> None:
    found = refusal(await centre.ask(phone=sent))
    assert [(f["field"], f["code"]) for f in found["fields"]] == [("phone", code)]
