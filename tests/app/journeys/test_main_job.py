"""The main job, end to end: a request comes in, is told, spread, called, completed and counted."""

from collections import Counter
from datetime import timedelta
from typing import Any

from occ_contract.callbacks import AssignMethod, CallbackStatus
from occ_contract.notices import NoticeKind
from occ_contract.people import Role
from occ_contract.statistics import Period, business_day
from occ_desktop.domain.filters import CallbackFilter, CallbackSort, StatsFilter
from occ_desktop.services.events import NoticesArrived
from support.journey import AGENT, ASSIGNER, SUPERVISOR, Centre, Desk
from support.waiting import eventually, until

NEWEST = CallbackSort()


async def ids_of(desk: Desk, **conditions: Any) -> set[str]:
    rows = await desk.services.search.page(CallbackFilter(**conditions), NEWEST, 0, 1000)
    return {row.id for row in rows}


def listen(desk: Desk) -> list[NoticesArrived]:
    heard: list[NoticesArrived] = []
    desk.services.bus.subscribe(NoticesArrived, heard.append)
    return heard


def told(heard: list[NoticesArrived], kind: NoticeKind) -> int:
    return sum(group.count for event in heard for group in event.groups if group.kind is kind)


async def test_a_new_request_is_told_to_the_right_people_once(sample: Centre) -> None:
    await sample.person("boss", SUPERVISOR, "김관리")
    await sample.person("ann", AGENT, "이상담")
    await sample.person("mute", (Role.AGENT, frozenset()), "무전화")
    desks = {name: await sample.seat(name) for name in ("boss", "ann", "mute")}
    heard = {name: listen(desk) for name, desk in desks.items()}

    await sample.intake(name="박미경", message="배송지 변경하고 싶어요")

    await until(lambda: told(heard["boss"], NoticeKind.CALLBACK_RECEIVED))
    await until(lambda: told(heard["ann"], NoticeKind.CALLBACK_RECEIVED))
    rows = desks["boss"].client.shell.host.currentWidget().model
    await until(lambda: rows.rowCount() == 1, why="for the row on the supervisor's screen")
    assert told(heard["boss"], NoticeKind.CALLBACK_RECEIVED) == 1
    assert told(heard["ann"], NoticeKind.CALLBACK_RECEIVED) == 1
    assert not heard["mute"]
    assert await ids_of(desks["ann"]) == set(), "an agent sees only what is assigned to them"

    vault = desks["ann"].vault
    await desks["ann"].client.services.session.logout()
    again = sample.desk("ann", vault)
    heard_again = listen(again)
    await again.services.session.login(sample.server.url, "ann", "correct horse", False)
    await until(lambda: again.settled)
    await sample.intake(name="김영희")
    await until(lambda: told(heard_again, NoticeKind.CALLBACK_RECEIVED))
    assert told(heard_again, NoticeKind.CALLBACK_RECEIVED) == 1, "the first was told before"


async def test_two_hundred_go_equally_to_seven_and_each_sees_exactly_their_own(sample: Centre) -> None:
    await sample.person("boss", SUPERVISOR, "김관리")
    agents = [await sample.person(f"agent{n}", AGENT, f"상담원{n}") for n in range(7)]
    boss = await sample.seat("boss")
    ann = await sample.seat("agent0")
    heard = listen(ann)
    received = await sample.intakes(200)
    await until(lambda: boss.client.shell.host.currentWidget().model.rowCount() == 200)

    preview = await boss.services.assignment.preview(received, agents, AssignMethod.EQUAL)
    answer = await boss.services.assignment.assign(received, agents, AssignMethod.EQUAL)

    assert max(answer.counts.values()) - min(answer.counts.values()) <= 1
    assert answer.counts == preview.counts
    given = {pair.callback_id: pair.agent_id for pair in answer.assigned}
    turns = [given[callback] for callback in received]
    assert len(set(turns[:7])) == 7
    assert turns == (turns[:7] * 29)[:200], "in turn, in the order received"
    own = {callback for callback, agent in given.items() if agent == agents[0]}
    await until(lambda: ann.client.shell.host.currentWidget().model.rowCount() == len(own))
    assert await ids_of(ann) == own
    await until(lambda: told(heard, NoticeKind.CALLBACK_ASSIGNED) == len(own))
    assert len([e for e in heard for g in e.groups if g.kind is NoticeKind.CALLBACK_ASSIGNED]) == 1
    assert Counter(given.values()) == answer.counts


async def test_connect_complete_and_the_supervisor_sees_the_figures(sample: Centre) -> None:
    await sample.person("boss", SUPERVISOR, "김관리")
    ann_id = await sample.person("ann", AGENT, "이상담")
    boss, ann = await sample.seat("boss"), await sample.seat("ann")
    first, second = await sample.intakes(2)
    await boss.services.assignment.assign([first, second], [ann_id], AssignMethod.MANUAL)
    await until(lambda: ann.client.shell.host.currentWidget().model.rowCount() == 2)

    await ann.services.cti.login("2041")
    answer = await ann.services.actions.connect(first)
    assert answer.ticket_id is not None, "the service makes a ticket at dial time"

    async def ended() -> bool:
        row = await ann.services.search.row(first)
        return bool(row and row.callback.calls) and row.callback.live_call is None

    await eventually(ended)
    row = await ann.services.search.row(first)
    assert row.callback.attempts == 1
    assert row.callback.calls[0].result is not None
    await ann.services.actions.complete(first, "17시까지 문자 안내")

    async def completed() -> bool:
        seen = await boss.services.search.row(first)
        return seen is not None and seen.status is CallbackStatus.COMPLETED

    await eventually(completed)
    seen = await boss.services.search.row(first)
    assert seen.callback.note == "17시까지 문자 안내"
    today = business_day(seen.callback.assigned_at, boss.services.workplace.zone)
    stats = await boss.services.figures.stats(StatsFilter(today - timedelta(days=1), today), Period.DAY)
    assert (stats.total.assigned, stats.total.completed, stats.total.completion_rate) == (2, 1, 50.0)
    assert stats.rows[-1].outstanding == 1


async def test_a_withdrawn_callback_is_assignable_again_and_moves_between_two_desks(sample: Centre) -> None:
    await sample.person("amy", ASSIGNER, "최배정")
    ann_id = await sample.person("ann", AGENT, "이상담")
    ben_id = await sample.person("ben", AGENT, "박상담")
    amy, ann, ben = [await sample.seat(name) for name in ("amy", "ann", "ben")]
    (callback,) = await sample.intakes(1)
    await amy.services.assignment.assign([callback], [ann_id], AssignMethod.MANUAL)
    ann_rows = ann.client.shell.host.currentWidget().model
    ben_rows = ben.client.shell.host.currentWidget().model
    await until(lambda: ann_rows.rowCount() == 1)

    withdrawn = await amy.services.assignment.cancel([callback])
    assert withdrawn.cancelled == (callback,)
    await until(lambda: ann_rows.rowCount() == 0, why="for the row to leave without a press")

    async def withdrawn_here() -> bool:
        row = await amy.services.search.row(callback)
        return bool(row.status is CallbackStatus.CANCELLED)

    await eventually(withdrawn_here)
    await amy.services.assignment.assign([callback], [ben_id], AssignMethod.EQUAL)
    await until(lambda: ben_rows.rowCount() == 1, why="for the row to come without a press")
    assert await ids_of(ann) == set()
    assert await ids_of(ben) == {callback}
