"""The dark side of the log-in: what this is, and the state of server, encryption and program version."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.fonts import font
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.glyph import Glyph


class _Line(QWidget):
    def __init__(self, glyph: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = Glyph(glyph, "railtext", 20, self)
        self.title = Label(self)
        self.detail = Label(self)
        set_look(self.title, tone="railon", weight="bold")
        set_look(self.detail, tone="rail")
        for label in (self.title, self.detail):
            label.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)

    def say(self, title: str, detail: str) -> None:
        self.title.setText(title)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.setAccessibleName(f"{title}. {detail}" if detail else title)


class SidePanel(QFrame):
    """Three lines at the bottom, the name at the top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._short = Label("OC", self)
        self._name = Label(self)
        self._rooms = Label(self)
        self.server = _Line("hard-drives", self)
        self.encryption = _Line("lock-key", self)
        self.version = _Line("arrows-clockwise", self)
        self._build()

    def say_name(self, name: str, rooms: str) -> None:
        """Show the product's name and what it is for."""
        self._name.setText(name)
        self._rooms.setText(rooms)

    def _build(self) -> None:
        set_look(self, ground="rail")
        self._short.setFont(font(18, bold=True))
        self._name.setFont(font(20, bold=True))
        self._rooms.setFont(font(11))
        set_look(self._short, tone="railon")
        set_look(self._name, tone="railon")
        set_look(self._rooms, tone="rail")
        for label in (self._name, self._rooms):
            label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(56, 56, 32, 44)
        column.setSpacing(0)
        column.addWidget(self._short)
        column.addSpacing(36)
        column.addWidget(self._name)
        column.addSpacing(8)
        column.addWidget(self._rooms)
        column.addStretch(1)
        for line in (self.server, self.encryption, self.version):
            column.addSpacing(20)
            column.addWidget(line)
