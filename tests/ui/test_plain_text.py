"""A customer may be called anything: nothing they write is drawn as a headline, loaded, or run."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QImage, QTextDocument
from PySide6.QtWidgets import QLabel, QListWidgetItem, QToolButton
from pytestqt.qtbot import QtBot

from occ_desktop.ui.plain_text import Label, notice_text, set_tip, tip
from occ_desktop.ui.tables.columns import Cell
from occ_desktop.ui.tables.roles import answer
from occ_desktop.ui.widgets.button import Button

WRITTEN = (
    "<h1>홍</h1>",
    "홍 <img src='file:///etc/hostname'>",
    "<b>급함</b> & <i>곧</i>",
    "a < b & c > d",
    "&lt;b&gt;",
    "<!-- 없는 손님 -->",
    "<a href='http://example.org'>여기</a>",
    "두 줄\n  <u>들여쓴</u> 둘째",
    "",
)


def shown(text: str) -> str:
    """What a tool tip's label would draw: markup where Qt guesses markup, else the text itself."""
    label = QLabel()
    label.setText(tip(text))
    document = QTextDocument()
    if Qt.TextFormat.AutoText is label.textFormat() and tip(text) != text:
        document.setHtml(tip(text))
        return document.toPlainText()
    return label.text()


@pytest.mark.usefixtures("theme")
def test_a_name_is_drawn_letter_by_letter() -> None:
    name = "<h1>홍</h1>"
    label, plain = Label(name), Label("홍")
    assert label.text() == name
    assert label.sizeHint().width() > 3 * plain.sizeHint().width()
    assert label.sizeHint().height() == plain.sizeHint().height()


@pytest.mark.usefixtures("theme")
def test_no_picture_in_a_name_is_loaded(tmp_path: Path) -> None:
    red = QImage(400, 300, QImage.Format.Format_RGB32)
    red.fill(QColor("red"))
    assert red.save(str(tmp_path / "red.png"))
    label = Label()
    label.setText(f"<img src='file:{tmp_path}/red.png'>")
    drawn = label.grab().toImage()
    colours = {drawn.pixel(x, y) for x in range(drawn.width()) for y in range(drawn.height())}
    assert QColor("red").rgb() not in colours


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.usefixtures("theme")
def test_a_tool_tip_reads_as_it_was_written(written: str) -> None:
    assert shown(written) == written


@pytest.mark.usefixtures("theme")
def test_everything_that_has_a_tool_tip_takes_it_the_same_way() -> None:
    button, action, item = QToolButton(), QAction(), QListWidgetItem()
    for each in (button, action, item):
        set_tip(each, "<h1>홍</h1>")
        assert each.toolTip() == tip("<h1>홍</h1>") != "<h1>홍</h1>"


def test_the_tool_tip_of_a_cell_is_no_markup_either() -> None:
    cell = Cell("홍", tooltip="<h1>홍</h1>")
    assert answer(cell, Qt.ItemDataRole.ToolTipRole) == tip("<h1>홍</h1>")
    assert answer(Cell("홍"), Qt.ItemDataRole.ToolTipRole) is None


@pytest.mark.parametrize("written", WRITTEN)
def test_a_native_notice_has_nothing_a_desktop_could_take_for_markup(written: str) -> None:
    assert not set("<&") & set(notice_text(written))
    assert len(notice_text(written)) == len(written)


def test_an_ampersand_in_a_name_on_a_button_is_shown_and_is_no_key(qtbot: QtBot) -> None:
    button = Button("A&B상사", "link")
    qtbot.addWidget(button)
    assert button.text() == "A&B상사"
    assert button.shortcut().isEmpty()
