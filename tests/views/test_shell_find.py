"""The find box: if these fail, an agent with a customer on the line cannot find their callback."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from occ_desktop.domain.filters import CallbackFilter
from occ_desktop.ui.frame import Place
from occ_desktop.views.shell.find_panel import FindPanel
from occ_desktop.views.shell.find_presenter import conditions_of
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import Open
from views.shell_world import Shell


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", None),
        ("   ", None),
        ("01", None),
        ("010-1234", CallbackFilter(phone="0101234")),
        ("5678", CallbackFilter(phone="5678")),
        ("박미경", CallbackFilter(text="박미경")),
        (" 배송  문의 ", CallbackFilter(text="배송 문의")),
        ("주문 123", CallbackFilter(text="주문 123")),
    ],
)
def test_digits_mean_a_number_and_letters_mean_words(typed: str, wanted: CallbackFilter | None) -> None:
    assert conditions_of(typed) == wanted


async def typed_into(shell: Shell, text: str) -> FindPanel:
    shell.window.find_box.open()
    content = shell.window.find_box.content
    assert content is not None
    QTest.keyClicks(content.input, text) if text.isascii() else content.input.setText(text)
    content.edited.emit(text)
    return content


async def test_part_of_a_number_finds_the_callback_and_enter_opens_it(
    open_as: Open, server: ServerThread
) -> None:
    wanted = server.run(lambda centre: centre.received(phone="01055667788", name="박미경"))
    server.run(lambda centre: centre.waiting(3))
    shell = await open_as("boss")
    content = await typed_into(shell, "6677")
    await until(lambda: content.hits.count() == 1)
    QTest.keyClick(content.input, Qt.Key.Key_Return)
    assert shell.room(Place.CALLBACK_LIST).told[-1] == ("entered", {"id": wanted})
    assert shell.window.find_box.content is None


async def test_a_name_finds_all_of_that_customer_and_leads_to_the_whole_list(
    open_as: Open, server: ServerThread
) -> None:
    server.run(lambda centre: centre.waiting(10, name="박미경"))
    shell = await open_as("boss")
    content = await typed_into(shell, "미경")
    await until(lambda: content.hits.count() == 8)
    content.all_chosen.emit(content.input.text())
    assert shell.room(Place.CALLBACK_LIST).told[-1] == ("entered", {"search": "미경"})


async def test_nothing_found_says_so_and_what_was_typed_stays(open_as: Open) -> None:
    shell = await open_as("boss")
    content = await typed_into(shell, "99999")
    await until(lambda: "99999" in content.note)
    assert content.input.text() == "99999"


async def test_arrows_choose_among_the_hits(open_as: Open, server: ServerThread) -> None:
    server.run(lambda centre: centre.waiting(3))
    shell = await open_as("boss")
    content = await typed_into(shell, "0000")
    await until(lambda: content.hits.count() == 3)
    QTest.keyClick(content.input, Qt.Key.Key_Down)
    assert content.hits.currentRow() == 1
    QTest.keyClick(content.input, Qt.Key.Key_Up)
    QTest.keyClick(content.input, Qt.Key.Key_Up)
    assert content.hits.currentRow() == 2


async def test_a_room_is_found_by_its_name_and_only_by_who_may_enter_it(open_as: Open) -> None:
    shell = await open_as("boss")
    content = await typed_into(shell, "assign")
    assert [button.text() for button in content.rooms] == ["Go to Assignment", "Go to Cancel assignment"]
    await until(lambda: content.note)
    QTest.keyClick(content.input, Qt.Key.Key_Return)
    assert shell.window.place is Place.ASSIGNMENT


async def test_a_room_without_the_right_to_it_is_not_offered(open_as: Open) -> None:
    shell = await open_as("ann")
    content = await typed_into(shell, "assign")
    assert content.rooms == []


async def test_a_customer_or_a_number_that_is_found_is_sent_a_text(
    open_as: Open, server: ServerThread
) -> None:
    wanted = server.run(lambda centre: centre.received(phone="01055667788", name="박미경"))
    shell = await open_as("boss")
    content = await typed_into(shell, "010-5566-7788")
    await until(lambda: content.hits.count() == 1)
    assert [b.text() for b in content.texts] == ["Send a text to 박미경", "Send a text to 010-5566-7788"]
    content.texts[0].click()
    known = {"phone": "01055667788", "service": server.centre.service, "callback": wanted}
    assert shell.room(Place.SMS_SENDING).told[-1] == ("entered", known)
    content = await typed_into(shell, "010-9999-0000")
    content.texts[0].click()
    assert shell.room(Place.SMS_SENDING).told[-1] == ("entered", {"phone": "01099990000"})


async def test_no_text_is_offered_where_texting_is_off(open_as: Open, server: ServerThread) -> None:
    server.run(lambda centre: centre.world.switch(centre.service, sms_enabled=False))
    shell = await open_as("boss")
    content = await typed_into(shell, "010-9999-0000")
    assert content.texts == []
