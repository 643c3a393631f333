"""What Qt asks of a table's model, answered from cells formatted elsewhere. Never raises in `data()`."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from occ_desktop.ui.tables.columns import Cell, Column
from occ_desktop.ui.tables.roles import alignment, answer

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class CellModel(QAbstractTableModel):
    """Rows of equal columns; a heir says how many rows there are and what their cells show."""

    @property
    @abstractmethod
    def columns(self) -> Sequence[Column[Any]]:
        """The columns in their original order."""
        ...

    @property
    @abstractmethod
    def total(self) -> int:
        """How many rows there are."""
        ...

    @abstractmethod
    def cell(self, position: int, column: int) -> Cell | None:
        """What a cell shows, `None` while that is not known."""
        ...

    def _changed(self, first: int, last: int) -> None:
        last = min(last, self.total - 1)
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    # QAbstractTableModel

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else self.total

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < self.total:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(self.columns[index.column()].align)
        cell = self.cell(index.row(), index.column())
        return None if cell is None else answer(cell, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column.align)
        return None
