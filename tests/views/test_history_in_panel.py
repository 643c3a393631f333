"""History beside the message: if these fail, one writes it from memory or dials with the mouse."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from occ_contract.callbacks import CallbackStatus
from occ_contract.tickets import TicketPriority
from occ_desktop.domain.drafts import DraftKind
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.theme.theme import Theme
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.views.callbacks.panel.view import PanelView
from occ_desktop.views.callbacks.room import CallbacksRoom
from occ_desktop.views.parts.history.view import HistoryView
from support.clipping import cut_texts
from support.server_thread import ServerThread
from support.waiting import eventually, until
from views.callback_lists import Shown, opened, place_of
from views.conftest import LogIn, StandInFrame
from views.test_history_dialog import tickets

KEYS = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


async def in_hand(room: CallbacksRoom, callback_id: str) -> None:
    room.activateWindow()
    room.view.table.go_to(place_of(room, callback_id))
    await until(lambda: room.panel.loaded is not None and room.panel.loaded.id == callback_id)


async def filled(room: CallbacksRoom) -> HistoryView:
    """Press the key of the history registration and return the form once it takes keys."""
    QTest.keyClick(room.view.table, KEYS.Key_F6)
    form = room.panel.history.form
    assert form is not None
    await until(form.content.isEnabled)
    return form


async def test_a_record_of_the_callback_in_hand_carries_what_is_known_and_changes_nothing_there(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda c: c.given(c.ann, phone="02-123-4567", name="박미경", route_name="배송 문의"))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    await in_hand(room, given)
    form = await filled(room)
    assert frame.histories == 0, "no dialog covers the message"
    known = (form.name.text(), form.phone.text(), form.subject.text())
    assert known == ("박미경", "02-123-4567", "배송 문의")
    form.priority.choose("urgent")
    form.content.setPlainText("asked for the parcel number")
    QTest.keyClick(form.content, KEYS.Key_Return, CONTROL)
    await until(lambda: room.panel.history.form is None)
    assert "The history is registered." in room.view.notice.accessibleName()
    await until(lambda: len(tickets(server)) == 1)
    (ticket,) = tickets(server)
    assert (ticket["phone"], ticket["name"], ticket["callback_id"]) == ("021234567", "박미경", given)
    assert (ticket["subject"], ticket["priority"]) == ("배송 문의", TicketPriority.URGENT.value)
    assert server.run(lambda c: c.boss.view(given))["status"] == "assigned"
    room.closed()


async def test_call_keys_and_the_note_work_while_history_is_written(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda c: c.given(c.ann, name="김하나", message="환불 문의"))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    await room._services.cti.login("2041")
    await until(lambda: room.standing.now.cti is not None)
    await in_hand(room, given)
    form = await filled(room)
    assert room.panel.view._message.isVisible()
    QTest.keyClick(form.content, KEYS.Key_F2)
    await until(lambda: room.panel.row is not None and room.panel.row.callback.attempts == 1)
    room.panel.view.foot.note._edit.setPlainText("17시에 다시")
    form.content.setPlainText("환불 문의")
    for _ in range(2):  # the second time there is nothing more to carry over
        QTest.keyClick(form.content, KEYS.Key_F8)
        assert form.content.toPlainText() == "환불 문의\n17시에 다시"
    QTest.keyClick(form.content, KEYS.Key_F4)
    await until(lambda: room.panel.row is not None and room.panel.row.status is CallbackStatus.COMPLETED)
    assert room.panel.history.form is form, "what one writes is not taken away by it"
    room.closed()


async def test_going_on_to_another_customer_keeps_what_was_typed_for_the_first(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    async def two(centre: Any) -> list[str]:
        return [await centre.given(centre.ann, name=name) for name in ("김하나", "이둘")]

    first, second = server.run(two)
    room = await opened(log_in, tasks, frame, shown, "ann", 2)
    await in_hand(room, first)
    (await filled(room)).content.setPlainText("half a sent")
    await in_hand(room, second)
    assert room.panel.history.form is None
    assert await eventually(lambda: room._services.drafts.read(DraftKind.HISTORY, first))
    assert (await filled(room)).content.toPlainText() == ""
    await in_hand(room, first)
    form = await filled(room)
    assert form.content.toPlainText() == "half a sent"
    QTest.keyClick(form.content, KEYS.Key_Escape)
    assert room.panel.history.form is None
    assert room.panel.view.foot.note.isAncestorOf(room.focusWidget())
    room.closed()


async def test_the_tab_key_goes_from_what_one_writes_to_the_note_and_the_buttons(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda c: c.given(c.ann, route_name="배송 문의"))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    await in_hand(room, given)
    form = await filled(room)
    form.subject.setFocus()
    foot = room.panel.view.foot
    texts = (form.content, form._note, form.close_button, foot.note._edit)
    for stop in (*texts, foot.connect_button, foot.complete_button, form.register):
        QTest.keyClick(room.focusWidget(), KEYS.Key_Tab)
        assert room.focusWidget() is stop
    QTest.keyClick(form.register, KEYS.Key_Space)
    await until(lambda: room.panel.history.form is None)
    assert foot.note.isAncestorOf(room.focusWidget()), "the next Space completes nothing"
    room.closed()


async def test_a_mistake_in_what_is_folded_away_is_shown(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    given = server.run(lambda c: c.given(c.ann, route_name="배송 문의"))
    room = await opened(log_in, tasks, frame, shown, "ann", 1)
    await in_hand(room, given)
    form = await filled(room)
    assert not form.phone.isVisible()
    form.phone.setText("02-12")
    form.register.click()
    await until(lambda: form.fields["phone"].error)
    assert form.phone.isVisible()
    room.closed()


async def test_the_foot_has_room_for_three_buttons_while_a_history_is_written(
    theme: Theme, shown: Shown
) -> None:
    view, register = PanelView(), BusyButton("이력등록", "등록 중…", "primary")
    view.setFixedWidth(SIZES.panel)
    shown(view, SIZES.panel, 700)
    view._nobody.hide()
    view._known.show()
    foot = view.foot
    for button, text in ((foot.connect_button, "연결"), (foot.complete_button, "완료")):
        button.set_texts(text, f"{text} 중…")
        button.show()
    register.ensurePolished()  # it stood in the form before
    foot.show_register(register)
    await until(lambda: register.geometry().right() == foot.width() - 17)
    assert [text for text in cut_texts(foot) if "Button" in text] == []
