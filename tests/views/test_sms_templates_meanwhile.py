"""What comes while somebody is at a template: if these fail, it takes away what they typed or added."""

from pathlib import Path

from occ_contract.ids import new_id
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from support.catalogue import jpeg
from support.relay import relay
from support.server_thread import ServerThread
from support.waiting import until
from views.template_room import Opener, Templates
from views.template_room import opened as opened


async def test_a_number_that_was_chosen_stays_when_the_numbers_are_told_anew(opened: Opener) -> None:
    at = await opened()
    await at.open("환불 완료")
    at.form.number.setCurrentIndex(0)
    at.form.number.activated.emit(0)
    at.services.bus.publish(ChangeSet(ids={Entity.SMS_SENDER: frozenset({new_id()})}))
    await at.at_rest()
    assert at.form.written.sender is None
    at.room.closed()


async def test_what_is_to_be_decided_stays_in_place_while_other_templates_change(opened: Opener) -> None:
    at = await opened()
    await at.open("출고 예정 안내")
    at.type_body("내가 쓴 말")
    at.change("출고 예정 안내", body="동료가 쓴 말")
    await until(lambda: at.room.view.template.card is not None)
    card = at.room.view.template.card
    at.change("환불 완료", enabled=False)
    await until(lambda: not at.line("환불 완료").live)
    assert at.room.view.template.card is card
    at.room.closed()


async def test_a_picture_on_its_way_waits_with_its_template_while_one_stands_on_a_category(
    opened: Opener, tmp_path: Path
) -> None:
    at = await opened()
    await _drop(at, tmp_path)
    at.point_at("교환·반품")
    await at.at_rest()
    await at.open("환불 완료")
    assert len(at.presenter.template.pictures.ids) == 1
    at.room.closed()


async def test_a_picture_on_its_way_is_there_for_who_comes_back_before_it(
    opened: Opener, tmp_path: Path, server: ServerThread
) -> None:
    with relay(server.url) as wire:
        at = await opened(url=wire.url)
        wire.holds = b"POST /v1/sms/images"
        await _drop(at, tmp_path)
        await until(lambda: wire.held)
        await at.open("파손 접수")
        await at.open("환불 완료")
        assert at.presenter.template.pictures.waiting, "one sees that it is still to come"
        wire.let_go()
        await until(lambda: len(at.presenter.template.pictures.ids) == 1)
        assert at.presenter.template.changed
        at.room.closed()


async def test_what_is_typed_into_a_category_after_the_press_waits_for_who_goes_meanwhile(
    opened: Opener, server: ServerThread
) -> None:
    with relay(server.url) as wire:
        at = await opened(url=wire.url)
        wire.holds = b"PATCH /v1/sms/categories/"
        at.point_at("배송")
        category = at.line("배송").id
        _rename(at, "배송·출고")
        at.room.view.category.save.click()
        await until(lambda: wire.held)
        _rename(at, "배송·출고·분실")
        at.point_at("교환·반품")
        wire.let_go()
        await until(lambda: "배송·출고" in at.names)
        await at.at_rest()
        tree = at.room.view.panel.tree
        tree.setCurrentIndex(tree.lines.index_of(category))
        await until(lambda: at.room.view.category.name.text() == "배송·출고·분실")
        at.room.closed()


async def test_a_category_that_was_deleted_meanwhile_is_not_gone_on_with_as_a_template(
    opened: Opener,
) -> None:
    at = await opened()
    at.point_at("교환·반품")
    gone = at.line("교환·반품").id
    _rename(at, "교환")
    at.point_at("배송")
    assert gone in at.presenter.unsaved.subjects
    owned = at.catalogue
    assert owned is not None
    at.server.run(lambda _centre: owned.ask("DELETE", f"categories/{gone}"))
    await until(lambda: "교환·반품" not in at.names)
    assert not at.room.view.panel._begun.isVisible()
    at.room.closed()


async def _drop(at: Templates, folder: Path) -> None:
    """Give the template 환불 완료 a picture."""
    await at.open("환불 완료")
    at.form.text.long_text_asked.emit()
    file = folder / "약도.jpg"
    file.write_bytes(jpeg())
    at.form.pictures.files_dropped.emit([file])


def _rename(at: Templates, name: str) -> None:
    field = at.room.view.category.name
    field.setText(name)
    field.textEdited.emit(name)
