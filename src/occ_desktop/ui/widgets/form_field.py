"""A labelled field with its hint or error right under it. What was typed stays whatever is wrong with it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.status_shapes import Shape
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.glyph import Glyph
from occ_desktop.ui.widgets.shape_mark import ShapeMark


class FormField(QWidget):
    """Label above `field`. `aside` is a line at the right of the label (Caps Lock, a counter)."""

    def __init__(self, label: str, field: QWidget, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._hint_text = hint
        self._label = Label(label, self)
        self._label.setProperty("tone", "second")
        self._label.setBuddy(field)
        self._aside = Label(self)
        self._aside.setProperty("tone", "warning")
        self._aside_mark = Glyph("check", "green", 14, self)
        self._aside_mark.hide()
        self._mark = ShapeMark(Shape.TRIANGLE, "red", parent=self)
        self._note = Label(self)
        self._note.setWordWrap(True)
        field.setAccessibleName(label)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._label)
        head.addStretch()
        head.addWidget(self._aside_mark)
        head.addWidget(self._aside)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self._mark, alignment=Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self._note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(field)
        layout.addLayout(foot)
        self.set_error(None)

    @property
    def field(self) -> QWidget:
        """The control itself."""
        return self._field

    @property
    def error(self) -> str | None:
        """The sentence shown as an error, if any."""
        return self._note.text() if self._note.property("tone") == "error" else None

    def set_label(self, label: str) -> None:
        """Label and accessible name in another language."""
        self._label.setText(label)
        self._field.setAccessibleName(label)

    def set_aside(self, text: str, tone: str = "warning") -> None:
        """The line at the right of the label; a good one is checked off."""
        self._aside.setText(text)
        set_look(self._aside, tone=tone)
        self._aside_mark.setVisible(bool(text) and tone == "good")

    def set_error(self, sentence: str | None) -> None:
        """Say what is wrong and what to do, or `None` when it is well."""
        wrong = bool(sentence)
        set_look(self._field, invalid=wrong)
        set_look(self._note, tone="error" if wrong else "hint")
        self._note.setText(sentence or self._hint_text)
        self._note.setVisible(bool(self._note.text()))
        self._mark.setVisible(wrong)
        self._field.setAccessibleDescription(self._note.text())
