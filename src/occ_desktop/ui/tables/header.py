"""The head of a long table: the order in force, a check box over check columns, the column chooser."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from occ_desktop.ui.tables.columns import Align, Column, ColumnKind
from occ_desktop.ui.tables.delegates import FIRST_INDENT, paint_check_box
from occ_desktop.ui.theme.fonts import BODY, font, text_width
from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import token_colour

_PAD = 8


class TableHeader(QHeaderView):
    """Paints itself so that heads stand exactly over their cells.

    Signals: `sort_chosen(str)`: a column id; `check_all_clicked()`; `column_toggled(str, bool)`;
    `density_chosen(int)`; `reset_chosen()`.
    """

    sort_chosen = Signal(str)
    check_all_clicked = Signal()
    column_toggled = Signal(str, bool)
    density_chosen = Signal(int)
    reset_chosen = Signal()

    def __init__(self, columns: Sequence[Column[Any]], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = tuple(columns)
        self._sorted = ("", False)
        self._check_state = Qt.CheckState.Unchecked
        self._pressed_at: QPoint | None = None
        self._menu: QMenu | None = None
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(28)
        self.setFixedHeight(32)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def set_columns(self, columns: Sequence[Column[Any]]) -> None:
        """The same columns in another language."""
        self._columns = tuple(columns)
        self.viewport().update()

    def show_sorted(self, column_id: str, *, descending: bool) -> None:
        """Mark the column the rows are ordered by."""
        self._sorted = (column_id, descending)
        self.viewport().update()

    def show_check_state(self, state: Qt.CheckState) -> None:
        """The box over the check column: none, some or all that match."""
        self._check_state = state
        self.viewport().update()

    def open_menu(self, at: QPoint, visible: set[str], density: int) -> None:
        """The column chooser, at a global position. It does not block."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in self._columns:
            if column.chooser:
                action = menu.addAction(column.title)
                action.setCheckable(True)
                action.setChecked(column.id in visible)
                action.setEnabled(column.hide_order is not None or column.id not in visible)
                action.setData(column.id)
        menu.addSeparator()
        for height, label in (
            (28, self.tr("Compact rows")),
            (32, self.tr("Normal rows")),
            (40, self.tr("Roomy rows")),
        ):
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setChecked(height == density)
            action.setData(height)
        menu.addSeparator()
        menu.addAction(self.tr("Reset columns")).setData("")
        menu.triggered.connect(self._on_menu_triggered)
        self._menu = menu
        menu.popup(at)

    def _on_menu_triggered(self, action: QAction) -> None:
        chosen = action.data()
        if isinstance(chosen, int):
            self.density_chosen.emit(chosen)
        elif chosen == "":
            self.reset_chosen.emit()
        else:
            self.column_toggled.emit(chosen, action.isChecked())

    def mousePressEvent(self, event: Any) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: Any) -> None:
        super().mouseReleaseEvent(event)
        at, pressed = event.position().toPoint(), self._pressed_at
        self._pressed_at = None
        if pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        section = self.logicalIndexAt(at)
        if section < 0 or (at - pressed).manhattanLength() > 4 or self._near_edge(at.x(), section):
            return
        column = self._columns[section]
        if column.kind is ColumnKind.CHECK:
            self.check_all_clicked.emit()
        elif column.sort_key is not None:
            self.sort_chosen.emit(column.id)

    def _near_edge(self, x: int, section: int) -> bool:
        left = self.sectionViewportPosition(section)
        return self.cursor().shape() == Qt.CursorShape.SplitHCursor and not (
            left + 6 < x < left + self.sectionSize(section) - 6
        )

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if not rect.isValid():
            return
        column = self._columns[section]
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, token_colour("sunken"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), token_colour("line2"))
        if column.kind is ColumnKind.CHECK:
            box = QRect(0, 0, 16, 16)
            box.moveCenter(rect.center())
            partly = self._check_state == Qt.CheckState.PartiallyChecked
            paint_check_box(painter, box, checked=self._check_state == Qt.CheckState.Checked, partly=partly)
        else:
            self._paint_title(painter, rect, column)
        painter.restore()

    def _paint_title(self, painter: QPainter, rect: QRect, column: Column[Any]) -> None:
        sorted_by, descending = self._sorted
        is_sorted = column.id == sorted_by
        right = column.align is Align.RIGHT
        area = rect.adjusted(4 if right else _PAD, 0, -8 if right else -4, 0)
        if rect.left() <= 0 and not right:
            area.setLeft(area.left() + FIRST_INDENT)
        ink = token_colour("text" if is_sorted else "text2")
        painter.setFont(font(BODY, bold=is_sorted))
        painter.setPen(ink)
        if is_sorted and right:
            area.setRight(area.right() - 16)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(area, flags, column.title)
        if is_sorted:
            width = text_width(column.title, BODY, bold=True)
            left = area.right() + 3 if right else area.left() + width + 4
            arrow = QRect(left, rect.center().y() - 6, 13, 13)
            paint_icon(painter, arrow, "arrow-down" if descending else "arrow-up", ink)
