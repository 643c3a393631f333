"""Two people, one callback: if these fail, a customer is called twice or work vanishes."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import httpx
import pytest

from occ_contract.people import Role
from occ_server.callbacks.claims import end_expired, end_gone
from occ_server.callbacks.rows import lock_row
from occ_server.kit.db import Database
from occ_server.people.organisations import ServiceSwitches, set_service
from occ_server.people.service import grant
from support.centre import Centre, Desk, refusal
from support.clock import ManualClock
from support.databases import waits_for_a_lock
from support.world import OPERATOR, PHONE

TRIES = 200
PEOPLE = 20


async def crowd(centre: Centre, *, seated: bool = False) -> list[Desk]:
    """Seat people who may assign, each at an extension if wished."""
    desks = []
    for n in range(PEOPLE):
        standing = {centre.service: (Role.SUPERVISOR, PHONE)}
        someone = await centre.world.person(f"racer{n}", standing, name=f"경쟁{n}")
        desk = await centre.seat(someone)
        if seated:
            await desk.sit_down(f"20{n:02d}")
        desks.append(desk)
    return desks


async def at_once(desks: list[Desk], press: Callable[[Desk], Awaitable[httpx.Response]]) -> list[Any]:
    """Have everybody press at the same time; return (desk, answer) pairs."""
    tries = [desks[n % len(desks)] for n in range(TRIES)]
    return list(zip(tries, await asyncio.gather(*(press(desk) for desk in tries)), strict=True))


async def test_of_200_who_assign_the_same_one_exactly_one_wins_and_each_loser_learns_to_whom(
    centre: Centre,
) -> None:
    desks = await crowd(centre)
    callback = await centre.received()
    answers = await at_once(desks, lambda desk: desk.assign([callback], [centre.ann], "manual"))
    bodies = [(desk, answer.json()) for desk, answer in answers]
    assert {answer.status_code for _, answer in answers} == {200}
    winners = [desk for desk, body in bodies if body["assigned"]]
    assert len(winners) == 1
    lost = [body["skipped"][0] for _, body in bodies if not body["assigned"]]
    assert {(s["code"], s["by_id"], s["by_name"], s["status"]) for s in lost} == {
        ("taken", winners[0].id, winners[0].someone.name, "assigned")
    }
    assert len(lost) == TRIES - 1
    row = await centre.boss.view(callback)
    assert (row["assignee_id"], row["assigner_id"]) == (centre.ann.id, winners[0].id)


async def test_of_200_who_connect_the_same_one_exactly_one_dials_and_each_loser_learns_who(
    centre: Centre,
) -> None:
    desks = await crowd(centre, seated=True)
    callback = await centre.received()
    answers = await at_once(desks, lambda desk: desk.connect(callback))
    codes = Counter(answer.status_code for _, answer in answers)
    assert codes == {200: 1, 409: TRIES - 1}
    (winner,) = [desk for desk, answer in answers if answer.status_code == 200]
    problems = [answer.json() for _, answer in answers if answer.status_code == 409]
    assert {p["code"] for p in problems} == {"dialling"}
    assert {p["params"]["by_name"] for p in problems} == {winner.someone.name}
    row = await centre.boss.view(callback)
    assert (row["attempts"], len(row["calls"]), row["assignee_id"]) == (1, 1, winner.id)


async def test_of_200_who_complete_the_same_one_exactly_one_is_recorded_and_each_loser_learns_who(
    centre: Centre,
) -> None:
    desks = await crowd(centre)
    callback = await centre.given(centre.ann)
    answers = await at_once(desks, lambda desk: desk.complete(callback, f"{desk.someone.name} 처리"))
    assert Counter(answer.status_code for _, answer in answers) == {200: 1, 409: TRIES - 1}
    (winner,) = [desk for desk, answer in answers if answer.status_code == 200]
    problems = [answer.json() for _, answer in answers if answer.status_code == 409]
    assert {(p["code"], p["params"]["status"], p["params"]["by_name"]) for p in problems} == {
        ("invalid_transition", "completed", winner.someone.name)
    }
    row = await centre.boss.view(callback)
    assert (row["completed_by"], row["note"]) == (winner.id, f"{winner.someone.name} 처리")


async def test_crossing_batches_neither_lose_nor_double_a_row(centre: Centre) -> None:
    desks = (await crowd(centre))[:6]
    ids = await centre.waiting(40)
    batches = [ids[n : n + 20][:: 1 if n % 2 else -1] for n in range(0, 24, 4)]
    answers = await asyncio.gather(
        *(desk.assign(batch, [centre.ann, centre.ben]) for desk, batch in zip(desks, batches, strict=True))
    )
    given = Counter(row["callback_id"] for answer in answers for row in answer.json()["assigned"])
    assert set(given.values()) == {1}
    assert set(given) == {i for batch in batches for i in batch}
    skipped = sum(len(answer.json()["skipped"]) for answer in answers)
    assert skipped + len(given) == sum(len(batch) for batch in batches)


async def test_the_same_intake_sent_twenty_times_at_once_is_one_callback(centre: Centre) -> None:
    answers = await asyncio.gather(*(centre.ask(external_id="ivr-1", phone="01012345678") for _ in range(20)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 19}
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_one_person_pressing_connect_on_two_callbacks_rings_one(centre: Centre) -> None:
    ids = [await centre.given(centre.ann) for _ in range(2)]
    await centre.ann.sit_down("1001")
    answers = await asyncio.gather(*(centre.ann.connect(i) for i in ids for _ in range(5)))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 9}


async def test_two_who_want_one_extension_at_once_get_one_and_a_name(centre: Centre) -> None:
    answers = await asyncio.gather(
        *(desk.post("/v1/cti/login", {"extension": "1001"}) for desk in (centre.ann, centre.ben) * 5)
    )
    winners = [a.json()["agent_id"] for a in answers if a.status_code == 200]
    assert len(set(winners)) == 1
    losers = [a.json() for a in answers if a.status_code != 200]
    assert {(p["status"], p["code"]) for p in losers} == {(409, "extension_in_use")}


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_who_loses_the_telephone_at_that_moment_is_given_nothing(
    centre: Centre, database: Database
) -> None:
    callback = await centre.received()
    async with asyncio.timeout(30), database.write() as uow:
        await grant(uow, OPERATOR, centre.ann.id, centre.service, Role.AGENT)
        task = asyncio.create_task(centre.boss.assign([callback], [centre.ann], "manual"))
        assert await waits_for_a_lock(database, task), "assigned while the right was being taken away"
    (skipped,) = (await task).json()["skipped"]
    assert (skipped["callback_id"], skipped["code"]) == (callback, "no_eligible_agent")
    assert (await centre.boss.view(callback))["status"] == "received"


async def pbx_forgets(centre: Centre) -> None:
    """Stop the PBX without a word about its calls: nothing but the lease says that one goes on."""
    await centre.orders_done()
    adapter = centre.telephony._adapter
    assert adapter is not None
    await adapter.stop()


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_service_switched_off_at_that_moment_gives_nothing_out(
    centre: Centre, database: Database
) -> None:
    callback = await centre.received()
    off = ServiceSwitches(callback_enabled=False)
    async with database.write() as switching:
        await set_service(switching, OPERATOR, centre.service, off)
        giving = asyncio.create_task(centre.boss.assign([callback], [centre.ann], "manual"))
        assert await waits_for_a_lock(database, giving), "it was given while the switch was being turned"
    assert refusal(await giving)["code"] == "feature_disabled"
    await centre.world.switch(centre.service, callback_enabled=True)
    assert (await centre.boss.view(callback))["status"] == "received"


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_who_waits_for_a_change_of_rights_keeps_nobody_from_the_callback(
    centre: Centre, database: Database
) -> None:
    """People are locked before callbacks, by everybody: else two would wait for each other."""
    callback = await centre.received()
    async with database.write() as change:
        await grant(change, OPERATOR, centre.ann.id, centre.service, Role.AGENT, PHONE)
        giving = asyncio.create_task(centre.boss.assign([callback], [centre.ann], "manual"))
        assert await waits_for_a_lock(database, giving)
        async with database.write() as other:
            await lock_row(other, centre.world.organisation_id, callback)
    assert (await giving).json()["assigned"]


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_completing_and_ending_forgotten_claims_wait_for_each_other_in_one_order(
    centre: Centre, database: Database, clock: ManualClock
) -> None:
    """They met from two sides once, and the whole centre stood still until PostgreSQL chose a victim."""
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    attempt = (await centre.ann.connect(callback)).json()["attempt"]["id"]
    await pbx_forgets(centre)
    organisation = centre.world.organisation_id
    async with asyncio.timeout(30), centre.telephony._sweeping:  # the server's own sweep waits
        clock.move(46)  # its client crashed
        async with database.write() as uow:
            await lock_row(uow, organisation, callback)  # as completing begins
            sweep = asyncio.create_task(database.run(partial(end_gone, call_ids=[attempt], wait=False)))
            assert not await waits_for_a_lock(database, sweep)
            assert await sweep == []  # somebody works on it, who sees for himself
            assert await end_gone(uow, [attempt], wait=True) == [attempt]
    (call,) = (await centre.boss.view(callback))["calls"]
    assert (call["state"], call["result"]) == ("ended", "unknown")


async def test_a_claim_that_nobody_asks_about_ends_by_one_process(centre: Centre, clock: ManualClock) -> None:
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    assert (await centre.ann.connect(callback)).status_code == 200
    await pbx_forgets(centre)
    cursor, _ = await centre.boss.pull()
    clock.move(51)
    await centre.telephony.sweep()
    await centre.app.state.jobs.settled()
    (told,) = [c for c in (await centre.boss.pull(cursor))[1] if c["entity"] == "callback"]
    (call,) = told["body"]["calls"]
    assert (call["state"], call["ended_at"]) == ("ended", "2026-11-23T00:00:45Z")


async def test_a_call_the_pbx_still_has_keeps_its_claim_though_its_desk_was_cut_off(
    centre: Centre, clock: ManualClock
) -> None:
    """A colleague could once dial a customer who was still on the line with somebody."""
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    assert (await centre.ann.connect(callback)).status_code == 200
    await centre.orders_done()
    simulator = centre.app.state.telephony._adapter
    simulator.pump = lambda: None  # the customer talks on
    simulator.is_live = lambda _call: True
    for _ in range(4):
        clock.move(20)
        await centre.telephony.sweep()
    await centre.telephony._database.run(end_expired)
    assert refusal(await centre.boss.cancel([callback]))["code"] == "dialling"
