"""What the list finds, and what it says without rows: if these fail, a callback is there and not seen."""

import asyncio
from dataclasses import replace
from typing import Any

from occ_contract.callbacks import CallbackStatus
from occ_contract.people import Role
from occ_desktop.domain.filters import PeriodChoice, PeriodPreset
from occ_desktop.domain.sync_status import SyncState
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.tables.states import StateKind
from occ_desktop.ui.widgets.period_chip import Period
from occ_desktop.views.callbacks.conditions import Conditions
from occ_desktop.views.callbacks.room import CallbacksRoom
from support.clients import DeskClock
from support.server_thread import ServerThread
from support.waiting import until
from views.callback_lists import Shown, opened, place_of, rows_of
from views.conftest import LogIn, StandInFrame


async def test_each_condition_narrows_the_list(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    async def mixed(centre: Any) -> list[str]:
        await centre.waiting(2, route_code="D1", route_name="배송 문의")
        taken = await centre.given(centre.ann, phone="02-123-4471", route_code="R1", route_name="교환")
        return [taken]

    (taken,) = server.run(mixed)
    room = await opened(log_in, tasks, frame, shown, "boss", 3)
    ann = rows_of(room)[place_of(room, taken)].callback.assignee_id or ""
    boss = room.standing.now.me
    service = rows_of(room)[0].callback.service_id
    for conditions, count in (
        (Conditions(routes=(f"{service}/D1",)), 2),
        (Conditions(routes=("another/D1",)), 0),
        (Conditions(statuses=(CallbackStatus.ASSIGNED,)), 1),
        (Conditions(phone="23-44"), 1),
        (Conditions(assigners=(boss,)), 1),
        (Conditions(assignees=(ann,)), 1),
        (Conditions(services=(service,)), 3),
        (Conditions(period=PeriodChoice(PeriodPreset.YESTERDAY)), 0),
    ):
        room.view.bar.conditions_changed.emit(conditions)
        await until(lambda count=count: room.model.total == count and not room.model.loading)
        assert room.presenter.conditions == conditions
    room.view.bar.reset_pressed.emit()
    await until(lambda: room.model.total == 3)
    room.closed()


async def test_a_search_without_result_names_its_conditions_and_offers_a_wider_one(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    server.run(lambda centre: centre.waiting(2))
    room = await opened(log_in, tasks, frame, shown, "boss", 2)
    room.presenter.search(
        Conditions(PeriodChoice(PeriodPreset.YESTERDAY), statuses=(CallbackStatus.RECEIVED,))
    )
    overlay = room.view.table.overlay
    await until(lambda: overlay.shown is not None)
    assert overlay.shown.sentences[0] == "Searched: Yesterday · Received."
    assert overlay.shown.sentences[1] == "Over “7 days” there are 2."
    overlay.action_triggered.emit("widen")
    await until(lambda: room.model.total == 2)
    assert overlay.shown is None
    room.closed()


async def test_having_done_everything_is_praised(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 1, mine="1")
    await room._services.actions.complete(given)
    overlay = room.view.table.overlay
    await until(lambda: overlay.shown is not None and overlay.shown.kind == "done")
    assert overlay.shown.title == "All your callbacks are done"
    room.closed()


async def test_the_list_keeps_its_order_when_a_head_is_pressed(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    server.run(lambda centre: centre.waiting(4))
    room = await opened(log_in, tasks, frame, shown, "boss", 4)
    newest_first = [row.id for row in rows_of(room)]
    room.view.table.sort_requested.emit("received_at", False)
    await until(lambda: [row.id for row in rows_of(room)] == newest_first[::-1])
    room.closed()


async def test_an_agents_open_callbacks_of_earlier_days_do_not_hide_behind_today(
    server: ServerThread,
    log_in: LogIn,
    tasks: TaskOwner,
    frame: StandInFrame,
    shown: Shown,
    clock: DeskClock,
) -> None:
    async def given_today(centre: Any) -> str:
        await centre.seat(centre.boss.someone)  # the session of days ago is over
        return str(await centre.given(centre.ann))

    def days_pass(days: int) -> None:
        server.move(days * 24 * 3600)
        clock.move(days * 24 * 3600)

    waiting = server.run(lambda centre: centre.received())
    days_pass(20)
    yesterday = server.run(given_today)
    days_pass(1)
    today = server.run(given_today)
    room = await opened(log_in, tasks, frame, shown, "ann", 2)
    assert {row.id for row in rows_of(room)} == {yesterday, today}
    assert room.view.bar.period.value.preset == PeriodPreset.LAST_7_DAYS.value

    room.view.table.go_to(room.model.position(today))
    server.run(lambda centre: centre.boss.assign([waiting], [centre.ann], "manual"))
    await until(lambda: {row.id for row in rows_of(room)} == {yesterday, today, waiting})
    assert room.view.bar.period.value.preset == PeriodPreset.LAST_30_DAYS.value
    await until(lambda: room.view.table.current_id == today)

    room.view.bar._on_period(Period(PeriodPreset.TODAY.value))
    await until(lambda: room.model.total == 1)
    server.run(lambda centre: centre.given(centre.ann))
    await until(lambda: room.model.total == 2)
    assert room.view.bar.period.value.preset == PeriodPreset.TODAY.value, "what a person asks for stays"
    room.closed()


async def test_after_midnight_a_supervisor_still_sees_who_waits_and_the_chip_says_so(
    server: ServerThread,
    log_in: LogIn,
    tasks: TaskOwner,
    frame: StandInFrame,
    shown: Shown,
    clock: DeskClock,
) -> None:
    server.run(lambda centre: centre.waiting(2))
    done = server.run(lambda centre: centre.given(centre.ann))
    server.run(lambda centre: centre.ann.complete(done))
    room = await opened(log_in, tasks, frame, shown, "boss", 3)
    assert room.view.bar.period.value == Period(PeriodPreset.OPEN_AND_TODAY.value)
    assert not room.presenter.conditions.narrowed
    server.move(24 * 3600)
    clock.move(24 * 3600)
    room._tick.tick()
    await until(lambda: room.model.total == 2)
    assert done not in {row.id for row in rows_of(room)}
    room.view.bar._on_period(Period(PeriodPreset.TODAY.value))
    await until(lambda: room.model.total == 0)
    room.view.bar.period._on_cleared()
    await until(lambda: room.model.total == 2)
    room.closed()


async def test_what_the_first_fill_brings_is_not_marked_as_new(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    services = await log_in("boss")
    presenter = CallbacksRoom(services, tasks, frame)
    shown(presenter, 1376, 700)
    presenter.entered({})
    await until(lambda: presenter.presenter._news._count == 0)
    services.bus.publish(replace(services.workplace.status, state=SyncState.FIRST_FILL))
    server.run(lambda centre: centre.waiting(3))
    await until(lambda: presenter.model.total == 3)
    assert presenter._cells.fresh == frozenset()
    presenter.closed()


async def test_before_the_first_rows_an_empty_list_does_not_say_that_nobody_called(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    services = await log_in("boss")
    room = CallbacksRoom(services, tasks, frame)
    shown(room, 1376, 700)
    room.entered({})
    overlay = room.view.table.overlay
    await until(lambda: overlay.shown is not None and overlay.shown.kind is StateKind.DONE)
    known = services.workplace.status
    services.bus.publish(replace(known, state=SyncState.SYNCING, last_synced_at=None))
    await until(lambda: overlay.shown.kind is StateKind.NOTICE)
    services.bus.publish(known)
    await until(lambda: overlay.shown.kind is StateKind.DONE)
    room.closed()


async def test_routes_are_offered_by_service_and_also_when_they_only_came_with_a_request(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    async def two_services(centre: Any) -> None:
        other = await centre.world.service("샘플카드")
        await centre.world.grant(centre.boss.id, other, Role.SUPERVISOR)
        await centre.received(route_code="1", route_name="배송")
        await centre.received(service=other, route_code="1", route_name="한도")
        await centre.received(service=other, route_code="2", route_name="배송")

    server.run(two_services)
    room = await opened(log_in, tasks, frame, shown, "boss", 3)
    chip = room.view.bar.routes
    await until(lambda: [c.label for c in chip._choices] == ["배송 (샘플몰)", "배송 (샘플카드)", "한도"])
    chip._change(frozenset({chip._choices[2].id}))
    await until(lambda: [row.callback.route_name for row in rows_of(room)] == ["한도"])
    room.closed()


async def test_who_lost_the_telephone_is_still_searched_for_as_an_assignee(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    """What they were given stays theirs in the list; who leaves altogether is offered, too."""

    async def without(centre: Any) -> None:
        await centre.given(centre.ann)
        await centre.received()
        await centre.world.grant(centre.ann.id, centre.service, Role.AGENT)

    server.run(without)
    room = await opened(log_in, tasks, frame, shown, "boss", 2)
    chip, ann = room.view.bar.assignees, server.centre.ann.id
    await until(lambda: [c.label for c in chip._choices if c.id == ann] == ["이상담"])
    chip._change(frozenset({ann}))
    await until(lambda: [row.callback.assignee_id for row in rows_of(room)] == [ann])
    assert "이상담" in chip.accessibleName()
    room.closed()


async def test_a_list_that_has_not_read_its_rows_yet_does_not_say_there_are_none(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    room = await opened(log_in, tasks, frame, shown, "boss", 0)
    await until(lambda: room.view.table.overlay.shown is not None)
    said: list[Any] = []
    room.presenter.state_changed.connect(said.append)
    room.presenter._news_soon.blockSignals(True)  # the rows are here, the list has not heard of them
    server.run(lambda centre: centre.waiting(2))
    search, found = room._services.search, 0
    while found < 2:
        found = await search.count(room.presenter.filter)
    room.presenter._on_status(room._services.workplace.status)
    await until(lambda: room.model.total == 2)
    assert said == [None]
    room.closed()


async def test_a_row_that_comes_between_the_reading_of_a_list_and_of_what_is_known_shows(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    """The list was read without it, what is known with it: it was no news, and stood nowhere."""
    server.run(lambda centre: centre.waiting(3))
    room = await opened(log_in, tasks, frame, shown, "boss", 3)
    search, read, repositioned = room._services.search, room._services.search.ids, asyncio.Event()
    known_may_be_read = asyncio.Event()

    async def late(*asked: Any) -> tuple[str, ...]:
        await known_may_be_read.wait()
        return await read(*asked)

    search.ids = late  # type: ignore[method-assign]
    room.model.repositioned.connect(lambda _first, _current: repositioned.set())
    room.presenter.search()
    await repositioned.wait()
    server.run(lambda centre: centre.waiting(1))
    found = 0
    while found < 4:
        found = await search.count(room.presenter.filter)
    known_may_be_read.set()
    await until(lambda: room.model.total == 4)
    room.closed()
