"""What stands on the screen for a moment only: decisions, ways back, dialogs, empty and failed lists.

Each is brought about as it comes about at work, by a colleague at another desk where it takes one.
"""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QPushButton, QWidget

from occ_contract.callbacks import AssignMethod, CallbackStatus
from occ_desktop.bootstrap.client import Client
from occ_desktop.domain.filters import CallbackFilter, CallbackSort, PeriodChoice, PeriodPreset
from occ_desktop.ui.frame import Place, Target
from occ_desktop.ui.tables.checked import Checked
from occ_desktop.views.assignment.room import AssignmentRoom
from occ_desktop.views.callbacks.conditions import Conditions
from occ_desktop.views.callbacks.room import CallbacksRoom
from pictures.camera import Camera, quiet, until
from pictures.rooms import callbacks_room

_BOTH = ("가격 안내 완료, 내일 다시 전화", "VIP 고객: 환불 약속함")


async def supervisor(camera: Camera, client: Client) -> None:
    """An assignment not everybody may take, what it left over, dialogs, an empty list, a second window."""
    shell = client.shell
    assert shell is not None
    if camera.wants("assignment-partly", "assignment-left-over"):
        await _partly(camera, client)
    shell.navigate(Target(Place.CALLBACK_LIST))
    await quiet(1500)
    room = callbacks_room(client)
    if camera.wants("help"):  # a dialog that nobody waits for would stand over the next picture
        QTest.keyClick(shell, Qt.Key.Key_F1)
        await camera.instant(shell, "help")
        close_dialogs()
    if camera.wants("download"):
        room.download_rows()
        await camera.instant(shell, "download")
        close_dialogs()
    room.presenter.search(Conditions(PeriodChoice(PeriodPreset.TODAY), text="없는 이름"))
    await quiet(1500)
    await camera.instant(shell, "list-empty")
    room.presenter.reset()
    further = client.windows.open_further({Place.STATISTICS})
    await quiet(2000)
    await camera.instant(further, "second-window")
    further.close()


async def _partly(camera: Camera, client: Client) -> None:
    """Callbacks of every service for agents of whom some may take a part, and one none of them."""
    shell, services = client.shell, client.services
    assert shell is not None
    shell.navigate(Target(Place.ASSIGNMENT))
    room = shell.host.currentWidget()
    assert isinstance(room, AssignmentRoom)
    statuses = (CallbackStatus.RECEIVED, CallbackStatus.CANCELLED)
    ids: list[str] = []
    for service, count in zip(services.directory.services(), (3, 2), strict=False):
        wanted = CallbackFilter(statuses=statuses, services=(service.id,))
        rows = await services.search.page(wanted, CallbackSort(descending=False), 0, count)
        ids += [row.id for row in rows]
    all_ids = tuple(s.id for s in services.directory.services())
    people = {agent.id: agent for agent in services.directory.agents(all_ids, phone_only=True)}
    takes = {key: sum(1 for s in all_ids if _takes(client, s, key)) for key in people}
    few = sorted(people, key=lambda key: (takes[key], key))[:3]
    room.view.rows.table.set_checked(Checked(ids=frozenset(ids)))
    room.view.agents.table.set_checked(Checked(ids=frozenset(few)))
    await quiet(1500)
    await camera.instant(shell, "assignment-partly")
    room.presenter.choose_method(AssignMethod.EQUAL)
    QTest.keyClick(room, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await quiet(2500)
    await camera.instant(shell, "assignment-left-over")


def _takes(client: Client, service: str, person: str) -> bool:
    return any(agent.id == person for agent in client.services.directory.agents((service,), phone_only=True))


async def agent(camera: Camera, client: Client, boss: Client, own: list[str]) -> None:
    """Two notes, a text whose callback is gone, and the way back from a completion."""
    shell, room = client.shell, callbacks_room(client)
    assert shell is not None
    note = room.panel.view.foot.note
    if camera.wants("two-notes"):
        await _in_hand(client, own[3])
        _type(room, _BOTH[0])
        await _colleague_notes(boss, own[3])
        await until(lambda: room.panel.row is not None and room.panel.row.callback.note == _BOTH[1])
        note.left.emit(note.text)
        await camera.instant(shell, "two-notes")
        _press(room.panel.view, "both")
        await quiet(1500)
    if camera.wants("note-left-behind"):
        await _in_hand(client, own[4])
        _type(room, "금요일 오전 통화 약속")
        await _given_to_another(boss, own[4])
        await until(lambda: room.panel.callback_id is None, what="taken away")
        await quiet(1500)
        await camera.instant(shell, "note-left-behind")
        await _in_hand(client, own[1])
    if camera.wants("undo"):
        await _in_hand(client, own[0])
        room.panel.complete_row()
        room.panel.complete_row()
        await quiet(500)
        await camera.instant(shell, "undo")


async def _in_hand(client: Client, callback_id: str) -> None:
    room = callbacks_room(client)
    room.go_to(callback_id)
    await until(lambda: room.panel.loaded is not None and room.panel.callback_id == callback_id)
    await until(lambda: room.panel.note.ready)


async def _colleague_notes(boss: Client, callback_id: str) -> None:
    """Let a colleague at another desk write a note on it."""
    room = callbacks_room(boss)
    await _in_hand(boss, callback_id)
    _type(room, _BOTH[1])
    room.panel.note.hand_over()


async def _given_to_another(boss: Client, callback_id: str) -> None:
    """Let the supervisor give it to a colleague, who completes it: this person sees it no more."""
    await boss.services.assignment.cancel([callback_id])
    me = boss.services.session.me
    assert me is not None
    await boss.services.assignment.assign([callback_id], [me.id], AssignMethod.MANUAL)
    await quiet(2000)
    await boss.services.actions.complete(callback_id, None)
    boss.services.actions.send_now()


def _type(room: CallbacksRoom, text: str) -> None:
    """Write into the note; simulated keys know no Korean."""
    box = room.panel.view.foot.note
    box.setFocus()
    edit = box.focusProxy()
    assert isinstance(edit, QPlainTextEdit)
    edit.insertPlainText(text)


def _press(where: QWidget, action: str) -> None:
    for button in where.findChildren(QPushButton):
        if button.property("action") == action and button.isVisible():
            button.click()


def close_dialogs() -> None:
    """Close every dialog, as Esc does."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()
