"""If these fail, somebody cannot find a text, believes of one what is not so, or cannot stop it in time."""

import asyncio
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import Connection, delete

from occ_contract.sms import CarrierTrouble, MessageStatus
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import CacheFailure
from occ_desktop.domain.message_filters import HistoryConditions
from occ_desktop.store.schema_texting import sms_messages
from occ_desktop.ui.download_job import DownloadJob
from occ_desktop.ui.frame import Place
from occ_desktop.views.sms_history.room import SmsHistoryRoom
from occ_server.sms.carriers.protocol import NotTaken
from support.catalogue import jpeg
from support.centre import Centre
from support.clients import DeskClock
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import StandInFrame
from views.text_history import Open, TextingServer, detail_of, look_at, messages_of, question, text_at
from views.text_history import open_room as open_room
from views.text_history import texts as texts


async def test_results_arrive_where_the_person_looks(texts: TextingServer, open_room: Open) -> None:
    sent = texts.send(to=["01012345678", "01087654321"])
    room = await open_room("ann", 2)
    await until(lambda: room.view.summary.figures[0]._count == 2)
    texts.pass_time(11)
    first, second = (message["id"] for message in sent["messages"])
    texts.deliver(first)
    texts.deliver(second, delivered=False)
    await until(lambda: {m.status for m in messages_of(room)} == {MessageStatus.DONE, MessageStatus.FAILED})
    said = {text_at(room, place, "recipient"): text_at(room, place, "result") for place in range(2)}
    assert said == {"010-1234-5678": "Delivered", "010-8765-4321": "Nobody has this number"}
    await until(lambda: [figure._count for figure in room.view.summary.figures] == [0, 1, 1, 0])


async def test_an_agent_sees_own_texts_and_a_supervisor_those_of_the_service(
    texts: TextingServer, open_room: Open
) -> None:
    texts.send("ann", to=["01012345678"])
    texts.send("ben", to=["01087654321"])
    room = await open_room("ann", 1)
    assert text_at(room, 0, "agent") == "이상담"
    assert room.view.bar.agents.locked
    assert room.view.bar.agents.value_text == "이상담"
    room.closed()


async def test_a_supervisor_sees_those_of_the_service(texts: TextingServer, open_room: Open) -> None:
    texts.send("ann", to=["01012345678"])
    texts.send("ben", to=["01087654321"])
    room = await open_room("boss", 2)
    assert not room.view.bar.agents.locked
    assert {text_at(room, place, "agent") for place in range(2)} == {"이상담", "박상담"}


async def test_each_of_the_eight_conditions_finds_what_it_says(
    texts: TextingServer, open_room: Open, clock: DeskClock
) -> None:
    template = texts.do(lambda its: its.template(name="출고 안내"))
    first = texts.send("ann", to=["01012345678"], template_id=template)
    texts.send("ben", to=["01087654321"], type="mms", subject="안내")
    texts.reserved(to=["01055556666"])
    texts.pass_time(11)
    texts.deliver(first["messages"][0]["id"])
    room = await open_room("boss", 3)
    bar, rows = room.view.bar, room.model
    await until(lambda: room.background.templates and bar.senders._choices)
    ben = next(one.agent_id for one in messages_of(room) if one.recipient == "01087654321")
    for chip, value, numbers in (
        (bar.kind, "reserved", {"01055556666"}),
        (bar.type, "mms", {"01087654321"}),
        (bar.statuses, "done", {"01012345678"}),
        (bar.templates, template, {"01012345678"}),
        (bar.agents, ben, {"01087654321"}),
        (bar.senders, "0215881234", {"01012345678", "01087654321", "01055556666"}),
    ):
        chip._change(frozenset({value}))
        await until(lambda wanted=numbers: {m.recipient for m in messages_of(room)} == wanted and rows.total)
        bar.reset.click()
        await until(lambda: room.model.total == 3)
    bar.recipient._edit.setText("010-1234")
    bar.recipient._tell()
    await until(lambda: [m.recipient for m in messages_of(room)] == ["01012345678"])
    bar.reset.click()
    await until(lambda: room.model.total == 3)
    bar.period._change(bar.period.value.__class__("yesterday"))
    await until(lambda: room.view.table.overlay.shown is not None)
    shown = room.view.table.overlay.shown
    assert shown is not None
    assert "there are 3" in " ".join(shown.sentences)
    room.view.table.overlay.action_triggered.emit(shown.actions[-1].id)
    await until(lambda: room.model.total == 3)


async def test_a_press_on_a_figure_shows_that_status_alone_and_another_all_again(
    texts: TextingServer, open_room: Open
) -> None:
    sent = texts.send(to=["01012345678", "01087654321"])
    texts.pass_time(11)
    texts.deliver(sent["messages"][0]["id"], delivered=False)
    room = await open_room("ann", 2)
    failed = room.view.summary.figures[2]
    await until(lambda: failed._count == 1)
    failed.click()
    await until(lambda: [m.status for m in messages_of(room)] == [MessageStatus.FAILED])
    assert [figure.isChecked() for figure in room.view.summary.figures] == [False, False, True, False]
    await until(lambda: room.view.summary.figures[0]._count == 1)
    failed.click()
    await until(lambda: room.model.total == 2)


async def test_who_never_sent_a_text_is_told_what_comes_here(
    texts: TextingServer, open_room: Open, frame: StandInFrame
) -> None:
    frame.elsewhere.add(Place.SMS_SENDING)
    room = await open_room("ann", 0)
    overlay = room.view.table.overlay
    await until(lambda: overlay.shown is not None)
    assert overlay.shown is not None
    assert overlay.shown.title == "You have not sent a text yet"
    overlay.action_triggered.emit(overlay.shown.actions[0].id)
    assert frame.targets[-1].place is Place.SMS_SENDING
    texts.send()
    await until(lambda: room.model.total == 1 and overlay.shown is None)


async def test_who_finds_nothing_is_told_what_was_searched_and_led_to_what_there_is(
    texts: TextingServer, open_room: Open
) -> None:
    texts.send()
    room = await open_room("ann", 1)
    overlay = room.view.table.overlay
    room.presenter.search(HistoryConditions(recipient="99999"))
    await until(lambda: overlay.shown is not None)
    assert overlay.shown.title == "No text matches the conditions"
    assert overlay.shown.sentences[0] == "Searched: 7 days · recipient with “99999”."
    overlay.action_triggered.emit(overlay.shown.actions[0].id)
    await until(lambda: room.model.total == 1 and overlay.shown is None)


async def test_rows_that_cannot_be_read_are_no_empty_history(texts: TextingServer, open_room: Open) -> None:
    room = await open_room("ann", 0)
    overlay = room.view.table.overlay
    await until(lambda: overlay.shown is not None)
    room.model.failed.emit(CacheFailure("no_descriptors"))
    assert overlay.shown.title == "The list could not be read"
    texts.send()
    await until(lambda: room.model.total == 1 and overlay.shown is None)


async def test_a_text_whose_hand_over_is_unclear_says_that_it_is_not_sent_again(
    texts: TextingServer, open_room: Open
) -> None:
    texts.ledger.loses_answers = texts.ledger.lists_lag = True
    texts.send()
    texts.pass_time(11)
    room = await open_room("ann", 1)
    assert text_at(room, 0, "status") == "Processing"
    assert look_at(room, 0) == "sms.checking"
    assert text_at(room, 0, "result") == "Checking the outcome, not sent again"
    detail = await detail_of(room)
    said = detail.view.timeline.rows[2]
    assert "not sent a second time" in said.detail.text()
    assert not detail.view.cancel.isVisible()
    texts.ledger.loses_answers = texts.ledger.lists_lag = False
    texts.pass_time(120)
    await until(lambda: look_at(room, 0) == "sms.processing")
    assert set(texts.ledger.counts.values()) == {1}


async def test_the_texts_of_one_request_alone_are_shown_to_who_comes_for_them(
    texts: TextingServer, open_room: Open
) -> None:
    texts.send(to=["01011111111"])
    wanted = texts.send(to=["01022222222", "01033333333"])
    room = await open_room("ann", 2, request=wanted["id"])
    assert {one.request_id for one in messages_of(room)} == {wanted["id"]}
    assert room.view.bar.request.isVisible()
    room.view.bar.request.cleared.emit()
    await until(lambda: room.model.total == 3)
    assert not room.view.bar.request.isVisible()


async def test_a_text_a_notice_names_is_opened_though_the_search_does_not_find_it(
    texts: TextingServer, open_room: Open
) -> None:
    old = texts.send(to=["01011111111"])["messages"][0]["id"]
    room = await open_room("ann", 1)
    room.view.summary.status_chosen.emit(MessageStatus.FAILED)
    await until(lambda: room.model.total == 0)
    room.entered({"message": old})
    await until(lambda: room.in_hand.detail is not None and room.model.total == 1)
    assert room.view.table.current_id == old


async def test_who_is_cut_off_reads_the_history_and_is_told_of_when_it_is(
    texts: TextingServer, open_room: Open, server: ServerThread
) -> None:
    texts.reserved()
    room = await open_room("ann", 1)
    server.stop()
    await until(lambda: "Offline: as of" in room.view.summary.note.text())
    detail = await detail_of(room)
    await until(lambda: not detail.view.cancel.isEnabled())
    assert detail.view.cancel.isVisible()
    assert detail.view.note.text() == "Offline: this needs the server."
    assert detail.view.number.text() == "010-1234-5678"
    detail.reject()
    await until(lambda: room.in_hand.detail is None)
    room.in_hand.cancel()  # nothing is asked that could not be done
    assert question() is None
    assert room.view.notice.accessibleName() == "Offline: this needs the server."


async def test_trouble_of_the_carrier_stands_over_the_history_until_it_ends(
    texts: TextingServer, open_room: Open
) -> None:
    texts.ledger.down = NotTaken(CarrierTrouble.DOWN, "refused")
    texts.send()
    texts.pass_time(11)
    room = await open_room("ann", 1)
    await until(room.view.banner.isVisible)
    assert "cannot be reached" in room.view.banner.troubles[0].title
    assert "1 waiting" in room.view.banner.troubles[0].aside
    assert "cannot be reached · since" in text_at(room, 0, "result")
    texts.ledger.down = None
    texts.pass_time(120)
    await until(lambda: not room.view.banner.isVisible())


async def test_a_press_on_the_recipient_opens_the_text_and_one_beside_it_does_not(
    texts: TextingServer, open_room: Open
) -> None:
    texts.send(to=["01011111111"])
    room = await open_room("ann", 1)
    table = room.view.table
    for column, opens in (("template", False), ("recipient", True)):
        number = next(n for n, one in enumerate(room.model.columns) if one.id == column)
        at = table.visualRect(room.model.index(0, number)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert (room.in_hand.detail is not None) is opens, column
    detail = room.in_hand.detail
    assert detail is not None
    await until(detail.isVisible)
    detail.reject()
    await until(lambda: room.in_hand.detail is None)


async def test_the_arrows_walk_the_list_under_the_detail(texts: TextingServer, open_room: Open) -> None:
    texts.send(to=["01011111111", "01022222222"])
    room = await open_room("ann", 2)
    detail = await detail_of(room, 0)
    first, second = messages_of(room)
    QTest.keyClick(detail.view.close_button, Qt.Key.Key_Down)
    assert detail.message is not None
    assert detail.message.id == second.id == room.view.table.current_id
    QTest.keyClick(detail, Qt.Key.Key_Up)
    assert detail.message.id == first.id
    QTest.keyClick(detail, Qt.Key.Key_Escape)
    await until(lambda: room.in_hand.detail is None)


async def test_a_text_that_leaves_ones_view_does_not_close_the_one_in_hand_by_now(
    texts: TextingServer, open_room: Open
) -> None:
    texts.send(to=["01011111111", "01022222222"])
    room = await open_room("ann", 2)
    detail = await detail_of(room, 0)
    first, second = messages_of(room)

    await _leaves(room, first.id)
    QTest.keyClick(detail, Qt.Key.Key_Down)
    await until(lambda: not detail._tasks.active)
    assert room.in_hand.detail is detail
    assert detail.message is not None
    assert detail.message.id == second.id
    await _leaves(room, second.id)
    await until(lambda: room.in_hand.detail is None)


async def _leaves(room: SmsHistoryRoom, message_id: str) -> None:
    """Have a text be this person's to see no more."""

    def leave(conn: Connection) -> None:
        conn.execute(delete(sms_messages).where(sms_messages.c.id == message_id))

    await room._services.workplace.cache.write(leave)
    room._services.bus.publish(ChangeSet(gone={Entity.SMS_MESSAGE: frozenset({message_id})}))


async def test_the_detail_shows_the_way_and_the_pictures_of_a_long_text(
    texts: TextingServer, open_room: Open, server: ServerThread
) -> None:
    image = server.run(_picture)
    sent = texts.send(type="mms", subject="약도", image_ids=[image])
    texts.pass_time(11)
    texts.deliver(sent["messages"][0]["id"])
    room = await open_room("ann", 1)
    detail = await detail_of(room)
    await until(lambda: detail._pictures)
    assert detail._pictures[0].width() == 40
    titles = [row.title.text() for row in detail.view.timeline.rows]
    begun = ["Registered · 이상담", "Handed over to the carrier", "The carrier took it"]
    assert titles == [*begun, "Sent by the carrier", "Done"]
    assert detail.view.timeline.rows[-1].detail.text() == "Delivered (carrier's code 1000)"


async def test_every_text_of_the_search_is_saved_in_words(
    texts: TextingServer, open_room: Open, tmp_path: Path
) -> None:
    sent = texts.send(to=["01011111111", "01022222222"])
    texts.pass_time(11)
    texts.deliver(sent["messages"][0]["id"], delivered=False)
    room = await open_room("ann", 2)
    jobs: list[DownloadJob] = []
    room._download = lambda job, _parent: jobs.append(job)
    await until(lambda: "Failed" in {text_at(room, place, "status") for place in range(2)})
    QTest.keyClick(room, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    path = tmp_path / "texts.xlsx"
    outcome = await jobs[0].run(path, "report", lambda _done, _total: None, asyncio.Event())
    assert outcome.rows == 2
    rows = list(openpyxl.load_workbook(path).active.values)
    head = list(rows[0])
    by_number = {row[head.index("Recipient")]: dict(zip(head, row, strict=True)) for row in rows[1:]}
    failed = by_number["010-1111-1111"]
    assert (failed["Status"], failed["Result"], failed["Carrier's code"]) == (
        "Failed",
        "Nobody has this number",
        "3001",
    )
    assert by_number["010-2222-2222"]["Result"] == "With the carrier"
    assert failed["Text"] == "안녕하세요"


async def _picture(centre: Centre) -> str:
    answer = await centre.client.post(
        "/v1/sms/images",
        params={"service_id": centre.service, "name": "약도.jpg"},
        content=jpeg(),
        headers=centre.ann.headers | {"Content-Type": "image/jpeg"},
    )
    return str(answer.json()["id"])
