"""Taking a completion back: if these fail, one slip of the finger closes a customer's request for good."""

import asyncio
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from occ_contract.callbacks import CallbackStatus
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.conflict_card import ConflictCard
from occ_desktop.views.callbacks.room import CallbacksRoom
from support.clients import DeskClock
from support.server_thread import ServerThread
from support.typed import draft_of
from support.waiting import until
from views.callback_lists import Shown, opened, place_of
from views.conftest import LogIn, StandInFrame

AN_HOUR = pytest.mark.parametrize("services", [3600.0], indirect=True)
CONTROL = Qt.KeyboardModifier.ControlModifier


def status_of(room: CallbacksRoom, callback_id: str) -> CallbackStatus | None:
    place = room.model.position(callback_id)
    row = room.model.row(place) if place is not None else None
    return row.status if row is not None else None


def cards(room: CallbacksRoom) -> list[ConflictCard]:
    return [card for card in room.panel.view.findChildren(ConflictCard) if not card.isHidden()]


async def complete(room: CallbacksRoom, callback_id: str) -> None:
    """Complete by key a callback nobody has called: asked once, done at the second press."""
    room.activateWindow()
    room.view.table.go_to(place_of(room, callback_id))
    await until(lambda: room.panel.loaded is not None and room.panel.loaded.id == callback_id)
    for _ in range(2):
        QTest.keyClick(room.view.table, Qt.Key.Key_F4)
    await until(lambda: status_of(room, callback_id) is CallbackStatus.COMPLETED)
    await until(lambda: not room.commands.completing(callback_id))  # its draft is forgotten, then it is told


@AN_HOUR
async def test_ctrl_z_takes_the_last_completion_back_with_its_note(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann, name="김하나"))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    room.view.table.go_to(0)
    await until(lambda: room.panel.loaded is not None)
    room.panel.view.foot.note._edit.setPlainText("내일 다시")
    await complete(room, given)
    assert room.view.undo.accessibleName() == "Completed · 김하나"
    assert room.view.notice.isHidden(), "the question was answered by the second press"
    QTest.keyClick(room.view.table, Qt.Key.Key_Z, CONTROL)
    await until(lambda: status_of(room, given) is CallbackStatus.ASSIGNED)
    assert "taken back" in room.view.notice.accessibleName()
    assert await draft_of(room._services, given) == "내일 다시"
    assert room.panel.view.foot.note.text == "내일 다시"
    assert server.run(lambda centre: centre.boss.view(given))["status"] == "assigned"
    assert not await room._services.outbox.entries()
    room.closed()


@AN_HOUR
async def test_a_note_written_while_it_waits_is_shown_beside_ones_own_when_it_is_sent(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann, name="김하나"))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    room.view.table.go_to(0)
    await until(lambda: room.panel.loaded is not None)
    room.panel.view.foot.note._edit.setPlainText("내일 다시")
    await complete(room, given)
    written = {"note": "VIP 고객"}
    server.run(lambda centre: centre.boss.post(f"/v1/callbacks/{given}/note", written))
    room._services.actions.send_now()
    await until(lambda: cards(room) != [])
    said = [label.text() for label in cards(room)[0].findChildren(QLabel)]
    assert {"내일 다시", "VIP 고객"} <= set(said)
    await until(lambda: room.panel.view.foot.note.text == "VIP 고객", why="for what stands there now")
    buttons = {b.property("action"): b for b in cards(room)[0].findChildren(Button)}
    buttons["mine"].click()
    await until(lambda: server.run(lambda centre: centre.boss.view(given))["status"] == "completed")
    assert server.run(lambda centre: centre.boss.view(given))["note"] == "내일 다시"
    await until(lambda: cards(room) == [])
    room.closed()


@AN_HOUR
async def test_two_completions_are_taken_back_one_after_the_other(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    async def two(centre: Any) -> list[str]:
        return [await centre.given(centre.ann, name=name) for name in ("김하나", "이둘")]

    first, second = server.run(two)
    room = await opened(log_in, tasks, frame, shown, "ann", 2)
    for callback_id in (first, second):
        await complete(room, callback_id)
    for callback_id, left in ((second, "Completed · 김하나"), (first, "")):
        room.taking_back.undo()
        await until(lambda callback_id=callback_id: status_of(room, callback_id) is CallbackStatus.ASSIGNED)
        assert (room.view.undo.accessibleName() if not room.view.undo.isHidden() else "") == left
    room.closed()


@AN_HOUR
async def test_what_is_said_meanwhile_leaves_the_way_back_open(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    await complete(room, given)
    room.view.show_warning("something else")
    assert not room.view.undo.isHidden()
    assert not room.view.notice.isHidden()
    room.closed()


@AN_HOUR
async def test_taken_back_too_late_it_is_said(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    await complete(room, given)
    room._services.actions.send_now()
    await until(lambda: server.run(lambda centre: centre.boss.view(given))["status"] == "completed")
    room.taking_back.undo()
    await until(lambda: "sent already" in room.view.notice.accessibleName())
    room.closed()


@AN_HOUR
async def test_discarded_in_the_outbox_meanwhile_nobody_is_told_that_it_was_sent(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    await complete(room, given)
    (entry,) = await room._services.outbox.entries()
    await room._services.outbox.discard(entry.key)
    room.taking_back.undo()
    await until(lambda: "Nothing was sent" in room.view.notice.accessibleName())
    room.closed()


async def test_completing_somebody_nobody_called_is_asked_about_once(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    async def two(centre: Any) -> list[str]:
        return [await centre.given(centre.ann), await centre.given(centre.ann)]

    first, second = server.run(two)
    room = await opened(log_in, tasks, frame, shown, "ann", 2)
    room.view.table.go_to(place_of(room, first))
    room.panel.complete_row()
    assert "Nobody has called yet" in room.view.notice.accessibleName()
    room.view.table.go_to(place_of(room, second))
    room.view.table.go_to(place_of(room, first))
    room.panel.complete_row()  # another row in between: asked anew
    for _ in range(5):
        await asyncio.sleep(0)
    assert not await room._services.outbox.entries()
    room.panel.complete_row()
    await until(lambda: server.run(lambda centre: centre.boss.view(first))["status"] == "completed")
    assert server.run(lambda centre: centre.boss.view(second))["status"] == "assigned"
    room.closed()


async def test_who_was_called_is_completed_at_one_press(
    server: ServerThread,
    log_in: LogIn,
    tasks: TaskOwner,
    frame: StandInFrame,
    shown: Shown,
    clock: DeskClock,
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    await room._services.cti.login("2041")
    await until(lambda: room.standing.now.cti is not None)
    room.view.table.go_to(0)
    await until(lambda: room.panel.loaded is not None)
    room.panel.connect_row()
    await until(lambda: room.panel.row is not None and room.panel.row.callback.attempts == 1)
    room.panel.complete_row()
    await until(lambda: server.run(lambda centre: centre.boss.view(given))["status"] == "completed")
    room.closed()


@AN_HOUR
async def test_in_a_narrow_window_the_way_back_lies_under_nothing(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann, name="김하나"))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    room.resize(1000, 600)
    room.view.table.go_to(0)
    await until(lambda: room.panel.loaded is not None)
    await complete(room, given)
    room.view.side.set_open(True)
    assert room.view.side.floating
    button = room.view.undo._undo
    there = button.mapTo(room, button.rect().center())
    assert room.rect().contains(there)
    assert room.childAt(there) is button
    room.closed()
