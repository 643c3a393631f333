"""Telling the person: ways back that end in time, banners that stay, toasts that do not pile up."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from occ_desktop.ui.messages import Messages
from occ_desktop.ui.tables.states import StateAction
from occ_desktop.ui.theme.theme import Theme
from support.waiting import PATIENCE


class Desk:
    def __init__(self) -> None:
        self.window = QWidget()
        self.window.resize(1000, 600)
        self.messages = Messages(self.window)
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.messages.banner_area)
        layout.addStretch()
        layout.addWidget(self.messages.undo_line)


@pytest.fixture
async def desk(theme: Theme) -> AsyncIterator[Desk]:
    made = Desk()
    made.window.show()
    yield made
    made.window.close()
    made.window.deleteLater()
    await asyncio.sleep(0)


async def test_the_way_back_works_once(desk: Desk) -> None:
    undone: list[int] = []
    desk.messages.done("14 assigned", undo="Undo", on_undo=lambda: undone.append(1), seconds=600)
    desk.messages.undo()
    desk.messages.undo()
    assert undone == [1]
    assert desk.messages.undo_line.isHidden()


async def test_the_way_back_closes_when_time_is_up(desk: Desk) -> None:
    undone: list[int] = []
    desk.messages.done("14 assigned", undo="Undo", on_undo=lambda: undone.append(1), seconds=2)
    line = desk.messages.undo_line
    assert line.seconds_left == 2
    line._on_second()
    assert line.isVisible()
    line._on_second()
    assert line.isHidden()
    desk.messages.undo()
    assert undone == []


async def test_a_newer_deed_replaces_the_older_way_back(desk: Desk) -> None:
    undone: list[str] = []
    desk.messages.done("first", undo="Undo", on_undo=lambda: undone.append("first"))
    desk.messages.done("second", undo="Undo", on_undo=lambda: undone.append("second"))
    desk.messages.undo()
    assert undone == ["second"]


async def test_what_cannot_be_undone_offers_no_way_back(desk: Desk) -> None:
    desk.messages.done("Sent", undo="Undo")
    desk.messages.undo()
    assert desk.messages.undo_line.isVisible()
    desk.messages.undo_line.dismiss()


async def test_a_banner_stays_and_changes_in_place(desk: Desk) -> None:
    retried: list[int] = []
    desk.messages.banner(
        "offline", "No server", "since 14:31", action="Retry", on_action=lambda: retried.append(1)
    )
    desk.messages.banner("offline", "No server", "since 14:31", aside="again in 12 s", action="Retry")
    desk.messages.banner_aside("offline", "again in 11 s")
    assert desk.messages.banners == ("offline",)
    button = next(b for b in desk.messages.banner_area.findChildren(QPushButton) if b.text() == "Retry")
    await asyncio.sleep(0.01)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert retried == [1]
    desk.messages.clear_banner("offline")
    assert desk.messages.banners == ()


async def test_at_most_three_toasts_stand_above_each_other(desk: Desk) -> None:
    for number in range(5):
        desk.messages.toast(f"New {number}")
    toasts = desk.messages.toasts
    assert [toast.accessibleName() for toast in toasts] == ["New 2", "New 3", "New 4"]
    assert toasts[0].y() < toasts[1].y() < toasts[2].y()
    assert all(toast.geometry().right() <= desk.window.width() + 12 for toast in toasts)
    for toast in toasts:
        toast.close_toast()
    assert desk.messages.toasts == ()


async def test_a_toast_offers_its_action_and_goes(desk: Desk) -> None:
    chosen: list[str] = []
    action = StateAction("open", "Open", strong=True)
    toast = desk.messages.toast("4 assigned", actions=[action], on_action=chosen.append)
    button = next(b for b in toast.findChildren(QPushButton) if b.text() == "Open")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen == ["open"]
    assert desk.messages.toasts == ()


async def test_a_toast_goes_by_itself(desk: Desk) -> None:
    toast = desk.messages.toast("4 assigned", seconds=0)
    gone = asyncio.Event()
    toast.closed.connect(gone.set)
    await asyncio.wait_for(gone.wait(), PATIENCE)
    assert desk.messages.toasts == ()
