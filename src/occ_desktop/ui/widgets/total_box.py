"""A total above a table: what it is, the figure with its unit, and one line about it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look


class TotalBox(QWidget):
    """All texts translated; the figure is formatted by the caller, "–" where there is none."""

    def __init__(self, label: str, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Label(label, self)
        self._label.setProperty("tone", "second")
        self._figure = Label("–", self)
        self._figure.setProperty("role", "figure")
        self._unit = Label(unit, self)
        self._unit.setProperty("tone", "second")
        self._note = Label(self)
        self._note.setProperty("tone", "hint")
        line = QHBoxLayout()
        line.setSpacing(5)
        line.addWidget(self._figure, alignment=Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self._unit, alignment=Qt.AlignmentFlag.AlignBottom)
        line.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(2)
        layout.addWidget(self._label)
        layout.addLayout(line)
        layout.addWidget(self._note)

    def show_total(self, figure: str, *, note: str = "", tone: str = "") -> None:
        """`tone`: `warning` for what waits, `error`, `good`; empty is plain."""
        self._figure.setText(figure)
        set_look(self._figure, tone=tone)
        self._note.setText(note)
        parts = (self._label.text(), figure, self._unit.text(), note)
        self.setAccessibleName(" ".join(part for part in parts if part))

    def set_texts(self, label: str, unit: str) -> None:
        """Label and unit in another language."""
        self._label.setText(label)
        self._unit.setText(unit)
