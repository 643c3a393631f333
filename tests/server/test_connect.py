"""Connecting: if these fail, two ring one customer, a crash locks a callback, or a call leaves no trace."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from litestar import Litestar

from occ_contract.callbacks import AttemptResult
from occ_server.app import create_app
from occ_server.auth.passwords import Passwords
from occ_server.kit.db import Database
from occ_server.settings import Settings
from occ_server.telephony.adapter import CallProgress
from occ_server.telephony.calls import apply_progress
from occ_server.telephony.simulator import CallPlan, Simulator
from occ_server.topics import call_listeners
from support.apps import lent
from support.centre import Centre, Desk, command_key, refusal
from support.clock import ManualClock
from support.pbx import owner_dies
from support.serving import started

PLANS = {
    "1": CallPlan(AttemptResult.CONNECTED, 2, 5, 60),
    "2": CallPlan(AttemptResult.BUSY, 2),
    "3": CallPlan(AttemptResult.NO_ANSWER, 2, 25),
    "4": CallPlan(AttemptResult.FAILED, 1),
}
ANSWERS, BUSY, NO_ANSWER, FAILED = (f"0109999000{digit}" for digit in PLANS)


@pytest.fixture
async def app(settings: Settings, database: Database, clock: ManualClock) -> AsyncIterator[Litestar]:
    """The application with customers who do what their last digit says."""
    with lent(settings, database) as built:
        built.state.cti_adapter = Simulator(clock, planner=lambda phone, before: PLANS[phone[-1]])
        async with started(built):
            yield built


async def passed(centre: Centre, clock: ManualClock, seconds: float) -> None:
    """Let time pass at the PBX and have everything it reported applied."""
    simulator: Simulator = centre.app.state.cti_adapter
    await centre.orders_done()
    for _ in range(round(seconds)):
        clock.move(1)
        simulator.pump()
        await simulator.delivered()


async def dialled(centre: Centre, desk: Desk, callback: str) -> dict[str, Any]:
    answer = await desk.connect(callback)
    assert answer.status_code == 200, answer.text
    await centre.orders_done()
    body: dict[str, Any] = answer.json()
    return body


async def test_a_call_that_is_answered_is_claimed_counted_and_recorded(
    centre: Centre, clock: ManualClock
) -> None:
    callback = await centre.given(centre.ann, phone=ANSWERS)
    await centre.ann.sit_down("1001")
    body = await dialled(centre, centre.ann, callback)
    assert (body["mode"], body["dial_uri"], body["claim_seconds"]) == ("pbx", None, 45)
    assert (body["callback"]["attempts"], body["attempt"]["state"]) == (1, "dialling")
    line = (await centre.ann.get("/v1/cti")).json()
    assert (line["state"], line["call"]["callback_id"], line["call"]["phone"]) == (
        "dialling",
        callback,
        ANSWERS,
    )
    await passed(centre, clock, 8)
    line = (await centre.ann.get("/v1/cti")).json()
    assert (line["state"], line["call"]["state"]) == ("talking", "talking")
    await passed(centre, clock, 60)
    (call,) = (await centre.boss.view(callback))["calls"]
    assert {k: call[k] for k in ("state", "result", "ring_seconds", "talk_seconds", "answered_at")} == {
        "state": "ended",
        "result": "connected",
        "ring_seconds": 5,
        "talk_seconds": 60,
        "answered_at": "2026-11-23T00:00:07Z",
    }
    line = (await centre.ann.get("/v1/cti")).json()
    assert (line["state"], line["call"]) == ("work", None)
    assert (await centre.boss.view(callback))["status"] == "assigned"


@pytest.mark.parametrize(("phone", "result"), [(BUSY, "busy"), (NO_ANSWER, "no_answer"), (FAILED, "failed")])
async def test_a_call_that_is_not_answered_ends_with_its_reason_and_may_be_repeated(
    centre: Centre, clock: ManualClock, phone: str, result: str
) -> None:
    callback = await centre.given(centre.ann, phone=phone)
    await centre.ann.sit_down("1001")
    await dialled(centre, centre.ann, callback)
    await passed(centre, clock, 30)
    await dialled(centre, centre.ann, callback)
    row = await centre.boss.view(callback)
    assert row["attempts"] == 2
    assert [(c["result"], c["talk_seconds"]) for c in row["calls"]] == [(result, None), (None, None)]


@pytest.mark.parametrize("auto", [True, False])
async def test_the_ticket_comes_at_dial_time_or_once_the_customer_answers(
    centre: Centre, clock: ManualClock, auto: bool
) -> None:
    await centre.world.switch(centre.service, auto_ticket=auto)
    answered = await centre.given(centre.ann, phone=ANSWERS, message="배송 문의", route_name="배송")
    unanswered = await centre.given(centre.ann, phone=BUSY)
    await centre.ann.sit_down("1001")
    at_dial_time = (await dialled(centre, centre.ann, unanswered))["ticket_id"]
    await passed(centre, clock, 5)
    first = (await dialled(centre, centre.ann, answered))["ticket_id"]
    assert (at_dial_time is not None, first is not None) == (auto, auto)
    await passed(centre, clock, 70)
    tickets = (await centre.boss.get("/v1/tickets")).json()["items"]
    expected = {answered, unanswered} if auto else {answered}
    assert {t["callback_id"] for t in tickets} == expected
    (ticket,) = [t for t in tickets if t["callback_id"] == answered]
    assert {k: ticket[k] for k in ("subject", "content", "source", "phone", "created_by")} == {
        "subject": "배송",
        "content": "배송 문의",
        "source": "outbound",
        "phone": ANSWERS,
        "created_by": centre.ann.id,
    }
    (call,) = (await centre.boss.view(answered))["calls"]
    assert call["ticket_id"] == ticket["id"]


async def test_while_one_dials_nobody_else_dials_reassigns_cancels_or_completes(
    centre: Centre, clock: ManualClock
) -> None:
    callback = await centre.given(centre.ann, phone=NO_ANSWER)
    for desk, extension in ((centre.ann, "1001"), (centre.boss, "1002")):
        await desk.sit_down(extension)
    await dialled(centre, centre.ann, callback)
    clock.move(7)
    for answer in (
        await centre.boss.connect(callback),
        await centre.boss.cancel([callback]),
        await centre.boss.complete(callback),
    ):
        refused = refusal(answer)
        assert (refused["status_code"], refused["code"], refused["by_name"], refused["seconds"]) == (
            409,
            "dialling",
            "이상담",
            7,
        )


async def test_the_caller_may_complete_during_the_call_and_its_result_still_arrives(
    centre: Centre, clock: ManualClock
) -> None:
    callback = await centre.given(centre.ann, phone=ANSWERS)
    await centre.ann.sit_down("1001")
    await dialled(centre, centre.ann, callback)
    await passed(centre, clock, 10)
    assert (await centre.ann.complete(callback, "안내 완료")).status_code == 200
    await passed(centre, clock, 60)
    row = await centre.boss.view(callback)
    assert (row["status"], row["calls"][0]["talk_seconds"]) == ("completed", 60)


async def test_an_assignable_one_is_taken_in_the_same_step_by_who_may_assign(centre: Centre) -> None:
    numbers = [f"010999{n}0002" for n in range(3)]
    first, second, third = [await centre.received(phone=number) for number in numbers]
    for desk, extension in ((centre.boss, "1001"), (centre.amy, "1002"), (centre.ann, "1003")):
        await desk.sit_down(extension)
    for desk, callback in ((centre.boss, first), (centre.amy, second)):
        row = (await dialled(centre, desk, callback))["callback"]
        assert (row["status"], row["assignee_id"], row["assigner_id"]) == ("assigned", desk.id, desk.id)
    refused = refusal(await centre.ann.connect(third))
    assert (refused["status_code"], refused["permission"]) == (403, "callback.assign")


async def test_somebody_elses_callback_is_not_connected(centre: Centre) -> None:
    callback = await centre.given(centre.ann)
    for desk, extension in ((centre.boss, "1001"), (centre.ben, "1002")):
        await desk.sit_down(extension)
        refused = refusal(await desk.connect(callback))
        assert (refused["status_code"], refused["code"], refused["by_name"]) == (
            409,
            "not_assignee",
            "이상담",
        )


async def test_connecting_needs_a_log_in_a_free_line_and_an_open_callback(
    centre: Centre, clock: ManualClock
) -> None:
    one, two, done = [await centre.given(centre.ann, phone=NO_ANSWER) for _ in range(3)]
    assert refusal(await centre.ann.connect(one))["code"] == "cti_login_required"
    assert (await centre.boss.view(one))["attempts"] == 0
    await centre.ann.sit_down("1001")
    await centre.ann.complete(done)
    refused = refusal(await centre.ann.connect(done))
    assert (refused["code"], refused["status"], refused["by_name"]) == (
        "invalid_transition",
        "completed",
        "이상담",
    )
    await dialled(centre, centre.ann, one)
    assert refusal(await centre.ann.connect(two))["code"] == "cti_busy"
    assert refusal(await centre.ann.connect(one))["code"] == "dialling"
    assert (await centre.ann.connect("no such")).status_code == 404
    await centre.world.switch(centre.service, cti_enabled=False)
    await passed(centre, clock, 30)
    refused = refusal(await centre.ann.connect(two))
    assert (refused["code"], refused["feature"]) == ("feature_disabled", "cti")


async def test_pressing_connect_twice_with_one_key_dials_once(centre: Centre) -> None:
    callback = await centre.given(centre.ann, phone=NO_ANSWER)
    await centre.ann.sit_down("1001")
    key, path = command_key(), f"/v1/callbacks/{callback}/connect"
    first = await centre.ann.post(path, None, key)
    again = await centre.ann.post(path, None, key)
    assert (first.status_code, again.content) == (200, first.content)
    assert (await centre.boss.view(callback))["attempts"] == 1


async def test_hanging_up_ends_the_call_and_frees_the_line(centre: Centre, clock: ManualClock) -> None:
    callback = await centre.given(centre.ann, phone=ANSWERS)
    await centre.ann.sit_down("1001")
    attempt = (await dialled(centre, centre.ann, callback))["attempt"]["id"]
    await passed(centre, clock, 17)
    assert (await centre.ben.post(f"/v1/cti/calls/{attempt}/hangup")).status_code == 404
    answer = await centre.ann.post(f"/v1/cti/calls/{attempt}/hangup")
    assert answer.status_code == 200
    await passed(centre, clock, 1)
    (call,) = (await centre.boss.view(callback))["calls"]
    assert (call["result"], call["talk_seconds"]) == ("connected", 10)
    assert (await centre.ann.get("/v1/cti")).json()["state"] == "work"
    refused = refusal(await centre.ann.post(f"/v1/cti/calls/{attempt}/hangup"))
    assert (refused["status_code"], refused["code"]) == (409, "attempt_ended")


# -- the lease -----------------------------------------------------------------------------------------------


async def test_the_claim_of_a_crashed_client_ends_within_a_minute(centre: Centre, clock: ManualClock) -> None:
    """Unless the PBX still has the call: then somebody is on the line with the customer."""
    callback = await centre.given(centre.ann, phone=ANSWERS)
    await centre.ann.sit_down("1001")
    await dialled(centre, centre.ann, callback)
    await centre.app.state.cti_adapter.stop()  # the PBX lost it, and says nothing
    clock.move(44)
    assert refusal(await centre.boss.cancel([callback]))["code"] == "dialling"
    clock.move(1)
    await centre.telephony.sweep()  # asks the PBX
    assert (await centre.boss.cancel([callback])).status_code == 200
    (call,) = (await centre.boss.view(callback))["calls"]
    assert (call["state"], call["result"], call["ended_at"]) == (
        "ended",
        "unknown",
        "2026-11-23T00:00:45Z",
    )


async def test_the_sweep_tells_everybody_that_a_claim_ended(centre: Centre, clock: ManualClock) -> None:
    callback = await centre.given(centre.ann, phone=NO_ANSWER)
    await centre.ann.sit_down("1001")
    centre.app.state.cti_adapter.originate = never_reports
    await dialled(centre, centre.ann, callback)
    cursor, _ = await centre.boss.pull()
    clock.move(46)
    await centre.sweep()
    changes = {c["entity"]: c["body"] for c in (await centre.boss.pull(cursor))[1]}
    assert changes["callback"]["calls"][0]["result"] == "unknown"
    assert (await centre.ann.get("/v1/cti")).json()["state"] == "work"
    await centre.sweep()  # nothing left to do


async def never_reports(call_id: str, extension: str, phone: str) -> str:
    return "lost"


async def test_renewing_keeps_the_claim_and_ends_with_it(centre: Centre, clock: ManualClock) -> None:
    callback = await centre.given(centre.ann, phone=ANSWERS)
    await centre.ann.sit_down("1001")
    attempt = (await dialled(centre, centre.ann, callback))["attempt"]["id"]
    path = f"/v1/callbacks/{callback}/attempts/{attempt}/renew"
    for _ in range(4):
        await passed(centre, clock, 15)
        assert (await centre.ann.post(path)).status_code == 200
    assert refusal(await centre.boss.cancel([callback]))["code"] == "dialling"
    assert (await centre.ben.post(path)).status_code == 404
    await passed(centre, clock, 10)
    refused = refusal(await centre.ann.post(path))
    assert (refused["status_code"], refused["code"]) == (409, "attempt_ended")


async def test_events_that_come_twice_late_or_for_nobody_do_no_harm(
    centre: Centre, clock: ManualClock
) -> None:
    callback = await centre.given(centre.ann, phone=ANSWERS)
    await centre.ann.sit_down("1001")
    attempt = (await dialled(centre, centre.ann, callback))["attempt"]["id"]
    await passed(centre, clock, 70)
    before = await centre.boss.view(callback)
    database = centre.world.database
    for target in (attempt, "nobody"):
        for state in ("ringing", "talking", "ended"):
            event = CallProgress(
                call_id=target, pbx_call_id="x", state=state, at=clock.now(), result=AttemptResult.BUSY
            )
            await database.run(lambda uow, event=event: apply_progress(uow, event, call_listeners()))
    after = await centre.boss.view(callback)
    assert after["calls"][0]["result"] == before["calls"][0]["result"]
    assert after["calls"][0]["talk_seconds"] == before["calls"][0]["talk_seconds"]


async def test_a_pbx_that_is_gone_refuses_before_anything_is_claimed(
    centre: Centre, clock: ManualClock
) -> None:
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    simulator: Simulator = centre.app.state.cti_adapter
    simulator.report_link(connected=False)
    await passed(centre, clock, 1)
    refused = refusal(await centre.ann.connect(callback))
    assert (refused["status_code"], refused["code"]) == (409, "cti_unavailable")
    line = (await centre.ann.get("/v1/cti")).json()
    assert (line["pbx_connected"], line["pbx_since"]) == (False, "2026-11-23T00:00:00Z")
    assert (await centre.boss.view(callback))["attempts"] == 0


async def test_a_pbx_that_fails_to_dial_ends_the_attempt_as_failed(centre: Centre) -> None:
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    simulator: Simulator = centre.app.state.cti_adapter
    await simulator.stop()
    await dialled(centre, centre.ann, callback)
    (call,) = (await centre.boss.view(callback))["calls"]
    assert (call["state"], call["result"]) == ("ended", "failed")
    assert (await centre.ann.get("/v1/cti")).json()["state"] == "work"


@pytest.mark.parametrize(
    ("ran", "down", "result", "ended_at"),
    [
        (0, 0, "unknown", "2026-11-23T00:00:00Z"),
        (3, 5, "unknown", "2026-11-23T00:00:08Z"),
        (20, 5, "connected", "2026-11-23T00:00:25Z"),  # the customer had answered
        (20, 8 * 3600, "connected", "2026-11-23T00:01:05Z"),  # no call of eight hours: the lease ran out
    ],
)
async def test_after_a_restart_calls_the_pbx_lost_end_and_lines_stay_logged_in(
    centre: Centre, clock: ManualClock, settings: Settings, ran: int, down: int, result: str, ended_at: str
) -> None:
    callback = await centre.given(centre.ann, phone=ANSWERS)
    await centre.ann.sit_down("1001")
    await dialled(centre, centre.ann, callback)
    await passed(centre, clock, ran)
    await centre.app.state.cti_adapter.stop()  # it forgets its calls without a word, like one that died
    await owner_dies(centre.world.database)
    clock.move(down)
    again = create_app(settings, centre.world.database, passwords=Passwords.cheap())
    async with started(again):
        await again.state.jobs.settled()
        centre.boss.headers = await centre.world.headers(centre.boss.someone)
        centre.ann.headers = await centre.world.headers(centre.ann.someone)
        (call,) = (await centre.boss.view(callback))["calls"]
        line = (await centre.ann.get("/v1/cti")).json()
    assert (call["state"], call["result"]) == ("ended", result)
    if down > 3600:  # renewed as long as the PBX was seen to have it, at any of the last sweeps
        assert "2026-11-23T00:00:45Z" <= call["ended_at"] <= ended_at
    else:
        assert call["ended_at"] == ended_at
    assert (line["state"], line["extension"], line["call"]) == ("work", "1001", None)
