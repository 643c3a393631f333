"""What is typed into a template: if these fail, it is lost, or laid over what a colleague wrote."""

from pathlib import Path
from typing import Any

from occ_contract.people import Permission, Role
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.views.sms_templates.room import SmsTemplatesRoom
from occ_desktop.views.sms_templates.wording import MINE, THEIRS
from support.catalogue import jpeg
from support.centre import Centre
from support.server_thread import ServerThread
from support.waiting import eventually, until
from views.conftest import StandInFrame
from views.template_room import Opener, Templates, open_room
from views.template_room import opened as opened


async def test_two_who_edit_one_template_see_both_texts_and_neither_is_laid_over(opened: Opener) -> None:
    at = await opened()
    await at.open("출고 예정 안내")
    at.type_body("내가 쓴 말")
    at.change("출고 예정 안내", body="동료가 쓴 말")
    await until(lambda: at.room.view.template.card is not None)
    assert at.card_says("동료가 쓴 말")
    assert at.form.text.body == "내가 쓴 말"
    at.room.view.template.save.click()
    await at.at_rest()
    assert at.at_server("출고 예정 안내")["body"] == "동료가 쓴 말"
    at.room.view.template.decided.emit(MINE)
    await until(lambda: at.at_server("출고 예정 안내")["body"] == "내가 쓴 말")
    await until(lambda: not at.presenter.template.changed)
    assert at.room.view.template.card is None


async def test_taking_the_colleagues_text_leaves_nothing_of_mine_to_save(opened: Opener) -> None:
    at = await opened()
    await at.open("출고 예정 안내")
    at.type_body("내가 쓴 말")
    at.change("출고 예정 안내", body="동료가 쓴 말", name="출고 안내")
    await until(lambda: at.room.view.template.card is not None)
    at.room.view.template.decided.emit(THEIRS)
    assert (at.form.text.body, at.form.name.text()) == ("동료가 쓴 말", "출고 안내")
    assert not at.presenter.template.changed
    assert not at.presenter.unsaved.subjects


async def test_a_form_nobody_typed_into_follows_a_colleagues_change(opened: Opener) -> None:
    at = await opened()
    await at.open("출고 예정 안내")
    at.change("출고 예정 안내", body="새로 고친 말", enabled=False)
    await until(lambda: at.form.text.body == "새로 고친 말")
    assert not at.form.enabled.isChecked()
    assert at.room.view.template.card is None


async def test_what_is_typed_for_a_template_that_was_deleted_can_become_a_new_one(opened: Opener) -> None:
    at = await opened()
    await at.open("환불 완료")
    at.type_body("정성껏 쓴 말")
    owned, gone = at.catalogue, at.line("환불 완료").id
    assert owned is not None
    at.server.run(lambda _centre: owned.ask("POST", "templates/delete", {"template_ids": [gone]}))
    await until(lambda: at.room.view.template.card is not None)
    at.room.view.template.card.action_triggered.emit("anew")
    await until(lambda: "환불 완료" in at.names)
    assert at.at_server("환불 완료")["body"] == "정성껏 쓴 말"
    assert at.at_server("환불 완료")["id"] != gone
    assert not at.presenter.unsaved.subjects


async def test_what_was_typed_is_there_after_going_elsewhere_and_is_marked_in_the_tree(
    opened: Opener, tasks: TaskOwner, frame: StandInFrame
) -> None:
    at = await opened()
    await at.open("출고 예정 안내")
    at.type_body("반쯤 쓴 말")
    await at.open("환불 완료")
    assert at.line("출고 예정 안내").drafted
    at.room.presenter.make_template()
    await until(at.room.view.template.isEnabled)
    assert at.form.name.hasFocus(), "what is typed next would be lost"
    at.type_name("새로 쓰던 것")
    at.room.closed()
    await at.services.drafts.settled()
    again = await open_room(at.services, at.server, tasks, frame, at.catalogue)
    await again.open("출고 예정 안내")
    assert again.form.text.body == "반쯤 쓴 말"
    again.room.view.panel.resume_wanted.emit()
    await until(lambda: again.form.name.text() == "새로 쓰던 것")
    again.room.closed()
    again.room.deleteLater()


async def test_offline_everything_can_be_read_saving_says_why_not_and_the_text_stays(opened: Opener) -> None:
    at = await opened()
    await at.go_offline()
    await at.open("배송 지연 사과")
    at.type_body("늦어져 죄송합니다")
    at.room.view.template.save.click()
    await until(lambda: at.room.view.template.trouble)
    assert at.form.text.body == "늦어져 죄송합니다"
    at.presenter.read()
    await at.at_rest()
    assert at.room.view.template.trouble  # said until the person goes on, whatever is read meanwhile
    at.point_at("환불 완료")
    await at.open("배송 지연 사과")
    assert at.form.text.body == "늦어져 죄송합니다"
    at.room.closed()


async def test_who_may_not_keep_templates_reads_them_in_a_service_and_is_told(
    opened: Opener, server: ServerThread
) -> None:
    at = await opened()
    await at.open("출고 예정 안내")
    at.type_body("권한이 없어지기 전")
    server.run(lambda c: c.world.grant(c.boss.id, c.service, Role.AGENT, (Permission.PHONE,)))
    await until(lambda: not at.presenter.keeps)
    assert not at.room.view.template.save.isVisible()
    assert at.form.name.isReadOnly()
    assert at.room.view.panel._note.text()
    assert not at.room.view.panel.tree.lines.checkable
    assert at.presenter.unsaved.subjects  # should the right come back, so does the text
    at.room.closed()


async def test_behind_another_room_nothing_is_read_and_what_changed_shows_on_coming_back(
    opened: Opener,
) -> None:
    at = await opened()
    await at.open("환불 완료")
    at.type_body("쓰다가 다른 화면으로")
    at.room.left()
    await at.at_rest()
    assert at.presenter.unsaved.subjects  # kept before anything else can happen to it
    reads: list[str] = []
    tree = at.services.texting.templates.tree

    async def counted(service_id: str) -> Any:
        reads.append(service_id)
        return await tree(service_id)

    at.services.texting.templates.tree = counted  # type: ignore[method-assign]
    at.change("배송 지연 사과", name="지연 사과")
    template = at.line("배송 지연 사과").id
    await until_named(at, template, "지연 사과")
    assert reads == []
    at.room.entered({})
    await until(lambda: "지연 사과" in at.names)
    assert at.form.text.body == "쓰다가 다른 화면으로"
    at.room.closed()


async def until_named(at: Templates, template_id: str, name: str) -> None:
    """Wait until the cache has a template under this name."""

    async def named() -> bool:
        found = await at.services.texting.templates.template(template_id)
        return found is not None and found.name == name

    await eventually(named)


async def test_a_service_one_only_sends_in_is_there_to_be_looked_at_and_what_was_typed_waits(
    opened: Opener, server: ServerThread, tasks: TaskOwner, frame: StandInFrame
) -> None:
    async def second(centre: Centre) -> str:
        service = await centre.world.service("둘째몰")
        await centre.world.grant(centre.boss.id, service, Role.AGENT, (Permission.PHONE,))
        return service

    other = server.run(second)
    at = await opened()
    first = at.presenter.service
    assert at.presenter.keeps
    await at.open("환불 완료")
    at.type_body("쓰던 말")
    at.room.view.panel.service_chosen.emit(other)
    await until(lambda: at.names == [] and at.presenter.read_once)
    assert not at.presenter.keeps
    assert at.room.view.overlay.shown is not None
    assert not at.room.view.overlay.shown.actions  # nothing is offered that would be refused
    at.room.view.panel.service_chosen.emit(first)
    await until(lambda: at.names)
    await at.open("환불 완료")
    assert at.form.text.body == "쓰던 말"
    carried = at.room.carried()
    at.room.closed()
    again = SmsTemplatesRoom(at.services, tasks, frame)  # the window in another language
    again.resume(carried)
    again.entered({})
    await until(lambda: again.view.template.isEnabled() and again.presenter.template.subject)
    assert again.view.template.form.text.body == "쓰던 말"
    again.closed()
    again.deleteLater()


async def test_a_picture_still_on_its_way_waits_with_the_template_it_was_given_to(
    opened: Opener, tmp_path: Path
) -> None:
    at = await opened()
    await at.open("환불 완료")
    at.form.text.long_text_asked.emit()
    file = tmp_path / "약도.jpg"
    file.write_bytes(jpeg())
    at.form.pictures.files_dropped.emit([file])
    await at.open("파손 접수")  # before it is there
    await at.at_rest()
    assert at.form.pictures.pictures == ()
    await at.open("환불 완료")
    assert len(at.presenter.template.pictures.ids) == 1
    at.room.closed()
