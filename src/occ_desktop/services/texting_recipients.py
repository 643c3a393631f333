"""Recipients from a file: which column is the number, what the others fill in, and what cannot be sent to.

Nothing is guessed silently: a number whose leading zero a spreadsheet took is rejected with what it may have
been, and taken so only when the person says so.
"""

import asyncio
import re
from dataclasses import dataclass, replace
from pathlib import Path

from occ_contract.errors import ErrorCode, RuleError
from occ_contract.recipients import checked_recipient, pasted, same_recipient
from occ_contract.sms import Recipient
from occ_contract.sms_text import PLACEHOLDER_NAME, normalised
from occ_desktop.services.recipient_sheet import SheetRow, read_rows

_FEW_DIGITS = 7  # of the shortest number people write
_LOOKED_AT = 50  # rows by which the column of the numbers is found
_ZERO_LOST = re.compile(r"(1[016789]\d{7,8}|2\d{8}|[3-6]\d\d{7,8}|70\d{8}|50\d{8,9})")


@dataclass(frozen=True)
class Sheet:
    """A file that was read. ``columns`` are its headers, or letters where it has none.

    ``phone_column`` is where the numbers seem to be, None when nowhere.
    """

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    phone_column: int | None


@dataclass(frozen=True)
class RejectedRow:
    """A row that cannot be sent to: its number in the file, what stands there, and why.

    ``suggestion`` is what it may have been before the leading zero went, else empty.
    """

    row: int
    value: str
    error: RuleError
    suggestion: str = ""


@dataclass(frozen=True)
class Imported:
    """What a file says: recipients in their order with the values of the placeholders."""

    recipients: tuple[Recipient, ...]
    duplicates: tuple[str, ...]
    rejected: tuple[RejectedRow, ...]
    placeholders: tuple[str, ...]


def sheet_of(rows: tuple[SheetRow, ...]) -> Sheet:
    """Return what the rows of a file mean."""
    width = max((_width(row.cells) for row in rows), default=0)
    full = tuple(replace(row, cells=(row.cells + ("",) * width)[:width]) for row in rows)
    if not full:
        return Sheet((), (), None)
    first = full[0].cells
    column = _phone_column(width, full[1:])
    header = not any(map(_is_number, first)) and not (column is not None and _is_meant_so(first[column]))
    if not header:
        column = _phone_column(width, full)
    return Sheet(_names(first if header else ("",) * width), full[1:] if header else full, column)


def imported(sheet: Sheet, phone_column: int, *, with_zeros: bool = False) -> Imported:
    """Return the recipients of a sheet; ``with_zeros``: lost leading zeros are put back."""
    names = {n: name for n, name in enumerate(sheet.columns) if n != phone_column}
    recipients: list[Recipient] = []
    duplicates: list[str] = []
    rejected: list[RejectedRow] = []
    seen: set[str] = set()
    for row in sheet.rows:
        written = row.cells[phone_column]
        number = pasted(written)
        if with_zeros and (whole := _with_zero(number)):
            number = whole
        try:
            _check(number)
        except RuleError as error:
            rejected.append(RejectedRow(row.number, written, error, _with_zero(number)))
            continue
        if (known := same_recipient(number)) in seen:
            duplicates.append(number)
            continue
        seen.add(known)
        values = {name: row.cells[n] for n, name in names.items() if row.cells[n]}
        recipients.append(Recipient(phone=number, values=values))
    return Imported(tuple(recipients), tuple(duplicates), tuple(rejected), tuple(names.values()))


class TextingRecipients:
    """Reads files off the thread of the screen; the rest is quick enough for it."""

    async def read(self, path: Path) -> Sheet:
        """Return the rows of an .xlsx or .csv file (UTF-8, CP949, UTF-16).

        :raises FileFailure: ``not_readable``; :raises Refused: ``too_many`` (limit): rows.
        """
        return await asyncio.to_thread(lambda: sheet_of(read_rows(path)))

    def recipients(self, sheet: Sheet, phone_column: int, *, with_zeros: bool = False) -> Imported:
        """Return its recipients; see `imported`."""
        return imported(sheet, phone_column, with_zeros=with_zeros)


def _with_zero(number: str) -> str:
    """Return what a number was before its leading zero went, "" when it lost none."""
    return f"0{number}" if _ZERO_LOST.fullmatch(number) else ""


def _check(number: str) -> None:
    checked_recipient(number)
    if _with_zero(number):  # ten digits that no telephone has
        raise RuleError(ErrorCode.PHONE_AREA_CODE, digits=number)


def _is_number(cell: str) -> bool:
    number = pasted(cell)
    try:
        checked_recipient(number)
    except RuleError:
        return bool(_with_zero(number))
    return True


def _width(cells: tuple[str, ...]) -> int:
    """Return how many cells there are up to the last that holds something."""
    return max((n for n, cell in enumerate(cells, 1) if cell), default=0)


def _names(heads: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the columns are called, each otherwise, as a placeholder can be: in one line, composed."""
    names: dict[str, None] = {}
    for n, head in enumerate(heads):
        name = " ".join(normalised(head).replace("#", "").split())[:PLACEHOLDER_NAME].strip() or _letter(n)
        again = (f"{name[: PLACEHOLDER_NAME - 3]} {count}" for count in range(2, len(heads) + 2))
        names[name if name not in names else next(one for one in again if one not in names)] = None
    return tuple(names)


def _is_telephone(cell: str) -> bool:
    """Tell whether it is a number of this country, with its zero or without: no date, no order's number."""
    number = pasted(cell)
    return _is_number(cell) and same_recipient(_with_zero(number) or number).startswith("0")


def _is_meant_so(cell: str) -> bool:
    """Tell whether it stands for a number, though it can be none: a list without heads begins with a slip."""
    return sum(map(str.isdigit, cell)) >= _FEW_DIGITS


def _phone_column(width: int, rows: tuple[SheetRow, ...]) -> int | None:
    """Return the column with the most telephones, the first of equals; else the one with the most numbers."""
    some = rows[:_LOOKED_AT]
    for counts_as in (_is_telephone, _is_number):
        counts = [sum(counts_as(row.cells[n]) for row in some) for n in range(width)]
        if most := max(counts, default=0):
            return counts.index(most)
    return None


def _letter(n: int) -> str:
    return chr(ord("A") + n) if n < 26 else f"A{chr(ord('A') + n - 26)}"
