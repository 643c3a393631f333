"""The frame: if these fail, people see tabs that are not theirs, do not find back, or miss what it says."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QLineEdit

from occ_contract.people import Permission, Role
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.second_thoughts import TakenBack
from occ_desktop.ui.frame import Place
from occ_desktop.ui.tray import Tray
from occ_desktop.views.parts.declared_keys import DECLARED
from occ_desktop.views.parts.rooms import Section
from occ_desktop.views.shell.logout import EraseChoice
from occ_desktop.views.shell.window import NO_RIGHT, ShellWindow
from support.server_thread import ServerThread
from support.waiting import eventually, until
from views.conftest import LogIn, Open
from views.shell_world import NotingRoom, Opened


@pytest.mark.parametrize(
    ("who", "tabs"),
    [
        ("boss", ["callbacks", "assignment", "cancellation", "stats"]),
        ("amy", ["callbacks", "assignment", "cancellation"]),
        ("ann", ["callbacks"]),
    ],
)
async def test_each_person_sees_exactly_the_tabs_of_their_rights(
    open_as: Open, who: str, tabs: list[str]
) -> None:
    shell = await open_as(who)
    assert list(shell.window.view.tabs.tabs) == tabs
    assert shell.window.view.tabs.isHidden() == (len(tabs) == 1)


async def test_a_place_one_may_not_enter_opens_the_first_one_may(open_as: Open) -> None:
    shell = await open_as("ann")
    shell.go(Place.STATISTICS, agent="x")
    assert shell.window.place is Place.CALLBACK_LIST
    assert shell.window.host.room(Place.STATISTICS) is None


async def test_rooms_are_told_when_they_come_go_and_close(open_as: Open) -> None:
    shell = await open_as("boss")
    shell.go(Place.ASSIGNMENT)
    shell.go(Place.CALLBACK_LIST, id="7")
    room = shell.room(Place.CALLBACK_LIST)
    assert room.told == [("entered", {}), "left", ("entered", {"id": "7"})]
    shell.window.finish()
    assert room.told[-1] == "closed"
    assert room.tasks.closed


async def test_a_lost_right_closes_its_tab_and_room_at_once(
    open_as: Open, server: ServerThread, services: Services
) -> None:
    shell = await open_as("amy")
    shell.go(Place.ASSIGNMENT)
    room = shell.room(Place.ASSIGNMENT)

    async def take(centre: Any) -> None:
        from occ_contract.people import Role

        await centre.world.grant(centre.amy.id, centre.service, Role.AGENT, {Permission.PHONE})

    server.run(take)
    await until(lambda: shell.window.view.tabs.tabs == ("callbacks",))
    assert room.told[-1] == "closed"
    assert shell.window.place is Place.CALLBACK_LIST


async def test_rooms_and_tabs_are_reached_by_key(open_as: Open) -> None:
    shell = await open_as("boss")
    shell.window.activateWindow()
    await until(shell.window.isActiveWindow)
    QTest.keyClick(shell.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert shell.window.place is Place.OUTBOX
    QTest.keyClick(shell.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert shell.window.place is Place.CALLBACK_LIST
    QTest.keyClick(shell.window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert shell.window.place is Place.ASSIGNMENT
    QTest.keyClick(shell.window, Qt.Key.Key_F1)
    assert shell.opened.sheets == [shell.window]


async def test_who_may_work_on_nothing_is_told_whom_to_ask(open_as: Open, server: ServerThread) -> None:
    server.run(lambda centre: centre.world.switch(centre.service, sms_enabled=False))
    shell = await open_as("ann")
    server.run(lambda centre: centre.world.switch(centre.service, sms_enabled=False))
    assert NO_RIGHT not in shell.window.messages.banners

    async def granted(centre: Any, *rights: Permission) -> None:
        await centre.world.grant(centre.ann.id, centre.service, Role.AGENT, frozenset(rights))

    server.run(granted)
    await until(lambda: NO_RIGHT in shell.window.messages.banners)
    assert shell.window.place is Place.OUTBOX
    server.run(lambda centre: granted(centre, Permission.PHONE))
    await until(lambda: NO_RIGHT not in shell.window.messages.banners)


async def test_coming_back_to_the_callbacks_finds_the_tab_one_left(open_as: Open) -> None:
    shell = await open_as("boss")
    shell.go(Place.CANCELLATION)
    shell.window.view.rail.chosen.emit(Section.SETTINGS.value)
    assert shell.window.place is Place.SETTINGS
    shell.window.view.rail.chosen.emit(Section.CALLBACKS.value)
    assert shell.window.place is Place.CANCELLATION


async def test_f6_registers_history_without_a_callback_where_the_room_has_none(open_as: Open) -> None:
    shell = await open_as("ann")
    shell.go(Place.SETTINGS)
    await until(shell.window.isActiveWindow)
    QTest.keyClick(shell.window, Qt.Key.Key_F6)
    assert shell.opened.histories == [shell.window]
    shell.window._services.preferences.change(keys={"history": "F12"})
    QTest.keyClick(shell.window, Qt.Key.Key_F6)
    assert len(shell.opened.histories) == 1
    QTest.keyClick(shell.window, Qt.Key.Key_F12)
    assert len(shell.opened.histories) == 2


async def test_a_key_a_room_answers_itself_is_answered_once(open_as: Open) -> None:
    shell = await open_as("ann")
    shell.go(Place.SETTINGS)
    shell.go(Place.CALLBACK_LIST)
    await until(shell.window.isActiveWindow)
    answered: list[str] = []
    shortcut = QShortcut(QKeySequence("F6"), shell.room(Place.CALLBACK_LIST))
    shortcut.activated.connect(lambda: answered.append("room"))
    shortcut.activatedAmbiguously.connect(lambda: answered.append("nobody"))
    QTest.keyClick(shell.window, Qt.Key.Key_F6)
    assert (answered, shell.opened.histories) == (["room"], [])


def test_a_window_answers_keys_only_where_all_are_declared() -> None:
    assert "keyPressEvent" not in vars(ShellWindow)
    assert {key.id for key in DECLARED if key.elsewhere} == {"history"}


async def test_own_open_work_is_counted_on_rail_and_tab(open_as: Open, server: ServerThread) -> None:
    shell = await open_as("ann")
    server.run(lambda centre: centre.given(centre.ann))
    server.run(lambda centre: centre.given(centre.ann))
    await until(lambda: shell.window.badges.own == 2)
    server.run(lambda centre: centre.given(centre.ben))
    server.run(lambda centre: centre.given(centre.ann))
    await until(lambda: shell.window.badges.own == 3)


async def test_the_status_line_says_where_one_stands_and_which_keys_work(open_as: Open) -> None:
    shell = await open_as("ann")
    line = shell.window.view.status
    assert line.text("position") == "1-3 of 3"
    assert line.text("sync").startswith("Connected")
    shell.window.view.rail.chosen.emit(Section.OUTBOX.value)
    assert shell.window.place is Place.OUTBOX


async def test_a_room_behind_does_not_write_into_the_status_line_of_the_one_in_front(open_as: Open) -> None:
    shell = await open_as("boss")
    behind = shell.room(Place.CALLBACK_LIST)
    shell.go(Place.ASSIGNMENT)
    behind.frame.set_position("a search that ended late")
    assert shell.window.view.status.text("position") == "1-3 of 3"
    behind.told.clear()
    shell.go(Place.CALLBACK_LIST)
    assert behind.told == [("entered", {})]


async def test_the_tray_is_explained_once(open_as: Open) -> None:
    shell = await open_as("ann")
    shell.window.went_to_tray.emit()
    shell.window.went_to_tray.emit()
    assert [toast.accessibleName() for toast in shell.window.messages.toasts] == ["Still running"]


async def test_with_the_server_gone_a_banner_says_how_old_the_rows_are_and_what_needs_it(
    open_as: Open, server: ServerThread
) -> None:
    shell = await open_as("ann")
    server.stop()
    await until(lambda: "offline" in shell.window.messages.banners)
    words = [label.text() for label in shell.window.messages.banner_area.findChildren(QLabel)]
    assert any(text.startswith("The server cannot be reached.") for text in words)
    assert any("09:00" in text and "connecting" in text for text in words)
    await until(lambda: shell.window.view.status.text("sync").startswith("Offline"))
    assert shell.window.cti.bar.look.value == "disconnected"


async def test_logging_out_asks_whether_to_erase(open_as: Open) -> None:
    shell = await open_as("ann")
    answers: list[bool] = []
    shell.window.logout_chosen.connect(answers.append)
    for erase in (False, True):
        shell.window.ask_logout()
        await until(lambda: shell.window.findChildren(QDialog))
        dialog = shell.window.findChildren(QDialog)[0]
        choice = dialog.findChild(EraseChoice)
        assert choice is not None
        choice.erase.setChecked(erase)
        dialog.default_button.click()  # type: ignore[attr-defined]
        await until(lambda: not shell.window.findChildren(QDialog))
    assert answers == [False, True]


async def test_closing_the_question_keeps_one_logged_in(open_as: Open) -> None:
    shell = await open_as("ann")
    answers: list[bool] = []
    shell.window.logout_chosen.connect(answers.append)
    shell.window.ask_logout()
    await until(lambda: shell.window.findChildren(QDialog))
    shell.window.findChildren(QDialog)[0].reject()
    await until(lambda: not shell.window.findChildren(QDialog))
    assert answers == []


@pytest.mark.parametrize("services", [3600.0], indirect=True)
async def test_staying_after_the_question_leaves_a_completion_to_be_taken_back(
    open_as: Open, server: ServerThread, services: Services
) -> None:
    callback = server.run(lambda centre: centre.given(centre.ann))
    shell = await open_as("ann")
    await eventually(lambda: services.search.row(callback))
    await services.actions.complete(callback)
    shell.window.ask_logout()
    await until(lambda: shell.window.findChildren(QDialog))
    shell.window.findChildren(QDialog)[0].reject()
    await until(lambda: not shell.window.findChildren(QDialog))
    assert await services.actions.take_back(callback) is TakenBack.TAKEN
    assert server.run(lambda centre: centre.boss.view(callback))["status"] == "assigned"


async def test_without_a_tray_closing_the_window_ends_the_program(open_as: Open) -> None:
    shell = await open_as("ann")
    ended: list[bool] = []
    shell.window.closing.connect(lambda: ended.append(True))
    shell.window.close()
    assert ended == [True]


async def test_finishing_twice_is_finishing_once(open_as: Open) -> None:
    shell = await open_as("ann")
    room = shell.room(Place.CALLBACK_LIST)
    shell.window.finish()
    shell.window.finish()
    assert room.told.count("closed") == 1


async def test_every_control_of_the_frame_has_a_name(open_as: Open) -> None:
    shell = await open_as("boss")
    shell.window.notices.toggle()
    shell.window.find_box.open()
    controls = [*shell.window.findChildren(QAbstractButton), *shell.window.findChildren(QLineEdit)]
    nameless = [
        repr(control)
        for control in controls
        if control.isVisible()
        and not isinstance(control.parent(), QLineEdit)  # pictures inside a field
        and not (control.accessibleName() or control.property("text"))
    ]
    assert not nameless


async def test_the_geometry_of_the_window_is_kept_in_the_settings(open_as: Open, services: Services) -> None:
    shell = await open_as("ann")
    shell.window.resize(1300, 730)
    shell.window.leave()
    assert services.preferences.value.windows["shell"]


async def test_a_changed_key_is_answered_and_named_at_once(open_as: Open) -> None:
    shell = await open_as("boss")
    shell.window.activateWindow()
    await until(shell.window.isActiveWindow)
    shell.window._services.preferences.change(keys={"find": "F12"})
    assert "F12" in shell.window.view.top.finder.toolTip()
    QTest.keyClick(shell.window, Qt.Key.Key_F12)
    await until(lambda: shell.window.find_box.content is not None)


async def test_a_window_may_hold_one_room_alone_and_needs_no_rail_for_it(
    log_in: LogIn, tasks: TaskOwner
) -> None:
    tray = Tray()
    window = ShellWindow(
        await log_in("boss"), tasks, {Place.STATISTICS: NotingRoom}, tray=tray, doors=Opened().doors()
    )
    window.show()
    assert window.places == (Place.STATISTICS,)
    assert window.place is Place.STATISTICS
    assert window.view.rail.isHidden()
    assert window.view.tabs.isHidden()
    window.finish()
    window.leave()
    window.deleteLater()
    tray.stop()
