"""The layout of one text's detail: facts and way at the left, the phone at the right, deeds at the foot.

It tells what was pressed and asks nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.status import StatusPill
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.icon_button import IconButton
from occ_desktop.views.sms_history.deeds import Deeds
from occ_desktop.views.sms_history.timeline import Step
from occ_desktop.views.sms_history.timeline_view import TimelineView
from occ_desktop.views.texting_parts.phone_preview import PhonePreview

_FACT = 92


@dataclass(frozen=True)
class Shown:
    """A text in words. ``facts`` are pairs of label and value; ``code`` and ``standing`` are its status."""

    number: str
    name: str
    code: str
    standing: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    sender: str
    title: str | None
    body: str
    when: str = ""  # of its arrival, as far as that is known or meant
    kind: str = ""


class DetailView(QWidget):
    """`stepped(int)`: the row before (-1) or after (1); the others are presses."""

    stepped = Signal(int)
    close_pressed = Signal()
    cancel_pressed = Signal()
    rest_pressed = Signal()
    release_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = Label(self)
        self.number.setProperty("role", "dialog")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.name = Label(self)
        set_look(self.name, tone="second")
        self.pill = StatusPill(parent=self)
        self.before = IconButton("caret-up", self.tr("Text above"), parent=self)
        self.after = IconButton("caret-down", self.tr("Text below"), parent=self)
        self.cross = IconButton("x", self.tr("Close"), parent=self)
        self._facts = QGridLayout()
        self._fact_labels: list[tuple[Label, Label]] = []
        self.timeline = TimelineView(self)
        self.phone = PhonePreview(self)
        self.pictures_note = Label(self)
        self.pictures_note.setWordWrap(True)
        set_look(self.pictures_note, tone="warning")
        self.note = Label(self)
        self.note.setWordWrap(True)
        self.close_button = Button(self.tr("Close"), tall=True, parent=self)
        self.release = Button("", "tinted", tall=True, parent=self)
        self.rest = Button("", "danger", tall=True, parent=self)
        self.cancel = Button("", "danger-solid", glyph="prohibit", tall=True, parent=self)
        self._build()
        self._connect()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        for part in (self.number, self.name, self.pill):
            head.addWidget(part)
        head.addStretch()
        for button in (self.before, self.after, self.cross):
            head.addWidget(button)
        middle = QHBoxLayout()
        middle.setSpacing(24)
        middle.addWidget(self._left(), 1)
        right = QVBoxLayout()
        right.addWidget(self.phone, 1)
        right.addWidget(self.pictures_note)
        middle.addLayout(right)
        line = QFrame(self)
        line.setProperty("line", "h")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.note, 1)
        for deed in (self.close_button, self.release, self.rest, self.cancel):
            deed.setAutoDefault(False)
            foot.addWidget(deed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(14)
        layout.addLayout(head)
        layout.addLayout(middle, 1)
        layout.addWidget(line)
        layout.addLayout(foot)
        self.setMinimumSize(760, 480)

    def _left(self) -> QWidget:
        """Return facts and way, which scroll where the window is low."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        self._facts.setHorizontalSpacing(8)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnMinimumWidth(0, _FACT)
        self._facts.setColumnStretch(1, 1)
        column.addLayout(self._facts)
        line = QFrame(inside)
        line.setProperty("line", "h")
        column.addWidget(line)
        way = Label(self.tr("Progress"), inside)
        set_look(way, weight="bold")
        column.addWidget(way)
        column.addWidget(self.timeline)
        column.addStretch()
        area = QScrollArea(self)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _connect(self) -> None:
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.after.clicked.connect(lambda: self.stepped.emit(1))
        self.cross.clicked.connect(self.close_pressed)
        self.close_button.clicked.connect(self.close_pressed)
        self.cancel.clicked.connect(self.cancel_pressed)
        self.rest.clicked.connect(self.rest_pressed)
        self.release.clicked.connect(self.release_pressed)

    # What the presenter tells

    def show_text(self, shown: Shown) -> None:
        """Show a text, or how it stands by now."""
        self.number.setText(shown.number)
        self.name.setText(shown.name)
        self.name.setVisible(bool(shown.name))
        self.pill.show_status(shown.code, shown.standing)
        while len(self._fact_labels) < len(shown.facts):
            row = len(self._fact_labels)
            label, value = Label(self), Label(self)
            set_look(label, tone="second")
            value.setWordWrap(True)
            self._facts.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(value, row, 1)
            self._fact_labels.append((label, value))
        for place, (label, value) in enumerate(self._fact_labels):
            said = shown.facts[place] if place < len(shown.facts) else ("", "")
            label.setText(said[0])
            value.setText(said[1])
            label.setVisible(bool(said[0]))
            value.setVisible(bool(said[0]))
        self.timeline.show_steps(shown.steps)

    def show_phone(self, shown: Shown, pictures: Sequence[QImage], problem: str = "") -> None:
        """Show what the customer's phone shows; ``problem``: why pictures are missing."""
        self.phone.show_text(
            shown.title, shown.body, pictures, shown.sender, when=shown.when, note=shown.kind
        )
        self.pictures_note.setText(problem)
        self.pictures_note.setVisible(bool(problem))

    def show_deeds(self, deeds: Deeds, *, enabled: bool) -> None:
        """Offer what can be done now; not ``enabled`` while the server is away or being asked."""
        held = any(button.hasFocus() for button in (self.cancel, self.rest, self.release))
        self.cancel.setVisible(deeds.cancel)
        if deeds.recall:
            self.cancel.setText(self.tr("Recall ({seconds} s)").format(seconds=deeds.recall))
        elif deeds.rest:
            self.cancel.setText(self.tr("Cancel this recipient alone"))
        else:
            self.cancel.setText(self.tr("Cancel the text"))
        self.rest.setVisible(bool(deeds.rest))
        count = f"{deeds.rest:,}"
        if deeds.under_way:
            self.rest.setText(self.tr("Stop the rest ({count})").format(count=count))
        else:
            self.rest.setText(self.tr("Cancel the whole request ({count})").format(count=count))
        self.release.setVisible(bool(deeds.release))
        self.release.setText(self.tr("Send after all ({count})").format(count=f"{deeds.release:,}"))
        for button in (self.cancel, self.rest, self.release):
            button.setEnabled(enabled)
        if held and not any(button.hasFocus() for button in (self.cancel, self.rest, self.release)):
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_note(self, sentence: str, tone: str = "second") -> None:
        """Say at the foot what holds, or what came of a press."""
        self.note.setText(sentence)
        set_look(self.note, tone=tone)
