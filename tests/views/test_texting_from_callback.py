"""From a callback to a text: if these fail, an agent types the number anew, or texts a customer twice.

The real room and server; where the frame leads is noted, as the sending room stands elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from occ_contract.callbacks import AttemptResult
from occ_contract.sms import NewSmsRequest, Recipient, TextType
from occ_desktop.domain.text_drafts import NEW
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.frame import Place, Target
from occ_desktop.views.callbacks.panel.lines import LineRow
from occ_desktop.views.callbacks.room import CallbacksRoom
from occ_desktop.views.shell.window import ShellWindow
from occ_desktop.views.sms_sending.room import SmsSendingRoom
from support.catalogue import Catalogue
from support.centre import Centre
from support.server_thread import ServerThread
from support.texting import SENDER, Texting, texting
from support.waiting import until
from views.conftest import LogIn, StandInFrame
from views.shell_world import Opened as Elsewhere
from views.sms_sending import question

PHONE = "01012345678"


@dataclass
class Opened:
    """The callback list with one callback of ann's in hand."""

    room: CallbacksRoom
    frame: StandInFrame
    server: ServerThread
    callback: str
    template: str

    @property
    def offer(self) -> Any:
        return self.room.panel.view.texts

    @property
    def lines(self) -> list[LineRow]:
        return [row for row in self.room.panel.view.history.findChildren(LineRow) if not row.isHidden()]

    def leading(self, words: str) -> list[LineRow]:
        """Return the lines with these words that lead somewhere."""
        with_words = [row for row in self.lines if words in row.accessibleName()]
        return [row for row in with_words if row.focusPolicy() is Qt.FocusPolicy.TabFocus]

    def pressed(self) -> dict[str, str]:
        """Press the key and return what the sending room was given."""
        QTest.keyClick(self.room, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        return self.sent()

    def sent(self) -> dict[str, str]:
        target = self.frame.targets[-1]
        assert target.place is Place.SMS_SENDING
        arguments: dict[str, str] = target.arguments
        return arguments


async def prepared(centre: Centre) -> tuple[str, str, Texting]:
    """Return a callback of ann's, the template for no answer, and the service's texting."""
    texts = await texting(centre)
    catalogue = await Catalogue.of(centre)
    template = await catalogue.template("부재 안내", body="전화드렸으나 받지 않으셨습니다.", no_answer=True)
    return await centre.given(centre.ann, phone=PHONE), template["id"], texts


Opener = Callable[..., Any]


@pytest.fixture
def opened(
    server: ServerThread,
    log_in: LogIn,
    tasks: TaskOwner,
    frame: StandInFrame,
    shown: Callable[..., Any],
) -> Opener:
    """Open ann's list with the callback in hand."""

    async def enter(
        leads: tuple[Place, ...] = (Place.SMS_SENDING, Place.SMS_HISTORY),
        before: Callable[[Texting], Any] | None = None,
    ) -> Opened:
        callback, template, texts = server.run(prepared)
        if before is not None:
            server.run(lambda _centre: before(texts))
        frame.elsewhere = set(leads)
        room = CallbacksRoom(await log_in("ann"), tasks, frame)
        shown(room, 1376, 760)
        room.entered({"id": callback})
        await until(lambda: room.panel.loaded is not None and room.model.total > 0)
        return Opened(room, frame, server, callback, template)

    return enter


async def sent_by_ben(texts: Texting) -> None:
    await texts.sent(texts.centre.ben, to=[PHONE], body="비밀")


async def without_texting(texts: Texting) -> None:
    await texts.centre.world.switch(texts.centre.service, sms_enabled=False)


async def cancelled(centre: Centre, message_id: str) -> None:
    answer = await centre.ann.post(f"/v1/sms/messages/{message_id}/cancel")
    assert answer.status_code == 200, answer.text


async def sent_by_ann(list_: Opened, body: str) -> str:
    """Send a text from ann's desk; return the id of its message."""
    services, service = list_.room._services, list_.server.centre.service
    request = NewSmsRequest(
        service_id=service,
        type=TextType.SMS,
        sender=SENDER,
        body=body,
        recipients=(Recipient(phone=PHONE),),
        callback_id=list_.callback,
    )
    accepted = await services.texting.sending.send(request)
    return accepted.messages[0].id


async def rang_out(list_: Opened) -> None:
    """Let ann call with her own phone, and enter that nobody answered."""
    foot = list_.room.panel.view.foot
    await list_.room._services.cti.login("2041")
    await until(foot.connect_button.isEnabled)
    foot.connect_button.click()
    await until(lambda: not foot.result.isHidden())
    foot.result._buttons[AttemptResult.NO_ANSWER].click()
    await until(foot.result.isHidden)


async def test_the_key_takes_number_service_and_callback_along(opened: Opener) -> None:
    list_ = await opened()
    await until(lambda: not list_.offer.isHidden())
    service = list_.server.centre.service
    assert list_.pressed() == {"phone": PHONE, "service": service, "callback": list_.callback}
    list_.room.closed()


async def test_the_rows_have_a_button_for_it(opened: Opener) -> None:
    list_ = await opened()
    actions = next(c for c in list_.room.model.columns if c.id == "actions")
    assert actions.slots[-1] == "Text"
    list_.room.view.table.action_triggered.emit("text", list_.callback)
    assert list_.sent()["callback"] == list_.callback
    list_.room.closed()


@pytest.mark.parametrize("server", [{"cti_adapter": "none"}], indirect=True)
async def test_after_no_answer_the_services_text_for_that_is_one_key_away(opened: Opener) -> None:
    list_ = await opened()
    await rang_out(list_)
    await until(lambda: "부재 안내" in list_.offer.sentence)
    assert list_.pressed()["template"] == list_.template
    list_.room.closed()


@pytest.mark.parametrize("server", [{"cti_adapter": "none"}], indirect=True)
async def test_a_text_that_went_stands_between_the_contacts_and_none_is_offered_again(opened: Opener) -> None:
    list_ = await opened()
    await rang_out(list_)
    await until(lambda: bool(list_.offer.sentence))
    await sent_by_ann(list_, "곧 다시 전화드리겠습니다.")
    await until(lambda: not list_.offer.sentence)
    await until(lambda: list_.leading("곧 다시 전화드리겠습니다."))
    assert "Processing" in list_.leading("곧 다시")[0].accessibleName()
    assert "template" not in list_.pressed()
    list_.room.closed()


async def test_a_text_of_ones_own_is_opened_from_its_line(opened: Opener) -> None:
    list_ = await opened()
    message = await sent_by_ann(list_, "안녕하세요")
    await until(lambda: list_.leading("안녕하세요"))
    QTest.keyClick(list_.leading("안녕하세요")[0], Qt.Key.Key_Return)
    target = list_.frame.targets[-1]
    assert (target.place, target.arguments) == (Place.SMS_HISTORY, {"message": message})
    list_.room.closed()


async def test_how_a_text_ends_is_seen_while_one_looks(opened: Opener) -> None:
    list_ = await opened()
    message = await sent_by_ann(list_, "안녕하세요")
    await until(lambda: any("Processing" in row.accessibleName() for row in list_.lines))
    list_.server.run(lambda _centre: cancelled(list_.server.centre, message))
    await until(lambda: any("Cancelled" in row.accessibleName() for row in list_.lines))
    list_.room.closed()


async def test_a_colleagues_text_is_seen_and_not_read(opened: Opener) -> None:
    list_ = await opened(before=sent_by_ben)
    await until(lambda: any("Text" in row.accessibleName() for row in list_.lines))
    (line,) = list_.lines
    assert "박상담" in line.accessibleName()  # ben
    assert "비밀" not in line.toolTip() + line.accessibleName()
    assert line.focusPolicy() is Qt.FocusPolicy.NoFocus  # it leads nowhere
    list_.room.closed()


async def test_what_was_sent_is_read_without_the_server(opened: Opener) -> None:
    list_ = await opened()
    await sent_by_ann(list_, "첫 줄\n둘째 줄")
    await until(lambda: bool(list_.lines))
    list_.server.stop()
    list_.room.hand.take("")
    list_.room.go_to(list_.callback)
    await until(lambda: any("둘째 줄" in row.toolTip() for row in list_.lines))
    list_.room.closed()


async def test_nothing_is_offered_where_no_sending_room_stands(opened: Opener) -> None:
    list_ = await opened(leads=())
    assert list_.offer.isHidden()
    assert "Text" not in next(c for c in list_.room.model.columns if c.id == "actions").slots
    QTest.keyClick(list_.room, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert list_.frame.targets == []
    list_.room.closed()


async def test_nothing_is_offered_to_who_may_not_send(opened: Opener) -> None:
    list_ = await opened(before=without_texting)
    assert list_.offer.isHidden()
    list_.room.closed()


async def both_rooms(server: ServerThread, log_in: LogIn, tasks: TaskOwner) -> tuple[ShellWindow, str]:
    """Return the two rooms in one window, in the sending room with a text to the callback's customer."""
    callback, _template, _texts = server.run(prepared)
    rooms: dict[Place, Any] = {Place.CALLBACK_LIST: CallbacksRoom, Place.SMS_SENDING: SmsSendingRoom}
    start = Target(Place.CALLBACK_LIST, {"id": callback})
    window = ShellWindow(await log_in("ann"), tasks, rooms, doors=Elsewhere().doors(), start=start)
    window.show()
    await until(lambda: not window.host.room(Place.CALLBACK_LIST).panel.view.texts.isHidden())
    window.host.room(Place.CALLBACK_LIST).panel.view.texts.pressed.emit()
    written = window.host.room(Place.SMS_SENDING).presenter.writing
    await until(lambda: written.text.typed == PHONE and written.text.callback_id == callback)
    return window, callback


def close(window: ShellWindow) -> None:
    window.finish()
    window.leave()
    window.deleteLater()


async def test_the_text_begins_with_what_is_known_of_the_customer(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner
) -> None:
    """What the list hands over is what the other room begins with."""
    window, _callback = await both_rooms(server, log_in, tasks)
    written = window.host.room(Place.SMS_SENDING).presenter.writing
    assert written.text.service_id == server.centre.service
    close(window)


async def test_one_key_leads_back_to_the_callback_also_before_anything_was_sent(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner
) -> None:
    window, callback = await both_rooms(server, log_in, tasks)
    listed = window.host.room(Place.CALLBACK_LIST)
    listed.hand.take("")
    QTest.keyClick(window.host.room(Place.SMS_SENDING), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.place is Place.CALLBACK_LIST
    await until(lambda: listed.hand.id == callback)
    close(window)


async def test_after_sending_one_press_leads_back_to_the_callback(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner
) -> None:
    window, callback = await both_rooms(server, log_in, tasks)
    listed, room = window.host.room(Place.CALLBACK_LIST), window.host.room(Place.SMS_SENDING)
    await until(lambda: room.presenter.writing.text.sender)
    room.view.form.text._field.setPlainText("곧 전화드리겠습니다.")
    room.view.side.send.click()
    (await question()).default_button.click()
    await until(lambda: room.view.outcome.leads_back, why="for the way back")
    listed.hand.take("")  # somebody looked at another row meanwhile
    room.view.outcome.back.click()
    assert window.place is Place.CALLBACK_LIST
    await until(lambda: listed.hand.id == callback)
    close(window)


async def test_no_way_back_is_offered_from_a_text_about_nobody(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner
) -> None:
    window, _callback = await both_rooms(server, log_in, tasks)
    room = window.host.room(Place.SMS_SENDING)
    room.view.about.action_clicked.emit()
    await until(lambda: room.presenter.writing.subject == NEW and room.presenter.writing.text.sender)
    room.view.form.text._field.setPlainText("안녕하세요")
    room.view.form.recipients.field.setPlainText("01033334444")
    room.view.side.send.click()
    (await question()).default_button.click()
    await until(lambda: not room.view.outcome.isHidden())
    assert not room.view.outcome.leads_back
    close(window)
