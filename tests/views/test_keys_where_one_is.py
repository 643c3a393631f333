"""Keys work where a person is: if these fail, one dials with the mouse, or Space does something else."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from occ_contract.callbacks import CallbackStatus
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.tables.checked import ALL_MATCHING, Checked
from occ_desktop.ui.theme.theme import Theme
from occ_desktop.ui.widgets.button import Button
from occ_desktop.views.assignment.room import AssignmentRoom
from occ_desktop.views.history.dialog import HistoryDialog
from support.server_thread import ServerThread
from support.typed import keep_draft
from support.waiting import until
from views.callback_lists import Shown, opened, place_of
from views.conftest import LogIn, Open, StandInFrame

KEYS = Qt.Key


async def test_call_keys_answer_inside_the_history_registration(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    async def two(centre: Any) -> list[str]:
        return [await centre.given(centre.ann, name=name) for name in ("김하나", "이둘")]

    first, second = server.run(two)
    room = await opened(log_in, tasks, frame, shown, "ann", 2)
    await room._services.cti.login("2041")
    await until(lambda: room.standing.now.cti is not None)
    room.view.table.go_to(place_of(room, first))
    dialog = HistoryDialog(room._services, tasks, first, room)
    dialog.press = room.press
    dialog.show()
    dialog.activateWindow()
    await until(lambda: dialog._filled)
    room.view.table.go_to(place_of(room, second))
    QTest.keyClick(dialog.view.content, KEYS.Key_F2)
    assert room.hand.id == first, "the dialog is about somebody, and that is whom its keys mean"
    assert "Press once more" in dialog.view._error.text()
    await until(lambda: room.panel.loaded is not None)
    QTest.keyClick(dialog.view.content, KEYS.Key_F2)
    await until(lambda: room.panel.row is not None and room.panel.row.callback.attempts == 1)
    QTest.keyClick(dialog.view.content, KEYS.Key_F4)
    await until(lambda: room.panel.row is not None and room.panel.row.status is CallbackStatus.COMPLETED)
    assert server.run(lambda centre: centre.boss.view(second))["status"] == "assigned"
    dialog.close()
    room.closed()


async def test_one_key_carries_the_call_note_over_into_the_history(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    await keep_draft(room._services, given, "17시에 다시")
    dialog = HistoryDialog(room._services, tasks, given, room)
    dialog.show()
    dialog.activateWindow()
    await until(lambda: dialog._filled)
    dialog.view.content.setPlainText("환불 문의")
    for _ in range(2):  # the second time there is nothing more to carry over
        QTest.keyClick(dialog.view.content, KEYS.Key_F8)
        await until(lambda: dialog.view.content.toPlainText() == "환불 문의\n17시에 다시")
    dialog.close()
    room.closed()


async def test_f2_without_a_telephone_opens_the_log_in(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    room.activateWindow()
    room.view.table.go_to(0)
    QTest.keyClick(room.view.table, KEYS.Key_F2)
    assert frame.cti_asked == 1
    room.closed()


async def test_after_the_telephone_log_in_the_focus_is_where_it_was(open_as: Open) -> None:
    shell = await open_as("ann")
    window = shell.window
    window.activateWindow()
    before = window.view.top.finder
    before.setFocus()
    window.log_in_to_cti()
    window.log_in_to_cti()  # pressed again while it is open
    form = window.cti._form
    assert form is not None
    form.submitted.emit("2041")
    await until(lambda: window.cti._form is None)
    assert window.focusWidget() is before


async def test_a_refused_assignment_leaves_the_focus_where_it_was(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Callable[..., Any]
) -> None:
    server.run(lambda centre: centre.waiting(2))
    room = AssignmentRoom(await log_in("boss"), tasks, frame)
    shown(room)
    room.entered({})
    await until(lambda: room.view.rows.model.total == 2 and room.view.agents.model.total >= 3)
    ann = server.centre.desks["ann"].id
    room.view.rows.table.set_checked(ALL_MATCHING)
    room.view.agents.table.set_checked(Checked(ids=frozenset({ann})))
    await until(lambda: room.presenter.plan.ready)
    room.presenter.assign()
    await until(lambda: room.view.outcome.spoken and room.view.rows.model.total == 0)
    ids = server.run(lambda centre: centre.waiting(1))
    await until(lambda: room.view.rows.model.total == 1)
    room.view.rows.table.set_checked(ALL_MATCHING)
    room.view.agents.table.set_checked(Checked(ids=frozenset({ann})))
    await until(lambda: room.presenter.plan.ready and room.view.agents.plan._equal.isEnabled())
    room.activateWindow()
    button = room.view.agents.plan._equal
    button.setFocus()
    server.run(lambda centre: centre.boss.assign(ids, [centre.ben], "manual"))
    room.view.rows.table.set_checked(Checked(ids=frozenset(ids)))
    QTest.keyClick(button, KEYS.Key_Space)
    await until(lambda: not button.isEnabled())
    assert room.focusWidget() is button
    QTest.keyClick(room.focusWidget(), KEYS.Key_Space)
    await until(lambda: not room._tasks.active)
    assigned = server.run(lambda centre: centre.boss.get("/v1/callbacks", status="assigned")).json()
    assert len(assigned["items"]) == 3, "Space took nothing back"
    room.closed()


async def test_a_button_that_goes_grey_keeps_the_focus_until_one_goes_elsewhere(
    theme: Theme, shown: Shown
) -> None:
    box = QWidget()
    layout = QVBoxLayout(box)
    pressed: list[str] = []
    first, second = Button("first"), Button("second")
    for button in (first, second):
        layout.addWidget(button)
        button.clicked.connect(lambda _on=False, button=button: pressed.append(button.text()))
    shown(box, 200, 100)
    box.activateWindow()
    await until(box.isActiveWindow)
    first.setFocus()
    first.setEnabled(False)
    assert box.focusWidget() is first
    assert not first.isEnabled()
    for key in (KEYS.Key_Space, KEYS.Key_Return):
        QTest.keyClick(first, key)
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert pressed == []
    second.setFocus()
    assert not QWidget.isEnabled(first)
    first.setEnabled(True)
    first.click()
    assert pressed == ["first"]


async def test_space_on_connect_never_falls_on_complete(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    await room._services.cti.login("2041")
    foot = room.panel.view.foot
    room.view.table.go_to(0)
    await until(lambda: foot.connect_button.isVisible() and foot.connect_button.isEnabled())
    room.activateWindow()
    foot.connect_button.setFocus()
    QTest.keyClick(foot.connect_button, KEYS.Key_Space)
    await until(foot.connect_button.isHidden)
    assert foot.note.isAncestorOf(room.focusWidget())
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, KEYS.Key_Space)
    await until(lambda: not room._tasks.running(f"complete-{given}"))
    assert server.run(lambda centre: centre.boss.view(given))["status"] == "assigned"
    room.closed()
