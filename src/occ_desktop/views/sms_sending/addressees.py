"""Who a text goes to, as the room has it: what was typed, what a file brought, and what is no recipient.

Pure. What cannot be sent to is named and left out, and so is a number given twice; nothing is guessed. Who
stands in a file keeps the values of the placeholders from it, also when the number was typed as well; those
who were only typed share theirs.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from occ_contract.errors import RuleError
from occ_contract.recipients import pasted, read_recipients, same_recipient
from occ_contract.sms import Recipient
from occ_desktop.services.texting_recipients import Imported, RejectedRow, Sheet

_PIECE = re.compile(r"[^,;\r\n\t\s](?:[^,;\r\n\t]*[^,;\r\n\t\s])?")


class Source(StrEnum):
    """Where a number was given."""

    TYPED = "typed"
    FILE = "file"


@dataclass(frozen=True)
class Reject:
    """What is no recipient. ``row``: its row in the file, or its place among those typed, from 1.

    ``suggestion`` is what it may have been before a spreadsheet took its zero, else empty.
    """

    source: Source
    row: int
    value: str
    error: RuleError
    suggestion: str = ""


@dataclass(frozen=True)
class File:
    """A file that was read: ``column`` holds the numbers; ``found`` is what it says."""

    name: str
    sheet: Sheet
    column: int
    with_zeros: bool
    found: Imported

    @property
    def rows(self) -> int:
        """Return how many rows it has below its head."""
        return len(self.sheet.rows)

    @property
    def hidden(self) -> int:
        """Return how many of them one does not see in the sheet: they are taken all the same."""
        return sum(row.hidden for row in self.sheet.rows)


ReadSheet = Callable[..., Imported]  # (sheet, column, with_zeros=…)


def read_file(name: str, sheet: Sheet, column: int, read: ReadSheet, *, with_zeros: bool = False) -> File:
    """Return what a sheet says with its numbers in this column. 34 ms for 10,000 rows: for a thread."""
    return File(name, sheet, column, with_zeros, read(sheet, column, with_zeros=with_zeros))


def corrected(file: File, row: int, number: str, read: ReadSheet) -> File:
    """Return the file as if this row had had another number."""

    def with_number(cells: tuple[str, ...]) -> tuple[str, ...]:
        return (*cells[: file.column], number, *cells[file.column + 1 :])

    rows = tuple(
        replace(one, cells=with_number(one.cells)) if one.number == row else one for one in file.sheet.rows
    )
    sheet = replace(file.sheet, rows=rows)
    return read_file(file.name, sheet, file.column, read, with_zeros=file.with_zeros)


@dataclass(frozen=True)
class Addressees:
    """Those a text would go to, in order: from the file first. At the field's keys it is made anew.

    ``typed``: how many of them, the last ones, no file brought.
    """

    recipients: tuple[Recipient, ...] = ()
    duplicates: tuple[str, ...] = ()
    rejects: tuple[Reject, ...] = ()
    typed: int = 0

    @property
    def count(self) -> int:
        """Return how many there are."""
        return len(self.recipients)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the placeholders a file has values for, in the order they come."""
        imported = self.recipients[: self.count - self.typed]
        return tuple(dict.fromkeys(name for one in imported for name in one.values))

    @property
    def zeros_lost(self) -> int:
        """Return how many rows of the file would be a number with a zero before them."""
        return sum(1 for one in self.rejects if one.suggestion)


def addressees(
    typed: str,
    imported: tuple[Recipient, ...],
    file: File | None = None,
    values: Mapping[str, str] = MappingProxyType({}),
) -> Addressees:
    """Return who a text goes to.

    ``imported`` are those of a file, also of one whose rows are not here any more (a draft of yesterday);
    ``file`` adds what it could not bring. ``values`` are of those who were typed.
    """
    field = read_recipients(bare for _start, bare in _pieces(typed))
    known = {same_recipient(one.phone) for one in imported}
    given = {name: bare for name, value in values.items() if (bare := value.strip())}
    fresh = tuple(Recipient(phone=n, values=given) for n in field.numbers if same_recipient(n) not in known)
    twice = tuple(n for n in field.numbers if same_recipient(n) in known)
    found = file.found if file is not None else None
    rejected: tuple[RejectedRow, ...] = found.rejected if found is not None else ()
    return Addressees(
        recipients=(*imported, *fresh),
        duplicates=(*(found.duplicates if found is not None else ()), *field.duplicates, *twice),
        rejects=(
            *(Reject(Source.TYPED, one.index + 1, one.text, one.error) for one in field.refused),
            *(Reject(Source.FILE, one.row, one.value, one.error, one.suggestion) for one in rejected),
        ),
        typed=len(fresh),
    )


def _pieces(typed: str) -> Iterator[tuple[re.Match[str], str]]:
    """Return what was typed number by number: where it stands, and as pasting would leave it."""
    for piece in _PIECE.finditer(typed):
        if bare := pasted(piece.group()):
            yield piece, bare


def place_of(typed: str, row: int) -> tuple[int, int]:
    """Return where in the field what was typed as number ``row`` (from 1) stands: from, and to (excluded)."""
    for number, (piece, _bare) in enumerate(_pieces(typed), 1):
        if number == row:
            return piece.start(), piece.end()
    return len(typed), len(typed)


def row_at(typed: str, place: int) -> int:
    """Return which number (from 1) is being typed at a place of the field, 0: none."""
    found = enumerate(_pieces(typed), 1)
    return next((row for row, (piece, _bare) in found if piece.start() <= place <= piece.end()), 0)
