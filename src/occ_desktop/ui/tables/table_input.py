"""Keys and mouse of a long table: which row, which cell, which button inside a cell is meant.

Home and End go to the first and last row; left and right walk the cells and the buttons inside one; Space
checks, Shift+Space checks a range, Ctrl+A describes "all that match".
"""

from typing import Any, Protocol

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent

from occ_desktop.ui.tables.action_cells import action_rects
from occ_desktop.ui.tables.columns import Column, ColumnKind, RowAction
from occ_desktop.ui.tables.delegates import RowLook
from occ_desktop.ui.tables.window_model import WindowModel

_LINK = -2  # where a button has its slot


class InputTarget(Protocol):
    """What the input asks of the view."""

    def cell_at(self, at: QPoint) -> tuple[QModelIndex, QRect]:
        """The cell under a viewport position and its rectangle."""
        ...

    def visual_columns(self) -> list[int]:
        """The visible columns from left to right, as logical numbers."""
        ...

    def stand_on(self, row: int, column: int) -> None:
        """Make a cell the current one."""
        ...

    def activate(self, row: int) -> None:
        """Enter, a double click, or a press on a link of a row."""
        ...

    def trigger(self, row: int, action: RowAction) -> None:
        """A button in a row was pressed."""
        ...

    def toggle_check(self, row: int) -> None:
        """Check or uncheck one row; it becomes the start of a range."""
        ...

    def check_range(self, row: int) -> None:
        """Check from the start of the range to this row."""
        ...

    def check_all(self) -> None:
        """All that match."""
        ...

    def repaint_rows(self) -> None:
        """Something under the mouse or the focus changed."""
        ...


class TableInput:
    """Translates keys and mouse into wishes. Keeps its state in the `RowLook` it shares with the delegate."""

    def __init__(self, target: InputTarget, model: WindowModel[Any], look: RowLook) -> None:
        self._target = target
        self._model = model
        self._look = look
        self._pressed: tuple[str | None, int] | None = None

    # Keys

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Handle a key; `False` leaves it to the view (up, down, page up, page down)."""
        look, key, keys = self._look, event.key(), Qt.Key
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        look.focus_visible = True
        row = look.current_row
        if key in (keys.Key_Home, keys.Key_End):
            self._target.stand_on(0 if key == keys.Key_Home else self._model.total - 1, look.current_column)
        elif key in (keys.Key_Left, keys.Key_Right):
            self._step(1 if key == keys.Key_Right else -1)
        elif key == keys.Key_A and control and self.has_checks:
            self._target.check_all()
        elif key == keys.Key_Space and self.has_checks and row >= 0 and look.focused_action < 0:
            (self._target.check_range if shift else self._target.toggle_check)(row)
        elif key in (keys.Key_Return, keys.Key_Enter, keys.Key_Space) and row >= 0 and not control:
            self._press_current(row, activate=key != keys.Key_Space)
        else:
            return False
        return True

    @property
    def has_checks(self) -> bool:
        """Whether rows can be checked here at all."""
        return any(column.kind is ColumnKind.CHECK for column in self._model.columns)

    def slots_of(self, row: int, column: int) -> list[int]:
        """The slots that hold a button one may press in this cell."""
        cell = self._model.cell(row, column) if 0 <= row < self._model.total and column >= 0 else None
        actions = cell.actions if cell is not None else ()
        return [slot for slot, action in enumerate(actions) if action is not None and action.enabled]

    def _press_current(self, row: int, *, activate: bool) -> None:
        action = self._action(row, self._look.current_column, self._look.focused_action)
        if action is not None and action.enabled:
            self._target.trigger(row, action)
        elif activate:
            self._target.activate(row)

    def _step(self, by: int) -> None:
        look = self._look
        slots = self.slots_of(look.current_row, look.current_column)
        if look.focused_action in slots:
            place = slots.index(look.focused_action) + by
            if 0 <= place < len(slots):
                look.focused_action = slots[place]
                self._target.repaint_rows()
                return
        columns = self._target.visual_columns()
        if not columns or self._model.total == 0:
            return
        at = columns.index(look.current_column) if look.current_column in columns else -by
        place = min(max(at + by, 0), len(columns) - 1)
        if columns[place] == look.current_column and look.current_row >= 0:
            return
        self._target.stand_on(max(0, look.current_row), columns[place])
        slots = self.slots_of(look.current_row, look.current_column)
        look.focused_action = (slots[0] if by > 0 else slots[-1]) if slots else -1
        self._target.repaint_rows()

    # Mouse

    def mouse_moved(self, at: QPoint) -> RowAction | None:
        """The mouse is here; returns the button under it."""
        index, rect = self._target.cell_at(at)
        row = index.row()
        slot = self._slot(index, rect, at)
        if (row, slot) != (self._look.hovered_row, self._look.hovered_action):
            self._look.hovered_row, self._look.hovered_action = row, slot
            self._target.repaint_rows()
        return self._action(row, index.column(), slot) if slot >= 0 else None

    def mouse_left(self) -> None:
        """The mouse is elsewhere."""
        self._look.hovered_row = self._look.hovered_action = -1
        self._target.repaint_rows()

    def mouse_pressed(self, at: QPoint, *, shift: bool) -> bool:
        """A press; `True` if it belongs to a button or a check box."""
        self._look.focus_visible = False
        index, rect = self._target.cell_at(at)
        self._pressed = None
        if not index.isValid():
            return False
        column: Column[Any] = self._model.columns[index.column()]
        if column.kind is ColumnKind.CHECK:
            (self._target.check_range if shift else self._target.toggle_check)(index.row())
            return True
        slot = self._slot(index, rect, at)
        if slot >= 0:
            self._pressed = (self._model.id_at(index.row()), slot)
            self._target.stand_on(index.row(), index.column())
            return True
        if self.over_link(at):
            self._pressed = (self._model.id_at(index.row()), _LINK)
        return False

    def over_link(self, at: QPoint) -> bool:
        """Tell whether a press here would open the row."""
        index, _rect = self._target.cell_at(at)
        cell = self._model.cell(index.row(), index.column()) if index.isValid() else None
        return cell is not None and cell.link

    def mouse_released(self, at: QPoint) -> None:
        """A release; over the button or link that was pressed, still of the same row, it triggers."""
        pressed, self._pressed = self._pressed, None
        index, rect = self._target.cell_at(at)
        slot = _LINK if self.over_link(at) else self._slot(index, rect, at)
        here = (self._model.id_at(index.row()), slot)
        if pressed is None or pressed != here:
            return
        if slot == _LINK:
            self._target.activate(index.row())
        else:
            action = self._action(index.row(), index.column(), pressed[1])
            if action is not None and action.enabled:
                self._target.trigger(index.row(), action)

    def _slot(self, index: QModelIndex, rect: QRect, at: QPoint) -> int:
        if not index.isValid():
            return -1
        column = self._model.columns[index.column()]
        cell = self._model.cell(index.row(), index.column())
        if column.kind is not ColumnKind.ACTIONS or cell is None:
            return -1
        for slot, button in enumerate(action_rects(column, rect)):
            if button.contains(at) and slot < len(cell.actions) and cell.actions[slot] is not None:
                return slot
        return -1

    def _action(self, row: int, column: int, slot: int) -> RowAction | None:
        if not 0 <= row < self._model.total or column < 0 or slot < 0:
            return None
        cell = self._model.cell(row, column)
        return cell.actions[slot] if cell is not None and slot < len(cell.actions) else None
