"""The frame as laid out: rail, top bar, banners, tabs, room, line with a way back, status line."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from occ_desktop.ui.messages import Messages
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.nav_rail import NavRail
from occ_desktop.ui.widgets.room_tabs import RoomTabs
from occ_desktop.ui.widgets.status_line import StatusLine
from occ_desktop.views.shell.top_bar import TopBar


class ShellView(QWidget):
    """Places the parts; the window fills and connects them."""

    def __init__(self, host: QWidget, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rail = NavRail("OC", (), self)
        self.top = TopBar(self)
        self.tabs = RoomTabs((), self)
        self.status = StatusLine(self)
        self._host = host
        self._build(messages)

    def _build(self, messages: Messages) -> None:
        set_look(self, ground="canvas")
        self.rail.setAccessibleName(self.tr("Parts of the program"))
        self.tabs.setAccessibleName(self.tr("Tabs"))
        self.status.setAccessibleName(self.tr("Status"))
        undo = QWidget(self)
        line = QHBoxLayout(undo)
        line.setContentsMargins(16, 0, 16, 0)
        line.addWidget(messages.undo_line)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(messages.banner_area)
        column.addWidget(self.tabs)
        column.addWidget(self._host, 1)
        column.addWidget(undo)
        column.addWidget(self.status)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
