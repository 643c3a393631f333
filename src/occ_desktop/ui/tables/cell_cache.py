"""What the cells of the rows in view say, formatted once and kept until the row or the columns change.

Plain Python, no Qt: the model wraps it.
"""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from occ_desktop.ui.tables.columns import Cell, Column

R = TypeVar("R")


class CellCache(Generic[R]):
    """Formatted cells by position. ``columns`` say how; giving others forgets every cell."""

    def __init__(self, columns: Sequence[Column[R]]) -> None:
        self.columns = tuple(columns)
        self._cells: dict[int, list[Cell | None]] = {}

    def follow(self, columns: Sequence[Column[R]]) -> None:
        """Format with these columns from now on."""
        self.columns = tuple(columns)
        self._cells.clear()

    def clear(self) -> None:
        """Format every cell anew."""
        self._cells.clear()

    def forget(self, positions: Iterable[int], *, at_most: int) -> None:
        """Format the cells of these rows anew; all of them once more than ``at_most`` rows are kept."""
        for position in positions:
            self._cells.pop(position, None)
        if len(self._cells) > at_most:
            self._cells.clear()

    def cell(self, position: int, row: R, column: int) -> Cell:
        """What a cell of ``row`` shows, which stands at ``position``."""
        cells = self._cells.get(position)
        if cells is None:
            cells = self._cells[position] = [None] * len(self.columns)
        known = cells[column]
        if known is None:
            known = cells[column] = self.columns[column].cell(row)
        return known

    def renew(self, position: int, before: R, after: R) -> list[str]:
        """Take a row's newer version; return the ids of the columns that say something else now."""
        made: list[Cell | None] = [column.cell(after) for column in self.columns]
        self._cells[position] = made
        return [
            column.id for column, cell in zip(self.columns, made, strict=True) if column.cell(before) != cell
        ]
