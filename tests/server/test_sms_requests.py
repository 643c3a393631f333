"""Taking texts in: if these fail, half a request is sent, a text twice, or one that nobody may send."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from occ_contract.ids import new_id
from occ_contract.people import Role
from occ_server.audit.service import entries
from occ_server.kit.tables import receipts
from occ_server.sms.tables import links, messages, templates
from support.centre import Centre, command_key, refusal
from support.looking import anywhere
from support.texting import SENDER, Texting, texting


@pytest.fixture
async def texts(centre: Centre) -> Texting:
    return await texting(centre)


async def count(texts: Texting) -> int:
    async with texts.database.read() as conn:
        return int((await conn.execute(anywhere(select(func.count()).select_from(messages)))).scalar_one())


async def test_a_text_to_three_has_a_message_for_each_in_the_feed_of_its_sender(texts: Texting) -> None:
    cursor, _ = await texts.centre.ann.pull()
    body = await texts.sent(to=["01011112222", "01033334444", "01011112222", "821033334444"])
    assert [m["recipient"] for m in body["messages"]] == ["01011112222", "01033334444"]
    assert body["duplicates"] == ["01011112222", "821033334444"]
    assert body.get("recallable_until") is None
    _, changes = await texts.centre.ann.pull(cursor)
    told = [c["body"] for c in changes if c["entity"] == "sms_message"]
    assert {(t["recipient"], t["body"], t["status"], t["stage"]) for t in told} == {
        ("01011112222", "안녕하세요", "processing", "waiting"),
        ("01033334444", "안녕하세요", "processing", "waiting"),
    }
    _, others = await texts.centre.ben.pull()
    assert not [c for c in others if c["entity"] == "sms_message"]
    _, supervised = await texts.centre.boss.pull()
    assert len([c for c in supervised if c["entity"] == "sms_message"]) == 2


async def test_placeholders_are_filled_for_each_and_stored_once(texts: Texting) -> None:
    to = [
        {"phone": "01011112222", "values": {"이름": "홍길동", "남는것": "x"}},
        {"phone": "01033334444", "values": {"이름": "김"}},
    ]
    made = await texts.sent(body="##이름##님, 반갑습니다", to=to)
    await texts.settle()
    assert sorted(texts.ledger.bodies) == ["김님, 반갑습니다", "홍길동님, 반갑습니다"]
    rows = await texts.rows(made["id"])
    assert [row.fillings for row in rows] == [{"이름": "홍길동"}, {"이름": "김"}]


async def test_a_subject_is_one_line_whoever_wrote_it_and_whatever_is_filled_in(texts: Texting) -> None:
    to = [{"phone": "01011112222", "values": {"이름": "홍\n길동"}}]
    await texts.sent(type="mms", subject="##이름##\r\n안내", body="##이름##님", to=to)
    await texts.settle()
    (call,) = texts.ledger.calls
    assert (call.subject, call.body) == ("홍 길동 안내", "홍\n길동님")
    _, changes = await texts.centre.ann.pull()
    assert next(c["body"] for c in changes if c["entity"] == "sms_message")["subject"] == "홍 길동 안내"


def _tale(phone: str) -> dict[str, Any]:
    """Return a recipient whose value is a book, of characters that cannot be sent."""
    return {"phone": phone, "values": {"a": "😀" * 10_001}}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"body": "가" * 46}, {"code": "text_too_many_bytes", "bytes": 92, "limit": 90}),
        ({"body": "😀" * 10_001}, {"code": "text_too_many_bytes", "limit": 90}),
        (
            {"type": "mms", "subject": "s", "body": "##a##", "to": [_tale("01011112222")]},
            {"code": "text_too_many_bytes", "limit": 2000, "phone": "01011112222"},
        ),
        ({"body": "좋아요 😀"}, {"code": "text_unsendable", "phone": "01012345678"}),
        ({"sender": "0299999999"}, {"code": "sender_unusable", "sender": "0299999999"}),
        ({"type": "mms", "subject": "가" * 21}, {"code": "text_too_many_bytes", "kind": "subject"}),
        ({"type": "mms"}, {"code": "validation_failed"}),
        ({"subject": "제목"}, {"code": "validation_failed"}),
        ({"image_ids": ["x"]}, {"code": "validation_failed"}),
        (
            {"type": "mms", "subject": "약도", "image_ids": ["x"]},
            {"fields": [{"field": "image_ids", "code": "image_unusable", "params": {}}]},
        ),
        ({"body": " \n"}, {"code": "validation_failed"}),
        ({"type": "fax"}, {"code": "validation_failed"}),
        ({"recipients": []}, {"code": "validation_failed"}),
        ({"template_id": "nothing"}, {"code": "template_unusable"}),
    ],
)
async def test_what_cannot_be_sent_is_refused_whole(
    texts: Texting, fields: dict[str, Any], expected: dict[str, Any]
) -> None:
    answer = await texts.send(**fields)
    told = refusal(answer)
    assert answer.status_code == 422
    assert {name: told[name] for name in expected} == expected
    assert await count(texts) == 0


async def test_the_limit_holds_for_the_worst_recipient_who_is_named(texts: Texting) -> None:
    to = [
        {"phone": "01011112222", "values": {"이름": "김"}},
        {"phone": "01033334444", "values": {"이름": "가" * 40}},
    ]
    told = refusal(await texts.send(body="##이름##님 반갑습니다", to=to))
    assert told["code"] == "text_too_many_bytes"
    assert (told["phone"], told["bytes"]) == ("01033334444", 80 + 13)


async def test_every_bad_recipient_is_named_and_nobody_gets_anything(texts: Texting) -> None:
    to = [
        {"phone": "010-1111-2222", "values": {"이름": "김"}},
        {"phone": "01033334444", "values": {}},
        {"phone": "010", "values": {"이름": "김"}},
        {"phone": "01055556666", "values": {"이름": "김"}},
    ]
    told = refusal(await texts.send(body="##이름##님", to=to))
    assert told["code"] == "recipients_invalid"
    assert [(one["index"], one["phone"], one["code"]) for one in told["recipients"]] == [
        (0, "010-1111-2222", "recipient_characters"),
        (1, "01033334444", "placeholder_missing"),
        (2, "010", "recipient_length"),
    ]
    assert await count(texts) == 0


async def test_a_thousand_are_taken_and_one_more_is_not(texts: Texting) -> None:
    to = [f"010{n:08d}" for n in range(1001)]
    assert refusal(await texts.send(to=to))["fields"][0]["code"] == "too_many"
    body = await texts.sent(to=to[:1000])
    assert len(body["messages"]) == 1000


async def test_of_what_is_far_too_much_nothing_is_named(texts: Texting) -> None:
    told = refusal(await texts.send(to=["1"] * 10_001))
    assert told["fields"] == [
        {"field": "recipients", "code": "too_many", "params": {"limit": 1000, "count": 10_001}}
    ]


async def test_reservations_keep_to_the_servers_window(texts: Texting) -> None:
    now = texts.clock.now()
    for minutes, code in ((29, "reservation_too_early"), (24 * 60 + 1, "reservation_too_late")):
        at = (now + timedelta(minutes=minutes)).isoformat()
        told = refusal(await texts.send(reserve_at=at))
        assert (told["code"], told["now"]) == (code, now.isoformat())
    body = await texts.sent(reserve_at=(now + timedelta(minutes=30)).isoformat())
    row = await texts.row(body["messages"][0]["id"])
    assert (row.stage.value, row.kind.value) == ("reserved", "reserved")
    await texts.settle(29 * 60)
    assert not texts.ledger.taken
    await texts.settle(61)
    assert len(texts.ledger.taken) == 1


async def test_the_same_key_sends_once_and_its_receipt_holds_no_number(texts: Texting) -> None:
    key = command_key()
    to = ["01011112222", "01033334444", "01011112222"]
    first = await texts.send(key=key, to=to)
    again = await texts.send(key=key, to=to)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert await count(texts) == 2
    async with texts.database.read() as conn:
        kept = (await conn.execute(anywhere(select(receipts.c.result)))).scalars().all()
    assert not any(b"0101111" in one for one in kept)
    await texts.settle()
    assert set(texts.ledger.counts.values()) == {1}


async def test_the_trail_says_who_sent_how_many_to_whom(texts: Texting) -> None:
    made = await texts.sent(to=["01011112222", "01033334444"])
    async with texts.database.read() as conn:
        entry = (await entries(conn, action="sms.requested"))[0]
    assert (entry.actor_id, entry.subject_id) == (texts.centre.ann.id, made["id"])
    assert (entry.details["count"], entry.details["sender"]) == (2, SENDER)
    assert entry.details["phones"] == ["010-****-2222", "010-****-4444"]
    assert "01011112222" not in str(entry.details)


async def test_a_template_that_is_not_editable_is_sent_as_it_is(texts: Texting) -> None:
    fixed = await texts.template(editable=False)
    assert refusal(await texts.send(template_id=fixed, body="다른 말"))["code"] == "template_not_editable"
    assert (await texts.send(template_id=fixed)).status_code == 201
    free = await texts.template()
    assert (await texts.send(template_id=free, body="다른 말")).status_code == 201


async def test_a_template_that_is_off_or_whose_category_is_off_is_refused(texts: Texting) -> None:
    off = await texts.template(enabled=False)
    hidden = await texts.template(category={"enabled": False})
    for template in (off, hidden):
        assert refusal(await texts.send(template_id=template))["code"] == "template_unusable"
    other = await texts.centre.world.service("샘플카드")
    foreign = await texts.template()
    await texts.change(templates, foreign, service_id=other)
    assert refusal(await texts.send(template_id=foreign))["code"] == "template_unusable"


async def test_pictures_without_number_are_counted_and_not_looked_for(texts: Texting) -> None:
    many = [new_id()] * 70_000  # more than a statement has places for
    answer = await texts.send(type="mms", subject="약도", image_ids=many)
    assert answer.status_code == 422
    (fault,) = refusal(answer)["fields"]
    assert (fault["field"], fault["code"]) == ("image_ids", "too_many")


async def test_without_a_carrier_nothing_is_taken_in(texts: Texting) -> None:
    await texts.change(links, texts.centre.service, carrier=None)
    answer = await texts.send()
    assert (answer.status_code, answer.json()["code"]) == (409, "carrier_missing")


async def test_who_may_not_send_sends_nothing(texts: Texting) -> None:
    world = texts.centre.world
    other = await world.service("샘플카드")
    stranger = await texts.centre.seat(await world.person("stranger", {other: (Role.SUPERVISOR, ())}))
    assert (await texts.send(stranger)).status_code == 404
    await world.switch(texts.centre.service, sms_enabled=False)
    told = refusal(await texts.send())
    assert (told["code"], told["feature"]) == ("feature_disabled", "sms")


async def test_a_preview_tells_the_cost_the_window_and_who_got_something_lately(texts: Texting) -> None:
    await texts.sent(texts.centre.ben, to=["821011112222"], body="어제 그 일")
    await texts.sent(texts.centre.ben, to=["01077778888"], body="남의 번호")
    texts.clock.move(60)
    body = texts.body("01011112222", "01033334444", "01011112222", body="오늘 이 일")
    answer = await texts.centre.ann.post("/v1/sms/requests/preview", body)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["count"], told["duplicates"], told["bytes"]) == (2, ["01011112222"], 10)
    assert [(s["recipient"], s["agent_name"], s["same"]) for s in told["similar"]] == [
        ("01011112222", "박상담", False)
    ]
    same = await texts.centre.ann.post("/v1/sms/requests/preview", body | {"body": "어제 그 일"})
    assert same.json()["similar"][0]["same"] is True
    texts.clock.move(24 * 3600)
    texts.centre.desks["ann"].headers = await texts.centre.world.headers(texts.centre.ann.someone)
    later = await texts.centre.ann.post("/v1/sms/requests/preview", body)
    assert later.json()["similar"] == []
    assert await count(texts) == 2
