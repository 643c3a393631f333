"""Templates. If these fail, a colleague's wording is overwritten, or a text cannot be sent as written."""

import asyncio
from typing import Any

import pytest

from occ_contract.people import Permission, Role
from occ_server.audit.service import entries
from occ_server.sms.catalogue.using import usable_images, usable_sender, usable_template
from occ_server.sms.tables import sender_numbers
from support.catalogue import BLOCKED, SENDER, Catalogue, add_sender, faults, jpeg
from support.centre import Centre, command_key, refusal
from support.looking import anywhere

LONG = {"type": "mms", "subject": "배송 안내", "body": "배송이 하루 늦어집니다."}


@pytest.fixture
async def catalogue(centre: Centre) -> Catalogue:
    return await Catalogue.of(centre)


async def test_a_template_is_kept_as_it_was_written(catalogue: Catalogue) -> None:
    image = await catalogue.image()
    made = await catalogue.template(
        "약도", **LONG, description="지점", sender="1588-1234", editable=False, image_ids=[image]
    )
    assert {
        k: made[k] for k in ("type", "name", "description", "sender", "subject", "editable", "version")
    } == {
        "type": "mms",
        "name": "약도",
        "description": "지점",
        "sender": SENDER,
        "subject": "배송 안내",
        "editable": False,
        "version": 1,
    }
    assert (made["image_ids"], made["changed_by"]) == ([image], catalogue.centre.boss.id)
    assert (made["service_id"], made["position"]) == (catalogue.centre.service, 0)
    short = await catalogue.template("줄", body="한글\r\n두 줄")
    assert short["body"] == "한글\n두 줄"
    assert (await catalogue.template("제목", **{**LONG, "subject": "두\r\n줄"}))["subject"] == "두 줄"


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"body": "가" * 45}, []),
        ({"body": "가" * 45 + "a"}, [("body", "text_too_many_bytes")]),
        ({"body": "##이름##님 " + "가" * 41}, [("body", "text_too_many_bytes")]),
        ({"body": "안녕 😀"}, [("body", "text_unsendable")]),
        ({"body": " \n"}, [("body", "required")]),
        ({"subject": "제목"}, [("subject", "too_long")]),
        (
            {"image_ids": ["0190a000-0000-7000-8000-000000000000"]},
            [("image_ids", "too_many"), ("image_ids", "image_unusable")],
        ),
        ({**LONG, "subject": "가" * 20, "body": "가" * 1000}, []),
        ({**LONG, "subject": "가" * 20 + "a"}, [("subject", "text_too_many_bytes")]),
        ({**LONG, "body": "가" * 1000 + "a"}, [("body", "text_too_many_bytes")]),
        ({**LONG, "subject": "", "editable": False}, [("subject", "required")]),
        ({**LONG, "subject": ""}, []),
        ({"type": "fax"}, [("type", "bad_choice")]),
        ({"name": " "}, [("name", "required")]),
        ({"name": "가" * 51, "description": "가" * 101}, [("name", "too_long"), ("description", "too_long")]),
        ({"sender": SENDER}, []),
        ({"sender": BLOCKED}, [("sender", "sender_unusable")]),
        ({"sender": "01012345678"}, [("sender", "sender_unusable")]),
    ],
)
async def test_the_limits_of_a_text_are_those_of_the_meter_and_every_fault_is_named(
    catalogue: Catalogue, fields: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    body = {"category_id": catalogue.second, "type": "sms", "name": "안내", "body": "배송 안내"} | fields
    answer = await catalogue.ask("POST", "templates", body)
    assert (faults(answer) if answer.status_code != 201 else []) == found
    made = await catalogue.template("다른")
    answer = await catalogue.ask("PATCH", f"templates/{made['id']}", fields)
    assert sorted(faults(answer) if answer.status_code != 200 else []) == sorted(found)


async def test_a_text_shows_at_most_two_images_of_its_own_service(catalogue: Catalogue) -> None:
    centre = catalogue.centre
    images = [await catalogue.image(jpeg(colour=colour)) for colour in ("red", "green", "blue")]
    body = {"category_id": catalogue.second, "name": "그림", **LONG}
    answer = await catalogue.ask("POST", "templates", body | {"image_ids": images})
    assert faults(answer) == [("image_ids", "too_many")]
    other = await centre.world.service("샘플카드")
    await centre.world.grant(centre.boss.id, other, Role.SUPERVISOR, {Permission.PHONE})
    theirs = (await catalogue.upload(jpeg(), service=other)).json()["id"]
    answer = await catalogue.ask("POST", "templates", body | {"image_ids": [images[0], theirs]})
    assert faults(answer) == [("image_ids", "image_unusable")]
    made = await catalogue.template(**LONG, image_ids=images[:2])
    assert made["image_ids"] == images[:2]


async def test_a_sender_of_another_service_is_none_of_ours(catalogue: Catalogue) -> None:
    centre = catalogue.centre
    other = await centre.world.service("샘플카드")
    await add_sender(centre, "0212345678", usable=True, service=other)
    body = {"category_id": catalogue.second, "type": "sms", "name": "안내", "body": "배송 안내"}
    answer = await catalogue.ask("POST", "templates", body | {"sender": "0212345678"})
    assert faults(answer) == [("sender", "sender_unusable")]


async def test_an_edit_against_another_version_is_refused_and_names_who_made_it(catalogue: Catalogue) -> None:
    centre = catalogue.centre
    amy = await centre.seat(
        await centre.world.agent("kim", centre.service, permissions=[Permission.SMS_MANAGE], name="김담당")
    )
    made = await catalogue.template()
    path = f"templates/{made['id']}"
    changed = await catalogue.done("PATCH", path, {"base": 1, "body": "내일 도착합니다."}, amy)
    assert (changed["version"], changed["changed_by"]) == (2, amy.id)
    refused = refusal(await catalogue.ask("PATCH", path, {"base": 1, "body": "모레 도착합니다."}))
    assert refused == {
        "status_code": 409,
        "code": "template_conflict",
        "by_id": amy.id,
        "by_name": "김담당",
        "version": 2,
    }
    assert (await catalogue.done("PATCH", path, {"base": 2, "body": "모레 도착합니다."}))["version"] == 3


async def test_of_edits_made_at_once_one_wins_and_the_others_learn_of_it(catalogue: Catalogue) -> None:
    made = await catalogue.template()
    answers = await asyncio.gather(
        *(
            catalogue.ask("PATCH", f"templates/{made['id']}", {"base": 1, "body": f"{n}번째 안내"})
            for n in range(5)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    versions = (await catalogue.done("GET", f"templates/{made['id']}/versions"))["items"]
    assert [version["version"] for version in versions] == [2, 1]


async def test_what_a_template_said_stays_readable_after_renaming_and_deletion(catalogue: Catalogue) -> None:
    made = await catalogue.template("옛 이름")
    path = f"templates/{made['id']}"
    await catalogue.done("PATCH", path, {"name": "새 이름"})
    await catalogue.done("PATCH", path, {"enabled": False})
    assert await catalogue.done("DELETE", path) == {"categories": 0, "templates": 1}
    versions = (await catalogue.done("GET", f"{path}/versions", desk=catalogue.centre.ann))["items"]
    assert [(v["version"], v["name"]) for v in versions] == [(2, "새 이름"), (1, "옛 이름")]
    assert (await catalogue.ask("PATCH", path, {"name": "또"})).status_code == 404


async def test_switching_and_moving_make_no_version(catalogue: Catalogue) -> None:
    made = await catalogue.template()
    path, body = f"templates/{made['id']}", {"enabled": False, "editable": False, "name": made["name"]}
    changed = await catalogue.done("PATCH", path, body)
    assert (changed["enabled"], changed["editable"], changed["version"]) == (False, False, 1)
    assert len((await catalogue.done("GET", f"{path}/versions"))["items"]) == 1


async def test_templates_are_put_in_order_and_moved_to_another_category(catalogue: Catalogue) -> None:
    ids = [(await catalogue.template(name))["id"] for name in ("하나", "둘", "셋")]
    await catalogue.done("PATCH", f"templates/{ids[2]}", {"position": 2**70})
    await catalogue.done("PATCH", f"templates/{ids[2]}", {"position": 0})
    assert await catalogue.order(catalogue.second) == [("셋", 0), ("하나", 1), ("둘", 2)]
    other = (await catalogue.category("교환", catalogue.first))["id"]
    await catalogue.template("먼저", category_id=other)
    moved = await catalogue.done("PATCH", f"templates/{ids[0]}", {"category_id": other})
    assert (moved["category_id"], moved["position"], moved["version"]) == (other, 1, 1)
    assert await catalogue.order(catalogue.second) == [("셋", 0), ("둘", 1)]
    assert await catalogue.order(other) == [("먼저", 0), ("하나", 1)]
    assert [name for name, _ in await catalogue.order(catalogue.first)] == ["셋", "둘", "먼저", "하나"]


async def test_a_category_that_is_off_hides_what_is_below_whatever_a_template_says(
    catalogue: Catalogue,
) -> None:
    database, organisation = catalogue.centre.world.database, catalogue.centre.world.organisation_id
    on = await catalogue.template("켜짐")
    await catalogue.template("꺼짐", enabled=False)

    async def offered() -> list[str]:
        path = f"templates?service_id={catalogue.centre.service}&selectable=true"
        names = [item["name"] for item in (await catalogue.done("GET", path))["items"]]
        async with database.read() as conn:
            usable = await usable_template(conn, organisation, on["id"])
        assert (usable is not None) == (names == ["켜짐"])
        return names

    assert await offered() == ["켜짐"]
    for category in (catalogue.first, catalogue.second):
        await catalogue.done("PATCH", f"categories/{category}", {"enabled": False})
        assert await offered() == []
        await catalogue.done("PATCH", f"categories/{category}", {"enabled": True})
    assert await offered() == ["켜짐"]
    assert len(await catalogue.order(catalogue.second)) == 2
    await catalogue.done("DELETE", f"templates/{on['id']}")
    assert await offered() == []


async def test_check_boxes_delete_all_or_nothing(catalogue: Catalogue) -> None:
    ids = [(await catalogue.template(name))["id"] for name in ("하나", "둘", "셋")]
    strange = "0190a000-0000-7000-8000-000000000000"
    for body, status in (([*ids[:2], strange], 404), (["?,?"], 404), ([], 422)):
        answer = await catalogue.ask("POST", "templates/delete", {"template_ids": body})
        assert answer.status_code == status
    assert len(await catalogue.order(catalogue.second)) == 3
    gone = await catalogue.done("POST", "templates/delete", {"template_ids": [*ids[:2], ids[0]]})
    assert gone == {"categories": 0, "templates": 2}
    assert await catalogue.order(catalogue.second) == [("셋", 0)]


async def test_a_sender_that_was_blocked_since_does_not_stop_other_corrections(catalogue: Catalogue) -> None:
    made = await catalogue.template(sender=SENDER)
    async with catalogue.centre.world.database.write() as uow:
        await uow.conn.execute(anywhere(sender_numbers.update().values(usable=False)))
    changed = await catalogue.done("PATCH", f"templates/{made['id']}", {"body": "고친 안내"})
    assert (changed["sender"], changed["version"]) == (SENDER, 2)
    changed = await catalogue.done("PATCH", f"templates/{made['id']}", {"sender": ""})
    assert changed["sender"] is None


async def test_what_a_type_cannot_have_must_be_taken_off_with_it(catalogue: Catalogue) -> None:
    made = await catalogue.template(**LONG)
    path = f"templates/{made['id']}"
    assert faults(await catalogue.ask("PATCH", path, {"type": "sms"})) == [("subject", "too_long")]
    changed = await catalogue.done("PATCH", path, {"type": "sms", "subject": "", "image_ids": []})
    assert (changed["type"], changed["subject"]) == ("sms", "")


async def test_the_trail_holds_both_wordings(catalogue: Catalogue) -> None:
    made = await catalogue.template()
    await catalogue.done("PATCH", f"templates/{made['id']}", {"body": "고친 안내"})
    async with catalogue.centre.world.database.read() as conn:
        changed, created = await entries(conn, subject=("sms_template", made["id"]))
    assert (created.action, created.details["after"]["body"]) == ("sms_template.created", made["body"])
    assert changed.details["before"] == {"body": made["body"]}
    assert (changed.details["after"], changed.details["version"]) == ({"body": "고친 안내"}, 2)


async def test_a_template_sent_twice_is_made_once(catalogue: Catalogue) -> None:
    key = command_key()
    body = {"category_id": catalogue.second, "type": "sms", "name": "한 번", "body": "안내"}
    answers = await asyncio.gather(*(catalogue.ask("POST", "templates", body, key=key) for _ in range(3)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(await catalogue.order(catalogue.second)) == 1


async def test_a_receipt_is_no_right_to_read_what_came_later(catalogue: Catalogue) -> None:
    centre, key = catalogue.centre, command_key()
    body = {"category_id": catalogue.second, "type": "sms", "name": "한 번", "body": "안내"}
    assert (await catalogue.ask("POST", "templates", body, key=key)).status_code == 201
    await centre.world.revoke(centre.boss.id, centre.service)
    again = await catalogue.ask("POST", "templates", body, key=key)
    assert again.status_code in {403, 404}
    assert "안내" not in again.text


async def test_sending_asks_for_numbers_and_images_of_its_service_alone(catalogue: Catalogue) -> None:
    centre, image = catalogue.centre, await catalogue.image()
    organisation, service = centre.world.organisation_id, centre.service
    other = await centre.world.service("샘플카드")
    async with centre.world.database.read() as conn:
        assert await usable_sender(conn, organisation, service, SENDER)
        assert not await usable_sender(conn, organisation, service, BLOCKED)
        assert not await usable_sender(conn, organisation, other, SENDER)
        assert await usable_images(conn, organisation, service, [image])
        assert await usable_images(conn, organisation, service, [])
        assert not await usable_images(conn, organisation, service, [image, "nonsense"])
        assert not await usable_images(conn, organisation, other, [image])


async def test_sender_numbers_come_by_the_feed_and_by_name(catalogue: Catalogue) -> None:
    centre = catalogue.centre
    path = f"sender-numbers?service_id={centre.service}"
    listed = (await catalogue.done("GET", path, desk=centre.ann))["items"]
    assert [(n["phone"], n["usable"], n["blocked"]) for n in listed] == [
        (SENDER, True, False),
        (BLOCKED, False, True),
    ]
    told = [c["body"] for c in (await centre.ann.pull())[1] if c["entity"] == "sms_sender"]
    assert sorted(told, key=lambda n: n["phone"]) == listed


async def test_one_template_of_a_service_is_for_no_answer_and_another_one_takes_its_place(
    catalogue: Catalogue,
) -> None:
    first = await catalogue.template("부재 안내", no_answer=True)
    second = await catalogue.template("다시 걸기")
    assert (first["no_answer"], second["no_answer"]) == (True, False)
    await catalogue.done("PATCH", f"templates/{second['id']}", {"no_answer": True})
    third = await catalogue.template("다른", no_answer=True)
    await catalogue.done("PATCH", f"templates/{third['id']}", {"no_answer": True})
    page = await catalogue.done("GET", "templates")
    assert [one["name"] for one in page["items"] if one["no_answer"]] == ["다른"]
    await catalogue.done("PATCH", f"templates/{third['id']}", {"no_answer": False})
    page = await catalogue.done("GET", "templates")
    assert not any(one["no_answer"] for one in page["items"])
