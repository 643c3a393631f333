"""The middle of 발송: what is sent, from which number, to whom, when: in the order one works. Lays out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from occ_contract.phone import shown
from occ_contract.sms import TextType
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.texting_words import name_of
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.segmented import Segment, SegmentedControl
from occ_desktop.views.sms_sending.composing import Part
from occ_desktop.views.sms_sending.recipients_editor import RecipientsEditor
from occ_desktop.views.sms_sending.reservation import ReservationField
from occ_desktop.views.sms_sending.template_head import TemplateHead
from occ_desktop.views.sms_sending.values_fields import ValuesFields
from occ_desktop.views.texting_parts.marked_text import MarkedText
from occ_desktop.views.texting_parts.picture_strip import PictureStrip
from occ_desktop.views.texting_parts.text_editor import TextEditor

_NAMES_WIDE = 84
_ROOM_FOR_NAMES = 600  # pixels of the form
_TEXT_HIGH = 128  # pixels: recipients and time stay in sight below it


class SendingForm(QScrollArea):
    """Signals: `kind_chosen(str)`, `sender_chosen(str)`, `unless_changed(bool)`; its parts have their own."""

    kind_chosen = Signal(str)
    sender_chosen = Signal(str)
    unless_changed = Signal(bool)

    def __init__(
        self, now: Callable[[], datetime], zone: Callable[[], ZoneInfo], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget()
        set_look(self._inside, ground="surface")
        self.head = TemplateHead(self._inside)
        kinds = [Segment(kind.value, name_of(kind)) for kind in (TextType.SMS, TextType.MMS)]
        self.kind = SegmentedControl(kinds, self.tr("Type"), self._inside)
        self._kind_hint = Label(self._inside)
        self._kind_hint.setProperty("tone", "second")
        self._kind_hint.setWordWrap(True)
        self.number = QComboBox(self._inside)
        self.number.setMinimumWidth(220)
        self.text = TextEditor(self._inside)
        field = self.text.findChild(MarkedText)
        if field is not None:
            field.setMaximumHeight(_TEXT_HIGH)
        self.values = ValuesFields(self._inside)
        self.pictures = PictureStrip(self._inside)
        self.recipients = RecipientsEditor(self._inside)
        self.reservation = ReservationField(now, zone, self._inside)
        self.unless = QCheckBox(self._inside)
        self._names: dict[Part, Label] = {}
        self._errors: dict[Part, Label] = {}
        self._fields: dict[Part, QWidget] = {}
        self._narrow = False
        self._build()
        self._arrange()
        self._connect()
        self._say()

    def _build(self) -> None:
        kind = QHBoxLayout()
        kind.setSpacing(8)
        kind.addWidget(self.kind)
        kind.addWidget(self._kind_hint, 1)
        sender = QHBoxLayout()
        sender.addWidget(self.number)
        sender.addStretch()
        when = QVBoxLayout()
        when.setSpacing(6)
        when.addWidget(self.reservation)
        when.addWidget(self.unless)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setColumnStretch(1, 1)
        self._add(Part.TEMPLATE, kind)
        self._add(Part.SENDER, sender)
        self._add(Part.BODY, self.text)
        self._add(Part.VALUES, self.values)
        self._add(Part.IMAGES, self.pictures)
        self._add(Part.RECIPIENTS, self.recipients)
        self._add(Part.TIME, when)
        layout = QVBoxLayout(self._inside)
        layout.setContentsMargins(24, 12, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self.head)
        layout.addLayout(self._grid)
        layout.addStretch()
        self.setWidget(self._inside)
        self._names[Part.SENDER].setBuddy(self.number)
        self._names[Part.RECIPIENTS].setBuddy(self.recipients.field)

    def _add(self, part: Part, field: QWidget | QHBoxLayout | QVBoxLayout) -> None:
        name, error = Label(self._inside), Label(self._inside)
        name.setProperty("tone", "second")
        name.setMinimumHeight(28)
        error.setProperty("tone", "error")
        error.setWordWrap(True)
        error.hide()
        holder = QWidget(self._inside)
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        if isinstance(field, QWidget):
            box.addWidget(field)
        else:
            box.addLayout(field)
        box.addWidget(error)
        self._names[part], self._errors[part], self._fields[part] = name, error, holder

    def _arrange(self) -> None:
        """Put the names beside the fields, or above them where there is no room for that."""
        narrow, top = self._narrow, Qt.AlignmentFlag.AlignTop
        for place, (part, name) in enumerate(self._names.items()):
            field = self._fields[part]
            if narrow:
                self._grid.addWidget(name, 2 * place, 0, 1, 2)
                self._grid.addWidget(field, 2 * place + 1, 0, 1, 2)
            else:
                self._grid.addWidget(name, 2 * place, 0, top)
                self._grid.addWidget(field, 2 * place, 1)
        self._grid.setColumnMinimumWidth(0, 0 if narrow else _NAMES_WIDE)
        self._grid.setVerticalSpacing(4 if narrow else 12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (narrow := self.width() < _ROOM_FOR_NAMES) != self._narrow:
            self._narrow = narrow
            self._arrange()

    def _connect(self) -> None:
        self.kind.chosen.connect(self.kind_chosen)
        self.number.activated.connect(self._on_sender)
        self.unless.toggled.connect(self.unless_changed)
        self.reservation.kind.chosen.connect(self._on_when)

    def show_kind(self, kind: TextType, *, locked: str, pictures: bool = True) -> None:
        """Show what is sent; ``locked`` says why it cannot be another, empty: it can.

        ``pictures``: an MMS has some, or may get some.
        """
        self.kind.choose(kind.value)
        for one in (TextType.SMS, TextType.MMS):
            self.kind.set_available(one.value, not locked or one is kind, locked)
        long = kind is TextType.MMS
        self._kind_hint.setText(
            self.tr("2,000 bytes, with a subject and up to 2 pictures") if long else self.tr("90 bytes")
        )
        self.text.set_kind(kind)
        for part in (self._names[Part.IMAGES], self.pictures):
            part.setVisible(long and pictures)

    def show_senders(self, numbers: Sequence[str], chosen: str, *, known: bool) -> None:
        """Offer the numbers one may send from; another one that is written stays to be seen.

        ``known``: the absence of any is one, and not a first fill that has not brought them yet.
        """
        with QSignalBlocker(self.number):
            self.number.clear()
            for number in numbers:
                self.number.addItem(shown(number), number)
            if chosen and chosen not in numbers:
                self.number.addItem(self.tr("{number} (not usable)").format(number=shown(chosen)), chosen)
            self.number.setCurrentIndex(self.number.findData(chosen) if chosen else -1)
        self.number.setEnabled(self.number.count() > 0)
        none = self.tr("No number can be sent from") if known else self.tr("Checking…")
        self.number.setPlaceholderText(self.tr("Choose") if numbers else none)

    def show_values(self, names: Sequence[str], values: Mapping[str, str], typed: int) -> None:
        """Ask for these placeholders, none: for nothing; ``typed``: for how many recipients."""
        self.values.show_values(names, values, typed)
        for part in (self._names[Part.VALUES], self._fields[Part.VALUES]):
            part.setVisible(bool(names))

    def show_unless(self, *, offered: bool, checked: bool) -> None:
        """Offer to hold a reserved text once its callback is completed."""
        with QSignalBlocker(self.unless):
            self.unless.setChecked(checked)
        self.unless.setVisible(offered)

    def show_errors(self, errors: dict[Part, str]) -> None:
        """Say at each part what is wrong with it; the time says its own."""
        for part, label in self._errors.items():
            text = errors.get(part, "")
            if part is Part.BODY:
                text = "\n".join(filter(None, (errors.get(Part.SUBJECT, ""), text)))
            if part is Part.TIME:
                self.reservation.show_error(text)
                continue
            label.setText(text)
            label.setVisible(bool(text) and (part is not Part.IMAGES or not self.pictures.isHidden()))
        set_look(self.number, invalid=bool(errors.get(Part.SENDER)))
        set_look(self.recipients.field, invalid=bool(errors.get(Part.RECIPIENTS)))

    def error(self, part: Part) -> str:
        """Return what is said to be wrong with a part."""
        return self._errors[part].text() if part is not Part.TIME else self.reservation.said

    @property
    def first(self) -> QWidget | None:
        """Return where writing begins: of a fixed text, what it still lacks; None: it lacks nothing."""
        if not self.text.read_only:
            return self.text
        return self.values.lacking or (None if self.recipients.text.strip() else self.recipients.field)

    def go_to(self, part: Part) -> None:
        """Put the focus where something is to be put right."""
        fields: dict[Part, QWidget] = {
            Part.SENDER: self.number,
            Part.RECIPIENTS: self.recipients.field,
            Part.TIME: self.reservation.minute,
            Part.IMAGES: self.pictures,
            Part.VALUES: self.values.lacking or self.text,
        }
        field = fields.get(part, self.text)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(field, 0, 80)

    def _on_when(self, _kind: str) -> None:
        """Show what came below the choice, once it is laid out."""
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.reservation, 0, 16))

    def _on_sender(self, place: int) -> None:
        self.sender_chosen.emit(str(self.number.itemData(place)))

    def _say(self) -> None:
        names = {
            Part.TEMPLATE: self.tr("Type"),
            Part.SENDER: self.tr("Sender number"),
            Part.BODY: self.tr("Text"),
            Part.VALUES: self.tr("Fill in"),
            Part.IMAGES: self.tr("Pictures"),
            Part.RECIPIENTS: self.tr("Recipients"),
            Part.TIME: self.tr("Time"),
        }
        for part, text in names.items():
            self._names[part].setText(text)
        self.number.setAccessibleName(self.tr("Sender number"))
        self.unless.setText(self.tr("Do not send it if the callback is completed by then"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
