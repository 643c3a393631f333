"""The callback list: if these fail, an agent works from a list that is wrong, late, or not theirs."""

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from occ_contract.callbacks import CallbackStatus
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.views.callbacks.conditions import Conditions
from occ_desktop.views.callbacks.room import CallbacksRoom
from support.clients import DeskClock
from support.server_thread import ServerThread
from support.waiting import until
from views.callback_lists import Shown, opened, rows_of, text_at
from views.conftest import LogIn, StandInFrame


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
    room.view.table.action_triggered.emit("connect", given)
    assert frame.cti_asked == 1, "the button of a row leads to the log-in it needs"
    await room._services.cti.login("2041")
    await until(lambda: room.standing.now.cti is not None)
    room.view.table.action_triggered.emit("connect", given)
    await until(lambda: text_at(room, given, "actions").startswith("Me · "))
    await until(lambda: text_at(room, given, "attempts") == "1")
    room.closed()


async def test_the_status_line_offers_no_key_that_can_only_refuse(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    def offered() -> set[str]:
        return {hint.label.partition(" · ")[0] for hint in frame.keys} & {"Connect", "Complete"}

    given = server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 1, id=given)
    await until(lambda: offered() == {"Connect", "Complete"}, why="without a phone it opens the log-in")
    await room._services.cti.login("2041")
    await until(lambda: room.standing.now.cti is not None)
    room.panel.connect_row()
    await until(lambda: offered() == {"Complete"}, why="one calls this customer already")
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
    await until(lambda: text_at(room, given, "actions").startswith("이상담 · "))
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
    await until(lambda: text_at(room, chosen, "actions").startswith("Me · "))
    QTest.keyClick(table, Qt.Key.Key_F8)
    QTest.keyClicks(note.focusProxy(), "call again at five")
    await until(lambda: room.panel.loaded.callback.attempts == 1)
    QTest.keyClick(note.focusProxy(), Qt.Key.Key_F4)
    await until(lambda: server.run(lambda c: c.boss.view(chosen))["status"] == "completed")
    assert server.run(lambda c: c.boss.view(chosen))["note"] == "call again at five"
    QTest.keyClick(note.focusProxy(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: room.panel.callback_id == ({first, second} - {chosen}).pop())
    room.closed()


async def test_a_key_that_cannot_work_says_why(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    room.view.table.go_to(0)
    await until(lambda: room.panel.loaded is not None)
    room.panel.connect_row()
    assert "Log in to CTI" in room.view.notice.accessibleName()
    for _ in range(2):  # nobody has called yet: it is asked once
        room.panel.complete_row()
    await until(lambda: room.panel.loaded.status is CallbackStatus.COMPLETED)
    for press in (room.panel.connect_row, room.panel.complete_row):
        room.view.notice.dismiss()
        press()
        assert "completed already" in room.view.notice.accessibleName()
    room.closed()


async def test_a_notification_opens_its_row_even_outside_the_search(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    wanted = server.run(lambda centre: centre.received(name="이철수"))
    room = await opened(log_in, tasks, frame, shown, "boss", 1)
    room.presenter.search(Conditions(statuses=(CallbackStatus.COMPLETED,)))
    await until(lambda: room.model.total == 0)
    room.entered({"id": wanted})
    await until(lambda: room.panel.loaded is not None)
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
    await until(lambda: room.panel.loaded is not None and room.view.side.is_open)
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


async def test_a_missed_wish_stands_before_the_message_only_without_a_column_of_its_own(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown, clock: DeskClock
) -> None:
    wish = (clock.now() + timedelta(minutes=5)).isoformat()
    asked = server.run(lambda centre: centre.received(preferred_at=wish, message="배송 문의"))
    room = await opened(log_in, tasks, frame, shown, "boss", 1)
    table = room.view.table
    table._columns.on_column_toggled("preferred", False)
    assert text_at(room, asked, "message").endswith(" · 배송 문의")
    room.resize(2200, 700)
    table._columns.on_column_toggled("preferred", True)
    assert text_at(room, asked, "message") == "배송 문의"
    room.closed()
