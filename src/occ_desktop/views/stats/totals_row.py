"""The totals under a table, always in view, its figures under the columns they belong to."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from occ_desktop.ui.tables.columns import Align, Cell, Column
from occ_desktop.ui.tables.delegates import FIRST_INDENT
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.theme.fonts import BODY, font
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.widgets.load_bar import paint_load_bar

_PAD = 8  # as the cells above


class TotalsRow(QWidget):
    """Follows the columns of ``table``: order, widths, hidden ones, horizontal scrolling."""

    def __init__(
        self, table: TableView, columns: Sequence[Column[Any]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._table = table
        self._columns = tuple(columns)
        self._cells: dict[str, Cell] = {}
        self.setFixedHeight(SIZES.row + 4)
        head = table.horizontalHeader()
        head.sectionResized.connect(self._on_moved)
        head.sectionMoved.connect(self._on_moved)
        table.horizontalScrollBar().valueChanged.connect(self._on_moved)

    def show_cells(self, cells: Mapping[str, Cell], spoken: str) -> None:
        """Show these cells by column id; ``spoken`` is the whole row as a sentence."""
        self._cells = dict(cells)
        self.setAccessibleName(spoken)
        self.update()

    def _on_moved(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), token_colour("sunken"))
        painter.fillRect(QRect(0, 0, self.width(), 1), token_colour("line2"))
        for number, column in enumerate(self._columns):
            cell = self._cells.get(column.id)
            if cell is None or self._table.isColumnHidden(number):
                continue
            left, width = self._table.columnViewportPosition(number), self._table.columnWidth(number)
            self._paint_cell(painter, QRect(left, 0, width, self.height()), cell, column.align)
        painter.end()

    def _paint_cell(self, painter: QPainter, rect: QRect, cell: Cell, align: Align) -> None:
        if cell.bar is not None:
            area = QRectF(rect.left() + _PAD, rect.center().y() - 3, rect.width() - 2 * _PAD, 8)
            bar = cell.bar
            paint_load_bar(painter, area, bar.base, bar.added, bar.full, warn=bar.warn, good=bar.good)
            return
        painter.setFont(font(BODY, bold=True))
        painter.setPen(token_colour(cell.ink or "text"))
        right = align is Align.RIGHT
        indent = FIRST_INDENT if rect.left() <= 0 else 0
        area_text = rect.adjusted(_PAD + indent, 0, -8 if right else -_PAD, 0)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(
            area_text, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, cell.text
        )
