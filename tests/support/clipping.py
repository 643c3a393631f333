"""Finds texts that do not fit where they stand: labels, buttons, placeholders, table heads and cells.

What the design lets be cut (`Column.elide`, chips of many values, the panel's elided lines) is left out:
those widgets shorten their text themselves and keep the whole of it in the tooltip.
"""

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QComboBox, QLabel, QLineEdit, QWidget

from occ_desktop.ui.tables.columns import Align, Cell, Column, ColumnKind
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.theme.fonts import BODY, text_width

_SLACK = 1  # a rounding of the layout is no cut


def cut_texts(page: QWidget) -> list[str]:
    """Return the texts in view that lose something, with what holds them."""
    found = []
    for widget in page.findChildren(QWidget):
        if not widget.isVisibleTo(page) or widget.width() == 0:
            continue
        found += [f"{type(widget).__name__}: {text}" for text in _lost(widget)]
    return found


def _lost(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        if widget.text() and _label_is_cut(widget):
            yield widget.text()
    elif isinstance(widget, QAbstractButton):
        if _words(widget) and widget.minimumSizeHint().width() > widget.width() + _SLACK:
            yield _words(widget)
    elif isinstance(widget, QLineEdit):
        hint = widget.placeholderText()
        if not widget.text() and widget.fontMetrics().horizontalAdvance(hint) > widget.width():
            yield hint
    elif isinstance(widget, QComboBox):
        if widget.minimumSizeHint().width() > widget.width() + _SLACK:
            yield widget.currentText()
    elif isinstance(widget, TableView):
        yield from _cut_in_table(widget)
    if _has_words(widget) and _leaves_parent(widget):
        yield f"{_words(widget)} (outside its parent)"


def _words(widget: QWidget) -> str:
    """Return what a label or button shows; a button that paints itself says it to the screen reader."""
    if isinstance(widget, QAbstractButton):
        return widget.text() or (widget.accessibleName() if widget.icon().isNull() else "")
    return widget.text() if isinstance(widget, QLabel) else ""


def _has_words(widget: QWidget) -> bool:
    return bool(_words(widget)) and not widget.isWindow()


def _label_is_cut(label: QLabel) -> bool:
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + _SLACK
    if label.hasScaledContents() or "<" in label.text():
        return False
    needed = label.minimumSizeHint()  # a label that shortens itself asks for less than its text
    return needed.width() > label.width() + _SLACK or label.fontMetrics().height() > label.height() + _SLACK


def _leaves_parent(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if parent is None or isinstance(parent.parentWidget(), QAbstractScrollArea):
        return False
    return not parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(widget.geometry())


def _cut_in_table(table: TableView) -> Iterator[str]:
    model: Any = table.model()
    first, last = max(0, table.rowAt(0)), table.rowAt(table.viewport().height() - 1)
    last = model.rowCount() - 1 if last < 0 else last
    for number, column in enumerate(model.columns):
        if table.isColumnHidden(number):
            continue
        width = table.columnWidth(number)
        if text_width(column.title, BODY, bold=False) + 12 > width:
            yield f"head {column.title}"
        for row in range(first, last + 1):
            cell = model.cell(row, number)
            if cell is not None and _cell_is_cut(column, cell, width):
                yield f"{column.id}: {cell.text}"


def _cell_is_cut(column: Column[Any], cell: Cell, width: int) -> bool:
    if column.kind is not ColumnKind.TEXT or column.elide or not cell.text:
        return False
    needed = text_width(cell.text, BODY, bold=cell.bold) + (20 if cell.icon else 0) + 8
    if column.align is Align.LEFT:
        needed += 4
    return needed > width + _SLACK
