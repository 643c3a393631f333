"""Drafts of which nobody knows what they were written against: if these fail, they overwrite a colleague."""

from occ_desktop.domain.drafts import Draft, DraftKind
from occ_desktop.views.callbacks.room import CallbacksRoom
from support.server_thread import ServerThread
from support.waiting import eventually, until
from views.test_note_in_hand import MINE, THEIRS, OpenRoom, box, card, given, note, press, stands
from views.test_note_in_hand import open_room as open_room


async def test_a_draft_of_unknown_base_is_shown_beside_the_note_that_stands_there(
    server: ServerThread, open_room: OpenRoom
) -> None:
    """It was kept before drafts knew their base, or came out of a damaged file."""
    first, callback = given(server), given(server)
    note(server, callback, THEIRS)
    room = await open_room(first)
    await room._services.drafts.keep(DraftKind.NOTE, callback, Draft(MINE, base=None))
    room.entered({"id": callback})
    await until(lambda: room.panel.note.ready and box(room).text == MINE)
    for _ in range(2):
        room.panel.complete_row()
    await until(lambda: card(room) is not None)
    assert stands(server, callback) == ("assigned", THEIRS)
    press(room, "theirs")
    await until(lambda: stands(server, callback) == ("completed", THEIRS))
    room.closed()


async def test_where_no_note_stands_a_draft_of_unknown_base_is_written(
    server: ServerThread, open_room: OpenRoom
) -> None:
    first, callback = given(server), given(server)
    room = await open_room(first)
    await room._services.drafts.keep(DraftKind.NOTE, callback, Draft(MINE, base=None))
    room.entered({"id": callback})
    await until(lambda: room.panel.note.ready and box(room).text == MINE)
    for _ in range(2):
        room.panel.complete_row()
    await until(lambda: stands(server, callback) == ("completed", MINE))
    room.closed()


async def test_taken_back_its_base_is_as_unknown_as_before(server: ServerThread, open_room: OpenRoom) -> None:
    callback = given(server)
    room = await open_room(callback)
    room.panel.note.bring_back(callback, Draft(MINE, base=None))
    assert room.panel.note.draft == Draft(MINE, base=None)
    note(server, callback, THEIRS)
    await until(lambda: room.panel.row.callback.note == THEIRS)
    assert box(room).text == MINE
    room.panel.note.hand_over()
    assert await eventually(lambda: _conflicted(room))
    assert stands(server, callback) == ("assigned", THEIRS)
    room.closed()


async def _conflicted(room: CallbacksRoom) -> bool:
    return [entry.code for entry in await room._services.outbox.entries()] == ["note_conflict"]
