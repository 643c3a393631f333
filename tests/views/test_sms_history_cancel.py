"""If these fail, a text goes out that somebody stopped, or one is said to be stopped that went."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from occ_contract.sms import MessageStatus
from support.clients import DeskClock
from support.waiting import until
from views.conftest import StandInFrame
from views.text_history import Open, TextingServer, answer, detail_of, look_at, messages_of, question, text_at
from views.text_history import open_room as open_room
from views.text_history import texts as texts


async def test_a_cancelled_reservation_reads_cancelled_and_is_never_handed_over(
    texts: TextingServer, open_room: Open, frame: StandInFrame
) -> None:
    texts.reserved()
    room = await open_room("ann", 1)
    room.view.table.go_to(0)
    await until(lambda: "cancel" in [hint.label for hint in frame.keys])
    QTest.keyClick(room, Qt.Key.Key_Delete)
    await answer("Cancel this recipient")
    await until(lambda: text_at(room, 0, "status") == "Cancelled")
    assert text_at(room, 0, "result").endswith("by 이상담")
    texts.pass_time(7200)
    assert texts.ledger.calls == []
    assert "cancel" not in [hint.label for hint in frame.keys]


async def test_nothing_is_cancelled_when_the_question_is_closed(
    texts: TextingServer, open_room: Open
) -> None:
    texts.reserved()
    room = await open_room("ann", 1)
    room.view.table.go_to(0)
    room.in_hand.cancel()
    await until(question)
    asked = question()
    assert asked is not None
    QTest.keyClick(asked, Qt.Key.Key_Return)  # whoever presses Enter without reading does no harm
    await until(lambda: question() is None)
    assert [one.status for one in messages_of(room)] == [MessageStatus.PROCESSING]
    texts.pass_time(3700)
    assert len(texts.ledger.calls) == 1


async def test_a_single_text_is_recalled_at_once_while_its_seconds_run(
    texts: TextingServer, open_room: Open, clock: DeskClock
) -> None:
    texts.send()
    room = await open_room("ann", 1)
    assert text_at(room, 0, "result") == "Can be recalled for 10 s"
    clock.move(4)
    room.standing.tick()
    assert text_at(room, 0, "result") == "Can be recalled for 6 s"
    room.view.table.go_to(0)
    room.in_hand.cancel()
    assert question() is None
    await until(lambda: look_at(room, 0) == "sms.cancelled")
    texts.pass_time(60)
    assert texts.ledger.calls == []


async def test_the_detail_counts_the_seconds_down_and_recalls(
    texts: TextingServer, open_room: Open, clock: DeskClock
) -> None:
    texts.send()
    room = await open_room("ann", 1)
    detail = await detail_of(room)
    assert detail.view.cancel.text() == "Recall (10 s)"
    clock.move(3)
    detail.tick()
    assert detail.view.cancel.text() == "Recall (7 s)"
    detail.view.cancel.click()
    await until(lambda: detail.view.note.text().startswith("Recalled"))
    await until(lambda: not detail.view.cancel.isVisible())
    texts.pass_time(60)
    assert texts.ledger.calls == []


async def test_the_rest_of_a_request_under_way_is_stopped_and_the_split_is_honest(
    texts: TextingServer, open_room: Open
) -> None:
    count = 24
    template = {"body": "##이름##님", "type": "sms"}
    people = [{"phone": f"0101234{n:04d}", "values": {"이름": f"손님{n}"}} for n in range(count)]
    texts.hold_the_carrier()
    texts.send(to=people, **template)
    texts.wait_for_calls()
    room = await open_room("ann", count)
    detail = await detail_of(room)
    handed = len(texts.ledger.calls)
    assert 0 < handed < count
    await until(lambda: detail.view.rest.text() == f"Stop the rest ({count - handed})")
    detail.view.rest.click()
    await until(lambda: detail.view.note.text() == f"{handed} handed over, {count - handed} stopped.")
    texts.let_the_carrier_go()
    texts.pass_time(60)
    assert len(texts.ledger.calls) == handed
    stopped = {MessageStatus.CANCELLED: count - handed}
    await until(lambda: Counter(one.status for one in messages_of(room)) >= Counter(stopped))


async def test_who_presses_too_late_is_told_so(texts: TextingServer, open_room: Open) -> None:
    texts.reserved()
    room = await open_room("ann", 1)
    detail = await detail_of(room)
    texts.pass_time_of_the_server(3700)  # and the desk had no turn to hear of it
    detail.view.cancel.click()
    await until(lambda: "handed over to the carrier already" in detail.view.note.text())
    assert len(texts.ledger.calls) == 1


async def test_a_held_text_says_why_and_since_when_and_goes_once_it_is_released(
    texts: TextingServer, open_room: Open
) -> None:
    template = texts.do(lambda its: its.template(name="출고 안내"))
    texts.reserved(template_id=template)
    texts.do(lambda its: its.disable_category(template))
    texts.pass_time(3700)
    room = await open_room("ann", 1)
    assert look_at(room, 0) == "sms.held"
    assert text_at(room, 0, "result").startswith("Held: the category was switched off · since ")
    detail = await detail_of(room)
    assert "not sent unless somebody releases it" in detail.view.timeline.rows[1].detail.text()
    assert texts.ledger.calls == []
    detail.view.release.click()
    await until(lambda: detail.view.note.text().startswith("Released"))
    texts.pass_time(11)
    await until(lambda: look_at(room, 0) == "sms.processing")
    assert len(texts.ledger.calls) == 1
    await until(lambda: not detail.view.release.isVisible())
