"""The embedded PBX: if these fail, connecting in the demo shows results no telephone would give."""

from collections import Counter
from datetime import timedelta

import pytest

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CallState
from occ_server.kit.clock import SystemClock
from occ_server.telephony.adapter import CallProgress, LinkChanged, PbxUnavailable
from occ_server.telephony.simulator import CallPlan, Simulator, seeded_planner
from support.clock import START, ManualClock


def drained(simulator: Simulator) -> list[CallProgress]:
    events = []
    while not simulator._events.empty():
        event = simulator._events.get_nowait()
        if isinstance(event, CallProgress):
            events.append(event)
    return events


async def started(clock: ManualClock, plan: CallPlan, speed: float = 1.0) -> Simulator:
    simulator = Simulator(clock, planner=lambda phone, before: plan, speed=speed)
    await simulator.start()
    return simulator


async def test_a_customer_who_answers_rings_talks_and_ends_with_true_seconds() -> None:
    clock = ManualClock()
    simulator = await started(clock, CallPlan(AttemptResult.CONNECTED, 2, 5, 60))
    call = await simulator.originate("attempt", "1001", "01012345678")
    clock.move(100)
    simulator.pump()
    ringing, talking, ended = drained(simulator)
    assert (ringing.state, ringing.at) == (CallState.RINGING, START + timedelta(seconds=2))
    assert (talking.state, talking.ring_seconds) == (CallState.TALKING, 5)
    assert (ended.state, ended.result) == (CallState.ENDED, AttemptResult.CONNECTED)
    assert (ended.ring_seconds, ended.talk_seconds, ended.pbx_call_id) == (5, 60, call)
    await simulator.stop()


@pytest.mark.parametrize(
    ("plan", "states"),
    [
        (CallPlan(AttemptResult.BUSY, 2), [CallState.ENDED]),
        (CallPlan(AttemptResult.FAILED, 1), [CallState.ENDED]),
        (CallPlan(AttemptResult.NO_ANSWER, 2, 25), [CallState.RINGING, CallState.ENDED]),
    ],
)
async def test_a_customer_who_is_not_reached_never_talks(plan: CallPlan, states: list[CallState]) -> None:
    clock = ManualClock()
    simulator = await started(clock, plan)
    await simulator.originate("attempt", "1001", "0212345678")
    clock.move(60)
    simulator.pump()
    events = drained(simulator)
    assert [e.state for e in events] == states
    assert (events[-1].result, events[-1].talk_seconds) == (plan.result, None)
    await simulator.stop()


async def test_hanging_up_while_ringing_is_no_answer_and_while_talking_keeps_the_talk_time() -> None:
    clock = ManualClock()
    simulator = await started(clock, CallPlan(AttemptResult.CONNECTED, 1, 4, 300))
    first = await simulator.originate("one", "1001", "01011112222")
    clock.move(2)
    simulator.pump()
    await simulator.hangup(first)
    second = await simulator.originate("two", "1001", "01011112222")
    clock.move(15)
    simulator.pump()
    await simulator.hangup(second)
    await simulator.hangup(second)  # gone already: no error, no second end
    ends = [e for e in drained(simulator) if e.state is CallState.ENDED]
    assert [(e.call_id, e.result, e.talk_seconds) for e in ends] == [
        ("one", AttemptResult.NO_ANSWER, None),
        ("two", AttemptResult.CONNECTED, 10),
    ]
    clock.move(1000)
    simulator.pump()
    assert drained(simulator) == []
    await simulator.stop()


async def test_the_timer_moves_a_fast_call_by_itself_and_reports_unscaled_seconds() -> None:
    simulator = Simulator(
        SystemClock(), planner=lambda p, n: CallPlan(AttemptResult.CONNECTED, 2, 10, 30), speed=1000
    )
    await simulator.start()
    await simulator.originate("attempt", "1001", "01012345678")
    seen = []
    async for event in simulator.events():
        seen.append(event)
        if isinstance(event, CallProgress) and event.state is CallState.ENDED:
            await simulator.stop()
    assert isinstance(seen[0], LinkChanged)
    last = seen[-1]
    assert isinstance(last, CallProgress)
    assert (last.ring_seconds, last.talk_seconds) == (10, 30)


async def test_a_stopped_pbx_refuses_to_dial() -> None:
    simulator = Simulator(ManualClock())
    with pytest.raises(PbxUnavailable):
        await simulator.originate("attempt", "1001", "01012345678")


def test_the_same_seed_gives_the_same_customers_and_about_the_promised_mix() -> None:
    plan, again = seeded_planner(7), seeded_planner(7)
    phones = [f"010{n:08d}" for n in range(4000)]
    assert [plan(p, 0) for p in phones[:50]] == [again(p, 0) for p in phones[:50]]
    assert plan(phones[0], 0) != plan(phones[0], 1)
    mix = Counter(plan(p, 0).result for p in phones)
    assert abs(mix[AttemptResult.CONNECTED] / 4000 - 0.55) < 0.04
    assert {AttemptResult.BUSY, AttemptResult.NO_ANSWER, AttemptResult.FAILED} <= set(mix)
