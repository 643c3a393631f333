"""The callback list: if these fail, an agent works from a list that is wrong, late, or not theirs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from occ_contract.callbacks import CallbackStatus
from occ_contract.people import Role
from occ_desktop.domain.filters import PeriodChoice, PeriodPreset
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.domain.sync_status import SyncState
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.tables.states import StateKind
from occ_desktop.ui.widgets.period_chip import Period
from occ_desktop.views.callbacks.conditions import Conditions
from occ_desktop.views.callbacks.room import CallbacksRoom
from support.clients import DeskClock
from support.server_thread import ServerThread
from views.conftest import LogIn, StandInFrame, until

Shown = Callable[..., Any]


async def opened(
    log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown, who: str, rows: int, **arguments: str
) -> CallbacksRoom:
    services = await log_in(who)
    room = CallbacksRoom(services, tasks, frame)
    shown(room, 1376, 700)
    room.entered(arguments)
    await until(lambda: room.model.total == rows and not room.model.loading)
    await until(lambda: not rows or room.model.row(0) is not None)
    return room


def rows_of(room: CallbacksRoom) -> list[CallbackRow]:
    return [row for place in range(room.model.total) if (row := room.model.row(place)) is not None]


def place_of(room: CallbacksRoom, callback_id: str) -> int:
    place = room.model.position(callback_id)
    assert place is not None
    return place


def text_at(room: CallbacksRoom, callback_id: str, column_id: str) -> str:
    column = next(n for n, c in enumerate(room.model.columns) if c.id == column_id)
    cell = room.model.cell(place_of(room, callback_id), column)
    assert cell is not None
    return cell.text or " ".join(a.label if a.enabled else f"({a.label})" for a in cell.actions if a)


async def test_a_request_that_comes_in_shows_without_a_press(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    server.run(lambda centre: centre.waiting(3))
    room = await opened(log_in, tasks, frame, shown, "boss", 3)
    server.run(lambda centre: centre.received(name="김영희"))
    await until(lambda: any(row.callback.name == "김영희" for row in rows_of(room)))
    assert room.model.total == 4
    assert frame.position == "1–4 of 4"
    room.closed()


async def test_rows_do_not_move_under_the_mouse(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    server.run(lambda centre: centre.waiting(3))
    room = await opened(log_in, tasks, frame, shown, "boss", 3)
    room.presenter.pointed_at = lambda: True
    before = [row.id for row in rows_of(room)]
    server.run(lambda centre: centre.waiting(2))
    await until(lambda: room.view.bar.news.text() == "Show 2 new callback(s)")
    assert [row.id for row in rows_of(room)] == before
    room.view.bar.news.click()
    await until(lambda: room.model.total == 5)
    assert room.view.bar.news.isHidden()
    room.closed()


async def test_an_agent_sees_exactly_their_own(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    async def two_of_three(centre: Any) -> None:
        await centre.given(centre.ann)
        await centre.given(centre.ann)
        await centre.given(centre.ben)

    server.run(two_of_three)
    room = await opened(log_in, tasks, frame, shown, "ann", 2)
    assert room.view.bar.assignees.locked
    assert {row.callback.assignee_id for row in rows_of(room)} == {room.standing.now.me}
    room.closed()


async def test_a_callback_taken_away_leaves_the_list_and_says_so(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 2)
    server.run(lambda centre: centre.boss.cancel([given]))
    await until(lambda: room.model.total == 1)
    assert given not in {row.id for row in rows_of(room)}
    await until(lambda: not room.view.notice.isHidden())
    assert room.view.notice.accessibleName() == "1 callback(s) are no longer yours."
    room.closed()


async def test_connecting_counts_the_attempt_and_shows_who_calls(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    assert text_at(room, given, "actions") == "(Connect) Complete Register history"
    await room._services.cti.login("2041")
    await until(lambda: text_at(room, given, "actions") == "Connect Complete Register history")
    room.view.table.action_triggered.emit("connect", given)
    await until(lambda: text_at(room, given, "actions") == "I am dialling")
    await until(lambda: text_at(room, given, "attempts") == "1")
    room.closed()


async def test_a_call_of_a_colleague_is_named_and_not_offered(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))

    async def ann_calls(centre: Any) -> None:
        await centre.ann.sit_down("2050")
        assert (await centre.ann.connect(given)).status_code == 200

    room = await opened(log_in, tasks, frame, shown, "boss", 1)
    server.run(ann_calls)
    await until(lambda: text_at(room, given, "actions") == "이상담 is dialling")
    room.closed()


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


async def test_the_whole_callback_takes_six_keys(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    async def two(centre: Any) -> list[str]:
        return [await centre.given(centre.ann), await centre.given(centre.ann)]

    first, second = server.run(two)
    room = await opened(log_in, tasks, frame, shown, "ann", 2)
    await room._services.cti.login("2041")
    await until(lambda: room.standing.now.cti is not None)
    room.activateWindow()
    table, note = room.view.table, room.panel.view.foot.note
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    chosen = table.current_id or ""
    assert chosen in {first, second}
    QTest.keyClick(table, Qt.Key.Key_F2)
    await until(lambda: text_at(room, chosen, "actions") == "I am dialling")
    QTest.keyClick(table, Qt.Key.Key_F8)
    QTest.keyClicks(note.focusProxy(), "call again at five")
    QTest.keyClick(note.focusProxy(), Qt.Key.Key_F4)
    await until(lambda: server.run(lambda c: c.boss.view(chosen))["status"] == "completed")
    assert server.run(lambda c: c.boss.view(chosen))["note"] == "call again at five"
    QTest.keyClick(note.focusProxy(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: room.panel.presenter.callback_id == ({first, second} - {chosen}).pop())
    room.closed()


async def test_a_key_that_cannot_work_says_why(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    room.view.table.go_to(0)
    await until(lambda: room.panel.presenter.row is not None)
    room.panel.connect_row()
    assert "Log in to CTI" in room.view.notice.accessibleName()
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


async def test_a_notification_opens_its_row_even_outside_the_search(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    wanted = server.run(lambda centre: centre.received(name="이철수"))
    room = await opened(log_in, tasks, frame, shown, "boss", 1)
    room.presenter.search(Conditions(statuses=(CallbackStatus.COMPLETED,)))
    await until(lambda: room.model.total == 0)
    room.entered({"id": wanted})
    await until(lambda: room.panel.presenter.row is not None)
    assert room.panel.view.accessibleName().startswith("이철수")
    room.closed()


async def test_new_rows_do_not_push_away_the_row_one_stands_on(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    server.run(lambda centre: centre.waiting(40))
    room = await opened(log_in, tasks, frame, shown, "boss", 40)
    table = room.view.table
    table.go_to(0)
    chosen, top = table.current_id, table.rowAt(0)
    assert top == 0
    server.run(lambda centre: centre.waiting(2))
    await until(lambda: room.model.total == 42 and room.view.bar.news.text() == "Show 2 new callback(s)")
    assert table.current_id == chosen
    assert table.rowAt(0) == 2
    room.view.bar.news.click()
    await until(lambda: table.rowAt(0) == 0)
    assert room.view.bar.news.isHidden()
    room.closed()


async def test_every_part_of_the_screen_is_reached_by_one_key(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 1, id=given)
    await until(lambda: room.panel.presenter.row is not None and room.view.side.is_open)
    room.activateWindow()
    view, control = room.view, Qt.KeyboardModifier.ControlModifier
    view.bar.focus_first()
    seen = []
    for _ in range(3):
        QTest.keyClick(room.focusWidget(), Qt.Key.Key_F6, control)
        seen.append(room.focusWidget())
    assert seen[0] is view.table
    assert view.panel.isAncestorOf(seen[1])
    assert view.bar.isAncestorOf(seen[2])
    room.closed()


async def test_after_midnight_today_is_another_day(
    server: ServerThread,
    log_in: LogIn,
    tasks: TaskOwner,
    frame: StandInFrame,
    shown: Shown,
    clock: DeskClock,
) -> None:
    server.run(lambda centre: centre.waiting(2))
    room = await opened(log_in, tasks, frame, shown, "boss", 2)
    clock.move(24 * 3600)
    room._on_tick()
    await until(lambda: room.model.total == 0)
    room.closed()


async def test_a_closed_room_hears_nothing_any_more(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    services = await log_in("boss")
    handlers = services.bus._handlers
    before = {kind: len(heard) for kind, heard in handlers.items() if heard}
    room = CallbacksRoom(services, tasks, frame)
    shown(room)
    room.entered({})
    await until(lambda: not room.model.loading)
    room.closed()
    assert {kind: len(heard) for kind, heard in handlers.items() if heard} == before


async def test_what_came_while_another_row_left_is_marked_as_new(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    async def taken_and_given(centre: Any) -> str:
        await centre.boss.cancel([first])
        return str(await centre.given(centre.ann, name="새로온"))

    first = server.run(lambda centre: centre.given(centre.ann))
    second = server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 2)
    came = server.run(taken_and_given)
    await until(lambda: {row.id for row in rows_of(room)} == {second, came})
    await until(lambda: came in room._cells.fresh)
    assert second not in room._cells.fresh
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


async def test_a_missed_wish_stands_before_the_message_only_without_a_column_of_its_own(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown, clock: DeskClock
) -> None:
    wish = (clock.now() + timedelta(minutes=5)).isoformat()
    asked = server.run(lambda centre: centre.received(preferred_at=wish, message="배송 문의"))
    room = await opened(log_in, tasks, frame, shown, "boss", 1)
    table = room.view.table
    table._on_column_toggled("preferred", False)
    assert text_at(room, asked, "message").endswith(" · 배송 문의")
    room.resize(2200, 700)
    table._on_column_toggled("preferred", True)
    assert text_at(room, asked, "message") == "배송 문의"
    room.closed()
