"""The layout of the sending history: trouble, conditions, figures, rows, and what is said of a deed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.widgets.undo_line import Tone, UndoLine
from occ_desktop.views.sms_history.search_bar import HistoryBar
from occ_desktop.views.sms_history.summary import HistorySummary
from occ_desktop.views.texting_parts.trouble_banner import TroubleBanner


class HistoryView(QWidget):
    """Lays out and tells; reads nothing."""

    def __init__(
        self, banner: TroubleBanner, bar: HistoryBar, table: TableView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.banner = banner
        self.bar = bar
        self.summary = HistorySummary()
        self.table = table
        self.notice = UndoLine()
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.banner, self.bar, self.summary):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.notice)
        QWidget.setTabOrder(self.bar, self.summary)
        QWidget.setTabOrder(self.summary, self.table)

    def points_at_rows(self) -> bool:
        """Tell whether the mouse is over the rows: then nothing may move there."""
        return self.table.viewport().underMouse()

    def at_top(self) -> bool:
        """Tell whether the first row is in view."""
        return self.table.verticalScrollBar().value() == 0

    def go_to_top(self) -> None:
        """Show the first row."""
        self.table.verticalScrollBar().setValue(0)

    def say(self, sentence: str, tone: Tone = "good") -> None:
        """Say above the status line what came of something."""
        self.notice.show_done(sentence, tone=tone)
