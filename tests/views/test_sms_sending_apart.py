"""If these fail, what belongs to one text, one service or one sheet gets into another's."""

import asyncio
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from PIL import Image

from occ_contract.ids import new_id
from occ_contract.sms import Recipient, TextType
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.text_drafts import NEW, WrittenText
from occ_desktop.views.sms_sending.addressees import Addressees
from occ_desktop.views.sms_sending.composing import in_service, request_of
from support.relay import relay
from support.server_thread import ServerThread
from support.waiting import until
from views.sms_sending import BODY, Opener, answered, asking, question, two_services
from views.sms_sending import opened as opened


async def test_a_picture_on_its_way_does_not_get_into_the_text_one_goes_to_meanwhile(
    opened: Opener, tmp_path: Path
) -> None:
    desk = await opened()
    Image.effect_noise((1600, 1200), 60).save(tmp_path / "약도.png")
    desk.room.presenter.pictures.add([tmp_path / "약도.png"])
    assert desk.room.presenter.pictures.waiting
    desk.room.entered({"phone": "01077778888"})
    await until(lambda: desk.written.typed == "01077778888")
    await until(lambda: desk.services.texting.images._kept)  # it is at the server
    await until(lambda: not desk.room.presenter.pictures.waiting)
    assert desk.written.image_ids == ()
    assert not desk.form.pictures.pictures


async def test_a_list_still_being_read_does_not_get_into_the_text_one_goes_to_meanwhile(
    opened: Opener, tmp_path: Path
) -> None:
    desk = await opened()
    (tmp_path / "a.csv").write_text("".join(f"0101111{n:04}\n" for n in range(800)), encoding="utf-8")
    desk.room.presenter.importing.read(tmp_path / "a.csv")
    desk.room.entered({"phone": "01077778888"})
    await until(lambda: desk.written.typed == "01077778888")
    await until(lambda: not desk.form.recipients.take_in.busy)
    assert desk.room.presenter.writing.to.count == 1
    assert desk.written.recipients == ()


async def test_no_question_about_a_text_comes_up_over_another_one(
    opened: Opener, server: ServerThread
) -> None:
    with relay(server.url) as wire:
        desk = await opened(url=wire.url)
        desk.write()
        desk.address("01012345678")
        wire.holds = b"POST /v1/sms/requests/preview "
        desk.press()
        await until(lambda: wire.held)
        desk.room.entered({"phone": "01077778888"})
        await until(lambda: desk.written.typed == "01077778888")
        wire.let_go()
        await until(lambda: not desk.side.send.busy)
        assert asking() is None
        assert not desk.side.wrong
        desk.press()
        assert "Write the text" in desk.side.wrong, "what stands here can be sent next"
        desk.room.closed()


async def test_a_number_of_the_service_one_left_is_not_taken_for_the_next_ones(
    opened: Opener, server: ServerThread
) -> None:
    desk = await opened({"service": server.centre.service}, prepare=two_services)
    desk.services.bus.publish(ChangeSet(ids={Entity.SMS_SENDER: frozenset({new_id()})}))
    for _turn in range(3):
        await asyncio.sleep(0)  # what was offered is being read anew
    service = desk.room.view.service
    service.setCurrentIndex(service.findText("다른몰"))
    service.activated.emit(service.currentIndex())
    await until(lambda: desk.room.presenter.catalogue.service_id == desk.written.service_id)
    assert desk.written.sender == "0311112222"


async def test_recipients_that_come_while_one_is_asked_about_a_template_stay(
    opened: Opener, tmp_path: Path
) -> None:
    desk = await opened(prepare=two_services)
    await until(lambda: desk.room.view.tree.templates)
    desk.write("제가 쓴 글")
    desk.room.view.tree.chosen.emit(desk.room.view.tree.templates[0])
    await question()
    (tmp_path / "a.csv").write_text("01011110001\n01011110002\n", encoding="utf-8")
    desk.room.presenter.importing.read(tmp_path / "a.csv")
    await until(lambda: desk.room.presenter.writing.to.count == 2)
    await answered()
    await until(lambda: desk.written.template_id)
    assert desk.room.presenter.writing.to.count == 2


async def test_the_way_back_of_a_text_stays_when_the_one_before_is_taken_back(
    opened: Opener, server: ServerThread
) -> None:
    with relay(server.url) as wire:
        desk = await opened(url=wire.url)
        desk.write("첫 번째")
        desk.address("01012345678")
        await desk.send()
        wire.holds = b"POST /v1/sms/messages/"
        desk.line.recall.click()
        await until(lambda: wire.held)
        desk.write("두 번째")
        desk.address("01012345679")
        desk.press()
        await desk.answer()
        await until(lambda: desk.written.body == "")
        second = desk.room.presenter.line.sent
        wire.let_go()
        await until(lambda: not desk.line.recall.busy)
        assert desk.room.presenter.line.sent is second
        assert desk.line.recallable
        desk.room.closed()


async def test_who_comes_back_to_a_text_that_is_being_sent_cannot_type_what_its_answer_would_take_away(
    opened: Opener, server: ServerThread
) -> None:
    with relay(server.url) as wire:
        desk = await opened(url=wire.url)
        desk.write()
        desk.address("01012345678")
        desk.press()
        wire.holds = b"POST /v1/sms/requests "
        await desk.answer()
        await until(lambda: wire.held)
        desk.room.entered({"phone": "01077778888"})
        await until(lambda: desk.written.typed == "01077778888" and desk.form.isEnabled())
        desk.room.presenter.open_new()
        await until(lambda: desk.written.body == BODY and not desk.room._tasks.running("open"))
        assert not desk.form.isEnabled()
        wire.let_go()
        await until(lambda: desk.written.body == "" and desk.form.isEnabled())
        await until(desk.side.send.isEnabled)
        desk.room.closed()


async def test_a_text_that_is_taken_back_is_not_laid_over_what_was_typed_since(opened: Opener) -> None:
    desk = await opened()
    desk.write("보낸 글")
    desk.address("01012345678")
    await desk.send()
    desk.write("새로 쓰던 글")
    desk.room.entered({"phone": "01077778888"})
    await until(lambda: desk.written.typed == "01077778888" and desk.line.recallable)
    desk.line.recall.click()
    await until(lambda: "Taken back" in desk.line.said and not desk.room._tasks.active)
    desk.room.presenter.open_new()
    await until(lambda: desk.room.presenter.writing.subject == NEW and not desk.room._tasks.active)
    assert desk.written.body == "새로 쓰던 글"


async def test_what_colleagues_send_costs_the_line_of_ones_own_text_nothing(opened: Opener) -> None:
    desk = await opened()
    desk.write()
    desk.address("01012345678")
    await desk.send()
    await until(lambda: "Processing" in desk.line.said and not desk.room._tasks.active)
    cache, asked = desk.services.workplace.cache, []
    read = cache.read

    async def noted(question: Any, *arguments: Any) -> Any:
        asked.append(question.__name__)
        return await read(question, *arguments)

    cache.read = noted  # type: ignore[method-assign]
    desk.services.bus.publish(ChangeSet(ids={Entity.SMS_MESSAGE: frozenset({new_id()})}))
    own = frozenset(one.id for one in desk.room.presenter.line.sent.accepted.messages)
    await until(lambda: not desk.room._tasks.active)
    assert "of_request" not in asked
    desk.services.bus.publish(ChangeSet(ids={Entity.SMS_MESSAGE: own}))
    await until(lambda: "of_request" in asked)


async def test_rows_a_filter_hid_are_said_since_they_are_taken_too(opened: Opener, tmp_path: Path) -> None:
    desk = await opened()
    book = Workbook()
    assert book.active is not None
    for row in (("이름", "전화"), ("김", "01011110001"), ("이", "01011110002")):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "b.xlsx")
    desk.room.presenter.importing.read(tmp_path / "b.xlsx")
    await until(lambda: desk.room.presenter.writing.to.count == 2)
    assert "1 hidden in the sheet" in desk.form.recipients._rows.text()


def test_only_those_columns_of_a_sheet_leave_the_machine_that_the_text_asks_for() -> None:
    values = {"이름": "김하나", "주소": "서울", "메모": "환불 요구"}
    to = Addressees((Recipient(phone="01012345678", values=values),))
    (one,) = request_of(WrittenText(body="##이름##님", subject="##주소##"), to).recipients
    assert one.values == {"이름": "김하나"}
    long = WrittenText(type=TextType.MMS, body="##이름##님", subject="##주소##")
    (one,) = request_of(long, to).recipients
    assert one.values == {"이름": "김하나", "주소": "서울"}


def test_a_text_that_goes_to_another_service_leaves_what_is_the_first_ones() -> None:
    about = WrittenText(
        service_id="a",
        body="안내",
        typed="01012345678",
        template_id=new_id(),
        image_ids=(new_id(),),
        callback_id=new_id(),
        unless_completed=True,
    )
    assert in_service(about, "b") == WrittenText(service_id="b", body="안내", typed="01012345678")
