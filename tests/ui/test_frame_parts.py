"""Tray, windows and keys: no notice lost without a tray, windows come back, keys never clash."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from occ_desktop.ui.app_icon import app_icon, app_pixmap
from occ_desktop.ui.help_sheet import HelpSheet
from occ_desktop.ui.key_map import KeyMap
from occ_desktop.ui.keyboard import Key, Keyboard, KeyClashError
from occ_desktop.ui.theme.theme import Theme
from occ_desktop.ui.tray import Tray
from occ_desktop.ui.widgets.key_hint import KeyHint
from occ_desktop.ui.windows import MemoryPlaces, RememberedWindow


@pytest.fixture
async def window(theme: Theme) -> AsyncIterator[QWidget]:
    made = QWidget()
    made.setLayout(QVBoxLayout())
    made.show()
    made.activateWindow()
    yield made
    made.close()
    made.deleteLater()
    await asyncio.sleep(0)


async def test_without_a_tray_the_notice_goes_into_the_window(theme: Theme) -> None:
    tray = Tray()
    told: list[tuple[str, str, str]] = []
    tray.in_app_wanted.connect(lambda title, text, key: told.append((title, text, key)))
    assert not tray.start()
    assert not tray.shown
    assert not tray.notify("New callback", "010-****-5678", "callback:1")
    assert told == [("New callback", "010-****-5678", "callback:1")]
    tray.stop()
    tray.deleteLater()


async def test_the_menu_of_the_tray_says_what_was_chosen(theme: Theme) -> None:
    tray = Tray()
    chosen: list[str] = []
    tray.menu_chosen.connect(chosen.append)
    tray.set_menu([("open", "Open"), None, ("quit", "Quit")])
    tray.show_count(3, "3 open")
    tray._menu.actions()[-1].trigger()
    assert chosen == ["quit"]
    tray.stop()
    tray.deleteLater()


def test_the_badge_changes_the_picture(theme: Theme) -> None:
    plain, one, many = (app_pixmap(32, count=count).toImage() for count in (0, 1, 12))
    assert plain != one != many
    assert app_pixmap(32, quiet=True).toImage() != plain
    assert not app_icon(count=3).isNull()


async def test_a_window_comes_back_where_it_was(theme: Theme) -> None:
    places = MemoryPlaces()
    first = RememberedWindow("main", places)
    first.show()
    first.setGeometry(60, 70, 640, 480)
    await asyncio.sleep(0)
    first.close()
    second = RememberedWindow("main", places)
    second.show()
    assert second.size().toTuple() == (640, 480)
    second.close()
    for window in (first, second):
        window.deleteLater()


async def test_a_window_of_a_monitor_that_is_gone_can_be_reached(theme: Theme) -> None:
    places = MemoryPlaces()
    far = RememberedWindow("main", places)
    far.show()
    far.setGeometry(9000, 9000, 640, 480)
    far.close()
    again = RememberedWindow("main", places)
    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert screen.intersects(again.geometry())
    for window in (far, again):
        window.deleteLater()


async def test_a_damaged_place_is_no_reason_not_to_start(theme: Theme) -> None:
    places = MemoryPlaces()
    places.save_place("main", "not base64 at all")
    window = RememberedWindow("main", places)
    assert window.width() == 1280
    window.deleteLater()


async def test_closing_hides_in_the_tray_and_leaving_really_closes(theme: Theme) -> None:
    window = RememberedWindow("main", MemoryPlaces(), hide_instead=lambda: True)
    events: list[str] = []
    window.closing.connect(lambda: events.append("closing"))
    window.went_to_tray.connect(lambda: events.append("tray"))
    window.show()
    window.close()
    assert window.isHidden()
    window.show()
    window.leave()
    assert events == ["tray", "closing"]
    window.deleteLater()


async def test_a_key_does_what_it_says_and_stands_in_the_line(window: QWidget) -> None:
    keyboard = Keyboard(window)
    done: list[str] = []
    keyboard.register(
        Key("call", "F2", "Connect", scope="list", in_line=True), window, lambda: done.append("call")
    )
    keyboard.register(Key("find", "Ctrl+K", "Find", in_line=True), window, lambda: done.append("find"))
    QTest.keyClick(window, Qt.Key.Key_F2)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert done == ["call", "find"]
    assert keyboard.line_of("list") == [("F2", "Connect"), ("Ctrl K", "Find")]
    assert keyboard.line_of("wall") == [("Ctrl K", "Find")]


async def test_two_deeds_never_share_a_key(window: QWidget) -> None:
    keyboard = Keyboard(window)
    keyboard.register(Key("find", "Ctrl+K", "Find"), window, window.update)
    with pytest.raises(KeyClashError) as refused:
        keyboard.register(Key("kill", "Ctrl+K", "Kill", scope="list"), window, window.update)
    assert refused.value.other.id == "find"
    keyboard.register(Key("a", "F3", "A", scope="one"), window, window.update)
    keyboard.register(Key("b", "F3", "B", scope="two"), window, window.update)


async def test_a_key_the_softphone_takes_can_be_changed(window: QWidget) -> None:
    keyboard = Keyboard(window)
    done: list[str] = []
    keyboard.register(Key("connect", "F2", "Connect"), window, lambda: done.append("call"))
    keyboard.follow(KeyMap({"connect": "F12"}))
    QTest.keyClick(window, Qt.Key.Key_F2)
    QTest.keyClick(window, Qt.Key.Key_F12)
    assert done == ["call"]
    keyboard.register(Key("connect", "F2", "연결"), window, lambda: done.append("again"))
    QTest.keyClick(window, Qt.Key.Key_F12)
    assert done == ["call", "again"]


async def test_keys_work_while_one_types_in_a_field(window: QWidget) -> None:
    edit = QLineEdit(window)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(edit)
    edit.show()
    edit.setFocus()
    keyboard = Keyboard(window)
    done: list[str] = []
    keyboard.register(Key("complete", "F4", "Complete"), window, lambda: done.append("complete"))
    QTest.keyClicks(edit, "note")
    QTest.keyClick(edit, Qt.Key.Key_F4)
    assert (edit.text(), done) == ("note", ["complete"])


def test_the_help_sheet_lists_every_key(theme: Theme) -> None:
    entries = [Key(f"k{n}", f"F{n + 1}", f"Deed {n}", group="List" if n % 2 else "All") for n in range(9)]
    sheet = HelpSheet(entries)
    assert len(sheet.findChildren(KeyHint)) == 9
    sheet.deleteLater()
