"""If these fail, work done offline is lost, sent twice, or given up without the person's word."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from occ_contract.callbacks import CallbackStatus
from occ_contract.sync import ExportRecord
from occ_contract.tickets import NewTicket
from occ_desktop.domain.commands import Command, CommandKind, CommandState
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.store import projection
from occ_desktop.ui.dialogs import AskDialog
from occ_desktop.ui.frame import Place
from occ_desktop.ui.tables.states import StateKind
from occ_desktop.ui.widgets.button import Button
from occ_desktop.views.outbox.entries import Entry
from occ_desktop.views.outbox.room import OutboxRoom
from occ_desktop.views.parts.refusals import DISCARD, KEEP, OPEN, RETRY
from support.centre import Centre
from support.clients import DeskClock
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import LogIn, StandInFrame

Opener = Callable[..., Awaitable[OutboxRoom]]
NOTE = "택배사에 확인 후 문자 안내"


@pytest.fixture
async def ann(server: ServerThread, log_in: LogIn) -> Services:
    """Ann with one callback, her synchronisation stopped: what she does now waits."""
    server.run(lambda centre: centre.given(centre.ann, name="박미경"))
    services: Services = await log_in("ann")
    await services.workplace.desk.sync.stop()
    return services


@pytest.fixture
def opened(ann: Services, tasks: TaskOwner, frame: StandInFrame, shown: Callable[..., Any]) -> Opener:
    async def open_room(waiting: int, decisions: int = 0) -> OutboxRoom:
        room = OutboxRoom(ann, tasks, frame)
        shown(room)
        room.entered({})
        await until(lambda: room.view.model.total == waiting and len(room.view.cards) == decisions)
        return room

    return open_room


async def own_callback(ann: Services) -> str:
    row = await ann.search.next_in_line()
    assert row is not None
    return row.id


async def complete(ann: Services) -> str:
    callback = await own_callback(ann)
    await ann.actions.complete(callback, NOTE)
    return callback


def reassign(server: ServerThread, callback: str) -> None:
    """The boss takes the callback from ann and gives it to ben."""

    async def move(centre: Centre) -> None:
        await centre.boss.cancel([callback])
        await centre.boss.assign([callback], [centre.ben], "manual")

    server.run(move)


async def conflict(ann: Services, server: ServerThread, room: OutboxRoom) -> str:
    callback = await complete(ann)
    reassign(server, callback)
    ann.workplace.desk.sync.start()
    await until(lambda: room.view.cards)
    return callback


async def answer(accept: bool) -> None:
    def question() -> AskDialog | None:
        shown = (w for w in QApplication.topLevelWidgets() if isinstance(w, AskDialog))
        return next((w for w in shown if w.isVisible()), None)

    await until(question)
    dialog = question()
    assert dialog is not None
    buttons = [button for button in dialog.findChildren(Button) if button.isVisible()]
    buttons[-1 if accept else 0].click()
    await until(lambda: question() is None)


async def test_what_was_done_offline_stands_here_in_words_until_it_is_sent(
    ann: Services, opened: Opener, server: ServerThread
) -> None:
    await complete(ann)
    room = await opened(1)
    words = str(room.view.model.index(0, 1).data())
    assert "박미경" in words
    assert room.view.model.index(0, 3).data() == NOTE
    ann.workplace.desk.sync.start()
    await until(lambda: room.view.model.total == 0)
    done = server.run(lambda centre: centre.boss.get("/v1/callbacks", status="completed")).json()["items"]
    assert [row["note"] for row in done] == [NOTE]
    assert room.view.table.overlay.shown is not None
    assert room.view.table.overlay.shown.kind is StateKind.DONE
    room.closed()


async def test_a_conflict_shows_what_happened_and_keeps_the_text(
    ann: Services, opened: Opener, server: ServerThread
) -> None:
    room = await opened(0)
    await conflict(ann, server, room)
    card = room.view.cards[0]
    assert "박미경" in card.accessibleName()
    assert "박상담" in card.accessibleDescription()
    assert any(NOTE in label.text() for label in card.findChildren(object) if hasattr(label, "text"))
    room.closed()


async def test_the_text_of_a_conflict_can_be_kept_as_history(
    ann: Services, opened: Opener, server: ServerThread
) -> None:
    room = await opened(0)
    await conflict(ann, server, room)
    room.view.cards[0].action_triggered.emit(KEEP)
    await until(lambda: not room.view.cards and room.view.model.total == 0)
    tickets = server.run(lambda centre: centre.boss.get("/v1/tickets")).json()["items"]
    assert [ticket["content"] for ticket in tickets if ticket["source"] == "manual"] == [NOTE]
    room.closed()


async def test_a_conflict_can_be_sent_again_once_the_cause_is_gone(
    ann: Services, opened: Opener, server: ServerThread
) -> None:
    room = await opened(0)
    callback = await conflict(ann, server, room)

    async def back(centre: Centre) -> None:
        await centre.boss.cancel([callback])
        await centre.boss.assign([callback], [centre.ann], "manual")

    server.run(back)
    room.view.cards[0].action_triggered.emit(RETRY)
    await until(lambda: not room.view.cards and room.view.model.total == 0)
    assert server.run(lambda centre: centre.boss.view(callback))["status"] == CallbackStatus.COMPLETED.value
    room.closed()


async def test_nothing_is_given_up_without_a_yes(ann: Services, opened: Opener, tasks: TaskOwner) -> None:
    await complete(ann)
    room = await opened(1)
    key = room.view.model.id_at(0)
    room.view.action_wanted.emit(DISCARD, key)
    await answer(accept=False)
    await until(lambda: not any(DISCARD in task.get_name() for task in tasks.active))
    assert room.view.model.total == 1
    room.view.action_wanted.emit(DISCARD, key)
    await answer(accept=True)
    await until(lambda: room.view.model.total == 0)
    row = await ann.search.row(await own_callback(ann))
    assert row is not None
    assert row.status is CallbackStatus.ASSIGNED
    room.closed()


async def test_a_conflict_on_a_row_still_here_opens_it(
    ann: Services, opened: Opener, server: ServerThread, frame: StandInFrame
) -> None:
    room = await opened(0)
    callback = await complete(ann)
    server.run(lambda centre: centre.boss.complete(callback))
    ann.workplace.desk.sync.start()
    await until(lambda: room.view.cards)
    room.view.cards[0].action_triggered.emit(OPEN)
    assert frame.targets[-1].place is Place.CALLBACK_LIST
    assert frame.targets[-1].arguments == {"id": callback}
    room.closed()


def record_of_download(clock: DeskClock) -> Command:
    record = ExportRecord(kind="callbacks", purpose="report", row_count=12)
    return Command(key="0" * 32, kind=CommandKind.EXPORT, body=record, created_at=clock.now())


async def test_histories_and_records_of_downloads_are_named_in_what_waits(
    ann: Services, opened: Opener, clock: DeskClock, tasks: TaskOwner
) -> None:
    await ann.workplace.change(projection.enqueue, record_of_download(clock))
    service = ann.directory.services()[0].id
    await ann.tickets.register(NewTicket(service_id=service, subject="재문의", name="노경민"))
    room = await opened(2)
    said = [str(room.view.model.index(line, 1).data()) for line in range(2)]
    assert "12" in said[0]
    assert "노경민" in said[1]
    room.view.action_wanted.emit(DISCARD, "0" * 32)  # nobody unsays what they took out of the house
    await until(lambda: not any(DISCARD in task.get_name() for task in tasks.active))
    assert len(await ann.outbox.entries()) == 2
    room.closed()


async def test_a_history_is_named_by_its_number_and_its_lines_are_told_apart(
    ann: Services, opened: Opener, frame: StandInFrame
) -> None:
    service = ann.directory.services()[0].id
    ticket = NewTicket(service_id=service, subject="배송지", content="문자로 안내", phone="010-0482-1937")
    await ann.tickets.register(ticket)
    room = await opened(1)
    assert "010-0482-1937" in str(room.view.model.index(0, 1).data())
    assert room.view.model.index(0, 3).data() == "배송지 · 문자로 안내"
    assert "Discard" not in {hint.label.capitalize() for hint in frame.keys}, "it would act on nothing"
    room.view.table.go_to(0)
    await until(lambda: "Discard" in {hint.label.capitalize() for hint in frame.keys})
    room.closed()


async def test_nothing_is_said_to_be_under_way_while_the_server_is_away(
    ann: Services, opened: Opener
) -> None:
    await complete(ann)
    (waiting,) = await ann.outbox.entries()
    room = await opened(1)
    sending = Entry(replace(waiting, state=CommandState.SENDING), "박미경", "", callback_here=True)
    room.view.show_status(SyncStatus(SyncState.IDLE))
    assert room.view.words.state(sending)[0] == "outbox.sending"
    room.view.show_status(SyncStatus(SyncState.OFFLINE))
    assert room.view.words.state(sending)[0] == "outbox.waiting"
    room.closed()


async def test_a_refused_record_of_a_download_is_shown_with_a_way_out(
    ann: Services, opened: Opener, clock: DeskClock
) -> None:
    """The frame said that one needs a decision, and the room that everything is sent: for ever."""
    record = record_of_download(clock)
    await ann.workplace.change(projection.enqueue, record)
    await ann.workplace.change(projection.refused, record.key, "forbidden", {})
    room = await opened(0, decisions=1)
    room.view.action_wanted.emit(DISCARD, record.key)
    await answer(accept=True)
    await until(lambda: not room.view.cards)
    assert await ann.outbox.entries() == ()
    room.closed()
