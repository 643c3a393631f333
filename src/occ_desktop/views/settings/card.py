"""A group of settings: title, then rows with words at the left and the control at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look


class SettingsCard(QFrame):
    """`add_row` appends; the words of a row are also what a screen reader says of its control."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, ground="card")
        self.setAccessibleName(title)
        head = Label(title, self)
        set_look(head, role="section")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(12)
        self._column.addWidget(head)

    def add_row(self, label: str, control: QWidget, hint: str = "") -> QLabel:
        """Append a row; returns the hint's label, for hints that change."""
        name = Label(label, self)
        note = Label(hint, self)
        set_look(note, tone="second")
        for words in (name, note):
            words.setWordWrap(True)
        note.setVisible(bool(hint))
        if not control.accessibleName():
            control.setAccessibleName(label)
        control.setAccessibleDescription(hint)
        words_column = QVBoxLayout()
        words_column.setSpacing(2)
        words_column.addWidget(name)
        words_column.addWidget(note)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(words_column, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if self._column.count() > 1:
            self._column.addWidget(self._line())
        self._column.addLayout(row)
        return note

    def add_body(self, body: QWidget) -> None:
        """Append a widget of the card's full width."""
        self._column.addWidget(body)

    def _line(self) -> QFrame:
        line = QFrame(self)
        set_look(line, line="h")
        return line
