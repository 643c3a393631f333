"""A spreadsheet of real text cells, written row by row: frozen bold header, widths, filter buttons.

A leading ``= + - @`` stays text, a number with leading zeros keeps them, characters a sheet cannot hold are
left out. Plain values are the fast way of a write-only sheet, so only odd ones become cells of their own.
"""

import re
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

CELL_LIMIT = 32_767  # characters an .xlsx cell can hold
_FORBIDDEN_IN_TITLE = re.compile(r"[\\*?:/\[\]]")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA_LIKE = frozenset("=+-@#\t\r")


def cleaned(text: str) -> str:
    """Return the text without what a sheet cannot hold."""
    short = text if len(text) <= CELL_LIMIT else text[:CELL_LIMIT]
    return short if short.isprintable() else _UNREADABLE.sub("", short)


class SheetBook:
    """One workbook with one sheet. Not for two threads.

    Cells: None and "" stay empty; numbers and naive datetimes are themselves; texts go through `text`.
    """

    def __init__(self, title: str, columns: Sequence[tuple[str, int]]) -> None:
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet(_FORBIDDEN_IN_TITLE.sub(" ", cleaned(title))[:31] or "Sheet")
        self._columns = len(columns)
        self._rows = 1
        self._sheet.freeze_panes = "A2"
        for number, (_, width) in enumerate(columns, start=1):
            self._sheet.column_dimensions[get_column_letter(number)].width = width
        self._sheet.append([self._heading(title) for title, _ in columns])

    def append(self, cells: Sequence[Any]) -> None:
        """Write one row."""
        self._rows += 1
        self._sheet.append(cells)

    def save(self, path: str) -> None:
        """Close the sheet and write the file.

        :raises OSError: the folder or the disk refuses.
        """
        self._sheet.auto_filter.ref = f"A1:{get_column_letter(self._columns)}{self._rows}"
        try:
            self._book.save(path)
        except OSError:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Close what was begun without writing a file."""
        if not self._sheet.closed:
            self._sheet.close()

    def text(self, value: str | None) -> Any:
        """Return a cell that shows exactly this text; what looks like a formula is marked as text."""
        if not value:
            return None
        clean = cleaned(value)
        if not clean:
            return None
        if clean[0] not in _FORMULA_LIKE:
            return clean
        cell = WriteOnlyCell(self._sheet, value=clean)
        cell.data_type = "s"
        cell.quotePrefix = True
        return cell

    def number(self, value: float | None, number_format: str) -> Any:
        """Return a number shown in this format; None stays empty."""
        if value is None:
            return None
        cell = WriteOnlyCell(self._sheet, value=value)
        cell.number_format = number_format
        return cell

    def _heading(self, title: str) -> Any:
        cell = WriteOnlyCell(self._sheet, value=cleaned(title))
        cell.data_type = "s"
        cell.font = Font(bold=True)
        return cell
