"""Rows of an .xlsx or .csv file as texts, whatever program wrote it. Blocking: for a thread."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from occ_contract.errors import ErrorCode
from occ_desktop.domain.failures import FileFailure, Refused
from occ_desktop.services.hidden_rows import hidden_rows

LARGEST_FILE = 20 * 1024 * 1024  # bytes
MOST_ROWS = 10_000
_MOST_COLUMNS = 50
_ENCODINGS = ("utf-8-sig", "cp949")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NOT_READABLE = "not_readable"


@dataclass(frozen=True)
class SheetRow:
    """A row that is not empty: its number as the program that wrote it counts (from 1), and its cells.

    ``hidden``: by the sheet's filter, or by a person.
    """

    number: int
    cells: tuple[str, ...]
    hidden: bool = False


def read_rows(path: Path) -> tuple[SheetRow, ...]:
    """Return the rows of a file's first sheet.

    :raises FileFailure: ``not_readable``: there is no such file, or it is none of both kinds.
    :raises Refused: ``too_many`` (limit): rows.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise FileFailure(NOT_READABLE)
        is_text = path.suffix.lower() in {".csv", ".txt", ".tsv"}
        cells = _of_csv(path) if is_text else _of_book(path)
        hidden = frozenset[int]() if is_text else hidden_rows(path, MOST_ROWS + 2)
        rows = tuple(
            SheetRow(number, row, number in hidden)
            for number, row in enumerate(islice(cells, MOST_ROWS + 2), 1)
            if any(row)
        )
    except (OSError, ValueError, csv.Error) as error:
        raise FileFailure(NOT_READABLE) from error
    if len(rows) > MOST_ROWS + 1:
        raise Refused(ErrorCode.TOO_MANY, limit=MOST_ROWS, count=len(rows))
    return rows


_SEPARATOR = re.compile(
    r'"?sep=(.)"?\r?(?:\n|\Z)', re.IGNORECASE
)  # a first line by which spreadsheets are told
_QUOTED = re.compile(r'="(.*)"')  # how programs keep a spreadsheet from taking a number's zero


def _of_csv(path: Path) -> Iterator[tuple[str, ...]]:
    text = _decoded(path.read_bytes())
    if told := _SEPARATOR.match(text):
        text, delimiter = text[told.end() :], told[1]  # no row: who opens the file does not see it either
    else:
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield tuple(_QUOTED.sub(r"\1", cell.strip()) for cell in row[:_MOST_COLUMNS])


def _decoded(raw: bytes) -> str:
    if raw.startswith(_UTF_16):
        return raw.decode("utf-16")
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileFailure(NOT_READABLE)


def _of_book(path: Path) -> Iterator[tuple[str, ...]]:
    try:
        yield from _first_sheet(path)
    except Exception as error:  # a border: the library raises whatever a broken file makes it stumble over
        raise FileFailure(NOT_READABLE) from error


def _first_sheet(path: Path) -> Iterator[tuple[str, ...]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        for row in book.worksheets[0].iter_rows(values_only=True, max_col=_MOST_COLUMNS):
            yield tuple(map(_text, row))
    finally:
        book.close()


def _text(value: object) -> str:
    """Return a cell as a person reads it: no ``.0`` behind a number, a date without its midnight."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
