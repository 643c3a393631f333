"""The customer panel: if these fail, typed notes are lost or one does not know whom one is calling."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from sqlalchemy import Connection

from occ_contract.callbacks import AttemptResult, Complete
from occ_contract.ids import new_id
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.commands import Command, CommandKind
from occ_desktop.domain.failures import CacheFailure
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.store import projection
from occ_desktop.ui.theme.theme import Theme
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.views.callbacks.panel.lines import LineRow
from occ_desktop.views.callbacks.panel.note_box import NoteBox
from occ_desktop.views.callbacks.panel.view import PanelView
from occ_desktop.views.callbacks.room import CallbacksRoom
from support.clients import DeskClock
from support.clipping import cut_texts
from support.server_thread import ServerThread
from support.typed import draft_of
from support.waiting import eventually, until
from views.conftest import LogIn, StandInFrame
from views.reads import reads_of

Shown = Callable[..., Any]


async def showing(
    log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown, who: str, callback_id: str
) -> CallbacksRoom:
    room = CallbacksRoom(await log_in(who), tasks, frame)
    shown(room, 1376, 760)
    room.entered({"id": callback_id})
    await until(lambda: room.panel.loaded is not None and room.model.total > 0)
    return room


def services_of(room: CallbacksRoom) -> Services:
    return room._services


def lines(section: Any) -> list[str]:
    return [row.accessibleName() for row in section.findChildren(LineRow) if not row.isHidden()]


async def drafted(services: Services, callback_id: str, text: str) -> None:
    """Read the draft until it says this."""

    async def said_so() -> bool:
        return await draft_of(services, callback_id) == text

    await eventually(said_so)


async def test_the_number_on_the_clipboard_is_the_number_to_dial(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann, phone="02-123-4567"))
    room = await showing(log_in, tasks, frame, shown, "ann", given)
    room.panel.view.copy_pressed.emit()
    assert QApplication.clipboard().text() == "021234567"
    room.closed()


async def test_earlier_contacts_of_the_number_and_the_next_in_line_are_shown(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    async def twice(centre: Any) -> list[str]:
        first = await centre.given(centre.ann, phone="01012345678", route_name="배송 문의")
        await centre.ann.complete(first)
        second = await centre.given(centre.ann, phone="01012345678")
        third = await centre.given(centre.ann, name="다음 사람")
        return [second, third]

    second, third = server.run(twice)
    room = await showing(log_in, tasks, frame, shown, "ann", second)
    view = room.panel.view
    await until(lambda: lines(view.history) and lines(view.queue))
    assert "배송 문의 · Completed" in lines(view.history)[0]
    assert "다음 사람" in lines(view.queue)[0]
    next(row for row in view.queue.findChildren(LineRow) if not row.isHidden()).pressed.emit(third)
    await until(lambda: room.panel.callback_id == third)
    room.closed()


async def test_however_much_changes_around_a_callback_it_is_looked_at_once(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    """Else the one reader has five questions to answer for each change, and the list waits behind them."""
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await showing(log_in, tasks, frame, shown, "ann", given)
    services = services_of(room)
    await services.workplace.desk.sync.stop()
    reads = reads_of([room._tasks], services)
    for number in range(20):
        services.bus.publish(ChangeSet(ids={Entity.CALLBACK: frozenset({str(number)})}))
    await until(lambda: "around" in reads and not room.panel._around._tasks.running("panel.around"))
    assert reads.count("around") == 1
    assert not {"get", "by_phone", "entries"} & set(reads), reads
    room.closed()


async def test_what_is_typed_survives_going_to_another_row_and_coming_back(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    first = server.run(lambda centre: centre.given(centre.ann))
    second = server.run(lambda centre: centre.given(centre.ann))
    room = await showing(log_in, tasks, frame, shown, "ann", first)
    note = room.panel.view.foot.note
    note._edit.setPlainText("quote the old price")
    room.go_to(second)
    await until(lambda: room.panel.loaded is not None and room.panel.loaded.id == second)
    assert note.text == ""
    room.go_to(first)
    await until(lambda: note.text == "quote the old price")
    await until(lambda: server.run(lambda c: c.boss.view(first))["note"] == "quote the old price")
    room.closed()


async def test_a_note_on_an_unassigned_callback_waits_on_this_machine(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    free = server.run(lambda centre: centre.received())
    room = await showing(log_in, tasks, frame, shown, "boss", free)
    room.panel.view.foot.note._edit.setPlainText("prefers mornings")
    room.left()
    await drafted(services_of(room), free, "prefers mornings")
    room.closed()


async def test_closing_in_the_middle_of_a_word_keeps_the_word(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await showing(log_in, tasks, frame, shown, "ann", given)
    room.panel.view.foot.note._edit.setPlainText("half a wor")
    room.closed()
    await until(lambda: server.run(lambda c: c.boss.view(given))["note"] == "half a wor")


async def test_during_the_own_call_completing_is_the_main_step(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await showing(log_in, tasks, frame, shown, "ann", given)
    foot = room.panel.view.foot
    await services_of(room).cti.login("2041")
    await until(lambda: foot.connect_button.kind == "primary" and foot.complete_button.kind == "plain")
    foot.connect_button.click()
    await until(lambda: foot.complete_button.kind == "primary")
    assert foot.connect_button.isHidden()
    foot.complete_button.click()
    await until(lambda: server.run(lambda c: c.boss.view(given))["status"] == "completed")
    room.closed()


async def test_with_the_server_away_completing_is_kept_and_marked(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await showing(log_in, tasks, frame, shown, "ann", given)
    server.stop()
    await until(lambda: not room.standing.online)
    foot = room.panel.view.foot
    assert not foot.connect_button.isEnabled()
    assert foot.complete_button.kind == "primary"
    foot.note._edit.setPlainText("agreed")
    for _ in range(2):  # nobody has called yet: it is asked once
        foot.complete_button.click()
    await until(lambda: room.panel.loaded.status.value == "completed")
    entries = await services_of(room).outbox.entries()
    assert [(e.kind, e.text) for e in entries] == [(CommandKind.COMPLETE, "agreed")]
    column = next(n for n, c in enumerate(room.model.columns) if c.id == "actions")
    await until(lambda: (cell := room.model.cell(0, column)) and cell.status == "outbox.waiting")
    room.closed()


async def test_a_refused_completion_keeps_the_text_and_lets_the_person_decide(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await showing(log_in, tasks, frame, shown, "ann", given)
    services = services_of(room)
    server.stop()
    await until(lambda: not room.standing.online)
    command = Command(
        key=new_id(),
        kind=CommandKind.COMPLETE,
        body=Complete(note="wants a refund"),
        created_at=services.clock.now(),
        callback_id=given,
    )
    cache = services.workplace.cache

    def answered(conn: Connection) -> ChangeSet:  # in one step: a push in between would take it along
        projection.enqueue(conn, command)
        return projection.refused(conn, command.key, "not_assignee", {"by_name": "최수빈"})

    services.bus.publish(await cache.write(answered))
    view = room.panel.view
    await until(lambda: _buttons(view, "keep"))
    assert "wants a refund" in [label.text() for label in _labels(view)]
    _buttons(view, "keep")[0].click()
    await until(lambda: not _buttons(view, "keep"))
    entries = await services.outbox.entries()
    assert [e.kind for e in entries] == [CommandKind.TICKET]
    assert "wants a refund" in entries[0].text
    room.closed()


def _buttons(view: Any, action: str) -> list[QPushButton]:
    found = view.findChildren(QPushButton)
    return [b for b in found if b.property("action") == action and not b.isHidden()]


def _labels(view: Any) -> list[QLabel]:
    return list(view.findChildren(QLabel))


async def test_a_note_too_long_is_not_sent_and_not_cut(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await showing(log_in, tasks, frame, shown, "ann", given)
    foot = room.panel.view.foot
    foot.note._edit.setPlainText("x" * 501)
    foot.complete_button.click()
    assert foot._sentence.text() == "The note is too long. Shorten it, then complete."
    assert len(foot.note.text) == 501
    assert not await services_of(room).outbox.entries()
    room.closed()


async def test_a_callback_taken_away_empties_the_panel(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await showing(log_in, tasks, frame, shown, "ann", given)
    server.run(lambda centre: centre.boss.cancel([given]))
    await until(lambda: room.panel.callback_id is None)
    assert room.panel.view._known.isHidden()
    room.closed()


@pytest.mark.parametrize("server", [{"cti_adapter": "none"}], indirect=True)
async def test_without_a_pbx_the_person_enters_how_the_call_ended(
    server: ServerThread,
    log_in: LogIn,
    tasks: TaskOwner,
    frame: StandInFrame,
    shown: Shown,
    clock: DeskClock,
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await showing(log_in, tasks, frame, shown, "ann", given)
    foot = room.panel.view.foot
    await services_of(room).cti.login("2041")
    await until(foot.connect_button.isEnabled)
    foot.connect_button.click()
    await until(lambda: not foot.result.isHidden())
    server.move(42)  # what this computer's clock shows meanwhile is of no consequence
    clock.move(300)
    await until(lambda: abs((services_of(room).clock.now() - server.now).total_seconds()) < 1)
    foot.result._buttons[AttemptResult.CONNECTED].click()
    await until(foot.result.isHidden)
    (call,) = server.run(lambda c: c.boss.view(given))["calls"]
    assert (call["result"], call["talk_seconds"]) == ("connected", 42)
    room.closed()


async def test_a_note_on_a_callback_taken_away_waits_for_a_decision(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await showing(log_in, tasks, frame, shown, "ann", given)
    room.panel.view.foot.note._edit.setPlainText("promised a call on Friday")

    async def to_ben(centre: Any) -> None:
        await centre.boss.cancel([given])
        await centre.boss.assign([given], [centre.ben], "manual")

    server.run(to_ben)
    await until(lambda: room.panel.callback_id is None)
    await until(lambda: _buttons(room.panel.view, "keep"))
    assert "promised a call on Friday" in [label.text() for label in _labels(room.panel.view)]
    _buttons(room.panel.view, "keep")[0].click()
    await until(lambda: not _buttons(room.panel.view, "keep"))

    def on_record() -> bool:
        async def look(centre: Any) -> list[str]:
            items = (await centre.boss.get("/v1/tickets")).json()["items"]
            return [item["content"] for item in items]

        return server.run(look) == ["promised a call on Friday"]

    await until(on_record)
    room.closed()


class _Damage(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.whole = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent) and isinstance(watched, QWidget):
            self.whole = self.whole or event.region().boundingRect() == watched.rect()
        return False


async def test_a_note_that_can_no_longer_be_changed_is_painted_anew_as_a_whole(
    theme: Theme, shown: Shown
) -> None:
    box = NoteBox()
    shown(box, 280, 104)
    await until(box.isVisible)
    for _ in range(20):
        await asyncio.sleep(0)  # let the first showing paint itself
    box.repaint()
    damage = _Damage()
    box.installEventFilter(damage)
    box.set_read_only(True)
    await until(lambda: damage.whole)


async def test_a_note_kept_here_is_handed_over_when_one_goes_on_to_the_next_row(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    first = server.run(lambda centre: centre.given(centre.ann))
    second = server.run(lambda centre: centre.given(centre.ann))
    room = await showing(log_in, tasks, frame, shown, "ann", first)
    note = room.panel.view.foot.note
    note._edit.setPlainText("다시 걸기로 함")
    await until(note._kept.text)  # typing has paused: the text is kept in this machine
    room.go_to(second)
    await until(lambda: server.run(lambda centre: centre.boss.view(first))["note"] == "다시 걸기로 함")
    room.closed()


async def test_the_panel_has_room_for_the_longest_english(theme: Theme, shown: Shown) -> None:
    view = PanelView()
    view.setFixedWidth(SIZES.panel)
    shown(view, SIZES.panel, 700)
    view._nobody.hide()
    view._known.show()
    view._phone.setText("010-9625-1664")
    view._pill.show_status("callback.assigned", "Assigned")
    view.foot.connect_button.hide()
    view.foot.complete_button.show()
    foot = view.foot
    await until(lambda: foot.history_button.geometry().right() == foot.width() - 17)
    assert cut_texts(view) == []


async def test_what_this_machine_cannot_keep_is_said_and_stays_in_the_box(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda centre: centre.given(centre.ann))
    room = await showing(log_in, tasks, frame, shown, "ann", given)
    services_of(room).workplace.cache.limit = CacheFailure("read_only", "/home/kim")
    foot = room.panel.view.foot
    foot.note._edit.setPlainText("환불 안내함")
    for _ in range(2):  # nobody has called yet: it is asked once
        room.panel.complete_row()
    await until(lambda: not room.commands.completing(given) and "/home/kim" in foot._sentence.text())
    assert foot.note.text == "환불 안내함"
    assert not foot.note._edit.isReadOnly()
    assert await services_of(room).outbox.entries() == ()
    services_of(room).workplace.cache.limit = None
    room.panel.complete_row()
    await until(lambda: room.panel.row is not None and room.panel.row.callback.note == "환불 안내함")
    room.closed()
