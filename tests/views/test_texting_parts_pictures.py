"""The pictures of a long text: as many as it takes, in the order a person wants, none lost in silence."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel

from occ_desktop.ui.theme.theme import Theme
from occ_desktop.views.texting_parts.marked_text import MarkedText
from occ_desktop.views.texting_parts.picture_strip import PictureStrip
from occ_desktop.views.texting_parts.picture_tile import PictureTile, ShownPicture
from occ_desktop.views.texting_parts.text_editor import TextEditor
from support.clipping import cut_texts

_NO_JPEG = "This is no readable JPEG picture. Choose another file."


@pytest.fixture
def strip(theme: Theme, shown: Callable[..., Any]) -> PictureStrip:
    """An empty strip in view."""
    made = PictureStrip()
    shown(made, 600, 240)
    return made


def _files(*names: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(f"/pictures/{name}") for name in names])
    return mime


def _notices(strip: PictureStrip) -> list[str]:
    said = [label.text() for label in strip.findChildren(QLabel) if label.isVisible()]
    return [text for text in said if "left out" in text]


def test_files_beyond_what_a_text_takes_are_left_out_and_that_is_said(
    strip: PictureStrip, qtbot: Any
) -> None:
    strip.show_pictures([ShownPicture("a", "a.jpg")])
    with qtbot.waitSignal(strip.files_dropped) as told:
        assert strip.take(_files("b.png", "c.png"))
    assert told.args == [[Path("/pictures/b.png")]]
    assert _notices(strip) == ["A text takes 2 picture(s); the others were left out."]


def test_a_picture_of_the_clipboard_is_handed_over_as_a_file(strip: PictureStrip, qtbot: Any) -> None:
    mime = QMimeData()
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    mime.setImageData(image)
    with qtbot.waitSignal(strip.picture_pasted) as told:
        strip.take(mime)
    read = QImage()
    assert read.loadFromData(told.args[0])
    assert (read.width(), read.height()) == (8, 6)


def _button(strip: PictureStrip, tile: int, name: str) -> QAbstractButton:
    buttons = strip.findChildren(PictureTile)[tile].findChildren(QAbstractButton)
    return next(button for button in buttons if button.accessibleName() == name)


def test_pictures_are_put_in_order_and_removed(strip: PictureStrip, qtbot: Any) -> None:
    strip.show_pictures([ShownPicture("a", "a.jpg"), ShownPicture("b", "b.jpg")])
    with qtbot.waitSignal(strip.moved) as moved:
        _button(strip, 1, "Move to the left").click()
    with qtbot.waitSignal(strip.removed) as removed:
        _button(strip, 1, "Remove the picture").click()
    assert (moved.args, removed.args) == (["b", 0], ["b"])


def test_a_picture_pasted_into_the_text_becomes_one_of_the_pictures(strip: PictureStrip, qtbot: Any) -> None:
    editor = TextEditor()
    qtbot.addWidget(editor)
    editor.pictures_given.connect(strip.take)
    field = editor.findChild(MarkedText)
    assert isinstance(field, MarkedText)
    with qtbot.waitSignal(strip.files_dropped):
        field.insertFromMimeData(_files("a.jpg"))
    assert editor.body == ""


def test_where_nothing_may_be_changed_nothing_is_taken(strip: PictureStrip, qtbot: Any) -> None:
    strip.show_pictures([ShownPicture("a", "a.jpg")])
    strip.set_read_only(True)
    with qtbot.assertNotEmitted(strip.files_dropped):
        strip.take(_files("b.png"))
    assert not _button(strip, 0, "Remove the picture").isVisible()


def test_what_is_wrong_with_a_picture_is_read_whole(strip: PictureStrip) -> None:
    strip.show_pictures([ShownPicture("a", "a.jpg", progress=0.4), ShownPicture("b", "b", error=_NO_JPEG)])
    assert strip.findChildren(PictureTile)[1].accessibleDescription() == _NO_JPEG
    assert cut_texts(strip) == []
