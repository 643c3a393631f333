"""If these fail, somebody gets a text twice, not at all, or not the one that was written."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl

from occ_contract.people import Permission, Role
from occ_contract.sms import TextType
from occ_desktop.domain.failures import Refused
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.theme.theme import Theme
from occ_desktop.views.sms_sending.composing import Part, request_of
from occ_desktop.views.sms_sending.confirmation import Confirmation
from occ_desktop.views.sms_sending.reservation import RESERVED
from occ_desktop.views.sms_sending.wording import refusals
from support.catalogue import Catalogue, add_sender
from support.clients import DeskClock
from support.server_thread import ServerThread
from support.texting import SENDER
from support.waiting import eventually, until
from views.conftest import LogIn, StandInFrame
from views.sms_sending import BODY, Opener, OpenRoom, asking, kept, question, rooms_of, told

NAMES = "이름,전화번호\n"


@pytest.fixture
async def opened(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, theme: Theme
) -> AsyncIterator[Opener]:
    async with rooms_of(server, log_in, tasks, frame) as opener:
        yield opener


async def test_a_text_is_sent_once_and_its_result_arrives_while_one_looks(opened: Opener) -> None:
    desk = await opened()
    desk.write()
    desk.address("010-1234-5678, 01087654321")
    desk.press()
    desk.press()
    await desk.answer()
    await until(lambda: "Processing 2" in desk.line.said)
    assert desk.line._history.isHidden(), "no window holds a history to go to"
    assert (desk.written.body, desk.written.typed) == ("", "")
    assert await eventually(lambda: _gone(desk))
    desk.settle(1)
    assert desk.texts.ledger.bodies == [BODY, BODY]
    for message in desk.texts.ledger.counts:
        desk.server.run(lambda _c, m=message: desk.texts.report(desk.texts.outcome(m)))
    await until(lambda: "Done 2" in desk.line.said)


async def _gone(desk: OpenRoom) -> bool:
    return await kept(desk.services) is None


async def test_a_single_text_can_be_taken_back_for_ten_seconds_and_stands_in_the_form_again(
    opened: Opener, clock: DeskClock
) -> None:
    desk = await opened()
    desk.write("주문이 늦어집니다")
    desk.address("01012345678")
    await desk.send()
    await until(lambda: desk.line.recallable)
    assert "10 s" in desk.line._time.text()
    desk.line.tick(clock.now() + timedelta(seconds=11))
    assert not desk.line.recallable
    desk.line.tick(clock.now())
    desk.line.recall.click()
    await until(lambda: "Taken back" in desk.line.said)
    assert desk.written.body == "주문이 늦어집니다"
    desk.settle(60)
    assert not desk.texts.ledger.calls
    assert not desk.line.recallable


async def test_one_invalid_and_one_given_twice_are_named_and_three_get_the_text(opened: Opener) -> None:
    desk = await opened()
    desk.write()
    field = desk.form.recipients.field
    field.setFocus()
    await until(field.hasFocus)
    field.insertPlainText("01011112222, 010-3333-4444, 01055556666, 821011112222, 02-120")
    assert desk.form.recipients.rejects.isHidden(), "a number that is being typed is not called wrong"
    desk.form.text.setFocus()
    await until(lambda: desk.form.recipients.rejects.rows)
    assert desk.form.recipients._count.text().startswith("3")
    assert [(r.reject.row, r.reject.value) for r in desk.form.recipients.rejects.rows] == [(5, "02120")]
    assert "5 digits" in desk.form.recipients.rejects.rows[0].reason
    assert "1 given twice" in desk.form.recipients.left_out
    desk.form.recipients.rejects.rows[0].fix.click()
    assert field.textCursor().selectedText() == "02120"
    desk.press()
    shown = await question()
    body = shown.findChild(Confirmation)
    assert body is not None
    said = [value for _name, value, _strong in body.lines()]
    assert any("3" in value and "2 left out" in value for value in said)
    await desk.answer()
    await until(lambda: not desk.line.isHidden())
    desk.settle(1)
    assert len(desk.texts.ledger.counts) == 3


async def test_only_minutes_of_the_servers_window_are_reserved_and_both_sides_say_so_in_the_same_words(
    opened: Opener,
) -> None:
    desk = await opened()
    desk.write()
    desk.address("01012345678")
    for minutes in (29, 24 * 60 + 1):
        desk.reserve(desk.server.now + timedelta(minutes=minutes))
        before = desk.form.reservation.said
        assert desk.server.now.astimezone(desk.zone).strftime("%H:%M:%S") in before
        desk.press()
        assert asking() is None
        writing = desk.room.presenter.writing
        with pytest.raises(Refused) as refused:
            await desk.services.texting.sending.preview(request_of(writing.text, writing.to))
        (wrong,) = refusals(refused.value)
        assert wrong.part is Part.TIME
        assert desk.room.view.words.wrong(wrong) == before
    desk.reserve(desk.server.now + timedelta(minutes=30))
    await desk.send()
    assert "Reserved" in desk.line.said
    assert not desk.line.recallable
    sent = desk.room.presenter.line.sent
    assert sent is not None
    cancelled = await desk.services.texting.history.cancel_request(sent.accepted.id)
    assert len(cancelled.cancelled) == 1
    desk.settle(3600)
    assert not desk.texts.ledger.calls


async def test_what_a_reservation_asks_for_comes_into_view_by_itself(opened: Opener) -> None:
    desk = await opened()
    desk.room.resize(1216, 400)
    desk.write("##고객명## ##주문번호## ##날짜##")
    form = desk.form
    await until(form.values.isVisible)
    form.reservation.kind._buttons[RESERVED].click()

    def seen() -> bool:
        field = form.reservation.minute
        return bool(form.viewport().rect().contains(field.mapTo(form.viewport(), field.rect().bottomLeft())))

    bar = form.verticalScrollBar()
    await until(lambda: bar.maximum() > 0 and bar.value() > 0 and seen(), why="for the time's field")


async def test_a_second_file_dropped_with_the_first_is_not_left_out_in_silence(
    opened: Opener, tmp_path: Any
) -> None:
    desk = await opened()
    urls = []
    for name, number in (("가.csv", "01011112222"), ("나.csv", "01033334444")):
        (tmp_path / name).write_text(f"{NAMES}손님,{number}\n", encoding="utf-8")
        urls.append(QUrl.fromLocalFile(str(tmp_path / name)))
    dropped = QMimeData()
    dropped.setUrls(urls)
    desk.form.recipients.field.insertFromMimeData(dropped)
    await until(lambda: "가.csv" in desk.form.error(Part.RECIPIENTS))
    assert [one.phone for one in desk.room.presenter.writing.to.recipients] == ["01011112222"]


async def test_a_list_of_a_thousand_is_filled_and_its_longest_makes_an_mms_by_one_press(
    opened: Opener, tmp_path: Any
) -> None:
    desk = await opened()
    rows = [f"고객{n},010{n:08d}" for n in range(1, 1000)] + ["아주긴이름의고객" * 4 + ",1099990000"]
    path = tmp_path / "명단.csv"
    path.write_text(NAMES + "\n".join([*rows, "손님,02-120"]), encoding="utf-8")
    desk.room.presenter.importing.read(path)
    await until(lambda: desk.room.presenter.writing.to.count == 999)
    rejects = desk.form.recipients.rejects
    assert [row.reject.row for row in rejects.rows] == [1001, 1002]
    rejects.rows[1].corrected.emit(rejects.rows[1].reject, "0212345678")
    await until(lambda: desk.room.presenter.writing.to.count == 1000)
    rejects.zeros_wanted.emit()
    await until(lambda: desk.room.presenter.writing.to.count == 1001)
    assert rejects.isHidden()
    desk.address("")
    desk.write("##이름## 고객님, 주문하신 상품이 오늘 출고됩니다.")
    measure = desk.form.text.measure
    assert measure.worst == "010-9999-0000"
    assert measure.over
    desk.press()
    assert asking() is None, "1,001 are one too many, and the longest is too long"
    desk.form.text.long_text_asked.emit()
    assert desk.written.type is TextType.MMS
    assert desk.written.subject
    assert not any(w.part is not Part.RECIPIENTS for w in desk.room.presenter.judging._wrongs())


async def locked_and_hidden(_texts: Any, catalogue: Any) -> None:
    await catalogue.template("고정 안내", editable=False, sender=SENDER, body="고객센터입니다.")
    await catalogue.template("자유 안내", body="안내드립니다.")
    off = await catalogue.category("휴지통", catalogue.first, enabled=False)
    await catalogue.template("숨은 안내", category_id=off["id"])


async def test_a_fixed_template_is_read_only_and_a_category_that_is_off_hides_its_own(opened: Opener) -> None:
    desk = await opened(prepare=locked_and_hidden)
    tree = desk.room.view.tree
    assert len(tree.templates) == 2
    tree.search.setText("센터입")
    (found,) = tree.templates
    tree.search.returnPressed.emit()
    await until(lambda: desk.written.template_id == found)
    assert desk.form.text._field.isReadOnly()
    assert not desk.form.kind._buttons["mms"].isEnabled()
    assert desk.form.head._may.text() == "Its text is fixed"
    desk.address("01012345678")
    await desk.send()
    desk.settle(11)
    assert desk.texts.ledger.bodies == ["고객센터입니다."]


async def test_a_template_takes_the_place_of_a_text_only_with_the_persons_word(
    opened: Opener,
) -> None:
    desk = await opened(prepare=locked_and_hidden)
    desk.write("제가 쓴 글")
    desk.room.view.tree.chosen.emit(desk.room.view.tree.templates[0])
    dialog = await question()
    dialog.reject()
    await until(lambda: asking() is None)
    assert (desk.written.body, desk.written.template_id) == ("제가 쓴 글", None)


async def test_a_template_that_was_withdrawn_while_one_wrote_is_said_and_not_sent(opened: Opener) -> None:
    desk = await opened(prepare=locked_and_hidden)
    tree = desk.room.view.tree
    tree.search.setText("자유")
    tree.chosen.emit(tree.templates[0])
    await until(lambda: desk.written.template_id)
    desk.address("01012345678")
    body = {"template_ids": [desk.written.template_id]}
    desk.server.run(lambda _centre: desk.catalogue.done("POST", "templates/delete", body))
    await until(lambda: desk.form.head.note)
    desk.press()
    assert asking() is None
    desk.form.head.dropped.emit()
    assert desk.written.body == "안내드립니다."
    await desk.send()


async def test_who_got_a_similar_text_today_is_named_with_its_sender_before_it_goes(opened: Opener) -> None:
    desk = await opened()
    boss = desk.server.centre.boss
    desk.server.run(lambda _c: desk.texts.sent(boss, to=["01012345678"]))
    desk.write()
    desk.address("01012345678, 01000001111")
    desk.press()
    dialog = await question()
    body = dialog.findChild(Confirmation)
    assert body is not None
    assert body.similar is not None
    assert "1" in body.similar.title.text()
    assert any("김관리" in label.text() for label in body.similar.findChildren(type(body.similar.title)))
    await desk.answer(accept=False)
    desk.settle(11)
    assert len(desk.texts.ledger.calls) == 1


async def test_a_text_from_a_callback_has_its_number_and_leaves_another_draft_alone(
    opened: Opener, server: ServerThread, frame: StandInFrame
) -> None:
    server.run(lambda centre: centre.given(centre.ann, name="박미경", phone="010-4444-5555"))
    desk = await opened()
    desk.write("다른 고객께 쓰던 글")
    desk.address("01012345678")
    row = await desk.services.search.next_in_line()
    assert row is not None
    came = {"callback": row.id, "phone": row.callback.phone, "service": row.callback.service_id}
    desk.room.entered(came)
    await until(lambda: desk.written.callback_id == row.id)
    assert desk.form.recipients.text == "01044445555"
    await until(lambda: "박미경" in desk.room.view.about.accessibleName())
    assert desk.form.text.body == ""
    assert desk.form.unless.isHidden(), "only what waits can be overtaken"
    desk.reserve(desk.server.now + timedelta(minutes=40))
    desk.form.unless.click()
    writing = desk.room.presenter.writing
    assert request_of(writing.text, writing.to).unless_completed
    desk.room.view.about.action_clicked.emit()
    await until(lambda: desk.written.body == "다른 고객께 쓰던 글")
    assert desk.form.recipients.text == "01012345678"
    await until(desk.room.view.about.isHidden)


async def test_a_text_from_a_callback_that_is_taken_back_stands_there_again(
    opened: Opener, server: ServerThread
) -> None:
    server.run(lambda centre: centre.given(centre.ann, name="박미경", phone="010-4444-5555"))
    desk = await opened()
    row = await desk.services.search.next_in_line()
    assert row is not None
    desk.room.entered({"callback": row.id, "phone": row.callback.phone, "service": row.callback.service_id})
    await until(lambda: desk.written.callback_id == row.id and desk.written.sender)
    desk.write("곧 다시 연락드리겠습니다")
    await desk.send()
    await until(lambda: desk.line.recallable and desk.written.callback_id is None and desk.written.sender)
    desk.line.recall.click()
    await until(lambda: desk.written.body == "곧 다시 연락드리겠습니다")
    assert (desk.written.callback_id, desk.form.recipients.text) == (row.id, "01044445555")
    await until(lambda: "박미경" in desk.room.view.about.accessibleName())


async def test_in_another_service_one_sends_its_own_templates_from_its_own_numbers(
    opened: Opener, server: ServerThread
) -> None:
    async def two(texts: Any, catalogue: Catalogue) -> None:
        centre = catalogue.centre
        other = await centre.world.service("다른몰")
        for who, role in ((centre.ann, Role.AGENT), (centre.boss, Role.SUPERVISOR)):
            await centre.world.grant(who.id, other, role, frozenset({Permission.PHONE}))
        elsewhere = Catalogue(replace(centre, service=other), "", "")
        await add_sender(elsewhere.centre, "0311112222", usable=True)
        elsewhere.first = (await elsewhere.category("예약"))["id"]
        elsewhere.second = (await elsewhere.category("예약 안내", elsewhere.first))["id"]
        await elsewhere.template("예약 확인")
        await catalogue.template("출고 안내")

    desk = await opened({"phone": "01012345678", "service": server.centre.service}, prepare=two)
    desk.write("두 서비스에 같은 글")
    service = desk.room.view.service
    assert service.count() == 2
    (first,) = desk.room.view.tree.templates
    service.setCurrentIndex(service.findText("다른몰"))
    service.activated.emit(service.currentIndex())
    await until(lambda: desk.written.sender == "0311112222")
    assert desk.room.view.tree.templates
    assert first not in desk.room.view.tree.templates
    assert (desk.written.body, desk.written.typed) == ("두 서비스에 같은 글", "01012345678")


async def test_trouble_with_the_carrier_and_a_blocked_number_stand_there_before_one_writes(
    opened: Opener,
) -> None:
    async def blocked(texts: Any, _catalogue: Any) -> None:
        await texts.block_sender()
        await told(texts)

    desk = await opened(prepare=blocked)
    assert "No sender number can be used" in desk.room.view.trouble.troubles[0].title
    desk.write()
    desk.address("01012345678")
    desk.press()
    assert asking() is None
    assert desk.form.error(Part.SENDER)


async def test_a_picture_is_made_smaller_and_goes_with_the_mms(opened: Opener, tmp_path: Any) -> None:
    desk = await opened()
    desk.form.kind._buttons["mms"].click()
    desk.write("약도를 보내드립니다.")
    desk.address("01012345678")
    Image.effect_noise((2400, 1800), 60).save(tmp_path / "약도.png")
    desk.room.presenter.album.add([tmp_path / "약도.png"])
    desk.press()
    assert asking() is None, "it would go without its picture"
    await until(lambda: desk.written.image_ids)
    assert "smaller" in desk.form.pictures.pictures[0].note
    await desk.send()
    desk.settle(11)
    assert len(desk.texts.ledger.calls[0].pictures) == 1
