"""The detector of cut texts must find what is cut on purpose, or every screen passes."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.tables.column_layout import MemoryTableSettings
from occ_desktop.ui.tables.columns import Column
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.ui.theme.theme import Theme
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.search_chip import SearchChip
from tests.support.clipping import cut_texts

LONG = "접수 순서대로, 미완료가 적은 상담원부터 한 건씩 돌아갑니다."


@pytest.fixture
def page(theme: Theme) -> Iterator[QWidget]:
    made = QWidget()
    made.resize(600, 400)
    QVBoxLayout(made)
    yield made
    made.close()
    made.deleteLater()


def _put(page: QWidget, widget: QWidget) -> QWidget:
    layout = page.layout()
    assert layout is not None
    layout.addWidget(widget)
    page.show()
    widget.show()
    layout.activate()
    return widget


def test_what_fits_is_not_named(page: QWidget) -> None:
    label = QLabel(LONG)
    label.setWordWrap(True)
    for widget in (label, QLabel("접수"), Button("균등할당 14건"), SearchChip("기간", "오늘")):
        _put(page, widget)
    assert cut_texts(page) == []


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_label_too_narrow_or_too_low_is_named(page: QWidget, wrapped: bool) -> None:
    label = QLabel(LONG)
    label.setWordWrap(wrapped)
    _put(page, label).setFixedSize(120, 20)
    assert cut_texts(page) == [f"QLabel: {LONG}"]


def test_a_label_whose_feet_are_cut_is_named(page: QWidget) -> None:
    _put(page, QLabel("받침")).setFixedHeight(10)
    assert cut_texts(page) == ["QLabel: 받침"]


def test_a_button_a_chip_and_a_placeholder_too_narrow_are_named(page: QWidget) -> None:
    edit = QLineEdit()
    edit.setPlaceholderText(LONG)
    for widget in (Button("균등할당 14건"), SearchChip("기간", "2026.11.10 – 11.23"), edit):
        _put(page, widget).setFixedWidth(60)
    assert [text.partition(":")[0] for text in cut_texts(page)] == ["Button", "SearchChip", "QLineEdit"]


def test_a_button_outside_its_parent_is_named(page: QWidget) -> None:
    page.show()
    button = Button("다운로드", parent=page)
    button.move(580, 10)
    button.show()
    assert cut_texts(page) == ["Button: 다운로드 (outside its parent)"]


async def test_a_head_and_a_cell_too_narrow_are_named(page: QWidget) -> None:
    owner = TaskOwner("test")
    columns = [Column("phone", "전화번호", 40, lambda _row: "010-1234-5678"), Column("x", "", 400, str)]
    model: WindowModel[str] = WindowModel(columns, str, owner)
    table = TableView("t", model, MemoryTableSettings(), owner)
    _put(page, table)
    model.show_rows(["1"])
    table.setColumnWidth(0, 40)
    assert cut_texts(page) == ["TableView: head 전화번호", "TableView: phone: 010-1234-5678"]
    await owner.aclose()
