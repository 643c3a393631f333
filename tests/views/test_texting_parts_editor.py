"""The editor of texts: what it counts is what is sent, and what cannot be sent is mended with one press."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from occ_contract.sms import TextType
from occ_desktop.ui.theme.theme import Theme
from occ_desktop.views.texting_parts.byte_meter import ByteMeter
from occ_desktop.views.texting_parts.marked_text import MarkedText
from occ_desktop.views.texting_parts.measure import Measuring
from occ_desktop.views.texting_parts.text_editor import TextEditor
from occ_desktop.views.texting_parts.text_troubles import TextTroubles

Shown = Callable[..., Any]


@pytest.fixture
def editor(theme: Theme, shown: Shown) -> TextEditor:
    """An editor in view, 600 pixels wide."""
    made = TextEditor()
    shown(made, 600, 400)
    return made


def _meter(editor: TextEditor) -> ByteMeter:
    return editor.findChildren(ByteMeter)[1]


def _field(editor: TextEditor) -> MarkedText:
    found = editor.findChild(MarkedText)
    assert found is not None
    return found


def _press(editor: TextEditor, label: str) -> None:
    button = next(b for b in editor.findChildren(QPushButton) if b.text() == label and b.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _paste(editor: TextEditor, text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    _field(editor).insertFromMimeData(mime)


def test_the_worst_of_the_recipients_is_counted_and_named(editor: TextEditor) -> None:
    rows = [{"name": "김"}, {"name": "남궁민수"}, {"name": "이나"}]
    editor.set_measuring(Measuring(rows, lambda row: rows[row]["name"]))
    editor.set_text("", "##name##님, 안녕하세요")
    assert _meter(editor).figure == "22 / 90 bytes · SMS"
    assert "남궁민수" in _meter(editor).sentence


def test_every_key_is_counted_and_told(editor: TextEditor, qtbot: Any) -> None:
    with qtbot.waitSignal(editor.changed):
        QTest.keyClicks(_field(editor), "abc")
    assert (editor.body, _meter(editor).figure) == ("abc", "3 / 90 bytes · SMS")


def test_a_text_that_is_shown_is_told_to_nobody(editor: TextEditor, qtbot: Any) -> None:
    with qtbot.assertNotEmitted(editor.changed):
        editor.set_text("subject", "body")
        editor.set_kind(TextType.MMS)
    assert (editor.title, editor.body) == ("subject", "body")


def test_a_text_too_long_offers_to_become_an_mms(editor: TextEditor, qtbot: Any) -> None:
    editor.set_text("", "가" * 46)
    assert not editor.sendable
    with qtbot.waitSignal(editor.long_text_asked):
        _press(editor, "Send as MMS")
    editor.set_kind(TextType.MMS)
    assert editor.sendable
    assert not _meter(editor).offers_long_text


def test_a_character_that_cannot_be_sent_is_named_and_replaced_by_a_press(
    editor: TextEditor, qtbot: Any
) -> None:
    editor.set_text("", "😀 9–5 😀 9–6")
    assert editor.findChildren(TextTroubles)[1].sentences == (
        "Cannot be sent: 😀 ×2",
        "Cannot be sent: – ×2 → -",
    )
    with qtbot.waitSignal(editor.changed):
        _press(editor, "Replace")
    assert editor.body == "😀 9-5 😀 9-6"
    _field(editor).undo()
    assert editor.body == "😀 9–5 😀 9–6"


def test_all_of_them_are_replaced_by_one_press(editor: TextEditor) -> None:
    editor.set_text("", "😀a\u00a0b – ❤")
    _press(editor, "Replace all")
    assert editor.body == "a b - ♥"
    assert editor.sendable


def test_a_no_break_space_is_named_instead_of_changed_in_silence(editor: TextEditor) -> None:
    editor.set_text("", "a\u00a0b")
    assert editor.body == "a\u00a0b"
    assert editor.findChildren(TextTroubles)[1].sentences == ("Cannot be sent: no-break space → space",)


def test_decomposed_syllables_are_pasted_as_they_are_sent(editor: TextEditor) -> None:
    _paste(editor, unicodedata.normalize("NFD", "샘플몰\r\n안내"))
    assert editor.body == "샘플몰\n안내"
    assert editor.sendable


def test_values_that_are_missing_or_cannot_be_sent_are_said_before_the_server_refuses(
    editor: TextEditor,
) -> None:
    editor.set_measuring(Measuring([{"name": "김😀"}, {}, {}]))
    editor.set_text("", "##name##님")
    said = editor.findChildren(TextTroubles)[1].sentences
    assert said[0] == "In the recipients' values, cannot be sent: 😀"
    assert "name" in said[1]
    assert not editor.sendable


@pytest.mark.parametrize("body", ["##name# 고객님", "##name 고객님", "##name##님, ##sum"])
def test_a_placeholder_that_is_not_closed_is_said_before_a_thousand_get_it_so(
    editor: TextEditor, body: str
) -> None:
    editor.set_measuring(Measuring([{"name": "김"}]))
    editor.set_text("", body)
    (said,) = editor.findChildren(TextTroubles)[1].sentences
    assert "is sent as it stands" in said


@pytest.mark.parametrize("body", ["##########", "##### 안내", "##name##님 #1 (##)"])
def test_other_signs_are_no_placeholder_that_was_begun(editor: TextEditor, body: str) -> None:
    editor.set_measuring(Measuring([{"name": "김"}]))
    editor.set_text("", body)
    assert editor.findChildren(TextTroubles)[1].sentences == ()


def test_a_text_that_must_not_be_changed_takes_no_key_and_says_why(editor: TextEditor) -> None:
    editor.set_text("", "가" * 46 + "😀")
    editor.set_read_only(True, "This template cannot be changed.")
    QTest.keyClicks(_field(editor), "abc")
    assert editor.body == "가" * 46 + "😀"
    offered = [b.text() for b in editor.findChildren(QPushButton) if b.isVisible()]
    assert offered == []
    assert _field(editor).accessibleDescription() == "This template cannot be changed."


def test_a_template_put_over_what_was_typed_can_be_taken_back(editor: TextEditor) -> None:
    QTest.keyClicks(_field(editor), "typed")
    editor.set_text("", "of a template")
    _field(editor).undo()
    assert editor.body == "typed"
