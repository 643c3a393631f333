"""Spreading callbacks: fair, shown before it is done, done once, and undone exactly."""

import asyncio
from collections import Counter

import pytest

from occ_contract.callbacks import AssignMethod, CallbackStatus
from occ_contract.errors import ErrorCode
from occ_contract.people import Role
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Refused, Unreachable
from occ_desktop.domain.filters import CallbackFilter
from services.conftest import Client, OpenClient
from support.centre import Centre
from support.server_thread import ServerThread
from support.waiting import eventually, until
from support.world import PHONE

EQUAL, MANUAL = AssignMethod.EQUAL, AssignMethod.MANUAL


def _ids(server: ServerThread, *names: str) -> list[str]:
    return [server.centre.desks[name].id for name in names]


async def test_what_is_shown_before_is_what_happens(server: ServerThread, client: Client) -> None:
    ids = server.run(lambda c: c.waiting(7))
    server.run(lambda c: c.given(c.ann))
    assignment = (await client.log_in("boss")).assignment
    agents = _ids(server, "ann", "ben", "amy")
    shown = await assignment.preview(ids, agents, EQUAL)
    done = await assignment.assign(ids, agents, EQUAL)
    assert [(a.callback_id, a.agent_id) for a in shown.assigned] == [
        (a.callback_id, a.agent_id) for a in done.assigned
    ]
    assert shown.counts == done.counts
    assert max(done.counts.values()) - min(done.counts.values()) <= 1
    assert done.counts[agents[0]] == 2  # who had one already gets the smaller share


async def test_over_two_services_what_is_shown_is_what_happens_too(
    server: ServerThread, client: Client
) -> None:
    async def two_services(centre: Centre) -> list[str]:
        card, travel = await centre.world.service("샘플카드"), await centre.world.service("샘플여행")
        for service in (card, travel):
            await centre.world.grant(centre.boss.id, service, Role.SUPERVISOR)
        await centre.world.grant(centre.ben.id, card, Role.AGENT, PHONE)
        services = (centre.service, card, centre.service, travel, card, centre.service)
        return [await centre.received(service=service) for service in services]

    ids = server.run(two_services)
    assignment = (await client.log_in("boss")).assignment
    assert sorted((await assignment.by_service(ids)).values()) == [1, 2, 3]
    agents = _ids(server, "ann", "ben")
    shown = await assignment.preview(ids, agents, EQUAL)
    done = await assignment.assign(ids, agents, EQUAL)
    assert (shown.assigned, shown.skipped, shown.counts) == (done.assigned, done.skipped, done.counts)
    assert [(row.callback_id, row.code) for row in done.skipped] == [(ids[3], "no_eligible_agent")]


async def test_who_has_left_is_refused_by_name_before_the_press(server: ServerThread, client: Client) -> None:
    ids = server.run(lambda c: c.waiting(1))
    services = await client.log_in("boss")
    gone = _ids(server, "ben")
    server.run(lambda c: c.world.disable(c.ben.id))
    await until(lambda: not services.directory.takes(gone[0]))
    for call in (services.assignment.preview, services.assignment.assign):
        with pytest.raises(Refused) as refused:
            await call(ids, gone, MANUAL)
        assert (refused.value.code, refused.value.params["names"]) == (
            ErrorCode.AGENT_NOT_ELIGIBLE,
            ["박상담"],
        )


async def test_two_hundred_over_four_differ_by_no_more_than_one(server: ServerThread, client: Client) -> None:
    server.run(lambda c: c.waiting(50))
    services = await client.log_in("boss")
    ids = await services.search.ids(CallbackFilter(), 5000)
    agents = _ids(server, "ann", "ben", "amy", "boss")
    answer = await services.assignment.assign(ids, agents, EQUAL)
    counts = Counter(a.agent_id for a in answer.assigned)
    assert sum(counts.values()) == 50
    assert max(counts.values()) - min(counts.values()) <= 1
    assert [a.callback_id for a in answer.assigned] == list(ids)


async def test_manual_with_two_agents_is_refused_with_the_reason(
    server: ServerThread, client: Client
) -> None:
    ids = server.run(lambda c: c.waiting(1))
    assignment = (await client.log_in("boss")).assignment
    for call in (assignment.preview, assignment.assign):
        with pytest.raises(Refused) as refused:
            await call(ids, _ids(server, "ann", "ben"), MANUAL)
        assert refused.value.code is ErrorCode.MANUAL_NEEDS_ONE_AGENT
        assert refused.value.params["count"] == 2


async def test_nobody_and_nothing_chosen_say_which(server: ServerThread, client: Client) -> None:
    assignment = (await client.log_in("boss")).assignment
    with pytest.raises(Refused) as refused:
        await assignment.assign(["x"], [], EQUAL)
    assert refused.value.params["field"] == "agent_ids"
    with pytest.raises(Refused) as refused:
        await assignment.assign([], ["x"], EQUAL)
    assert refused.value.params["field"] == "callback_ids"


async def test_what_somebody_took_meanwhile_is_named(server: ServerThread, client: Client) -> None:
    free, taken = server.run(lambda c: c.waiting(2))
    services = await client.log_in("boss")
    client.plug.pulled = True
    server.run(lambda c: c.amy.assign([taken], [c.ben], "manual"))
    client.plug.pulled = False
    answer = await services.assignment.assign([free, taken], _ids(server, "ann"), MANUAL)
    assert [a.callback_id for a in answer.assigned] == [free]
    (skipped,) = answer.skipped
    assert (skipped.callback_id, skipped.by_name) == (taken, "최배정")


async def test_the_new_assignee_gains_and_the_old_one_loses_without_a_press(
    server: ServerThread, open_client: OpenClient
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    boss, ann, ben = (open_client(name) for name in ("boss", "ann", "ben"))
    for one, name in ((boss, "boss"), (ann, "ann"), (ben, "ben")):
        await one.log_in(name)
    gone = ann.watch(ChangeSet)
    assert (await boss.services.assignment.cancel([callback])).cancelled == (callback,)
    await boss.services.assignment.assign([callback], _ids(server, "ben"), MANUAL)
    await eventually(lambda: ben.services.search.row(callback))
    assert await ben.services.search.my_outstanding() == 1
    await until(lambda: any(callback in change.withdrawn for change in gone))
    assert await ann.services.search.row(callback) is None


async def test_undo_returns_rows_to_what_they_were_and_names_the_others(
    server: ServerThread, client: Client
) -> None:
    ids = server.run(lambda c: c.waiting(3))
    services = await client.log_in("boss")
    answer = await services.assignment.assign(ids, _ids(server, "ann"), MANUAL)
    assert answer.batch_id is not None
    server.run(lambda c: c.ann.complete(ids[0]))
    undone = await services.assignment.undo(answer.batch_id)
    assert set(undone.restored) == set(ids[1:])
    assert [s.callback_id for s in undone.skipped] == [ids[0]]

    async def back() -> bool:
        row = await services.search.row(ids[1])
        return row is not None and row.status is CallbackStatus.RECEIVED

    await eventually(back)


async def test_undo_after_ten_minutes_says_it_is_too_late(server: ServerThread, client: Client) -> None:
    ids = server.run(lambda c: c.waiting(1))
    services = await client.log_in("boss")
    answer = await services.assignment.assign(ids, _ids(server, "ann"), MANUAL)
    server.move(601)
    with pytest.raises(Refused) as refused:
        await services.assignment.undo(answer.batch_id or "")
    assert refused.value.code is ErrorCode.UNDO_EXPIRED


async def test_a_lost_answer_is_asked_for_again_not_done_again(server: ServerThread, client: Client) -> None:
    ids = server.run(lambda c: c.waiting(4))
    services = await client.log_in("boss")
    agents = _ids(server, "ann", "ben")
    client.plug.lose_answers_to = "/assign"
    with pytest.raises(Unreachable) as failure:
        await services.assignment.assign(ids, agents, EQUAL)
    assert failure.value.sent
    client.plug.lose_answers_to = ""
    answer = await services.assignment.assign(ids, agents, EQUAL)
    assert len(answer.assigned) == 4
    assert not answer.skipped


async def test_a_second_press_joins_the_first(server: ServerThread, client: Client) -> None:
    ids = server.run(lambda c: c.waiting(4))
    services = await client.log_in("boss")
    agents = _ids(server, "ann", "ben")
    answers = await asyncio.gather(*(services.assignment.assign(ids, agents, EQUAL) for _ in range(3)))
    assert len({answer.batch_id for answer in answers}) == 1
    assert not answers[0].skipped


async def test_offline_assigning_says_so_and_sends_nothing(server: ServerThread, client: Client) -> None:
    ids = server.run(lambda c: c.waiting(2))
    services = await client.log_in("boss")
    await client.pull_plug()
    assert (await services.assignment.preview(ids, _ids(server, "ann"), MANUAL)).counts
    for call in (
        services.assignment.assign(ids, _ids(server, "ann"), MANUAL),
        services.assignment.cancel(ids),
        services.assignment.undo("batch"),
    ):
        with pytest.raises(Unreachable) as failure:
            await call
        assert (failure.value.reason, failure.value.sent) == ("offline", False)


async def test_somebody_without_the_right_is_refused_by_the_server(
    server: ServerThread, client: Client
) -> None:
    ids = server.run(lambda c: c.waiting(1))
    services = await client.log_in("ann")
    with pytest.raises(Refused):
        await services.assignment.assign(ids, _ids(server, "ann"), MANUAL)


async def test_candidates_are_the_people_with_a_phone(server: ServerThread, client: Client) -> None:
    async def add(centre):  # type: ignore[no-untyped-def]
        return await centre.world.agent("nophone", centre.service, permissions=(), name="무전화")

    server.run(add)
    directory = (await client.log_in("boss")).directory
    everyone = {a.name for a in directory.agents()}
    with_phone = {a.name for a in directory.agents(phone_only=True)}
    assert everyone - with_phone == {"무전화"}
    outstanding = await client.services.search.outstanding_by_agent()
    assert outstanding == {}


async def test_figures_follow_the_present_assignment(server: ServerThread, client: Client) -> None:
    from datetime import date

    from occ_contract.statistics import Period
    from occ_desktop.domain.filters import StatsFilter

    ids = server.run(lambda c: c.waiting(4))
    services = await client.log_in("boss")
    await services.assignment.assign(ids, _ids(server, "ann"), MANUAL)
    server.run(lambda c: c.ann.complete(ids[0]))
    days = StatsFilter(first=date(2026, 11, 22), last=date(2026, 11, 23))

    async def counted() -> bool:
        stats = await services.figures.stats(days, Period.DAY)
        return (stats.total.assigned, stats.total.completed) == (4, 1)

    await eventually(counted)
    stats = await services.figures.stats(days, Period.DAY)
    assert [row.completion_rate for row in stats.rows] == [None, 25.0]
    with pytest.raises(Refused) as refused:
        await services.figures.stats(StatsFilter(first=days.last, last=days.first), Period.DAY)
    assert refused.value.code is ErrorCode.BAD_RANGE
