"""The sheet F1 opens: every key that works here, in groups."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from occ_desktop.ui.keyboard import Key
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.widgets.key_hint import KeyHint


class HelpSheet(QWidget):
    """The body of the dialog; `entries` as the keyboard lists them."""

    def __init__(self, entries: Sequence[Key], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        groups: dict[str, list[Key]] = {}
        for key in entries:
            groups.setdefault(key.group, []).append(key)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for group, keys in groups.items():
            if group:
                head = Label(group, self)
                head.setProperty("role", "section")
                layout.addWidget(head)
            layout.addLayout(self._grid(keys))

    def _grid(self, keys: Sequence[Key]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        for place, key in enumerate(keys):
            row, side = divmod(place, 2)
            label = Label(key.label, self)
            label.setProperty("tone", "second")
            grid.addWidget(KeyHint(key.cap, parent=self), row, side * 2, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label, row, side * 2 + 1)
        return grid
