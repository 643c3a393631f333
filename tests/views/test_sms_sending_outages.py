"""If these fail, an outage loses what was written, or has it sent twice."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject

from occ_contract.ids import new_id
from occ_contract.people import Permission, Role
from occ_contract.sms import Recipient
from occ_desktop.domain.drafts import DraftKind
from occ_desktop.domain.sync_status import SyncState
from occ_desktop.domain.text_drafts import NEW, Unsettled, WrittenText, to_draft
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.views.sms_sending.addressees import Addressees
from occ_desktop.views.sms_sending.composing import Part, request_of
from occ_desktop.views.sms_sending.room import SmsSendingRoom
from support.catalogue import Catalogue
from support.relay import relay
from support.server_thread import ServerThread
from support.texting import SENDER, Texting
from support.waiting import eventually, until
from views.conftest import StandInFrame
from views.sms_sending import BODY, Opener, OpenRoom, asking, kept, question
from views.sms_sending import opened as opened


async def test_what_is_written_offline_stays_and_sending_says_why_not(
    opened: Opener, tasks: TaskOwner, frame: StandInFrame, shown: Callable[..., Any]
) -> None:
    desk = await opened()
    await desk.services.workplace.desk.sync.stop()
    await until(lambda: desk.side.wrong)
    desk.write()
    desk.address("01012345678")
    desk.press()
    assert asking() is None
    assert "server" in desk.side.wrong
    desk.room.closed()
    await desk.services.drafts.settled()
    again = SmsSendingRoom(desk.services, tasks, frame)
    shown(again)
    again.entered({})
    await until(lambda: again.presenter.writing.text.body == BODY)
    assert again.view.form.recipients.text == "01012345678"
    assert again.view.form.text.body == BODY
    again.closed()


async def test_what_was_typed_last_is_kept_the_moment_one_goes_to_another_room(opened: Opener) -> None:
    desk = await opened()
    desk.write()
    desk.room.left()
    await desk.services.drafts.settled()
    draft = await kept(desk.services)
    assert draft is not None
    assert draft.body == BODY


async def test_a_sending_whose_answer_is_not_known_is_shown_and_settled_before_another_goes(
    opened: Opener, clock: Any, server: ServerThread
) -> None:
    desk = await opened()
    await _left_open(desk, clock, server)
    desk.room.entered({"phone": "01077778888"})
    banner = desk.room.view.unsettled
    await until(lambda: not banner.isHidden())
    assert desk.form.isEnabled(), "this one is another text"
    banner.action_clicked.emit()
    await until(lambda: desk.room.view._pending and not desk.form.isEnabled())
    assert "Checking the outcome" in banner.accessibleName()
    assert not desk.form.isEnabled()
    desk.press()
    desk.room.presenter.send()  # the key does the same as the button
    assert not desk.room._tasks.running("send")
    assert asking() is None
    banner.action_clicked.emit()
    await until(banner.isHidden)
    assert desk.form.isEnabled()
    desk.settle(11)
    assert desk.texts.ledger.bodies == [BODY]


class _AtOnce(QObject):
    """Does something the moment a widget comes into view, once."""

    def __init__(self, watched: QObject, deed: Callable[[], None]) -> None:
        super().__init__(watched)
        self._deed = deed
        self.done = False
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and not self.done:
            self.done = True
            self._deed()
        return False


async def test_asking_for_an_open_answer_while_another_text_comes_up_sends_neither_again(
    opened: Opener, clock: Any, server: ServerThread
) -> None:
    desk = await opened()
    await _left_open(desk, clock, server)
    desk.room.entered({})
    await until(lambda: desk.room.view._pending)
    sending, view = desk.services.texting.sending, desk.room.view
    pressed = _AtOnce(view.about, view.unsettled.action_clicked.emit)
    desk.room.entered({"phone": "01077778888"})
    await until(lambda: pressed.done and not sending.busy(NEW) and not desk.side.send.busy)
    assert await sending.settle(NEW)
    desk.settle(11)
    assert desk.texts.ledger.bodies == [BODY]


async def test_asking_for_an_answer_another_window_has_by_now_sends_nothing(
    opened: Opener, clock: Any, server: ServerThread
) -> None:
    desk = await opened()
    await _left_open(desk, clock, server)
    desk.room.entered({})
    await until(lambda: desk.room.view._pending)
    assert await desk.services.texting.sending.settle(NEW)
    desk.room.view.unsettled.action_clicked.emit()
    await until(lambda: desk.room.view.unsettled.isHidden() and not desk.side.send.busy)
    desk.settle(11)
    assert desk.texts.ledger.bodies == [BODY]


async def test_an_answer_that_is_lost_is_asked_for_and_the_text_went_once(
    opened: Opener, server: ServerThread
) -> None:
    with relay(server.url) as wire:
        desk = await opened(url=wire.url)
        desk.write()
        desk.address("01012345678")
        desk.press()
        await question()
        wire.loses = b"POST /v1/sms/requests "
        await desk.answer()
        await until(lambda: not desk.room.view.unsettled.isHidden())
        assert wire.lost
        assert await eventually(lambda: kept(desk.services)), "it stays until the answer is known"
        wire.loses = None
        desk.room.view.unsettled.action_clicked.emit()
        await until(lambda: not desk.line.isHidden())
        assert desk.written.body == ""
        desk.settle(11)
        assert desk.texts.ledger.bodies == [BODY]
        desk.room.closed()


async def _left_open(desk: OpenRoom, clock: Any, server: ServerThread) -> None:
    """Leave a sending behind whose answer was never heard; it did not reach the server."""
    written = WrittenText(service_id=server.centre.service, sender=SENDER, body=BODY, typed="01012345678")
    request = request_of(written, Addressees((Recipient(phone="01012345678"),)))
    pending = Unsettled(key=new_id(), request=request, begun_at=clock.now())
    desk.room.presenter.keep()  # what the room has by itself is not to come after this
    await desk.services.drafts.settled()
    await desk.services.drafts.keep(DraftKind.SMS, NEW, to_draft(written))
    await desk.services.drafts.keep(DraftKind.SMS_SENDING, NEW, to_draft(pending))


async def test_while_the_first_rows_are_on_their_way_nobody_is_told_that_there_are_no_templates(
    opened: Opener,
) -> None:
    desk = await opened()
    note, status = desk.room.view.tree._note, desk.services.workplace.status
    assert status is not None
    await until(lambda: "no template" in note.text())
    desk.services.bus.publish(replace(status, state=SyncState.FIRST_FILL))
    await until(lambda: "being fetched" in note.text())
    desk.services.bus.publish(replace(status, state=SyncState.IDLE))
    await until(lambda: "no template" in note.text())


async def test_while_the_first_rows_are_on_their_way_nobody_is_told_that_there_is_no_number(
    opened: Opener, server: ServerThread
) -> None:
    services: list[str] = []

    async def numberless(texts: Texting, _catalogue: Catalogue) -> None:
        world, ann = texts.centre.world, texts.centre.ann
        services.append(await world.service("샘플카드"))
        await world.switch(services[0], sms_enabled=True)
        await world.grant(ann.id, services[0], Role.AGENT, frozenset({Permission.SMS_SEND}))

    desk = await opened({}, numberless)
    status = desk.services.workplace.status
    assert status is not None
    desk.services.bus.publish(replace(status, state=SyncState.FIRST_FILL))
    desk.room.presenter.choose_service(services[0])
    await until(lambda: desk.form.number.placeholderText() == "Checking…")
    desk.press()
    await until(lambda: "being fetched" in desk.form.error(Part.SENDER))
    desk.services.bus.publish(replace(status, state=SyncState.IDLE))
    await until(lambda: desk.form.number.placeholderText() == "No number can be sent from")
