"""The form of the history registration; errors stand under their fields, what was typed stays.

Laid out wide for a dialog, or narrow for the customer panel, where what is known already is folded away and
the main button stands among those of the panel.
"""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
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
from occ_desktop.views.parts.history.entry import HistoryEntry
from occ_desktop.views.parts.history.names import PRIORITIES, TYPES, priority_name, type_name

_KEEP_MS = 600
_HIGH, _LOW = 72, 48  # least height of the content, pixels: at 1,280 x 720 the whole form is in view


class _Content(QPlainTextEdit):
    """A text that takes what room there is; ``wants_little``: and asks for no more of it than it must.

    In a scrolled column Qt gives each widget what it would like, which of a text field is a lot.
    """

    def __init__(self, least: int, *, wants_little: bool) -> None:
        super().__init__()
        self._wants_little = wants_little
        self.setMinimumHeight(least)

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint()
        return QSize(wanted.width(), self.minimumHeight()) if self._wants_little else wanted

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), self.minimumHeight()) if self._wants_little else least


class HistoryView(QWidget):
    """Signals: `register_pressed()`, `close_pressed()`, `anew_pressed()`; `typed()` 600 ms after a key;
    `note_pressed()`: take the call note over. Ctrl+Enter registers, Esc closes, as in any form.
    """

    register_pressed = Signal()
    close_pressed = Signal()
    anew_pressed = Signal()
    typed = Signal()
    note_pressed = Signal()

    def __init__(
        self, services: Sequence[tuple[str, str]], parent: QWidget | None = None, *, narrow: bool = False
    ) -> None:
        super().__init__(parent)
        self._quiet = False
        self._narrow = narrow
        self.service = _combo(services)
        self.type = _combo([(kind.value, type_name(kind)) for kind in TYPES])
        segments = [Segment(level.value, priority_name(level)) for level in PRIORITIES]
        self.priority = SegmentedControl(segments, self.tr("Priority"))
        self.name, self.phone, self.subject = QLineEdit(), QLineEdit(), QLineEdit()
        self.content = _Content(_LOW if narrow else _HIGH, wants_little=narrow)
        self.content.setTabChangesFocus(True)
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
        self._head.setProperty("role", "section" if narrow else "dialog")
        self._hint = Label(self.tr("A separate record. The callback itself does not change."), self)
        self._hint.setProperty("tone", "second")
        self._note = Button("", "link", parent=self)
        self._note.hide()
        self._before = QWidget(self)
        self._error = Label(self)
        self._error.setProperty("tone", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        self.register = BusyButton(
            self.tr("Register history"),
            self.tr("Registering…"),
            "tinted" if narrow else "primary",  # beside the buttons of the panel it is not the main step
            parent=self,
        )
        self.close_button = Button(
            self.tr("Close"), "link" if narrow else "plain", tall=not narrow, parent=self
        )
        self._more = Button(self.tr("Customer, kind, priority…"), "link", parent=self)
        self._details = QWidget(self)
        self._timer = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._build()
        self._connect()
        self.begin_loading()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.close_pressed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.register_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        before = QHBoxLayout(self._before)
        before.setContentsMargins(0, 0, 0, 0)
        kept = Label(self.tr("This is what you were typing before."), self._before)
        kept.setProperty("tone", "warning")
        kept.setWordWrap(self._narrow)
        anew = Button(self.tr("Begin anew"), "link", parent=self._before)
        anew.clicked.connect(self.anew_pressed)
        before.addWidget(kept, 1 if self._narrow else 0)
        before.addWidget(anew)
        if not self._narrow:
            before.addStretch()
        self._before.hide()
        (self._build_narrow if self._narrow else self._build_wide)()
        for first, then in pairwise(self.stops):
            QWidget.setTabOrder(first, then)

    def _build_wide(self) -> None:
        grid = self._details_grid()
        grid.addWidget(self.fields["subject"], 3, 0, 1, 2)
        grid.addWidget(self.fields["content"], 4, 0, 1, 2)
        grid.setRowStretch(4, 1)  # an error takes its lines from the content field
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
        self._more.hide()
        self._details.hide()
        self.setMinimumWidth(560)

    def _build_narrow(self) -> None:
        self._hint.hide()
        self._details.setLayout(self._details_grid())
        self._details.hide()
        head = QHBoxLayout()
        head.addWidget(self._head)
        head.addStretch()
        head.addWidget(self._more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self._before)
        layout.addWidget(self._details)
        layout.addWidget(self.fields["subject"])
        layout.addWidget(self.fields["content"], 1)
        links = QHBoxLayout()
        links.addWidget(self._note)
        links.addStretch()
        links.addWidget(self.close_button)
        layout.addLayout(links)
        layout.addWidget(self._error)

    def _details_grid(self) -> QGridLayout:
        """Return what is known of a callback already: who, of which service, what kind of contact."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8 if self._narrow else 16)
        grid.setVerticalSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.fields["service_id"], 0, 0, top)
        grid.addWidget(self.fields["type"], 0, 1, top)
        grid.addWidget(self.fields["name"], 1, 0, top)
        grid.addWidget(self.fields["phone"], 1, 1, top)
        grid.addWidget(self.fields["priority"], 2, 0, 1, 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        return grid

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
        self._more.clicked.connect(self._unfold)
        self._timer.timeout.connect(self.typed)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Return what the Tab key reaches, in the order of the eye; narrow, the button stands elsewhere."""
        details = ("service_id", "type", "name", "phone", "priority")
        texts = (self.subject, self.content)
        fields = tuple(self.fields[name].field for name in details)
        if self._narrow:
            return (self._more, *fields, *texts, self._note, self.close_button)
        return (*fields, *texts, self._note, self.close_button, self.register)

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
        if self._details.isAncestorOf(known):
            self._unfold()
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

    def _unfold(self) -> None:
        """Show what is known already, to be corrected."""
        self._details.show()
        self._more.hide()

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
