"""템플릿 관리: if these fail, a supervisor loses a template they wrote, or lays theirs over a colleague's."""

from pathlib import Path

from PIL import Image
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from occ_contract.sms import TextType
from support.catalogue import jpeg
from support.waiting import until
from views.template_room import Opener, answer
from views.template_room import opened as opened


async def test_the_first_template_is_reached_from_an_empty_service_by_what_the_room_offers(
    opened: Opener,
) -> None:
    at = await opened(filled=False)
    view = at.room.view
    assert view.overlay.shown is not None
    view.overlay.action_triggered.emit(view.overlay.shown.actions[0].id)
    for name in ("배송", "출고 안내"):
        view.category.name.setText(name)
        view.category.name.textEdited.emit(name)
        view.category.save.click()
        await until(lambda name=name: name in at.names and view.category.title.text() == name)
        view.category.below.click()
    await until(view.template.isEnabled)
    at.type_name("출고 예정")
    at.type_body("##이름## 고객님, 오늘 출고됩니다.")
    view.template.save.click()
    await until(lambda: at.names == ["배송", "출고 안내", "출고 예정"])
    made = at.at_server("출고 예정")
    assert (made["body"], made["type"], made["enabled"]) == ("##이름## 고객님, 오늘 출고됩니다.", "sms", True)
    assert not at.presenter.unsaved.subjects
    assert at.room.view.panel.tree.wanted == made["id"]


async def test_the_tree_counts_and_finds_in_names_and_contents(opened: Opener) -> None:
    at = await opened()
    assert [(line.name, line.count) for line in at.room.view.panel.tree.shown] == [
        ("배송", 3),
        ("교환·반품", 1),
    ]
    at.change("파손 접수", body="사진을 보내 주시면 바로 확인합니다")
    await until(lambda: "사진을" in at.body_of("파손 접수"))
    at.search("사진 확인")
    assert at.names == ["배송", "분실·파손", "파손 접수"]
    at.search("교환")
    assert at.names == ["교환·반품", "환불 안내", "환불 완료"]
    at.search("없는 말")
    assert at.names == []
    assert at.room.view.panel._none.isVisible()


async def test_a_line_moves_by_keyboard_also_into_the_next_category_and_stays_there(opened: Opener) -> None:
    at = await opened()
    tree = at.room.view.panel.tree
    at.point_at("출고 예정 안내")
    for _ in range(2):
        QTest.keyClick(tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert at.siblings("분실·파손") == ["출고 예정 안내", "파손 접수"]
    at.point_at("교환·반품")
    QTest.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    moved = ["교환·반품", "환불 안내", "환불 완료", "배송", "출고·배송 안내", "배송 지연 사과"]
    moved += ["분실·파손", "출고 예정 안내", "파손 접수"]
    assert at.names == moved
    seen: list[list[str]] = []
    at.room.view.panel.tree.lines.modelReset.connect(lambda: seen.append(at.names))
    await until(lambda: at.presenter.order.done_in(at.presenter.tree) and seen)
    assert at.order_at_server() == moved
    assert all(names == moved for names in seen)  # not even for a moment back where they came from


async def test_a_line_let_go_elsewhere_is_there_for_everybody_and_impossible_places_take_none(
    opened: Opener,
) -> None:
    at = await opened()
    lines = at.room.view.panel.tree.lines
    template, first = at.line("환불 완료"), at.line("배송")
    carried = lines.mimeData([lines.index_of(template.id)])
    move, nowhere = Qt.DropAction.MoveAction, QModelIndex()
    assert not lines.canDropMimeData(carried, move, 0, 0, lines.index_of(first.id))
    assert not lines.canDropMimeData(carried, move, 0, 0, nowhere)
    lines.dropMimeData(carried, move, 1, 0, lines.index_of(at.line("출고·배송 안내").id))
    wanted = ["출고 예정 안내", "환불 완료", "배송 지연 사과"]
    assert at.siblings("출고·배송 안내") == wanted
    await until(lambda: at.order_at_server()[2:5] == wanted)


async def test_a_move_the_server_cannot_take_is_put_back_and_says_why(opened: Opener) -> None:
    at = await opened()
    before = at.names
    await at.go_offline()
    at.point_at("배송 지연 사과")
    QTest.keyClick(at.room.view.panel.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert at.names != before
    await until(lambda: at.names == before)
    assert at.room.view.panel.trouble


async def test_what_is_checked_is_counted_before_it_is_deleted(opened: Opener) -> None:
    at = await opened()
    lines = at.room.view.panel.tree.lines
    lines.toggle(lines.index_of(at.line("출고·배송 안내").id))
    at.room.view.panel.delete.click()
    said = await answer(accept=False)
    assert "2" in said
    assert "출고 예정 안내" in said
    assert "출고 예정 안내" in at.names
    await at.at_rest()
    at.room.view.panel.delete.click()
    await answer(accept=True)
    await until(lambda: "출고 예정 안내" not in at.names)
    assert at.siblings("배송") == ["출고·배송 안내", "분실·파손"]
    assert not lines.checked


async def test_a_category_goes_with_all_below_it_after_its_count(opened: Opener) -> None:
    at = await opened()
    at.point_at("배송")
    at.room.view.category.delete.click()
    said = await answer(accept=True)
    assert "3 templates" in said.replace("template(s)", "templates")
    assert "6" in said
    await until(lambda: at.names == ["교환·반품", "환불 안내", "환불 완료"])


async def test_a_category_is_renamed_switched_off_and_hides_what_stands_below(opened: Opener) -> None:
    at = await opened()
    at.point_at("배송")
    page = at.room.view.category
    page.name.setText("배송·출고")
    page.name.textEdited.emit("배송·출고")
    page.enabled.click()
    page.save.click()
    await until(lambda: "배송·출고" in at.names)
    below = at.line("출고 예정 안내")
    assert below.enabled
    assert not below.live
    chosen = await at.services.texting.templates.selectable(at.presenter.service)
    assert [branch.category.name for branch in chosen] == ["교환·반품"]


async def test_a_name_that_is_taken_is_said_at_the_field_and_stays_typed(opened: Opener) -> None:
    at = await opened()
    at.point_at("배송")
    page = at.room.view.category
    page.name.setText("교환·반품")
    page.name.textEdited.emit("교환·반품")
    page.save.click()
    await until(lambda: page.name_field.error)
    assert page.name.text() == "교환·반품"
    at.room.closed()


async def test_everything_wrong_with_a_template_is_said_at_its_field_before_it_is_sent(
    opened: Opener,
) -> None:
    at = await opened()
    await at.open("출고 예정 안내")
    at.type_name("")
    at.type_body("가" * 46)
    at.room.view.template.save.click()
    await until(lambda: at.form.fields["name"].error and at.form.fields["body"].error)
    at.form.text.long_text_asked.emit()
    assert at.form.written.type is TextType.MMS
    at.form.editable.click()
    at.type_name("긴 안내")
    at.room.view.template.save.click()
    await until(lambda: at.form.fields["body"].error)  # a subject nobody else may write either
    assert at.at_server("출고 예정 안내")["type"] == "sms"
    at.room.closed()


async def test_a_sender_number_is_taken_off_and_switches_are_saved(opened: Opener) -> None:
    at = await opened()
    await at.open("환불 완료")
    at.form.number.setCurrentIndex(0)
    at.form.number.activated.emit(0)
    at.form.enabled.click()
    at.form.editable.click()
    at.form.no_answer.click()
    at.room.view.template.save.click()
    await until(lambda: not at.line("환불 완료").enabled)
    saved = at.at_server("환불 완료")
    assert (saved["sender"], saved["enabled"], saved["editable"]) == (None, False, False)
    assert saved["no_answer"]


async def test_a_picture_as_a_camera_makes_it_is_made_fit_and_goes_with_the_template(
    opened: Opener, tmp_path: Path
) -> None:
    at = await opened()
    await at.open("환불 완료")
    at.form.text.long_text_asked.emit()
    large, plain, text = tmp_path / "매장.png", tmp_path / "약도.jpg", tmp_path / "명단.jpg"
    Image.new("RGB", (1600, 1200), "navy").save(large)
    plain.write_bytes(jpeg())
    text.write_text("no picture")
    at.form.pictures.files_dropped.emit([large, text])
    await until(lambda: [bool(one.error) for one in at.form.pictures.pictures] == [False, True])
    await until(lambda: len(at.presenter.template.pictures.ids) == 1)
    assert "1,600 × 1,200" in at.form.pictures.pictures[0].note  # what was done to it is said
    at.room.view.template.save.click()
    await until(lambda: at.form.fields["image_ids"].error)  # one could not be added: not saved without it
    at.form.pictures.removed.emit(at.form.pictures.pictures[1].id)
    at.form.pictures.files_dropped.emit([plain])
    await until(lambda: len(at.presenter.template.pictures.ids) == 2)
    first, second = at.presenter.template.pictures.ids
    at.form.pictures.moved.emit(at.form.pictures.pictures[1].id, 0)
    at.room.view.template.save.click()
    await until(lambda: at.at_server("환불 완료")["image_ids"] == [second, first])
    await until(lambda: not at.presenter.template.changed)
