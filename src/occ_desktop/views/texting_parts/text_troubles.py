"""The rows under a meter: each character that cannot be sent, a press that replaces it; missing values."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from occ_contract.sms_text import Unsendable
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.status_shapes import Shape
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.shape_mark import ShapeMark
from occ_desktop.views.texting_parts.characters import change
from occ_desktop.views.texting_parts.measure import Measure

_MOST_ROWS = 3  # more of them are one text pasted from somewhere, mended with one press


class TextTroubles(QWidget):
    """Hidden while nothing is wrong. `replace_asked(character, suggestion)`, `replace_all_asked()`."""

    replace_asked = Signal(str, str)
    replace_all_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measure: Measure | None = None
        self._editable = True
        self._rows: list[QWidget] = []
        self.setProperty("ground", "redb")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(10, 6, 6, 6)
        self._layout.setSpacing(2)
        self.hide()

    @property
    def sentences(self) -> tuple[str, ...]:
        """The rows as they are read."""
        return tuple(row.accessibleName() for row in self._rows)

    def set_editable(self, editable: bool) -> None:
        """Offer replacements, or only say what is wrong."""
        if self._editable != editable:
            self._editable = editable
            self.retranslate()

    def show_measure(self, measure: Measure) -> None:
        """Show what is wrong with a text, beside its length."""
        if self._measure is None or _troubles(self._measure) != _troubles(measure):
            self._measure = measure
            self._fill(measure)

    def retranslate(self) -> None:
        """Write the rows anew."""
        if self._measure is not None:
            self._fill(self._measure)

    def _fill(self, measure: Measure) -> None:
        for row in self._rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        found, last = measure.unsendable, None
        named = found if len(found) <= _MOST_ROWS else found[: _MOST_ROWS - 1]
        for one in named:
            last = self._add_character(one)
        if len(found) > len(named):
            last = self._add(self.tr("%Ln more character(s) cannot be sent", "", len(found) - len(named)))
        if last is not None and len(found) > 1 and self._editable:
            everything = Button(self.tr("Replace all"), "link", parent=self)
            everything.clicked.connect(self.replace_all_asked)
            last.addWidget(everything)
            everything.show()
        for one in measure.unsendable_values:
            self._add(
                self.tr("In the recipients' values, cannot be sent: {change}").format(change=change(one))
            )
        for missing in measure.missing:
            text = self.tr("%Ln recipient(s) have no value for “{name}”", "", missing.count)
            self._add(text.format(name=missing.name))
        if measure.begun:
            text = self.tr("“{text}” is sent as it stands: a placeholder is written ##name##")
            self._add(text.format(text=measure.begun))
        self.setVisible(bool(self._rows))

    def _add_character(self, found: Unsendable) -> QHBoxLayout:
        line = self._add(self.tr("Cannot be sent: {change}").format(change=change(found)))
        if self._editable:
            button = Button(
                self.tr("Replace") if found.suggestion else self.tr("Leave out"), "link", parent=self
            )
            button.clicked.connect(partial(self._on_pressed, found))
            line.addWidget(button)
            button.show()
        return line

    def _on_pressed(self, found: Unsendable) -> None:
        self.replace_asked.emit(found.character, found.suggestion)

    def _add(self, sentence: str) -> QHBoxLayout:
        row = QWidget(self)
        row.setAccessibleName(sentence)
        label = Label(sentence, row)
        label.setWordWrap(True)
        label.setProperty("tone", "error")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(ShapeMark(Shape.TRIANGLE, "red", parent=row))
        layout.addWidget(label, 1)
        row.setMinimumHeight(28)
        self._layout.addWidget(row)
        self._rows.append(row)
        row.show()
        return layout


def _troubles(measure: Measure) -> tuple[object, ...]:
    return measure.unsendable, measure.unsendable_values, measure.missing, measure.begun
