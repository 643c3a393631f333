"""What was typed last: if these fail, the end of a sentence is gone, and nobody says so."""

import asyncio
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from occ_contract.errors import ErrorCode
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.drafts import NO_CALLBACK, Draft, DraftKind
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.store import callbacks, outbox, own
from occ_desktop.store.cache import Cache
from occ_desktop.ui.frame import Place
from occ_desktop.views.callbacks.room import CallbacksRoom
from occ_desktop.views.history.dialog import HistoryDialog
from occ_desktop.views.parts.history.entry import HistoryEntry, kept
from support.server_thread import ServerThread
from support.waiting import eventually, until
from views.callback_lists import rows_of
from views.conftest import LogIn, StandInFrame
from views.test_note_in_hand import MINE, THEIRS, OpenRoom, Shown, box, given, press, stands
from views.test_note_in_hand import card as card_in
from views.test_note_in_hand import open_room as open_room
from views.test_other_language import Desk
from views.test_other_language import desk as desk


async def writing(desk: Desk, text: str) -> str:
    """Type into the note of the callback that is assigned; return its id."""
    room = desk.room(Place.CALLBACK_LIST)
    await until(lambda: room.model.total == 4)
    row = next(row for row in rows_of(room) if row.status.value == "assigned")
    room.hand.call_up(row.id)
    await until(lambda: room.panel.note.ready)
    desk.window.activateWindow()
    box(room).setFocus()
    QTest.keyClicks(box(room)._edit, text)
    return row.id


def seen(room: CallbacksRoom) -> list[str]:
    """Return what stands on the screen."""
    return [label.text() for label in room.findChildren(QLabel) if label.isVisible()]


async def undecided(services: Services) -> list[str]:
    return [entry.text for entry in await services.outbox.entries() if entry.code]


async def kept_in(cache: Cache, callback: str) -> set[str]:
    """Return every text this machine has of a note, wherever it is."""
    draft = await cache.write(own.draft, DraftKind.NOTE, callback)
    row = await cache.write(callbacks.get, callback)
    waiting = await cache.write(outbox.entries)
    note = row.callback.note if row is not None else None
    return {note or "", draft.text if draft else "", *(entry.text for entry in waiting)}


@pytest.mark.parametrize("hidden_first", [True, False], ids=["hidden first", "finished first"])
async def test_ending_the_program_keeps_what_stands_in_the_note(desk: Desk, *, hidden_first: bool) -> None:
    callback = await writing(desk, MINE)
    services = desk._services
    cache = services.workplace.cache
    if hidden_first:
        desk.window.hide()
    desk.window.finish()
    await services.drafts.settled()
    assert MINE in await kept_in(cache, callback)


async def _revoked(services: Services) -> Cache:
    """Have the server end the session; return the cache as the next log-in opens it."""
    cache = services.workplace.cache
    path, owner, key = cache.path, cache.owner, services.session._desks._open.key
    services.session._on_logged_out(ErrorCode.TOKEN_REVOKED)
    await until(lambda: not services.workplace.open and services.session.state.value == "logged_out")
    return await Cache.open(path, key, owner)


async def test_a_session_the_server_ends_keeps_what_stands_in_the_note(desk: Desk) -> None:
    callback = await writing(desk, MINE)
    again = await _revoked(desk._services)
    assert MINE in await kept_in(again, callback)
    await again.close()


async def test_a_session_the_server_ends_keeps_what_stands_in_the_history_dialog(desk: Desk) -> None:
    dialog = HistoryDialog(desk._services, desk._tasks, desk.window)
    dialog.show()
    await until(lambda: dialog.registration.filled)
    QTest.keyClicks(dialog.view.content, MINE)
    again = await _revoked(desk._services)
    kept = await again.read(own.draft, DraftKind.HISTORY, "new")
    assert kept is not None
    assert MINE in kept.text
    await again.close()


def _completed_by_the_boss(server: ServerThread, callback: str) -> None:
    async def done(centre: Any) -> None:
        answer = await centre.boss.post(f"/v1/callbacks/{callback}/complete", {"note": THEIRS})
        assert answer.status_code == 200, answer.text

    server.run(done)


async def test_a_colleague_who_completes_while_one_writes_leaves_the_text_to_be_decided(
    server: ServerThread, open_room: OpenRoom
) -> None:
    callback = given(server)
    room = await open_room(callback)
    QTest.keyClicks(box(room)._edit, MINE)
    _completed_by_the_boss(server, callback)
    await until(lambda: card_in(room) is not None and MINE in seen(room))
    assert box(room).text == THEIRS, "what stands there, not what was not sent"
    assert await undecided(room._services) == [MINE]
    press(room, "keep")
    await until(lambda: card_in(room) is None)

    def on_record() -> bool:
        async def look(centre: Any) -> list[str]:
            return [item["content"] for item in (await centre.boss.get("/v1/tickets")).json()["items"]]

        return server.run(look) == [MINE]

    await until(on_record)
    assert stands(server, callback) == ("completed", THEIRS)
    room.closed()


async def test_a_note_of_a_callback_taken_away_stands_in_the_next_window_as_well(
    server: ServerThread, open_room: OpenRoom, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    callback = given(server)
    room = await open_room(callback)
    services = room._services
    QTest.keyClicks(box(room)._edit, MINE)
    server.run(lambda c: c.boss.cancel([callback]))
    await until(lambda: MINE in seen(room))
    carried = room.carried()
    room.closed()
    room.hide()
    again = CallbacksRoom(services, tasks, frame)
    shown(again, 1376, 760)
    again.resume(carried)
    again.entered({})
    await until(lambda: MINE in seen(again))
    assert await undecided(services) == [MINE]
    again.closed()


async def test_two_notes_taken_away_both_stand_there(server: ServerThread, open_room: OpenRoom) -> None:
    first, second = given(server, name="김하나"), given(server, name="이둘")
    room = await open_room(first)
    for callback, text, left in ((first, MINE, 1), (second, "second text", 0)):
        room.hand.call_up(callback)
        await until(lambda: room.panel.note.ready)
        QTest.keyClicks(box(room)._edit, text)
        server.run(lambda c, callback=callback: c.boss.cancel([callback]))
        await until(lambda left=left: room.panel.callback_id is None and room.model.total == left)
    await until(lambda: {MINE, "second text"} <= set(seen(room)))
    room.closed()


async def test_going_on_in_the_turn_in_which_it_is_taken_away_leaves_the_text_to_be_decided(
    server: ServerThread, open_room: OpenRoom
) -> None:
    callback, other = given(server), given(server)
    room = await open_room(callback)
    QTest.keyClicks(box(room)._edit, MINE)

    def go_on(change: ChangeSet) -> None:
        if callback in change.gone.get(Entity.CALLBACK, frozenset()):
            room.hand.call_up(other)

    off = room._services.bus.subscribe(ChangeSet, go_on)
    server.run(lambda c: c.boss.cancel([callback]))
    await until(lambda: room.hand.id == other and MINE in seen(room))
    assert await undecided(room._services) == [MINE]
    off()
    room.closed()


@pytest.mark.parametrize("how", ["cancelled", "completed"])
async def test_a_draft_nobody_has_open_is_brought_up_once_its_callback_is_not_ones_own(
    server: ServerThread, open_room: OpenRoom, how: str
) -> None:
    """A program that died, a text too long to be sent: the draft's box cannot be opened any more."""
    callback, other = given(server), given(server)
    room = await open_room(other)
    await room._services.drafts.keep(DraftKind.NOTE, callback, Draft(MINE, ""))
    if how == "cancelled":
        server.run(lambda c: c.boss.cancel([callback]))
    else:
        _completed_by_the_boss(server, callback)
    assert await eventually(lambda: undecided(room._services))
    assert await undecided(room._services) == [MINE]
    assert await room._services.drafts.read(DraftKind.NOTE, callback) is None
    room.closed()


async def test_a_half_written_history_of_a_callback_that_is_gone_is_brought_up_at_the_next_start(
    server: ServerThread, services: Services, log_in: LogIn
) -> None:
    await log_in("ann")
    entry = HistoryEntry(
        service_id=services.session.rights.member_services()[0], subject="refund", content=MINE
    )
    await services.drafts.keep(DraftKind.HISTORY, "0193-gone", Draft(kept(entry)))
    await services.drafts.keep(DraftKind.HISTORY, NO_CALLBACK, Draft(kept(entry)))
    services.notes._on_left()
    services.notes._on_status(services.workplace.status)
    assert await eventually(lambda: undecided(services)) == [f"refund\n{MINE}"]
    assert await services.drafts.read(DraftKind.HISTORY, "0193-gone") is None
    assert await services.drafts.read(DraftKind.HISTORY, NO_CALLBACK) is not None


async def test_a_text_too_long_for_a_note_is_kept_when_its_callback_is_taken_away(
    server: ServerThread, open_room: OpenRoom
) -> None:
    callback = given(server)
    room = await open_room(callback)
    box(room)._edit.setPlainText("x" * 501)
    server.run(lambda c: c.boss.cancel([callback]))
    assert await eventually(lambda: undecided(room._services))
    assert await undecided(room._services) == ["x" * 501]
    room.closed()


async def test_clearing_a_note_is_kept_like_any_text(server: ServerThread, open_room: OpenRoom) -> None:
    callback = given(server)
    room = await open_room(callback)
    await room._services.drafts.keep(DraftKind.NOTE, callback, Draft("", "an old note"))
    assert await room._services.drafts.read(DraftKind.NOTE, callback) == Draft("", "an old note")
    room.closed()


async def test_what_is_typed_while_the_text_before_is_on_its_way_follows_it(
    server: ServerThread, open_room: OpenRoom
) -> None:
    callback, other = given(server), given(server)
    room = await open_room(callback)
    QTest.keyClicks(box(room)._edit, MINE)
    box(room).left.emit(box(room).text)
    QTest.keyClicks(box(room)._edit, " twice")
    room.hand.call_up(other)
    await until(lambda: stands(server, callback)[1] == f"{MINE} twice")
    assert await undecided(room._services) == []
    room.closed()
    await asyncio.sleep(0)
