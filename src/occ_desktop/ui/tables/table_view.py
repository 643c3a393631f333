"""The view of a long table: fixed row height, no proxy, keyboard first, columns and place remembered."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.tables.checked import ALL_MATCHING, NONE_CHECKED, Checked
from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.tables.columns import RowAction
from occ_desktop.ui.tables.delegates import CellDelegate, RowLook
from occ_desktop.ui.tables.header import TableHeader
from occ_desktop.ui.tables.states import StateOverlay
from occ_desktop.ui.tables.table_columns import TableColumns
from occ_desktop.ui.tables.table_input import TableInput
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.ui.theme.theme import token_colour


class TableView(QTableView):
    """Shows a `WindowModel`.

    Signals: `current_changed(object)`: the id of the row one stands on, or `None`; `row_activated(str)`:
    Enter, a double click, a press on a link; `action_triggered(str, str)`: action id, row id;
    `sort_requested(str, bool)`: sort key, descending; `checked_changed(object)`: a `Checked`;
    `range_shown(int, int)`: rows in view; `row_hovered(int)`: the row under the mouse, -1 for none;
    `columns_shown(object)`: the ids of the columns in view, when others are; `let_go()`: the pointer or the
    keys left the rows.
    """

    current_changed = Signal(object)
    row_activated = Signal(str)
    action_triggered = Signal(str, str)
    sort_requested = Signal(str, bool)
    checked_changed = Signal(object)
    range_shown = Signal(int, int)
    row_hovered = Signal(int)
    columns_shown = Signal(object)
    let_go = Signal()

    def __init__(
        self,
        table_id: str,
        model: WindowModel[Any],
        settings: TableSettings,
        owner: TaskOwner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._owner = owner
        self._look = RowLook()
        self._input = TableInput(self, model, self._look)
        self._range_start = 0
        self._sorted: tuple[str, bool] = ("", False)
        self._current_id: str | None = None
        self._moved_by_model = False
        self._head = TableHeader(model.columns, self)
        self._columns = TableColumns(table_id, self, self._head, model, settings)
        self._build()
        self.overlay = StateOverlay(self)  # not of the viewport, whose children scroll away
        self._connect()

    def _build(self) -> None:
        self.setHorizontalHeader(self._head)
        self.setModel(self._model)
        self.setItemDelegate(CellDelegate(self._model, self._look, self))
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(20)
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._columns.density)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        # What leaves no dot of the ground unpainted is moved when one scrolls: only what came is painted.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._columns.apply_order()

    def _connect(self) -> None:
        self._head.sort_chosen.connect(self._on_sort_chosen)
        self._head.check_all_clicked.connect(self.toggle_all)
        self._head.density_chosen.connect(self.set_density)
        self._columns.shown_changed.connect(self.columns_shown)
        self._columns.density_changed.connect(self._on_density)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._model.repositioned.connect(self._on_repositioned)
        self._model.count_changed.connect(self._on_count_changed)
        self._model.dataChanged.connect(self._on_rows_arrived)

    # What the presenter asks for

    @property
    def checked(self) -> Checked:
        """The checked rows, as a description."""
        return self._look.checked

    @property
    def current_id(self) -> str | None:
        """The id of the row one stands on; `None` on none, or on one that is not here yet."""
        return self._current_id

    @property
    def stands(self) -> bool:
        """Whether some row is highlighted, here or still on its way."""
        return self._look.current_row >= 0

    @property
    def density(self) -> int:
        """Row height in pixels: 28, 32 or 40."""
        return self._columns.density

    def set_checked(self, checked: Checked) -> None:
        """Replace what is checked."""
        if checked != self._look.checked:
            self._look.checked = checked
            self._show_check_state()
            self.viewport().update()
            self.checked_changed.emit(checked)

    def toggle_all(self) -> None:
        """Check all that match, or nothing if all are."""
        everything = self._look.checked.count(self._model.total) == self._model.total > 0
        self.set_checked(NONE_CHECKED if everything else ALL_MATCHING)

    def show_sorted(self, sort_key: str, *, descending: bool) -> None:
        """Tell the head which order the rows are in."""
        self._sorted = (sort_key, descending)
        for column in self._model.columns:
            if column.sort_key == sort_key:
                self._head.show_sorted(column.id, descending=descending)

    def set_density(self, height: int) -> None:
        """Row height: 28, 32 or 40."""
        self._columns.choose_density(height)

    def renew_density(self) -> None:
        """Take the row height the settings hold now: it was chosen elsewhere. Saves nothing."""
        self._columns.renew_density()

    def stand_nowhere(self) -> None:
        """Highlight no row."""
        self.setCurrentIndex(QModelIndex())

    def go_to(self, row: int) -> None:
        """Stand on this row and show it."""
        if 0 <= row < self._model.total:
            column = max(0, self._look.current_column)
            index = self._model.index(row, column)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    @property
    def hovered_row(self) -> int:
        """The tinted row, -1 for none."""
        return self._look.hovered_row

    def show_hover(self, row: int) -> None:
        """Tint a row as if the mouse were over it (something beside the table shows the same thing)."""
        if row != self._look.hovered_row:
            self._look.hovered_row = row
            self.viewport().update()

    def retranslate(self) -> None:
        """After the model got columns in another language."""
        self._head.set_columns(self._model.columns)
        self._columns.fit()

    # Place and pages

    def _on_scrolled(self) -> None:
        if self._model.moving:
            return  # the rows are being replaced; `repositioned` says where they stand
        if self._model.total == 0:
            self.range_shown.emit(0, -1)
            return
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        last = self._model.total - 1 if last < 0 else last
        self._model.show_range(first, last)
        self.range_shown.emit(first, last)

    def _on_density(self, height: int) -> None:
        self.verticalHeader().setDefaultSectionSize(height)
        self._on_scrolled()

    def _on_count_changed(self, _count: int) -> None:
        self._look.hovered_row = -1
        self._show_check_state()
        self._on_scrolled()

    def _on_repositioned(self, first: int, current: int) -> None:
        bar, known = self.verticalScrollBar(), self._model.current_id if current >= 0 else None
        top = first * self._columns.density if first >= 0 else bar.value()
        column = max(0, self._look.current_column)
        self._moved_by_model = True
        self.setCurrentIndex(self._model.index(current, column) if current >= 0 else QModelIndex())
        self._moved_by_model = False
        self.updateGeometries()  # the bar learns of other rows late, and making a row current scrolls to it
        bar.setValue(top)
        self._on_scrolled()
        self._hold(known)

    # The row in hand

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = self._look
        moved = current.row() != look.current_row
        look.current_row, look.current_column = current.row(), current.column()
        slots = self._input.slots_of(current.row(), current.column())
        look.focused_action = slots[0] if slots else -1
        super().currentChanged(current, previous)
        self.viewport().update()
        if moved and not self._model.moving and not self._moved_by_model:
            self._hold(self._model.id_at(look.current_row), stepped=look.current_row >= 0)

    def _on_rows_arrived(self) -> None:
        """See whose row it is one stands on: its page was on its way, or brought another order."""
        here = self._model.id_at(self._look.current_row)
        if here is not None and not self._model.moving:
            self._hold(here)

    def _hold(self, row_id: str | None, *, stepped: bool = False) -> None:
        """Tell when it is another row; also when one ``stepped`` from none onto one that is not here yet."""
        if row_id != self._current_id or (stepped and row_id is None):
            self._current_id = row_id
            self._model.note_current(row_id)
            self.current_changed.emit(row_id)

    # Checks and order

    def _on_sort_chosen(self, column_id: str) -> None:
        key = next(c.sort_key for c in self._model.columns if c.id == column_id)
        if key is not None:
            descending = not self._sorted[1] if self._sorted[0] == key else False
            self.sort_requested.emit(key, descending)

    def _show_check_state(self) -> None:
        count, total = self._look.checked.count(self._model.total), self._model.total
        some = Qt.CheckState.Checked if count == total else Qt.CheckState.PartiallyChecked
        self._head.show_check_state(some if count else Qt.CheckState.Unchecked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._columns.fit()
        self.overlay.setGeometry(self.viewport().geometry())
        self._on_scrolled()

    # Input (see `TableInput`)

    def cell_at(self, at: QPoint) -> tuple[QModelIndex, QRect]:
        index = self.indexAt(at)
        return index, self.visualRect(index)

    def visual_columns(self) -> list[int]:
        numbers = range(len(self._model.columns))
        return sorted((n for n in numbers if not self.isColumnHidden(n)), key=self._head.visualIndex)

    def stand_on(self, row: int, column: int) -> None:
        if 0 <= row < self._model.total:
            columns = self.visual_columns()
            index = self._model.index(row, column if column in columns else columns[0])
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def activate(self, row: int) -> None:
        row_id = self._model.id_at(row)
        if row_id is not None:
            self.row_activated.emit(row_id)

    def trigger(self, row: int, action: RowAction) -> None:
        row_id = self._model.id_at(row)
        if row_id is not None:
            self.action_triggered.emit(action.id, row_id)

    def toggle_check(self, row: int) -> None:
        row_id = self._model.id_at(row)
        if row_id is not None:
            self._range_start = row
            self.set_checked(self._look.checked.toggled(row_id))

    def check_range(self, row: int) -> None:
        first, last = sorted((self._range_start, row))
        self._owner.start(lambda: self._check_rows(first, last), name="table.check", policy=Policy.LATEST)

    async def _check_rows(self, first: int, last: int) -> None:
        self.set_checked(self._look.checked.with_rows(await self._model.ids_between(first, last)))

    def check_all(self) -> None:
        self.set_checked(ALL_MATCHING)

    def repaint_rows(self) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), token_colour("surface"))
        painter.end()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._input.key_pressed(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._look.focus_visible = event.reason() != Qt.FocusReason.MouseFocusReason
        if self._look.current_row < 0 and self._model.total and self._look.focus_visible:
            self.stand_on(max(0, self.rowAt(0)), self._look.current_column)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._look.focus_visible = False
        self.viewport().update()
        self.let_go.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        action = self._input.mouse_moved(at)
        self.row_hovered.emit(self._look.hovered_row)
        pressable = self._input.over_link(at) if action is None else action.enabled
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if pressable else Qt.CursorShape.ArrowCursor
        )
        set_tip(self.viewport(), action.reason if action is not None else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not self._input.mouse_pressed(event.position().toPoint(), shift=shift):
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._input.mouse_released(event.position().toPoint())
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if not self._input.mouse_pressed(event.position().toPoint(), shift=False) and index.isValid():
            self.activate(index.row())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._input.mouse_left()
            self.row_hovered.emit(-1)
            self.let_go.emit()
        return super().viewportEvent(event)
