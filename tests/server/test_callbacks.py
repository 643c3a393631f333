"""Callbacks after intake: if these fail, one is shown to the wrong person, not found or never finished."""

from typing import Any

import pytest

from occ_contract.people import Role
from support.centre import Centre, command_key, refusal
from support.clock import ManualClock

# -- seeing and searching ------------------------------------------------------------------------------------


async def found(centre: Centre, who: str, **conditions: Any) -> list[str]:
    answer = await centre.desks[who].get("/v1/callbacks", **conditions)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


async def test_each_sees_what_the_role_allows(centre: Centre) -> None:
    waiting = await centre.received()
    anns = await centre.given(centre.ann)
    done = await centre.given(centre.ben)
    await centre.ben.complete(done)
    everything = {waiting, anns, done}
    assert set(await found(centre, "boss")) == everything
    assert set(await found(centre, "amy")) == {waiting, anns}
    assert await found(centre, "ann") == [anns]
    assert await found(centre, "ben") == [done]
    for who, visible in (("boss", everything), ("amy", {waiting, anns}), ("ann", {anns}), ("ben", {done})):
        for callback in everything:
            answer = await centre.desks[who].get(f"/v1/callbacks/{callback}")
            assert answer.status_code == (200 if callback in visible else 404), (who, callback)


async def test_every_condition_narrows_the_search(centre: Centre, clock: ManualClock) -> None:
    a = await centre.received(phone="010-9999-0001", route_code="1")
    clock.move(86_400)
    for desk in centre.desks.values():
        desk.headers = await centre.world.headers(desk.someone)
    b = await centre.received(phone="010-9999-0002", route_code="2")
    c = await centre.received(phone="010-8888-0002", route_code="3")
    await centre.amy.assign([b], [centre.ann], "manual")
    await centre.boss.assign([c], [centre.ben], "manual")
    assert await found(centre, "boss") == [c, b, a]
    assert await found(centre, "boss", status="received") == [a]
    assert await found(centre, "boss", status=["received", "assigned"]) == [c, b, a]
    assert await found(centre, "boss", route=["1", "2"]) == [b, a]
    assert await found(centre, "boss", route="1,3") == [c, a]
    assert await found(centre, "boss", phone="9999-00") == [b, a]
    assert await found(centre, "boss", phone="0002") == [c, b]
    assert await found(centre, "boss", assignee_id=centre.ann.id) == [b]
    assert await found(centre, "boss", assigner_id=centre.boss.id) == [c]
    assert await found(centre, "boss", service_id=centre.service, status="cancelled") == []
    assert await found(centre, "boss", **{"from": "2026-11-23", "to": "2026-11-23"}) == [a]
    assert await found(centre, "boss", **{"from": "2026-11-23T00:00:01Z"}) == [c, b]
    assert await found(centre, "boss", to="2026-11-23T09:00:00+09:00") == []


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"from": "yesterday"}, "from"),
        ({"to": "2026-13-40"}, "to"),
        ({"from": "0001-01-01T00:00:00+14:00"}, "from"),
        ({"to": "9999-12-31"}, "to"),
        ({"status": "lost"}, "status"),
        ({"phone": "abc"}, "phone"),
        ({"assignee_id": "me"}, "assignee_id"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"limit": "0"}, "limit"),
        ({"limit": "501"}, "limit"),
        ({"limit": "many"}, "limit"),
    ],
)
async def test_a_condition_that_makes_no_sense_is_refused_at_its_field(
    centre: Centre, params: dict[str, str], field: str
) -> None:
    refused = refusal(await centre.boss.get("/v1/callbacks", **params))
    assert (refused["status_code"], refused["code"]) == (422, "validation_failed")
    assert [f["field"] for f in refused["fields"]] == [field]


async def test_pages_follow_each_other_without_gap_or_repetition(centre: Centre) -> None:
    ids = await centre.waiting(7)  # all at the same moment: the id decides
    pages, cursor = [], None
    while True:
        params = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = (await centre.boss.get("/v1/callbacks", **params)).json()
        pages.append([row["id"] for row in page["items"]])
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [i for page in pages for i in page] == sorted(ids, reverse=True)


async def test_a_look_at_one_customer_is_audited_without_the_number(centre: Centre) -> None:
    callback = await centre.received(phone="010-1234-5678")
    await centre.boss.view(callback)
    await centre.boss.get(f"/v1/callbacks/{callback}/history")
    from occ_server.audit.service import entries

    async with centre.world.database.read() as conn:
        rows = [r for r in await entries(conn) if r.subject_id == callback]
    assert {r.action for r in rows} == {"callback.viewed", "customer.viewed"}
    assert {r.actor_id for r in rows} == {centre.boss.id}
    assert all(r.details == {"phone": "010-****-5678"} for r in rows)


async def test_the_customer_panel_shows_earlier_callbacks_and_tickets_of_the_number(
    centre: Centre, clock: ManualClock
) -> None:
    earlier = await centre.received(phone="010-1234-5678", message="첫 문의")
    clock.move(60)
    ticket = await centre.boss.post(
        "/v1/tickets", {"service_id": centre.service, "subject": "이력", "phone": "01012345678"}
    )
    clock.move(60)
    callback = await centre.given(centre.ann, phone="010-1234-5678")
    await centre.received(phone="010-0000-1111")
    items = (await centre.ann.get(f"/v1/callbacks/{callback}/history")).json()["items"]
    assert [(i["kind"], i["id"], i["title"]) for i in items] == [
        ("ticket", ticket.json()["id"], "이력"),
        ("callback", earlier, "첫 문의"),
    ]
    assert (await centre.ben.get(f"/v1/callbacks/{callback}/history")).status_code == 404


# -- completing and notes ------------------------------------------------------------------------------------


async def test_assignee_and_supervisor_complete_with_or_without_a_note(centre: Centre) -> None:
    one, two = await centre.given(centre.ann), await centre.given(centre.ann)
    row = (await centre.ann.complete(one, "  환불 안내 ")).json()
    assert (row["status"], row["note"], row["completed_by"], row["completed_at"]) == (
        "completed",
        "환불 안내",
        centre.ann.id,
        "2026-11-23T00:00:00Z",
    )
    assert row["assignee_id"] == centre.ann.id
    row = (await centre.boss.complete(two)).json()
    assert (row["note"], row["completed_by"], row["assignee_id"]) == (None, centre.boss.id, centre.ann.id)
    agents = {a["id"]: a["outstanding"] for a in (await centre.boss.get("/v1/agents")).json()["items"]}
    assert agents[centre.ann.id] == 0


async def test_completing_needs_no_body(centre: Centre) -> None:
    for body in (None, {}):
        callback = await centre.given(centre.ann)
        answer = await centre.ann.post(f"/v1/callbacks/{callback}/complete", body)
        assert (answer.status_code, answer.json()["status"]) == (200, "completed")


async def test_a_note_is_kept_until_completion_and_an_empty_one_clears_it(centre: Centre) -> None:
    callback = await centre.given(centre.ann)
    path = f"/v1/callbacks/{callback}/note"
    assert (await centre.ann.post(path, {"note": "부재중"})).json()["note"] == "부재중"
    assert (await centre.boss.post(path, {"note": " "})).json()["note"] is None
    await centre.ann.post(path, {"note": "오후 재시도"})
    assert (await centre.ann.complete(callback)).json()["note"] == "오후 재시도"
    refused = refusal(await centre.ann.post(path, {"note": "늦은 메모"}))
    assert (refused["code"], refused["status"]) == ("invalid_transition", "completed")
    other = await centre.given(centre.ann)
    refused = refusal(await centre.ann.complete(other, "가" * 501))
    assert [(f["field"], f["code"]) for f in refused["fields"]] == [("note", "too_long")]


@pytest.mark.parametrize("status", ["received", "cancelled", "completed"])
async def test_only_an_assigned_one_can_be_completed(centre: Centre, status: str) -> None:
    callback = await centre.received()
    if status != "received":
        await centre.boss.assign([callback], [centre.ann], "manual")
        await (centre.boss.cancel([callback]) if status == "cancelled" else centre.ann.complete(callback))
    refused = refusal(await centre.boss.complete(callback))
    assert (refused["status_code"], refused["code"], refused["status"]) == (
        409,
        "invalid_transition",
        status,
    )
    assert refused["by_name"] == {"received": None, "cancelled": "김관리", "completed": "이상담"}[status]


@pytest.mark.parametrize("status", ["assigned", "completed"])
async def test_what_is_assigned_or_completed_cannot_be_assigned(centre: Centre, status: str) -> None:
    callback = await centre.given(centre.ann)
    if status == "completed":
        await centre.ann.complete(callback)
    (row,) = (await centre.boss.assign([callback], [centre.ben])).json()["skipped"]
    assert row["status"] == status
    assert (await centre.boss.view(callback))["assignee_id"] == centre.ann.id


async def test_who_lost_it_meanwhile_is_told_who_has_it(centre: Centre) -> None:
    callback = await centre.given(centre.ann)
    await centre.boss.cancel([callback])
    await centre.boss.assign([callback], [centre.ben], "manual")
    refused = refusal(await centre.ann.complete(callback, "통화 완료"))
    assert (refused["status_code"], refused["code"], refused["by_id"], refused["by_name"]) == (
        409,
        "not_assignee",
        centre.ben.id,
        "박상담",
    )
    await centre.ben.complete(callback)
    refused = refusal(await centre.ann.complete(callback, "통화 완료"))
    assert (refused["code"], refused["by_name"]) == ("invalid_transition", "박상담")


async def test_completing_again_with_the_same_key_is_answered_the_same(centre: Centre) -> None:
    callback = await centre.given(centre.ann)
    key = command_key()
    path = f"/v1/callbacks/{callback}/complete"
    first = await centre.ann.post(path, {"note": "끝"}, key)
    again = await centre.ann.post(path, {"note": "끝"}, key)
    assert (first.status_code, again.status_code, again.content) == (200, 200, first.content)
    assert refusal(await centre.ann.post(path, {"note": "다름"}, key))["code"] == "idempotency_mismatch"


# -- rights that change --------------------------------------------------------------------------------------


async def test_nobody_works_on_callbacks_of_a_service_that_is_not_theirs(centre: Centre) -> None:
    other = await centre.world.service("샘플카드")
    stranger = await centre.seat(await centre.world.supervisor("stranger", other))
    callback = await centre.given(centre.ann)
    assert (await stranger.get(f"/v1/callbacks/{callback}")).status_code == 404
    assert (await stranger.complete(callback)).status_code == 404
    assert (await stranger.connect(callback)).status_code == 404
    assert (await stranger.cancel([callback])).status_code == 404
    assert (await stranger.get("/v1/callbacks")).json()["items"] == []


async def test_a_right_taken_away_ends_at_once(centre: Centre) -> None:
    callback = await centre.given(centre.ann)
    cursor, _ = await centre.ann.pull()
    await centre.world.grant(centre.ann.id, centre.service, Role.AGENT, ())
    refused = refusal(await centre.ann.complete(callback))
    assert (refused["status_code"], refused["permission"]) == (403, "phone")
    assert (await centre.ann.get("/v1/callbacks")).status_code == 403
    page = (await centre.ann.get("/v1/sync", cursor=cursor)).json()
    assert f"s:{centre.service}:assignee:{centre.ann.id}" in page["lost_keys"]


async def test_agents_and_services_are_listed_for_those_who_share_them(centre: Centre) -> None:
    other = await centre.world.service("샘플카드")
    await centre.world.agent("elsewhere", other)
    await centre.ann.sit_down("1001")
    page = (await centre.ben.get("/v1/agents")).json()
    agents = page["items"]
    assert page["next_cursor"] is None
    assert [a["name"] for a in agents] == sorted(a["name"] for a in agents)
    assert {a["id"] for a in agents} == {d.id for d in centre.desks.values()}
    by_id = {a["id"]: a for a in agents}
    assert by_id[centre.ann.id] | {"cti_state": "ready", "extension": "1001"} == by_id[centre.ann.id]
    assert by_id[centre.boss.id]["role"] == "supervisor"
    assert (await centre.ben.get("/v1/agents", service_id=other)).status_code == 404
    services = (await centre.ben.get("/v1/services")).json()
    assert [s["id"] for s in services["items"]] == [centre.service]
    assert services["next_cursor"] is None


async def test_long_lists_of_agents_and_services_come_in_pages(centre: Centre) -> None:
    for name in ("가게", "나게"):
        service = await centre.world.service(name)
        await centre.world.grant(centre.boss.id, service, Role.SUPERVISOR)
    for path, names in (
        ("/v1/agents", ["김관리", "박상담", "이상담", "최배정"]),
        ("/v1/services", ["가게", "나게", "샘플몰"]),
    ):
        found: list[str] = []
        params: dict[str, Any] = {"limit": 2}
        while True:
            page = (await centre.boss.get(path, **params)).json()
            assert len(page["items"]) <= 2
            found += [row["name"] for row in page["items"]]
            if page["next_cursor"] is None:
                break
            params["cursor"] = page["next_cursor"]
        assert found == names
        nul = "WyJcdTAwMDAiLCJ4Il0"  # a name no database can hold
        for params in ({"limit": "0"}, {"limit": "many"}, {"cursor": "nonsense"}, {"cursor": nul}):
            refused = refusal(await centre.boss.get(path, **params))
            assert [f["field"] for f in refused["fields"]] == list(params)
