"""The layout of the history registration; errors stand under their fields, what was typed stays."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from occ_contract.tickets import CONTENT_LIMIT, SUBJECT_LIMIT, TicketPriority, TicketType
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.form_field import FormField
from occ_desktop.ui.widgets.segmented import Segment, SegmentedControl
from occ_desktop.views.history.entry import HistoryEntry
from occ_desktop.views.history.names import PRIORITIES, TYPES, priority_name, type_name

_KEEP_MS = 600


class HistoryView(QWidget):
    """Signals: `register_pressed()`, `close_pressed()`, `anew_pressed()`; `typed()` 600 ms after a key;
    `note_pressed()`: take the call note over.
    """

    register_pressed = Signal()
    close_pressed = Signal()
    anew_pressed = Signal()
    typed = Signal()
    note_pressed = Signal()

    def __init__(self, services: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.service = _combo(services)
        self.type = _combo([(kind.value, type_name(kind)) for kind in TYPES])
        segments = [Segment(level.value, priority_name(level)) for level in PRIORITIES]
        self.priority = SegmentedControl(segments, self.tr("Priority"))
        self.name, self.phone, self.subject = QLineEdit(), QLineEdit(), QLineEdit()
        self.content = QPlainTextEdit()
        self.content.setTabChangesFocus(True)
        self.content.setMinimumHeight(72)
        self.fields = {
            "service_id": FormField(self.tr("Service"), self.service),
            "type": FormField(self.tr("Kind of contact"), self.type),
            "priority": FormField(self.tr("Priority"), self.priority),
            "name": FormField(self.tr("Customer name"), self.name),
            "phone": FormField(self.tr("Phone"), self.phone),
            "subject": FormField(self.tr("Subject"), self.subject),
            "content": FormField(self.tr("Content"), self.content),
        }
        self._head = Label(self.tr("Register history"), self)
        self._head.setProperty("role", "dialog")
        self._hint = Label(self.tr("A separate record. The callback itself does not change."), self)
        self._hint.setProperty("tone", "second")
        self._note = Button("", "link", parent=self)
        self._note.hide()
        self._before = QWidget(self)
        self._error = Label(self)
        self._error.setProperty("tone", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        self.register = BusyButton(self.tr("Register history"), self.tr("Registering…"), parent=self)
        self.close_button = Button(self.tr("Close"), tall=True, parent=self)
        self._timer = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._build()
        self._connect()
        self.begin_loading()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.fields["service_id"], 0, 0, top)
        grid.addWidget(self.fields["type"], 0, 1, top)
        grid.addWidget(self.fields["name"], 1, 0, top)
        grid.addWidget(self.fields["phone"], 1, 1, top)
        grid.addWidget(self.fields["priority"], 2, 0, 1, 2)
        grid.addWidget(self.fields["subject"], 3, 0, 1, 2)
        grid.addWidget(self.fields["content"], 4, 0, 1, 2)
        grid.setRowStretch(4, 1)  # an error takes its lines from the content field
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        before = QHBoxLayout(self._before)
        before.setContentsMargins(0, 0, 0, 0)
        kept = Label(self.tr("This is what you were typing before."), self._before)
        kept.setProperty("tone", "warning")
        anew = Button(self.tr("Begin anew"), "link", parent=self._before)
        anew.clicked.connect(self.anew_pressed)
        before.addWidget(kept)
        before.addWidget(anew)
        before.addStretch()
        self._before.hide()
        line = QFrame(self)
        line.setProperty("line", "h")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._error, 1)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.register)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        layout.addWidget(self._head)
        about = QHBoxLayout()
        about.addWidget(self._hint, 1)
        about.addWidget(self._note)
        layout.addLayout(about)
        layout.addWidget(self._before)
        layout.addLayout(grid, 1)
        layout.addWidget(line)
        layout.addLayout(buttons)
        self.setMinimumWidth(560)

    def _connect(self) -> None:
        for edit in (self.name, self.phone, self.subject):
            edit.textChanged.connect(self._on_typed)
            edit.returnPressed.connect(self.register_pressed)
        self.content.textChanged.connect(self._on_typed)
        self.service.currentIndexChanged.connect(self._on_typed)
        self.type.currentIndexChanged.connect(self._on_typed)
        self.priority.chosen.connect(self._on_typed)
        self._note.clicked.connect(self.note_pressed)
        self.register.clicked.connect(self.register_pressed)
        self.close_button.clicked.connect(self.close_pressed)
        self._timer.timeout.connect(self.typed)

    def begin_loading(self) -> None:
        """Take no key until the fields are filled: what were typed now would be lost with it."""
        for field in self.fields.values():
            field.setEnabled(False)

    @property
    def entry(self) -> HistoryEntry:
        """The fields as they stand."""
        return HistoryEntry(
            service_id=str(self.service.currentData() or ""),
            type=TicketType(self.type.currentData()),
            priority=TicketPriority(self.priority.value or TicketPriority.NORMAL.value),
            name=self.name.text(),
            phone=self.phone.text(),
            subject=self.subject.text(),
            content=self.content.toPlainText(),
        )

    def show_entry(self, entry: HistoryEntry, *, before: bool) -> None:
        """Fill the fields without telling anyone; ``before``: it is what was typed and not registered.

        From now on they may be typed into.
        """
        for field in self.fields.values():
            field.setEnabled(True)
        self._quiet = True
        self.service.setCurrentIndex(max(0, self.service.findData(entry.service_id)))
        self.type.setCurrentIndex(max(0, self.type.findData(entry.type.value)))
        self.priority.choose(entry.priority.value)
        self.name.setText(entry.name)
        self.phone.setText(entry.phone)
        self.subject.setText(entry.subject)
        self.content.setPlainText(entry.content)
        self._quiet = False
        self._before.setVisible(before)
        self._show_room()
        (self.content if entry.subject else self.subject).setFocus()

    def offer_note(self, keys: str) -> None:
        """Offer to take the call note over; ``keys`` do the same."""
        self._note.setText(self.tr("Take over the call note ({keys})").format(keys=keys))
        self._note.show()

    def take_over(self, note: str) -> None:
        """Put the call note behind what stands in the content; once is enough."""
        here = self.content.toPlainText().rstrip()
        if note not in here:
            self.content.setPlainText(f"{here}\n{note}" if here else note)
        self.content.moveCursor(QTextCursor.MoveOperation.End)
        self.content.setFocus()

    def show_refused(self, field: str, sentence: str) -> None:
        """Say what is wrong with a field, next to it."""
        known = self.fields.get(field)
        if known is None:
            self.show_error(sentence)
            return
        known.set_error(sentence)
        known.field.setFocus()

    def show_error(self, sentence: str) -> None:
        """Say what went wrong with the whole; empty takes it away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def clear_errors(self) -> None:
        """Take all errors away before another try."""
        self.show_error("")
        for field in self.fields.values():
            field.set_error(None)

    def stop_typing(self) -> bool:
        """End the pause after the last key; tell whether something typed was not told yet."""
        waiting = self._timer.isActive()
        self._timer.stop()
        return waiting

    def _on_typed(self, *_value: object) -> None:
        if not self._quiet:
            self._timer.start()
            self._show_room()

    def _show_room(self) -> None:
        for field, length, limit in (
            (self.fields["subject"], len(self.subject.text().strip()), SUBJECT_LIMIT),
            (self.fields["content"], len(self.content.toPlainText().strip()), CONTENT_LIMIT),
        ):
            field.set_aside(f"{length:,}/{limit:,}", tone="error" if length > limit else "hint")


def _combo(choices: Sequence[tuple[str, str]]) -> QComboBox:
    made = QComboBox()
    for value, label in choices:
        made.addItem(label, value)
    return made
