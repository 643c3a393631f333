"""The card about the program: version, where it is connected, and what the doctor found."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from occ_desktop.ui.app_icon import app_pixmap
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.theme.tokens import Token
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.glyph import Glyph


class FindingRow:
    """One line of the doctor, ready to read; ``level``: fine, limited or broken."""

    __slots__ = ("level", "name", "sentence")

    def __init__(self, level: str, name: str, sentence: str) -> None:
        self.level = level
        self.name = name
        self.sentence = sentence


_MARKS: dict[str, tuple[str, Token]] = {
    "fine": ("check-circle-fill", "green"),
    "limited": ("warning-fill", "amber"),
    "broken": ("x-circle-fill", "red"),
}


class AboutBody(QWidget):
    """Content of the about card."""

    check_chosen = Signal()
    copy_chosen = Signal()
    keys_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._version = Label(self)
        self.check = BusyButton(
            self.tr("Check this computer"),
            self.tr("Checking…"),
            "tinted",
            glyph="heartbeat",
            tall=False,
            parent=self,
        )
        self.copy = Button(self.tr("Copy the report"), glyph="copy", parent=self)
        self.keys = Button(self.tr("All keys (F1)"), glyph="keyboard", parent=self)
        self._findings = QWidget(self)
        self._grid = QGridLayout(self._findings)
        self._summary = Label(self)
        self._rows: tuple[FindingRow, ...] = ()
        self._build()

    def show_version(self, text: str) -> None:
        """Show the program's version."""
        self._version.setText(text)

    def show_findings(self, rows: Sequence[FindingRow], summary: str) -> None:
        """Show what was found, the verdict first."""
        self._rows = tuple(rows)
        while self._grid.count():
            item = self._grid.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        for place, row in enumerate(rows):
            glyph, ink = _MARKS[row.level]
            mark = Glyph(glyph, ink, 16, self._findings)
            name = Label(row.name, self._findings)
            words = Label(row.sentence, self._findings)
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            set_look(name, weight="bold")
            set_look(words, tone="text" if row.level == "fine" else "warning")
            self._grid.addWidget(mark, place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(name, place, 1, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, place, 2)
        self._summary.setText(summary)
        self._summary.setVisible(bool(summary))
        self._findings.setVisible(bool(rows))
        self.copy.setVisible(bool(rows))

    @property
    def rows(self) -> tuple[FindingRow, ...]:
        """The findings shown."""
        return self._rows

    def _build(self) -> None:
        picture = Label(self)
        picture.setPixmap(app_pixmap(48))
        picture.setFixedSize(48, 48)
        name = Label(self.tr("Online Contact Center"), self)
        set_look(name, role="panel")
        set_look(self._version, tone="second")
        self._version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        licence = Label(self.tr("Free software under the MIT licence."), self)
        set_look(licence, tone="hint")
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (name, self._version, licence):
            words.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.check, self.copy, self.keys):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(2, 1)
        self._grid.setColumnMinimumWidth(1, 96)
        set_look(self._summary, weight="bold")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(buttons)
        column.addWidget(self._summary)
        column.addWidget(self._findings)
        self.check.clicked.connect(self.check_chosen)
        self.copy.clicked.connect(self.copy_chosen)
        self.keys.clicked.connect(self.keys_chosen)
        self.show_findings((), "")
