"""A spreadsheet of real text cells, written row by row: frozen bold header, widths, filter buttons.

A leading ``= + - @`` stays text, a number with leading zeros keeps them, characters a sheet cannot hold are
left out. Cells are reused between rows, since a write-only sheet is on its way to disk after each append.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

CELL_LIMIT = 32_767  # characters an .xlsx cell can hold
_FORBIDDEN_IN_TITLE = re.compile(r"[\\*?:/\[\]]")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA_LIKE = ("=", "+", "-", "@", "#", "\t", "\r")

Maker = Callable[[Any], Any]


def cleaned(text: str) -> str:
    """Return the text without what a sheet cannot hold."""
    return _UNREADABLE.sub("", text)[:CELL_LIMIT]


class SheetBook:
    """One workbook with one sheet. Not for two threads."""

    def __init__(self, title: str, columns: Sequence[tuple[str, int]]) -> None:
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet(_FORBIDDEN_IN_TITLE.sub(" ", title)[:31] or "Sheet")
        self._columns = len(columns)
        self._rows = 1
        self._sheet.freeze_panes = "A2"
        for number, (_, width) in enumerate(columns, start=1):
            self._sheet.column_dimensions[get_column_letter(number)].width = width
        self._sheet.append([self._heading(title) for title, _ in columns])

    def append(self, cells: Sequence[Any]) -> None:
        """Write one row of what the makers returned."""
        self._rows += 1
        self._sheet.append(cells)

    def save(self, path: str) -> None:
        """Close the sheet and write the file.

        :raises OSError: the folder or the disk refuses.
        """
        self._sheet.auto_filter.ref = f"A1:{get_column_letter(self._columns)}{self._rows}"
        self._book.save(path)

    def text(self) -> Maker:
        """Return a maker of text cells for one column; None and empty stay empty."""
        cell = WriteOnlyCell(self._sheet)
        cell.number_format = "@"
        odd = WriteOnlyCell(self._sheet)
        odd.number_format = "@"
        odd.quotePrefix = True

        def make(value: str | None) -> Any:
            if not value:
                return None
            if value.startswith(_FORMULA_LIKE):
                odd.value = cleaned(value)
                odd.data_type = "s"
                return odd
            cell.value = cleaned(value)
            return cell

        return make

    def number(self, number_format: str = "General") -> Maker:
        """Return a maker of number cells; text among them (a dash for "none") stays text."""
        cell = WriteOnlyCell(self._sheet)
        cell.number_format = number_format
        words = self.text()

        def make(value: float | str | None) -> Any:
            if isinstance(value, str):
                return words(value)
            if value is None:
                return None
            cell.value = value
            return cell

        return make

    def plain(self) -> Maker:
        """Return a maker that takes numbers as numbers and everything else as text."""
        return self.number()

    def _heading(self, title: str) -> Any:
        cell = WriteOnlyCell(self._sheet, value=cleaned(title))
        cell.data_type = "s"
        cell.font = Font(bold=True)
        return cell
