"""Keeps a table's columns as the person likes them: order, widths, which are shown, row height.

Moves the sections of the head; knows no row.
"""

from typing import Any

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QTableView

from occ_desktop.ui.tables.action_cells import actions_width
from occ_desktop.ui.tables.cell_model import CellModel
from occ_desktop.ui.tables.column_layout import ColumnLayout, TableSettings
from occ_desktop.ui.tables.columns import ColumnKind
from occ_desktop.ui.tables.header import TableHeader
from occ_desktop.ui.theme.fonts import BODY, text_width

_SAVE_MS = 500


class TableColumns(QObject):
    """`shown_changed(object)`: the ids of the columns in view; `density_changed(int)`: the row height."""

    shown_changed = Signal(object)
    density_changed = Signal(int)

    def __init__(
        self, table_id: str, table: QTableView, head: TableHeader, model: CellModel, settings: TableSettings
    ) -> None:
        super().__init__(table)
        self._table_id = table_id
        self._table = table
        self._head = head
        self._model = model
        self._settings = settings
        self._fitting = False
        self._shown: frozenset[str] = frozenset()
        self._layout = ColumnLayout.from_state(settings.load_table(table_id) or {}, model.columns)
        self._save_timer = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._save_timer.timeout.connect(self._on_save_due)
        head.column_toggled.connect(self.on_column_toggled)
        head.reset_chosen.connect(self._on_reset_chosen)
        head.sectionResized.connect(self._on_section_resized)
        head.sectionMoved.connect(self._on_section_moved)
        head.customContextMenuRequested.connect(self.on_head_menu)

    @property
    def density(self) -> int:
        """Row height in pixels."""
        return self._layout.density

    def choose_density(self, height: int) -> None:
        """Take and keep another row height."""
        self._layout.density = height
        self._save_timer.start()
        self.density_changed.emit(height)

    def renew_density(self) -> None:
        """Take the row height the settings hold now; saves nothing."""
        kept = self._settings.load_table(self._table_id) or {}
        height = ColumnLayout.from_state(kept, self._model.columns).density
        if height != self._layout.density:
            self._layout.density = height
            self.density_changed.emit(height)

    def fit(self) -> None:
        """Give the columns the width of the window; those that find no place are hidden whole."""
        widths = self._layout.fit(self._model.columns, self._needs(), self._table.viewport().width())
        self._fitting = True
        for number, column in enumerate(self._model.columns):
            self._table.setColumnHidden(number, column.id not in widths)
            if column.id in widths:
                self._table.setColumnWidth(number, widths[column.id])
        self._fitting = False
        if self._shown != widths.keys():
            self._shown = frozenset(widths)
            self.shown_changed.emit(self._shown)

    def apply_order(self) -> None:
        """Put the sections where the person wants them."""
        numbers = {column.id: number for number, column in enumerate(self._model.columns)}
        self._fitting = True
        for place, column_id in enumerate(self._layout.order):
            self._head.moveSection(self._head.visualIndex(numbers[column_id]), place)
        self._fitting = False

    def on_column_toggled(self, column_id: str, shown: bool) -> None:
        """Show or hide a column, as the menu of the head asks."""
        self._layout.hidden = (
            self._layout.hidden - {column_id} if shown else self._layout.hidden | {column_id}
        )
        self.fit()
        self._save_timer.start()

    def on_head_menu(self, at: QPoint) -> None:
        """Open the menu of the head."""
        visible = {c.id for c in self._model.columns if c.id not in self._layout.hidden}
        self._head.open_menu(self._head.mapToGlobal(at), visible, self._layout.density)

    def _needs(self) -> dict[str, int]:
        needs: dict[str, int] = {}
        for column in self._model.columns:
            title = text_width(column.title, BODY, bold=True) + (36 if column.sort_key else 20)
            needs[column.id] = actions_width(column) if column.slots else title
            if column.kind is ColumnKind.CHECK:
                needs[column.id] = 28
        return needs

    def _on_section_resized(self, number: int, _old: int, new: int) -> None:
        if not self._fitting and new:
            self._layout.widths[self._model.columns[number].id] = new
            self._save_timer.start()

    def _on_section_moved(self, *_places: Any) -> None:
        if not self._fitting:
            places = sorted(range(len(self._model.columns)), key=self._head.visualIndex)
            self._layout.order = [self._model.columns[number].id for number in places]
            self._save_timer.start()

    def _on_reset_chosen(self) -> None:
        density = self._layout.density
        self._layout = ColumnLayout.first(self._model.columns)
        self._layout.density = density
        self.apply_order()
        self.fit()
        self._save_timer.start()

    def _on_save_due(self) -> None:
        self._settings.save_table(self._table_id, self._layout.to_state())
