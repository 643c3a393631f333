"""The layout of the callback list: conditions, rows, and the customer panel beside them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.widgets.side_panel import SidePanel
from occ_desktop.ui.widgets.undo_line import UndoLine
from occ_desktop.views.callbacks.panel.view import PanelView
from occ_desktop.views.callbacks.search_bar import SearchBar


class CallbacksView(QWidget):
    """Search bar over everything; the panel stands beside the rows, in a narrow window while it is wanted."""

    def __init__(
        self, bar: SearchBar, table: TableView, panel: PanelView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.bar = bar
        self.table = table
        self.panel = panel
        self.notice = UndoLine()
        self.undo = UndoLine()  # of its own: what is said meanwhile must not take the way back away
        self._rows = QWidget()
        self.side = SidePanel(self._rows, panel)
        self._build()

    def _build(self) -> None:
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(self._rows)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.side, 1)
        layout.addWidget(self.notice)  # below the panel, too: a sentence needs the width
        layout.addWidget(self.undo)
        self.panel.closed.connect(self.close_panel)
        QWidget.setTabOrder(self.bar, self.table)
        QWidget.setTabOrder(self.table, self.panel)

    def open_panel(self) -> None:
        """Show the customer panel."""
        if not self.side.is_open:
            self.side.set_open(True)

    def close_panel(self) -> None:
        """Take it away; the rows get the focus back."""
        self.side.set_open(False)
        self.table.setFocus()

    def points_at_rows(self) -> bool:
        """Tell whether the mouse is over the rows: then nothing may move there."""
        return self.table.viewport().underMouse()

    def go_to_next_part(self) -> None:
        """Move the focus on: conditions, rows, panel, and round again (Ctrl+F6)."""
        if self._has_focus(self.table):
            (self.panel.foot if self.side.is_open else self.bar).focus_first()
        elif self._has_focus(self.bar):
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.bar.focus_first()

    def _has_focus(self, part: QWidget) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and (part is focused or part.isAncestorOf(focused))

    def at_top(self) -> bool:
        """Tell whether the first row is in view."""
        return self.table.verticalScrollBar().value() == 0

    def go_to_top(self) -> None:
        """Show the first row."""
        self.table.verticalScrollBar().setValue(0)

    def show_notice(self, sentence: str) -> None:
        """Say above the status line what happened or was found."""
        self.notice.show_done(sentence, tone="notice")

    def show_warning(self, sentence: str) -> None:
        """Say above the status line what did not work and what to do."""
        self.notice.show_done(sentence, tone="warning")
