"""Writing, sending, reserving texts in the whole client; if these fail, nobody dares to send."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, QTime
from PySide6.QtWidgets import QApplication

from occ_contract.people import Permission, Role
from occ_contract.sms import MessageStatus, TextType
from occ_desktop.ui.dialogs import AskDialog
from occ_desktop.ui.frame import Place, Target
from occ_desktop.views.sms_sending.reservation import RESERVED
from support.journey import Centre, Desk
from support.waiting import until

SENDING = (Role.AGENT, frozenset({Permission.PHONE, Permission.SMS_SEND}))


async def sending_desk(sample: Centre) -> tuple[Desk, Any]:
    """Return an agent's program with the room of sending in front, its carrier the sandbox."""
    sample.server.command("carrier", "set", "샘플몰", "sandbox")
    await sample.person("ann", SENDING, "이상담")
    ann = await sample.seat("ann", remember=True)
    ann.client.shell.navigate(Target(Place.SMS_SENDING))
    room = ann.client.shell.host.room(Place.SMS_SENDING)
    await until(lambda: room.presenter.writing.text.sender, why="for a number to send from")
    return ann, room


def question() -> AskDialog | None:
    shown = (w for w in QApplication.topLevelWidgets() if isinstance(w, AskDialog))
    return next((w for w in shown if w.isVisible()), None)


async def say_yes() -> None:
    await until(question, why="for the confirmation")
    dialog = question()
    assert dialog is not None
    dialog.default_button.click()
    await until(lambda: question() is None)


def reserve(room: Any, zone: Any, at: Any) -> None:
    field, local = room.view.form.reservation, at.astimezone(zone)
    field.kind._buttons[RESERVED].click()
    field.day.setDate(QDate(local.year, local.month, local.day))
    field.minute.setTime(QTime(local.hour, local.minute))


async def test_three_get_a_text_after_one_invalid_and_one_duplicate_were_named_and_their_results_arrive(
    sample: Centre,
) -> None:
    ann, room = await sending_desk(sample)
    form = room.view.form
    form.text._field.setPlainText("[샘플몰] 주문하신 상품이 오늘 출고됩니다.")
    form.recipients.field.setPlainText("010-1111-1111, 01022222222, 02-120, 01033330001, 01022222222")
    form.text.setFocus()
    assert [row.reject.value for row in form.recipients.rejects.rows] == ["02120"]
    assert form.recipients._count.text().startswith("3 ")
    room.view.side.send.click()
    await say_yes()
    await until(lambda: room.presenter.line.sent, why="for the server to have it")
    sent = room.presenter.line.sent
    history = ann.services.texting.history

    async def statuses() -> list[MessageStatus]:
        return [row.message.status for row in await history.of_request(sent.accepted.id)]

    await until(lambda: "Done 2" in room.view.outcome.said and "Failed 1" in room.view.outcome.said)
    assert sorted(await statuses()) == sorted([MessageStatus.DONE] * 2 + [MessageStatus.FAILED])

    zone, clock = ann.services.session.zone, ann.services.clock
    form.text._field.setPlainText("내일 다시 전화드리겠습니다.")
    form.recipients.field.setPlainText("01044444444")
    minute = clock.now().replace(second=0, microsecond=0)
    reserve(room, zone, minute + timedelta(minutes=29))
    assert f"{clock.now().astimezone(zone):%H:%M}" in form.reservation.said
    room.view.side.send.click()
    assert question() is None
    reserve(room, zone, minute + timedelta(minutes=31))
    room.view.side.send.click()
    await say_yes()
    await until(lambda: room.presenter.line.sent is not sent)
    reserved = room.presenter.line.sent
    await history.cancel_request(reserved.accepted.id)
    await until(lambda: "Cancelled 1" in room.view.outcome.said)


async def test_a_list_of_a_thousand_becomes_an_mms_by_one_press_and_an_offline_draft_stays(
    sample: Centre, tmp_path: Path
) -> None:
    ann, room = await sending_desk(sample)
    form = room.view.form
    rows = [f"고객{n},010{n:08d}" for n in range(1, 1000)] + ["이름이아주긴고객님" * 3 + ",01099990000"]
    file = tmp_path / "명단.csv"
    file.write_text("이름,전화번호\n" + "\n".join(rows), encoding="utf-8")
    room.presenter.importing.read(file)
    await until(lambda: room.presenter.writing.to.count == 1000)
    form.text._field.setPlainText("##이름## 고객님, 주문하신 상품이 오늘 오후에 출고될 예정입니다.")
    assert form.text.measure.over
    assert form.text.measure.worst == "010-9999-0000"
    form.text.long_text_asked.emit()
    assert room.presenter.writing.text.type is TextType.MMS
    assert form.text.sendable

    sample.server.kill()
    ann.client.services.workplace.desk.sync.nudge()
    await until(lambda: room.view.side.wrong, why="for the room to know that nothing can be sent")
    room.view.side.send.click()
    assert question() is None
    room.presenter.keep()
    await ann.services.drafts.settled()
    vault = ann.vault
    await ann.crash()
    sample.desks.remove(ann)

    again = sample.desk("ann", vault)
    await again.client.open()
    again.client.shell.navigate(Target(Place.SMS_SENDING))
    back = again.client.shell.host.room(Place.SMS_SENDING)
    await until(lambda: back.presenter.writing.to.count == 1000, why="for the draft")
    assert back.presenter.writing.text.type is TextType.MMS
    assert back.view.form.text.body.startswith("##이름## 고객님")
