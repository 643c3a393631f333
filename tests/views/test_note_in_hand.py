"""The note box: if these fail, somebody's note is overwritten, or what was typed goes to nobody."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from occ_desktop.domain.drafts import Draft, DraftKind
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.store import outbox as stored
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.conflict_card import ConflictCard
from occ_desktop.views.callbacks.panel.note_box import NoteBox
from occ_desktop.views.callbacks.room import CallbacksRoom
from occ_desktop.views.history.dialog import HistoryDialog
from support.server_thread import ServerThread
from support.typed import draft_of, keep_draft
from support.waiting import eventually, until
from views.conftest import LogIn, StandInFrame

Shown = Callable[..., Any]
OpenRoom = Callable[[str], Any]
MINE, THEIRS = "refund explained", "VIP: promise the refund"


class BusyReader:
    """Keeps the cache's reader busy till it is let go, as a broad search does."""

    def __init__(self, services: Services) -> None:
        self._free, self._begun = threading.Event(), threading.Event()
        self._read = asyncio.ensure_future(services.workplace.cache.read(self._hold))

    def _hold(self, _conn: object) -> None:
        self._begun.set()
        self._free.wait(30)

    async def begun(self) -> None:
        await asyncio.to_thread(self._begun.wait, 30)

    async def let_go(self) -> None:
        self._free.set()
        await self._read


@pytest.fixture
def open_room(log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown) -> OpenRoom:
    """Open the list as ann with one callback in the panel."""

    async def opened(callback_id: str) -> CallbacksRoom:
        room = CallbacksRoom(await log_in("ann"), tasks, frame)
        shown(room, 1376, 760)
        room.entered({"id": callback_id})
        await until(lambda: room.panel.note.ready and room.model.total > 0)
        return room

    return opened


def given(server: ServerThread, **fields: Any) -> str:
    callback: str = server.run(lambda c: c.given(c.ann, **fields))
    return callback


def note(server: ServerThread, callback: str, text: str) -> None:
    async def written(centre: Any) -> None:
        answer = await centre.boss.post(f"/v1/callbacks/{callback}/note", {"note": text})
        assert answer.status_code == 200, answer.text

    server.run(written)


def stands(server: ServerThread, callback: str) -> tuple[str, str | None]:
    row = server.run(lambda c: c.boss.view(callback))
    return row["status"], row["note"]


def box(room: CallbacksRoom) -> NoteBox:
    return room.panel.view.foot.note


def card(room: CallbacksRoom) -> ConflictCard | None:
    found = room.panel.view.findChildren(ConflictCard)
    return next((c for c in found if not c.isHidden()), None)


def press(room: CallbacksRoom, action: str) -> None:
    shown = card(room)
    assert shown is not None
    next(b for b in shown.findChildren(Button) if b.property("action") == action).click()


async def complete(room: CallbacksRoom) -> None:
    """Press F4, and once more: a second press is no second completion."""
    room.panel.complete_row()
    room.panel.complete_row()
    await asyncio.sleep(0)


async def test_a_box_nobody_typed_into_shows_the_colleagues_note_and_completes_with_it(
    server: ServerThread, open_room: OpenRoom
) -> None:
    callback = given(server)
    room = await open_room(callback)
    note(server, callback, THEIRS)
    await until(lambda: box(room).text == THEIRS)
    await complete(room)
    await until(lambda: stands(server, callback) == ("completed", THEIRS))
    room.closed()


async def test_completing_over_a_colleagues_note_shows_both_and_completes_with_one_press(
    server: ServerThread, open_room: OpenRoom
) -> None:
    callback = given(server)
    room = await open_room(callback)
    QTest.keyClicks(box(room)._edit, MINE)
    note(server, callback, THEIRS)
    await until(lambda: room.panel.row.callback.note == THEIRS)
    assert box(room).text == MINE
    await complete(room)
    await until(lambda: card(room) is not None)
    said = [label.text() for label in card(room).findChildren(QLabel)]
    assert MINE in said
    assert THEIRS in said
    assert any("김관리" in text for text in said)
    assert stands(server, callback) == ("assigned", THEIRS)
    press(room, "both")
    await until(lambda: stands(server, callback) == ("completed", f"{THEIRS}\n{MINE}"))
    await until(lambda: card(room) is None)
    room.closed()


@pytest.mark.parametrize(("choice", "left"), [("mine", MINE), ("theirs", THEIRS)])
async def test_leaving_the_box_over_a_colleagues_note_overwrites_neither_until_one_is_chosen(
    server: ServerThread, open_room: OpenRoom, choice: str, left: str
) -> None:
    callback = given(server)
    room = await open_room(callback)
    QTest.keyClicks(box(room)._edit, MINE)
    note(server, callback, THEIRS)
    await until(lambda: room.panel.row.callback.note == THEIRS)
    box(room).left.emit(box(room).text)
    await until(lambda: card(room) is not None)
    assert (stands(server, callback)[1], box(room).text) == (THEIRS, MINE)
    press(room, choice)
    await until(lambda: stands(server, callback) == ("assigned", left) and box(room).text == left)

    async def decided() -> bool:
        return await draft_of(room._services, callback) == ""

    await eventually(decided, why="for the draft of a decided note to go")
    room.closed()


@pytest.mark.parametrize("clicking", [True, False], ids=["by mouse", "by key"])
async def test_turning_to_the_next_row_over_a_colleagues_note_leaves_the_decision_to_be_seen(
    server: ServerThread, open_room: OpenRoom, *, clicking: bool
) -> None:
    """Who has gone on to the next customer would not see a card here: it waits among what needs them."""
    callback, other = given(server), given(server)
    room = await open_room(callback)
    QTest.keyClicks(box(room)._edit, MINE)
    note(server, callback, THEIRS)
    await until(lambda: room.panel.row.callback.note == THEIRS)
    if clicking:  # the box loses its focus before another row is chosen
        box(room).left.emit(box(room).text)
    room.go_to(other)
    await until(lambda: room._services.workplace.status.refused == 1)
    (entry,) = await room._services.outbox.entries()
    assert (entry.text, entry.params["note"], entry.params["by_name"]) == (MINE, THEIRS, "김관리")
    assert stands(server, callback)[1] == THEIRS
    room.go_to(callback)
    await until(lambda: card(room) is not None)
    assert box(room).text == THEIRS
    press(room, "both")
    await until(lambda: stands(server, callback) == ("assigned", f"{THEIRS}\n{MINE}"))
    room.closed()


async def test_what_was_typed_yesterday_is_a_conflict_with_what_was_noted_since(
    server: ServerThread, open_room: OpenRoom
) -> None:
    callback, other = given(server), given(server)
    room = await open_room(other)
    await keep_draft(room._services, callback, MINE, "")
    note(server, callback, THEIRS)
    room.go_to(callback)
    await until(lambda: box(room).text == MINE)
    await complete(room)
    await until(lambda: card(room) is not None)
    assert stands(server, callback) == ("assigned", THEIRS)
    room.closed()


async def test_a_box_that_is_still_loading_takes_no_key_and_loses_none(
    server: ServerThread, open_room: OpenRoom
) -> None:
    first, second = given(server), given(server)
    room = await open_room(first)
    busy = BusyReader(room._services)
    await busy.begun()
    room.go_to(second)
    box(room).setFocus()
    QTest.keyClicks(box(room)._edit, "into the void")
    assert box(room).text == ""
    await busy.let_go()
    await until(lambda: room.panel.note.ready)
    QTest.keyClicks(box(room)._edit, "call again at five")
    assert box(room).text == "call again at five"
    room.closed()


async def test_completing_while_the_box_is_loading_takes_along_what_was_typed_before(
    server: ServerThread, open_room: OpenRoom
) -> None:
    first, second = given(server), given(server)
    room = await open_room(first)
    await keep_draft(room._services, second, MINE, "")
    busy = BusyReader(room._services)
    await busy.begun()
    room.go_to(second)
    await complete(room)
    waiting = await eventually(lambda: room._services.workplace.cache.write(stored.entries))
    assert [entry.text for entry in waiting] == [MINE], "kept while the reader is still busy"
    await busy.let_go()
    await until(lambda: stands(server, second) == ("completed", MINE))
    room.closed()


async def test_what_was_typed_and_taken_back_is_not_completed_with(
    server: ServerThread, open_room: OpenRoom
) -> None:
    callback = given(server)
    room = await open_room(callback)
    await keep_draft(room._services, callback, "slip of the pen", "")
    box(room)._edit.setPlainText("slip of the pen")
    box(room)._edit.setPlainText("")
    await complete(room)
    await until(lambda: stands(server, callback) == ("completed", None))
    room.closed()


async def test_the_syllable_being_composed_belongs_to_the_note(
    server: ServerThread, open_room: OpenRoom
) -> None:
    callback = given(server)
    room = await open_room(callback)
    box(room).setFocus()
    QTest.keyClicks(box(room)._edit, "hwan-bul ")
    QApplication.sendEvent(box(room)._edit, QInputMethodEvent("완", []))
    await complete(room)
    await until(lambda: stands(server, callback) == ("completed", "hwan-bul 완"))
    room.closed()


async def test_a_note_written_offline_against_an_older_one_waits_for_a_decision_when_it_is_sent(
    server: ServerThread, open_room: OpenRoom
) -> None:
    callback = given(server)
    room = await open_room(callback)
    await room._services.workplace.desk.sync.stop()
    QTest.keyClicks(box(room)._edit, MINE)
    await complete(room)
    await until(lambda: room.panel.row.status.value == "completed")
    note(server, callback, THEIRS)
    room._services.workplace.desk.sync.start()
    await until(lambda: card(room) is not None)
    assert stands(server, callback) == ("assigned", THEIRS)
    press(room, "mine")
    await until(lambda: stands(server, callback) == ("completed", MINE))
    room.closed()


async def test_the_history_dialog_takes_no_key_until_it_is_filled(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, shown: Shown
) -> None:
    services = await log_in("ann")
    kept = Draft('{"subject": "half a sent"}')
    await services.drafts.keep(DraftKind.HISTORY, "new", kept)
    busy = BusyReader(services)
    await busy.begun()
    dialog = HistoryDialog(services, tasks)
    shown(dialog, 600, 640)
    QTest.keyClicks(dialog.view.subject, "into the void")
    assert dialog.view.subject.text() == ""
    await busy.let_go()
    await until(dialog.view.subject.isEnabled)
    assert dialog.view.subject.text() == "half a sent"
    QTest.keyClicks(dialog.view.subject, "ence")
    dialog.close()

    async def kept() -> bool:
        draft = await services.drafts.read(DraftKind.HISTORY, "new")
        return draft is not None and "half a sentence" in draft.text

    await eventually(kept)
