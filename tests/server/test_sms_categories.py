"""The tree of texts. If these fail, a supervisor's order is lost, or an agent looks where nothing is."""

import asyncio
from typing import Any

import pytest

from occ_contract.people import Permission, Role
from occ_server.audit.service import entries
from occ_server.sms.tables import categories, templates
from support.catalogue import Catalogue, faults
from support.centre import Centre, command_key, refusal


@pytest.fixture
async def catalogue(centre: Centre) -> Catalogue:
    return await Catalogue.of(centre)


async def test_the_tree_is_answered_in_its_order(catalogue: Catalogue) -> None:
    await catalogue.category("환불")
    await catalogue.category("교환", catalogue.first)
    assert await catalogue.tree() == [("안내", 0), ("배송", 0), ("교환", 1), ("환불", 1)]


async def test_there_is_no_third_level_and_no_first_one_below_another(catalogue: Catalogue) -> None:
    body = {"service_id": catalogue.centre.service, "name": "셋째", "parent_id": catalogue.second}
    refused = await catalogue.ask("POST", "categories", body)
    assert (refused.status_code, refusal(refused)["code"]) == (409, "category_level")
    other = (await catalogue.category("환불"))["id"]
    refused = await catalogue.ask("PATCH", f"categories/{other}", {"parent_id": catalogue.first})
    assert (refused.status_code, refusal(refused)["code"]) == (409, "category_level")


async def test_templates_stand_under_the_second_level_alone(catalogue: Catalogue) -> None:
    body = {"category_id": catalogue.first, "type": "sms", "name": "인사", "body": "안녕하세요"}
    refused = await catalogue.ask("POST", "templates", body)
    assert (refused.status_code, refusal(refused)["code"]) == (409, "category_level")
    made = await catalogue.template()
    refused = await catalogue.ask("PATCH", f"templates/{made['id']}", {"category_id": catalogue.first})
    assert (refused.status_code, refusal(refused)["code"]) == (409, "category_level")


@pytest.mark.parametrize(
    ("name", "code"),
    [(" \n ", "required"), ("가" * 51, "too_long"), ("가\u0007나", "bad_character"), (" 배송 ", "taken")],
)
async def test_a_name_says_something_and_is_its_own_among_its_siblings(
    catalogue: Catalogue, name: str, code: str
) -> None:
    body = {"service_id": catalogue.centre.service, "name": name, "parent_id": catalogue.first}
    assert faults(await catalogue.ask("POST", "categories", body)) == [("name", code)]
    other = await catalogue.category("교환", catalogue.first)
    refused = await catalogue.ask("PATCH", f"categories/{other['id']}", {"name": name})
    assert faults(refused) == [("name", code)]


async def test_the_same_name_may_stand_under_two_parents_but_not_move_together(catalogue: Catalogue) -> None:
    other = (await catalogue.category("환불"))["id"]
    twin = await catalogue.category("배송", other)
    refused = await catalogue.ask("PATCH", f"categories/{twin['id']}", {"parent_id": catalogue.first})
    assert faults(refused) == [("name", "taken")]


async def test_the_others_make_room_where_one_is_put(catalogue: Catalogue) -> None:
    for name in ("교환", "환불"):
        last = await catalogue.category(name, catalogue.first)
    moved = await catalogue.done("PATCH", f"categories/{last['id']}", {"position": 0})
    assert moved["position"] == 0
    assert await catalogue.tree() == [("안내", 0), ("환불", 0), ("배송", 1), ("교환", 2)]
    await catalogue.done("PATCH", f"categories/{last['id']}", {"position": 99})
    assert await catalogue.tree() == [("안내", 0), ("배송", 0), ("교환", 1), ("환불", 2)]
    refused = await catalogue.ask("PATCH", f"categories/{last['id']}", {"position": -1})
    assert faults(refused) == [("position", "bad_range")]


async def test_a_category_moved_to_another_parent_takes_its_templates_along(catalogue: Catalogue) -> None:
    await catalogue.category("교환", catalogue.first)
    other = (await catalogue.category("환불"))["id"]
    await catalogue.category("카드", other)
    await catalogue.template()
    body = {"parent_id": other, "position": 0}
    await catalogue.done("PATCH", f"categories/{catalogue.second}", body)
    assert await catalogue.tree() == [("안내", 0), ("교환", 0), ("환불", 1), ("배송", 0), ("카드", 1)]
    assert await catalogue.order(other) == [("지연 안내", 0)]


async def test_deleting_takes_what_is_below_and_counts_it(catalogue: Catalogue) -> None:
    kept = (await catalogue.category("환불"))["id"]
    await catalogue.template("하나")
    await catalogue.template("둘")
    gone = await catalogue.done("DELETE", f"categories/{catalogue.first}")
    assert gone == {"categories": 2, "templates": 2}
    assert await catalogue.tree() == [("환불", 0)]
    assert (await catalogue.ask("DELETE", f"categories/{catalogue.first}")).status_code == 404
    assert await catalogue.done("DELETE", f"categories/{kept}") == {"categories": 1, "templates": 0}
    assert (await catalogue.count(categories), await catalogue.count(templates)) == (3, 2)


async def test_desks_hear_of_the_tree_as_it_changes(catalogue: Catalogue) -> None:
    ann = catalogue.centre.ann
    await catalogue.template()
    cursor, changes = await ann.pull()
    told = [(c["entity"], c["body"]["name"]) for c in changes if c["entity"].startswith("sms_c")]
    assert sorted(told) == [("sms_category", "배송"), ("sms_category", "안내")]
    await catalogue.done("PATCH", f"categories/{catalogue.second}", {"name": "배송 문의"})
    cursor, changes = await ann.pull(cursor)
    assert [(c["body"]["name"], c["body"]["seq"]) for c in changes] == [("배송 문의", changes[0]["seq"])]
    await catalogue.done("DELETE", f"categories/{catalogue.second}")
    _, changes = await ann.pull(cursor)
    assert sorted((c["entity"], c["gone"]) for c in changes) == [
        ("sms_category", True),
        ("sms_template", True),
    ]


async def test_who_loses_the_right_loses_the_tree(catalogue: Catalogue) -> None:
    centre = catalogue.centre
    cursor, _ = await centre.ann.pull()
    await centre.world.switch(centre.service, sms_enabled=False)
    answer = (await centre.ann.get("/v1/sync", cursor=cursor)).json()
    assert f"s:{centre.service}:sms" in answer["lost_keys"]


async def test_the_trail_says_what_was_before_and_after(catalogue: Catalogue) -> None:
    database = catalogue.centre.world.database
    await catalogue.done("PATCH", f"categories/{catalogue.second}", {"name": "배송 문의", "enabled": False})
    async with database.read() as conn:
        (changed, created) = await entries(conn, subject=("sms_category", catalogue.second))
    assert (created.action, changed.action) == ("sms_category.created", "sms_category.changed")
    assert changed.details["before"] == {"name": "배송", "enabled": True}
    assert changed.details["after"] == {"name": "배송 문의", "enabled": False}
    await catalogue.template()
    await catalogue.done("DELETE", f"categories/{catalogue.first}")
    async with database.read() as conn:
        deleted = [row.action for row in await entries(conn, limit=3)]
    assert sorted(deleted) == ["sms_category.deleted", "sms_category.deleted", "sms_template.deleted"]


async def test_what_changes_nothing_is_told_to_nobody(catalogue: Catalogue) -> None:
    cursor, _ = await catalogue.centre.ann.pull()
    await catalogue.done("PATCH", f"categories/{catalogue.second}", {"name": "배송", "position": 0})
    assert (await catalogue.centre.ann.pull(cursor))[1] == []


async def test_a_command_sent_twice_makes_one_category(catalogue: Catalogue) -> None:
    key, body = command_key(), {"service_id": catalogue.centre.service, "name": "한 번"}
    first = await catalogue.ask("POST", "categories", body, key=key)
    again = await catalogue.ask("POST", "categories", body, key=key)
    assert (first.status_code, again.status_code, first.content) == (201, 201, again.content)
    key, path = command_key(), f"categories/{first.json()['id']}"
    gone = [await catalogue.ask("DELETE", path, key=key) for _ in range(2)]
    assert [answer.json() for answer in gone] == [{"categories": 1, "templates": 0}] * 2


async def test_a_category_of_another_service_is_no_parent(catalogue: Catalogue) -> None:
    centre = catalogue.centre
    other = await centre.world.service("샘플카드")
    await centre.world.grant(centre.boss.id, other, Role.SUPERVISOR, {Permission.PHONE})
    elsewhere = (await catalogue.category("카드", service_id=other))["id"]
    body = {"service_id": centre.service, "name": "밖", "parent_id": elsewhere}
    assert (await catalogue.ask("POST", "categories", body)).status_code == 404
    refused = await catalogue.ask("PATCH", f"categories/{catalogue.second}", {"parent_id": elsewhere})
    assert refused.status_code == 404


async def test_two_who_reorder_at_once_leave_one_order(catalogue: Catalogue) -> None:
    ids = [catalogue.second]
    ids += [(await catalogue.category(f"분류 {n}", catalogue.first))["id"] for n in range(5)]

    async def put(one: str, position: int) -> Any:
        return await catalogue.done("PATCH", f"categories/{one}", {"position": position})

    for places in ((5, 0, 3, 1, 4, 2), (0, 5, 1, 4, 2, 3)) * 4:
        await asyncio.gather(*(put(one, place) for one, place in zip(ids, places, strict=True)))
    second = (await catalogue.tree())[1:]
    assert [position for _, position in second] == [0, 1, 2, 3, 4, 5]
    assert len({name for name, _ in second}) == 6


async def test_two_categories_made_at_once_do_not_share_a_name(catalogue: Catalogue) -> None:
    for n in range(10):
        body = {"service_id": catalogue.centre.service, "name": f"교환 {n}", "parent_id": catalogue.first}
        answers = await asyncio.gather(*(catalogue.ask("POST", "categories", body) for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]


async def test_nothing_is_made_below_what_is_deleted_at_the_same_moment(catalogue: Catalogue) -> None:
    body = {"category_id": catalogue.second, "type": "sms", "name": "늦은", "body": "안내"}
    gone, *made = await asyncio.gather(
        catalogue.ask("DELETE", f"categories/{catalogue.first}"),
        *(catalogue.ask("POST", "templates", body) for _ in range(5)),
    )
    assert gone.status_code == 200
    assert {answer.status_code for answer in made} <= {201, 404}
    assert gone.json()["templates"] == sum(answer.status_code == 201 for answer in made)
    live = [row for row in await catalogue.stored(templates.select()) if row.deleted_at is None]
    assert live == []
