"""What is no recipient: its row, what stands there, why, and a way to put it right. It decides nothing.

What was typed is put right where it was typed; a row of a file here.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from occ_contract.errors import ErrorCode
from occ_desktop.ui import sentences
from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.status_shapes import Shape
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.shape_mark import ShapeMark
from occ_desktop.views.sms_sending.addressees import Reject, Source

MOST_SHOWN = 50  # the next ones come up as these are put right
_ROW, _ROWS_IN_VIEW = 34, 5
_VALUE = 24  # characters of what stands there


class RejectRow(QWidget):
    """`located(object)`: go to where it was typed; `corrected(object, str)`: the row, another number."""

    located = Signal(object)
    corrected = Signal(object, str)

    def __init__(self, reject: Reject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reject = reject
        self._place = Label(self._place_text(), self)
        self._place.setProperty("tone", "second")
        self._place.setMinimumWidth(48)
        shown = reject.value if len(reject.value) <= _VALUE else f"{reject.value[: _VALUE - 1]}…"
        self._value = Label(shown or self.tr("(empty)"), self)
        self._value.setMinimumWidth(100)
        set_tip(self._value, reject.value)
        self._reason = Label(self.reason, self)
        self._reason.setProperty("tone", "error")
        self._reason.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_tip(self._reason, self._reason.text())
        self._field = QLineEdit(reject.suggestion or reject.value, self)
        self._field.setAccessibleName(self.tr("Number"))
        self._field.hide()
        self.fix = Button(self.tr("Correct"), "link", parent=self)
        self.fix.setAccessibleName(f"{self.fix.text()} {self._place.text()} {shown}")
        self._build()
        self.fix.clicked.connect(self._on_fix)
        self._field.returnPressed.connect(self._on_entered)

    def _place_text(self) -> str:
        typed = self.reject.source is Source.TYPED
        text = self.tr("No. {row}") if typed else self.tr("Row {row}")
        return text.format(row=f"{self.reject.row:,}")

    @property
    def reason(self) -> str:
        """Return why it cannot be sent to."""
        reject = self.reject
        if reject.suggestion:
            return self.tr("zero lost: {number}?").format(number=reject.suggestion)
        if not reject.value.strip():
            return self.tr("no number")
        params = reject.error.params
        if reject.error.code is ErrorCode.RECIPIENT_CHARACTERS:
            return self.tr("digits only, no “{character}”").format(character=params.get("character", ""))
        if reject.error.code is ErrorCode.RECIPIENT_LENGTH:
            return self.tr("{digits} digits, not {fewest} to {most}").format_map(params)
        return sentences.for_code(reject.error.code, params)

    def _build(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 8, 2)
        layout.setSpacing(6)
        layout.addWidget(self._place)
        layout.addWidget(self._value)
        layout.addWidget(self._field)
        layout.addWidget(ShapeMark(Shape.TRIANGLE, "red", parent=self))
        layout.addWidget(self._reason, 1)
        layout.addWidget(self.fix)
        self.setMinimumHeight(_ROW)

    def _on_fix(self) -> None:
        if self.reject.source is Source.TYPED:
            self.located.emit(self.reject)
        elif self._field.isHidden():
            self._value.hide()
            self._field.show()
            self._field.selectAll()
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.fix.setText(self.tr("Take it"))
        else:
            self._on_entered()

    def _on_entered(self) -> None:
        self.corrected.emit(self.reject, self._field.text())


class RejectsList(QFrame):
    """Hidden while there is nothing to name. Signals as a row's, and `zeros_wanted()`."""

    located = Signal(object)
    corrected = Signal(object, str)
    zeros_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rejects: tuple[Reject, ...] = ()
        set_look(self, ground="box")
        self._zeros_text = Label(self)
        self._zeros_text.setWordWrap(True)
        self._zeros = Button("", "link", parent=self)
        self._zeros.clicked.connect(self.zeros_wanted)
        self._rest = Label(self)
        self._rest.setProperty("tone", "second")
        self._rest.setContentsMargins(12, 4, 12, 4)
        self._inside = QWidget(self)
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inside)
        self._head = QWidget(self)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(12, 4, 8, 4)
        head.addWidget(self._zeros_text, 1)
        head.addWidget(self._zeros)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 4, 1, 4)  # the edge and its round corners stay in sight
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._scroll)
        layout.addWidget(self._rest)
        self.hide()

    @property
    def rows(self) -> list[RejectRow]:
        """Return the rows shown."""
        return [row for row in self._inside.findChildren(RejectRow) if row.parent() is self._inside]

    def show_rejects(self, rejects: Sequence[Reject], zeros_lost: int) -> None:
        """Name these; rows stay as they are where nothing changed."""
        shown = tuple(rejects[:MOST_SHOWN])
        if shown != self._rejects:
            self._rejects = shown
            self._fill()
        self._head.setVisible(zeros_lost > 0)
        self._zeros_text.setText(self.tr("%Ln number(s) lost their zero in a spreadsheet.", "", zeros_lost))
        self._zeros.setText(self.tr("Put the zeros back"))
        rest = len(rejects) - len(shown)
        self._rest.setVisible(rest > 0)
        self._rest.setText(self.tr("and %Ln more", "", rest))
        self._scroll.setFixedHeight(min(len(shown), _ROWS_IN_VIEW) * (_ROW + 1))
        self.setVisible(bool(shown))
        self.setAccessibleName(self.tr("Numbers that cannot be sent to"))

    def _fill(self) -> None:
        for row in self.rows:
            row.setParent(None)
            row.deleteLater()
        for reject in self._rejects:
            row = RejectRow(reject, self._inside)
            row.located.connect(self.located)
            row.corrected.connect(self.corrected)
            self._lines.addWidget(row)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._rejects:
            shown, self._rejects = self._rejects, ()
            self.show_rejects(shown, 0)
