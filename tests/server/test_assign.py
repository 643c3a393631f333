"""Assignment: if these fail, work is spread unfairly, taken from somebody unseen, or cannot be taken back."""

from collections import Counter
from typing import Any

import pytest

from occ_contract.people import Permission, Role
from support.centre import Centre, refusal
from support.clock import ManualClock
from support.world import PHONE, World


def pairs(body: dict[str, Any]) -> list[tuple[str, str]]:
    return [(row["callback_id"], row["agent_id"]) for row in body["assigned"]]


async def in_order(centre: Centre, clock: ManualClock, count: int) -> list[str]:
    """Take in requests a second apart."""
    ids = []
    for _ in range(count):
        clock.move(1)
        ids.append(await centre.received())
    return ids


async def test_equal_assignment_of_200_to_7_differs_by_one_at_most_and_keeps_the_order(
    centre: Centre, clock: ManualClock
) -> None:
    agents = [await centre.seat(await centre.world.agent(f"agent{n}", centre.service)) for n in range(7)]
    ids = await in_order(centre, clock, 200)
    answer = await centre.boss.assign(reversed(ids), agents)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert [callback for callback, _ in pairs(body)] == ids
    counts = Counter(agent for _, agent in pairs(body))
    assert sorted(counts.values()) == [28, 28, 28, 29, 29, 29, 29]
    assert body["counts"] == dict(counts)
    turns = [agent for _, agent in pairs(body)]
    assert turns[:7] == turns[7:14]
    row = await centre.boss.view(ids[0])
    assert (row["status"], row["assignee_id"], row["assigner_id"]) == ("assigned", turns[0], centre.boss.id)
    outstanding = {a["id"]: a["outstanding"] for a in (await centre.boss.get("/v1/agents")).json()["items"]}
    assert all(outstanding[agent.id] == counts[agent.id] for agent in agents)


async def test_who_has_least_outstanding_gets_the_first_one(centre: Centre) -> None:
    await centre.given(centre.ann)
    first, second, third = await centre.waiting(3)
    body = (await centre.boss.assign([first, second, third], [centre.ann, centre.ben])).json()
    assert pairs(body) == [(first, centre.ben.id), (second, centre.ann.id), (third, centre.ben.id)]


async def test_manual_gives_all_to_one_and_refuses_two(centre: Centre) -> None:
    ids = await centre.waiting(3)
    refused = await centre.boss.assign(ids, [centre.ann, centre.ben], "manual")
    assert refusal(refused) | {"status_code": 422, "code": "manual_needs_one_agent", "count": 2} == refusal(
        refused
    )
    assert (await centre.boss.view(ids[0]))["status"] == "received"
    body = (await centre.boss.assign(ids, [centre.ann], "manual")).json()
    assert body["counts"] == {centre.ann.id: 3}


async def test_a_preview_changes_nothing_and_says_what_then_happens(centre: Centre) -> None:
    ids = await centre.waiting(5)
    cursor, _ = await centre.boss.pull()
    preview = (await centre.boss.assign(ids, [centre.ann, centre.ben], preview=True)).json()
    assert (await centre.boss.pull(cursor))[1] == []
    assert preview["batch_id"] is None
    done = (await centre.boss.assign(ids, [centre.ann, centre.ben])).json()
    assert (preview["assigned"], preview["counts"]) == (done["assigned"], done["counts"])
    assert done["batch_id"]
    assert done["undo_until"]


async def test_rows_taken_meanwhile_are_skipped_by_name_and_the_rest_goes_through(centre: Centre) -> None:
    taken, done, free = await centre.waiting(3)
    await centre.amy.assign([taken, done], [centre.ben], "manual")
    assert (await centre.ben.complete(done)).status_code == 200
    unknown = "0190a000-0000-7000-8000-000000000000"
    body = (await centre.boss.assign([taken, done, free, unknown, "nonsense"], [centre.ann])).json()
    assert pairs(body) == [(free, centre.ann.id)]
    skipped = {row["callback_id"]: row for row in body["skipped"]}
    assert (skipped[taken]["code"], skipped[taken]["by_name"]) == ("taken", "최배정")
    assert (skipped[done]["code"], skipped[done]["by_name"], skipped[done]["status"]) == (
        "invalid_transition",
        "박상담",
        "completed",
    )
    assert skipped[unknown]["code"] == skipped["nonsense"]["code"] == "not_found"


async def test_a_row_being_dialled_cannot_be_reassigned(centre: Centre) -> None:
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    assert (await centre.ann.connect(callback)).status_code == 200
    (row,) = (await centre.boss.assign([callback], [centre.ben])).json()["skipped"]
    assert (row["code"], row["by_name"]) == ("dialling", "이상담")


@pytest.mark.parametrize("who", ["disabled", "left", "unknown", "another organisation"])
async def test_who_is_not_there_any_more_is_refused_by_name(centre: Centre, who: str) -> None:
    world = centre.world
    person = await world.agent("out", centre.service, name="퇴사자")
    target, name = person.id, "퇴사자"
    if who == "disabled":
        await world.disable(person.id)
    elif who == "left":
        await world.revoke(person.id, centre.service)
    elif who == "unknown":
        target = name = "no-such-person"
    else:
        elsewhere = await World.begin(world.database, "다른센터")
        target = name = (await elsewhere.agent("far", await elsewhere.service(), name="먼사람")).id
    callback = await centre.received()
    for preview in (True, False):
        refused = refusal(await centre.boss.assign([callback], [centre.ann, target], preview=preview))
        assert (refused["status_code"], refused["code"]) == (422, "agent_not_eligible")
        assert (refused["ids"], refused["names"]) == ([target], [name])
    assert (await centre.boss.view(callback))["status"] == "received"


async def test_a_stranger_who_is_not_there_any_more_is_not_named(centre: Centre) -> None:
    elsewhere = await centre.world.service("다른몰")
    stranger = await centre.world.agent("stranger", elsewhere, name="비밀직원")
    callback = await centre.received()
    await centre.world.disable(stranger.id)
    refused = refusal(await centre.boss.assign([callback], [centre.ann, stranger.id]))
    assert (refused["ids"], refused["names"]) == ([stranger.id], [stranger.id])


@pytest.mark.parametrize("who", ["no phone", "other service"])
async def test_who_may_take_none_keeps_nobody_from_the_others(centre: Centre, who: str) -> None:
    world = centre.world
    service = centre.service if who == "no phone" else await world.service("샘플카드")
    permissions = () if who == "no phone" else PHONE
    other = (await world.agent("out", service, permissions=permissions)).id
    ids = await centre.waiting(2)
    body = (await centre.boss.assign(ids, [other, centre.ann])).json()
    assert pairs(body) == [(i, centre.ann.id) for i in ids]
    assert (body["skipped"], body["counts"]) == ([], {other: 0, centre.ann.id: 2})


@pytest.mark.parametrize("method", ["equal", "manual"])
async def test_rows_nobody_chosen_may_take_are_named_and_left(centre: Centre, method: str) -> None:
    world = centre.world
    stranger = (await world.agent("out", await world.service("샘플카드"))).id
    named, nameless = await centre.received(name="구미란"), await centre.received(phone="010-9999-0001")
    before = [await centre.boss.view(i) for i in (named, nameless)]
    for preview in (True, False):
        body = (await centre.boss.assign([named, nameless], [stranger], method, preview=preview)).json()
        assert (body["assigned"], body["counts"], body["batch_id"]) == ([], {stranger: 0}, None)
        assert [(r["callback_id"], r["code"], r["name"], r["by_name"]) for r in body["skipped"]] == [
            (named, "no_eligible_agent", "구미란", None),
            (nameless, "no_eligible_agent", None, None),
        ]
        assert body["skipped"][1]["phone"] == "01099990001"
    assert [await centre.boss.view(i) for i in (named, nameless)] == before


async def test_callbacks_of_several_services_go_to_who_may_take_them_as_evenly_as_that_allows(
    centre: Centre, clock: ManualClock
) -> None:
    world = centre.world
    card, travel = await world.service("샘플카드"), await world.service("샘플여행")
    for service in (card, travel):
        await world.grant(centre.boss.id, service, Role.SUPERVISOR)
    await world.grant(centre.ben.id, card, Role.AGENT, PHONE)
    ids = []
    for service in (centre.service, card, centre.service, travel, card, centre.service):
        clock.move(1)
        ids.append(await centre.received(service=service))
    agents = [centre.ann, centre.ben]
    preview = (await centre.boss.assign(ids, agents, preview=True)).json()
    done = (await centre.boss.assign(ids, agents)).json()
    assert (preview["assigned"], preview["skipped"]) == (done["assigned"], done["skipped"])
    ann, ben = centre.ann.id, centre.ben.id
    assert pairs(done) == [(ids[0], ann), (ids[1], ben), (ids[2], ann), (ids[4], ben), (ids[5], ann)]
    assert done["counts"] == {ann: 3, ben: 2}
    assert [(row["callback_id"], row["code"]) for row in done["skipped"]] == [(ids[3], "no_eligible_agent")]


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"callback_ids": [], "agent_ids": ["x"], "method": "equal"}, "callback_ids", "required"),
        ({"callback_ids": ["x"], "agent_ids": [], "method": "equal"}, "agent_ids", "required"),
        (
            {"callback_ids": [str(n) for n in range(5001)], "agent_ids": ["x"], "method": "equal"},
            "callback_ids",
            "too_many",
        ),
        ({"callback_ids": ["x"], "agent_ids": ["x"]}, "method", "required"),
        (
            {"callback_ids": ["x"], "agent_ids": ["x"], "method": "equal", "preveiw": True},
            "preveiw",
            "bad_choice",
        ),
    ],
)
async def test_a_misspelt_or_oversized_assignment_is_refused_at_its_field(
    centre: Centre, body: dict[str, Any], field: str, code: str
) -> None:
    refused = refusal(await centre.boss.post("/v1/callbacks/assign", body))
    assert refused["code"] == "validation_failed"
    assert [(f["field"], f["code"]) for f in refused["fields"]] == [(field, code)]


async def test_an_unknown_method_is_refused(centre: Centre) -> None:
    callback = await centre.received()
    refused = refusal(await centre.boss.assign([callback], [centre.ann], "random"))
    assert (refused["status_code"], refused["code"]) == (422, "bad_choice")


async def test_undo_returns_rows_to_exactly_what_they_were(centre: Centre) -> None:
    received, cancelled = await centre.waiting(2, message="배송 문의")
    await centre.boss.assign([cancelled], [centre.ann], "manual")
    await centre.boss.cancel([cancelled])
    before = [await centre.boss.view(i) for i in (received, cancelled)]
    body = (await centre.boss.assign([received, cancelled], [centre.ben])).json()
    undone = await centre.boss.post(f"/v1/callbacks/assignments/{body['batch_id']}/undo")
    assert undone.status_code == 200, undone.text
    assert sorted(undone.json()["restored"]) == sorted([received, cancelled])
    assert undone.json()["skipped"] == []
    after = [await centre.boss.view(i) for i in (received, cancelled)]
    assert [row | {"seq": 0} for row in after] == [row | {"seq": 0} for row in before]
    assert (await centre.ben.pull())[1] != []
    again = (await centre.boss.post(f"/v1/callbacks/assignments/{body['batch_id']}/undo")).json()
    assert again["restored"] == []


async def test_undo_leaves_rows_somebody_touched_and_names_them(centre: Centre, clock: ManualClock) -> None:
    noted, done, moved, dialled, free = await centre.waiting(5, name="홍길동")
    ids = [noted, done, moved, dialled, free]
    body = (await centre.boss.assign(ids, [centre.ann], "manual")).json()
    await centre.ann.post(f"/v1/callbacks/{noted}/note", {"note": "부재중"})
    await centre.ann.complete(done)
    await centre.amy.cancel([moved])
    await centre.ann.sit_down("1001")
    await centre.ann.connect(dialled)
    answer = (await centre.boss.post(f"/v1/callbacks/assignments/{body['batch_id']}/undo")).json()
    assert answer["restored"] == [free]
    skipped = {row["callback_id"]: row for row in answer["skipped"]}
    assert {i: (row["code"], row["by_name"]) for i, row in skipped.items()} == {
        noted: ("taken", "이상담"),
        done: ("invalid_transition", "이상담"),
        moved: ("invalid_transition", "최배정"),
        dialled: ("dialling", "이상담"),
    }
    assert all(row["name"] == "홍길동" for row in skipped.values())
    assert (await centre.boss.view(done))["status"] == "completed"


async def test_undo_ends_after_ten_minutes_by_the_servers_clock(centre: Centre, clock: ManualClock) -> None:
    ids = await centre.waiting(1)
    batch = (await centre.boss.assign(ids, [centre.ann])).json()["batch_id"]
    clock.move(601)
    centre.boss.headers = await centre.world.headers(centre.boss.someone)
    refused = refusal(await centre.boss.post(f"/v1/callbacks/assignments/{batch}/undo"))
    assert (refused["status_code"], refused["code"]) == (409, "undo_expired")
    assert (await centre.boss.view(ids[0]))["status"] == "assigned"


async def test_only_the_assigner_and_supervisors_undo(centre: Centre) -> None:
    other = await centre.seat(
        await centre.world.agent(
            "zoe", centre.service, permissions=(Permission.PHONE, Permission.CALLBACK_ASSIGN)
        )
    )
    (callback,) = await centre.waiting(1)
    batch = (await centre.amy.assign([callback], [centre.ann])).json()["batch_id"]
    path = f"/v1/callbacks/assignments/{batch}/undo"
    assert (await other.post(path)).status_code == 404
    assert (await centre.ann.post(path)).status_code == 403
    assert (await centre.boss.post("/v1/callbacks/assignments/nonsense/undo")).status_code == 404
    assert (await centre.boss.post(path)).json()["restored"] == [callback]


async def test_cancel_makes_it_assignable_again_and_it_leaves_the_first_and_reaches_the_second(
    centre: Centre,
) -> None:
    callback = await centre.given(centre.ann)
    ann, _ = await centre.ann.pull()
    ben, _ = await centre.ben.pull()
    answer = await centre.boss.cancel([callback])
    assert answer.json() == {"cancelled": [callback], "skipped": []}
    row = await centre.boss.view(callback)
    assert (row["status"], row["assignee_id"], row["assigner_id"], row["assigned_at"]) == (
        "cancelled",
        None,
        None,
        None,
    )
    done = (await centre.boss.assign([callback], [centre.ben])).json()
    assert pairs(done) == [(callback, centre.ben.id)]
    gone = [c for c in (await centre.ann.pull(ann))[1] if c["entity"] == "callback"]
    assert [(c["id"], c["gone"]) for c in gone] == [(callback, True)]
    come = [c for c in (await centre.ben.pull(ben))[1] if c["entity"] == "callback"]
    assert [(c["id"], c["gone"], c["body"]["assignee_id"]) for c in come] == [
        (callback, False, centre.ben.id)
    ]


async def test_cancelling_several_skips_what_cannot_be_withdrawn(centre: Centre) -> None:
    mine, waiting, done = await centre.waiting(3)
    await centre.boss.assign([mine, done], [centre.ann], "manual")
    await centre.ann.complete(done)
    body = (await centre.amy.cancel([mine, waiting, done])).json()
    assert body["cancelled"] == [mine]
    assert {row["callback_id"]: (row["code"], row["status"]) for row in body["skipped"]} == {
        waiting: ("invalid_transition", "received"),
        done: ("invalid_transition", "completed"),
    }


async def test_a_single_cancel_that_cannot_be_is_refused_with_its_reason(centre: Centre) -> None:
    waiting = await centre.received()
    refused = refusal(await centre.boss.cancel([waiting]))
    assert (refused["status_code"], refused["code"], refused["status"]) == (
        409,
        "invalid_transition",
        "received",
    )
    dialled = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    await centre.ann.connect(dialled)
    refused = refusal(await centre.boss.cancel([dialled]))
    assert (refused["status_code"], refused["code"], refused["by_name"]) == (409, "dialling", "이상담")
    assert (await centre.boss.cancel(["nothing"])).status_code == 404


def kinds(changes: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(c["body"]["kind"], c["body"]["count"]) for c in changes if c["entity"] == "notice"]


async def test_assignee_and_loser_are_each_told_once_with_the_count(centre: Centre) -> None:
    ann, _ = await centre.ann.pull()
    ben, _ = await centre.ben.pull()
    ids = await centre.waiting(3)
    await centre.boss.assign(ids, [centre.ann], "manual")
    ann, changes = await centre.ann.pull(ann)
    assert ("callback_assigned", 3) in kinds(changes)
    await centre.boss.cancel(ids[:2])
    assert kinds((await centre.ann.pull(ann))[1]) == [("assignment_withdrawn", 2)]
    assert {kind for kind, _ in kinds((await centre.ben.pull(ben))[1])} == {"callback_received"}


async def test_the_most_urgent_wish_stands_in_the_notice(centre: Centre) -> None:
    late = await centre.received(preferred_at="2026-11-23T09:00:00Z")
    soon = await centre.received(preferred_at="2026-11-23T03:00:00Z")
    cursor, _ = await centre.ann.pull()
    await centre.boss.assign([late, soon], [centre.ann], "manual")
    bodies = [c["body"] for c in (await centre.ann.pull(cursor))[1] if c["entity"] == "notice"]
    (notice,) = [b for b in bodies if b["kind"] == "callback_assigned"]
    assert notice["preferred_at"] == "2026-11-23T03:00:00Z"
    assert sorted(notice["callback_ids"]) == sorted([late, soon])
    assert notice["actor_name"] == "김관리"


async def test_one_batch_over_two_services_respects_each_ones_rights(centre: Centre) -> None:
    world = centre.world
    other = await world.service("샘플카드")
    here, there = await centre.received(), await centre.received(service=other)
    (row,) = (await centre.boss.assign([here, there], [centre.ann])).json()["skipped"]
    assert (row["callback_id"], row["code"]) == (there, "not_found")
    await world.grant(centre.boss.id, other, Role.SUPERVISOR)
    body = (await centre.boss.assign([here, there], [centre.ann])).json()
    assert {row["callback_id"]: row["code"] for row in body["skipped"]} == {
        here: "taken",
        there: "no_eligible_agent",
    }


async def test_an_assignment_repeated_with_its_key_is_done_once(centre: Centre) -> None:
    ids = await centre.waiting(2)
    body = {"callback_ids": ids, "agent_ids": [centre.ann.id], "method": "equal"}
    key = "0190a000-0000-7000-8000-0000000000aa"
    first = await centre.boss.post("/v1/callbacks/assign", body, key)
    again = await centre.boss.post("/v1/callbacks/assign", body, key)
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(first.json()["assigned"]) == 2
