"""Spreadsheets: what a person reads in Excel is what the list showed, to the character."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from openpyxl import load_workbook

from occ_contract.callbacks import Callback, CallbackStatus
from occ_desktop.services.sheet import (
    CallbackSheet,
    SheetColumn,
    SheetField,
    SheetWords,
    TableColumn,
    TableSheet,
    Written,
)
from occ_desktop.services.sheet_book import CELL_LIMIT, SheetBook, cleaned
from occ_desktop.services.sheet_cells import on_the_wall
from occ_desktop.services.sheet_frames import frame, read_frame
from occ_desktop.services.sheet_writer import serve

WORDS = SheetWords(sheet="콜백: 리스트/전체", statuses={"assigned": "할당"})
COLUMNS = tuple(SheetColumn(field, f"머리 {field.value}", 15) for field in SheetField)


def _callback(**changes: Any) -> Callback:
    values: dict[str, Any] = {
        "id": "1",
        "service_id": "s",
        "phone": "01012345678",
        "received_at": datetime(2026, 11, 22, 15, 30, 5, 999, tzinfo=UTC),
        "status": CallbackStatus.ASSIGNED,
        "assignee_id": "p",
        "attempts": 2,
    }
    return Callback(**{**values, **changes})


def _written(path: Path, *pages: list[Callback]) -> tuple[Any, list[Written]]:
    order = CallbackSheet(
        path=str(path),
        columns=COLUMNS,
        words=WORDS,
        services={"s": "샘플몰"},
        people={"p": "=이상담"},
        zone="Asia/Seoul",
    )
    source = BytesIO(b"".join(frame(msgspec.msgpack.encode(part)) for part in (order, *pages, [])))
    sink = BytesIO()
    assert serve(source, sink) == 0
    sink.seek(0)
    words = []
    while (payload := read_frame(sink)) is not None:
        words.append(msgspec.msgpack.decode(payload, type=Written))
    return load_workbook(path), words


def _by_field(book: Any, row: int) -> dict[SheetField, Any]:
    cells = book.active[row]
    return {column.field: cell for column, cell in zip(COLUMNS, cells, strict=True)}


def test_a_row_reads_as_the_list_showed_it(tmp_path: Path) -> None:
    book, words = _written(tmp_path / "a.xlsx", [_callback()])
    row = _by_field(book, 2)
    assert row[SheetField.PHONE].value == "010-1234-5678"
    assert row[SheetField.PHONE].data_type == "s"
    assert row[SheetField.RECEIVED].value == datetime(2026, 11, 23, 0, 30, 5)
    assert row[SheetField.STATUS].value == "할당"
    assert row[SheetField.SERVICE].value == "샘플몰"
    assert row[SheetField.ATTEMPTS].value == 2
    assert row[SheetField.COMPLETED].value is None
    assert [(w.rows, w.done) for w in words] == [(1, False), (1, True)]


def test_an_extension_stands_behind_its_number(tmp_path: Path) -> None:
    book, _ = _written(tmp_path / "a.xlsx", [_callback(phone="0312003000", phone_remark="(12)")])
    assert _by_field(book, 2)[SheetField.PHONE].value == "031-200-3000 (12)"


@pytest.mark.parametrize(
    "text", ["=1+1", "+82", "-1", "@SUM(A1)", "#N/A", "0101", "=", "'quoted", "1e5", "2026-11-23"]
)
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    book, _ = _written(tmp_path / "a.xlsx", [_callback(name=text, message=text)])
    cell = _by_field(book, 2)[SheetField.CUSTOMER]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("hidden", ["\ufffe", "\uffff", "\x00", "\x0b", "\ud800", "\ufffe\x01\ufffe"])
@pytest.mark.parametrize("formula", ["=1+1", "+82", "-1", "@SUM(A1)", "=HYPERLINK(A1)"])
def test_what_is_a_formula_once_it_is_cleaned_does_not_run(tmp_path: Path, hidden: str, formula: str) -> None:
    book = SheetBook("a", [("x", 5)])
    book.append([book.text(hidden + formula)])
    book.save(str(tmp_path / "a.xlsx"))
    cell = load_workbook(tmp_path / "a.xlsx").active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (formula, "s", True)


def test_a_text_of_which_nothing_is_left_is_an_empty_cell(tmp_path: Path) -> None:
    book = SheetBook("a\x00\ufffe", [("x", 5)])
    assert book.text("\ufffe\x00") is None
    book.save(str(tmp_path / "a.xlsx"))


def test_a_name_that_looks_like_a_formula_does_not_run(tmp_path: Path) -> None:
    book, _ = _written(tmp_path / "a.xlsx", [_callback(), _callback()])
    for row in (2, 3):
        cell = _by_field(book, row)[SheetField.ASSIGNEE]
        assert (cell.value, cell.data_type) == ("=이상담", "s")
        assert cell.quotePrefix


def test_the_head_stays_in_sight_and_columns_are_wide_enough(tmp_path: Path) -> None:
    book, _ = _written(tmp_path / "a.xlsx", [_callback()], [_callback()])
    sheet = book.active
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == 15
    assert [cell.value for cell in sheet[1]] == [column.title for column in COLUMNS]
    assert sheet["A1"].font.bold
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(COLUMNS)).column_letter}3"
    assert sheet.title == "콜백  리스트 전체"


def test_an_empty_search_makes_a_sheet_with_its_head(tmp_path: Path) -> None:
    book, words = _written(tmp_path / "a.xlsx")
    assert book.active.max_row == 1
    assert words[-1] == Written(rows=0, done=True)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("줄\n바꿈\t", "줄\n바꿈\t"),
        ("a\x00b\x0bc", "abc"),
        ("\ud800x", "x"),
        ("가" * (CELL_LIMIT + 5), "가" * CELL_LIMIT),
        ("", ""),
    ],
)
def test_what_a_sheet_cannot_hold_is_left_out(text: str, kept: str) -> None:
    assert cleaned(text) == kept


def test_messages_with_line_breaks_and_control_characters_survive(tmp_path: Path) -> None:
    book, _ = _written(tmp_path / "a.xlsx", [_callback(message="첫 줄\n둘째 줄\x07 끝 ")])
    assert _by_field(book, 2)[SheetField.MESSAGE].value == "첫 줄\n둘째 줄 끝 "


def test_a_table_keeps_numbers_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "stats.xlsx"
    order = TableSheet(
        path=str(path),
        columns=(TableColumn("기간", 12), TableColumn("할당", 8), TableColumn("완료율", 8, "0.0")),
        rows=(("2026-11-23", 4, 25.0), ("2026-11-24", 0, "–"), ("=합계", 4, None)),
        sheet="처리현황",
    )
    sink = BytesIO()
    assert serve(BytesIO(frame(msgspec.msgpack.encode(order))), sink) == 0
    sheet = load_workbook(path).active
    assert [[c.value for c in row] for row in sheet.iter_rows(min_row=2)] == [
        ["2026-11-23", 4, 25],
        ["2026-11-24", 0, "–"],
        ["=합계", 4, None],
    ]
    assert sheet["C2"].number_format == "0.0"
    assert sheet["A4"].data_type == "s"


def test_a_folder_that_is_gone_is_said_in_a_code(tmp_path: Path) -> None:
    order = TableSheet(
        path=str(tmp_path / "gone" / "a.xlsx"), columns=(TableColumn("a", 5),), rows=(), sheet="s"
    )
    sink = BytesIO()
    assert serve(BytesIO(frame(msgspec.msgpack.encode(order))), sink) == 1
    sink.seek(0)
    payload = read_frame(sink)
    assert payload is not None
    assert msgspec.msgpack.decode(payload, type=Written).reason == "no_folder"


def test_a_parent_that_vanishes_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    order = CallbackSheet(path=str(path), columns=COLUMNS, words=WORDS, services={}, people={}, zone="UTC")
    source = BytesIO(frame(msgspec.msgpack.encode(order)) + frame(msgspec.msgpack.encode([_callback()])))
    assert serve(source, BytesIO()) == 1
    assert not path.exists()


def test_times_are_those_of_the_centre_in_summer_and_winter() -> None:
    new_york = ZoneInfo("America/New_York")
    assert on_the_wall(datetime(2026, 7, 1, 12, tzinfo=UTC), new_york) == datetime(2026, 7, 1, 8)
    assert on_the_wall(datetime(2026, 12, 1, 12, tzinfo=UTC), new_york) == datetime(2026, 12, 1, 7)
    assert on_the_wall(None, new_york) is None


def test_a_title_no_sheet_may_have_is_made_one_it_may(tmp_path: Path) -> None:
    book = SheetBook("[a]*?/\\:" + "가" * 40, [("x", 5)])
    book.save(str(tmp_path / "t.xlsx"))
    assert len(load_workbook(tmp_path / "t.xlsx").active.title) == 31
