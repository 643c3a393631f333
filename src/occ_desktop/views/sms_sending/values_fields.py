"""What stands for the placeholders of a text with everybody whose number was typed: one line for each.

It knows names and what was written for them, neither the text nor who gets it.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label, set_tip

_BESIDE = 2  # fields in a row
_NAME_WIDE = 128  # pixels; a longer name is cut, and whole under the mouse


class ValuesFields(QWidget):
    """`changed(str, str)`: the name of a placeholder, and what the person wrote for it."""

    changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, tuple[Label, QLineEdit]] = {}
        self._first = QLineEdit(self)  # never seen: it keeps the place among what Tab leads to
        self._first.hide()
        self._typed = 0
        self._same = Label(self)
        self._same.setProperty("tone", "second")
        self._same.setWordWrap(True)
        self._same.hide()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        for column in range(_BESIDE):
            self._grid.setColumnStretch(2 * column + 1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._grid)
        layout.addWidget(self._same)

    def show_values(self, names: Sequence[str], values: Mapping[str, str], typed: int) -> None:
        """Have one field for each name; ``typed``: how many recipients it is filled in for."""
        if list(names) != list(self._fields):
            self._lay_out(names)
        for name, (_label, field) in self._fields.items():
            if (value := values.get(name, "")) != field.text():
                with QSignalBlocker(field):
                    field.setText(value)
        self._typed = typed
        self._show_same()

    def field(self, name: str) -> QLineEdit:
        """Return the field of a placeholder. Raises KeyError: it is not asked for."""
        return self._fields[name][1]

    @property
    def lacking(self) -> QLineEdit | None:
        """Return the first field nothing was written into, None: there is none."""
        return next((field for _, field in self._fields.values() if not field.text().strip()), None)

    def _lay_out(self, names: Sequence[str]) -> None:
        """Keep the fields that are asked for still: a person may be in one of them."""
        for name in [one for one in self._fields if one not in names]:
            for part in self._fields.pop(name):
                self._grid.removeWidget(part)
                part.hide()
                part.deleteLater()
        self._fields = {name: self._fields.get(name) or self._made(name) for name in names}
        before = self._first
        for place, (label, field) in enumerate(self._fields.values()):
            row, column = divmod(place, _BESIDE)
            self._grid.addWidget(label, row, 2 * column)
            self._grid.addWidget(field, row, 2 * column + 1)
            self.setTabOrder(before, field)
            before = field

    def _made(self, name: str) -> tuple[Label, QLineEdit]:
        label, field = Label(self), QLineEdit(self)
        label.setText(label.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _NAME_WIDE))
        set_tip(label, name)
        field.setAccessibleName(name)  # no buddy: in a name an ampersand is a letter
        field.textChanged.connect(partial(self.changed.emit, name))
        return label, field

    def _show_same(self) -> None:
        self._same.setVisible(self._typed > 1)
        self._same.setText(self.tr("The same for all %Ln typed recipients", "", self._typed))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show_same()
