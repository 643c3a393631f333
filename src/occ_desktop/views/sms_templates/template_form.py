"""The fields of one template, in the order of the work: type and place, name, sender, text, pictures."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec
from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from occ_contract.phone import shown
from occ_contract.sms import SenderNumber, SmsCategory, TextType
from occ_desktop.domain.text_drafts import WrittenTemplate
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.texting_words import name_of
from occ_desktop.ui.widgets.form_field import FormField
from occ_desktop.ui.widgets.segmented import Segment, SegmentedControl
from occ_desktop.ui.widgets.toggle_switch import ToggleSwitch
from occ_desktop.views.texting_parts.picture_strip import PictureStrip
from occ_desktop.views.texting_parts.text_editor import TextEditor


class TemplateForm(QWidget):
    """`changed()` when the person changed anything but pictures, which are their presenter's."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self._written = WrittenTemplate()
        self._senders: tuple[SenderNumber, ...] = ()
        self._locked = False
        types = [Segment(kind.value, name_of(kind)) for kind in (TextType.SMS, TextType.MMS)]
        self.type = SegmentedControl(types, "", self)
        self._type_hint = Label(self)
        self.category = QComboBox(self)
        self.name, self.description = QLineEdit(self), QLineEdit(self)
        self.number = QComboBox(self)
        self.text = TextEditor(self, modest=True)
        self.pictures = PictureStrip(self)
        self.enabled, self.editable = ToggleSwitch("", parent=self), ToggleSwitch("", parent=self)
        self.no_answer = ToggleSwitch("", parent=self)
        self._enabled_says, self._editable_says, self._no_answer_says = Label(self), Label(self), Label(self)
        self._type_box = QWidget(self)
        self.fields: Mapping[str, FormField] = {
            "category_id": FormField("", self.category, parent=self),
            "type": FormField("", self._type_box, parent=self),
            "name": FormField("", self.name, parent=self),
            "description": FormField("", self.description, parent=self),
            "sender": FormField("", self.number, parent=self),
            "body": FormField("", self.text, parent=self),
            "image_ids": FormField("", self.pictures, parent=self),
        }
        self._build()
        self._connect()
        self._say()

    def _build(self) -> None:
        self.text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        for box in (self.category, self.number):  # as wide as there is room, not as its longest name
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        self._type_hint.setProperty("tone", "second")
        self._type_hint.setWordWrap(True)
        kind = QHBoxLayout(self._type_box)
        kind.setContentsMargins(0, 0, 0, 0)
        kind.setSpacing(12)
        kind.addWidget(self.type)
        kind.addWidget(self._type_hint, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        top = Qt.AlignmentFlag.AlignTop
        places = (
            ("type", 0, 0),
            ("category_id", 0, 1),
            ("name", 1, 0),
            ("description", 1, 1),
            ("sender", 2, 0),
        )
        for field, row, column in places:
            grid.addWidget(self.fields[field], row, column, top)
        switches = QGridLayout()
        switches.setHorizontalSpacing(12)
        switches.setVerticalSpacing(4)
        pairs = (
            (self.enabled, self._enabled_says),
            (self.editable, self._editable_says),
            (self.no_answer, self._no_answer_says),
        )
        for row, (switch, says) in enumerate(pairs):
            says.setWordWrap(True)
            switches.addWidget(switch, row, 0, top)
            switches.addWidget(says, row, 1)
        switches.setColumnStretch(1, 1)
        switches.setRowStretch(len(pairs), 1)
        grid.addLayout(switches, 2, 1)  # aligned, it would not be asked how high its words are
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, 150)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(grid)
        layout.addWidget(self.fields["body"], 1)
        layout.addWidget(self.fields["image_ids"])
        stops: list[QWidget] = [self.type, self.category, self.name, self.description, self.number]
        stops += [self.enabled, self.editable, self.no_answer, self.text, self.pictures]
        for first, then in pairwise(stops):
            QWidget.setTabOrder(first, then)

    def _connect(self) -> None:
        self.type.chosen.connect(self._on_type)
        self.category.activated.connect(lambda _place: self._on_changed("category_id"))
        self.number.activated.connect(lambda _place: self._on_changed("sender"))
        self.name.textEdited.connect(lambda _text: self._on_changed("name"))
        self.description.textEdited.connect(lambda _text: self._on_changed("description"))
        self.text.changed.connect(lambda: self._on_changed("body"))
        self.text.long_text_asked.connect(lambda: self._become(TextType.MMS))
        self.text.pictures_given.connect(self._on_pictures_given)
        self.enabled.toggled.connect(lambda _on: self._on_switch())
        self.editable.toggled.connect(lambda _on: self._on_switch())
        self.no_answer.toggled.connect(lambda _on: self._on_switch())

    def _say(self) -> None:
        labels = {
            "category_id": self.tr("Category"),
            "type": self.tr("Type"),
            "name": self.tr("Name of the template"),
            "description": self.tr("Description (only seen here)"),
            "sender": self.tr("Sender number"),
            "image_ids": self.tr("Pictures"),
        }
        for field, label in labels.items():
            self.fields[field].set_label(label)
        self.type.setAccessibleName(labels["type"])
        self.enabled.setAccessibleName(self.tr("In use"))
        self.editable.setAccessibleName(self.tr("Senders may change the text"))
        self.no_answer.setAccessibleName(self.tr("Offered after a call nobody answered"))
        self._say_switches()
        self._say_type()

    def _say_switches(self) -> None:
        on = self.enabled.isChecked()
        self._enabled_says.setText(
            self.tr("In use") if on else self.tr("Not in use: senders are not offered it")
        )
        free = self.tr("Senders may change subject and text")
        fixed = self.tr("Senders cannot change subject and text")
        self._editable_says.setText(free if self.editable.isChecked() else fixed)
        this = self.tr("Offered after a call nobody answered, instead of another one")
        none = self.tr("Not offered after a call nobody answered")
        self._no_answer_says.setText(this if self.no_answer.isChecked() else none)

    def _say_type(self) -> None:
        short, long = self.tr("Up to 90 bytes, no pictures"), self.tr("Up to 2,000 bytes, two pictures")
        is_long = self._kind is TextType.MMS
        self._type_hint.setText(long if is_long else short)
        self.fields["body"].set_label(self.tr("Subject and text") if is_long else self.tr("Text"))

    # what stands there

    @property
    def _kind(self) -> TextType:
        return TextType(self.type.value or TextType.SMS.value)

    @property
    def written(self) -> WrittenTemplate:
        """Return what stands in the form; of a short text the subject it had before is kept along."""
        kind = self._kind
        return msgspec.structs.replace(
            self._written,
            category_id=str(self.category.currentData() or ""),
            type=kind,
            enabled=self.enabled.isChecked(),
            editable=self.editable.isChecked(),
            no_answer=self.no_answer.isChecked(),
            name=self.name.text(),
            description=self.description.text(),
            sender=str(self.number.currentData() or "") or None,
            subject=self.text.title if kind is TextType.MMS else self._written.subject,
            body=self.text.body,
        )

    def show_written(self, written: WrittenTemplate) -> None:
        """Show other contents without telling anyone."""
        self._quiet = True
        self._written = written
        self.type.choose(written.type.value if written.type is not TextType.UNKNOWN else None)
        self.category.setCurrentIndex(self.category.findData(written.category_id))
        for line, text in ((self.name, written.name), (self.description, written.description)):
            if line.text() != text:
                line.setText(text)
        self.enabled.setChecked(written.enabled)
        self.editable.setChecked(written.editable)
        self.no_answer.setChecked(written.no_answer)
        self._show_kind()
        self.text.set_text(written.subject, written.body)
        self._show_senders(written.sender or "")
        self._say_switches()
        self.clear_faults()
        self._quiet = False

    def keep_along(self, written: WrittenTemplate) -> None:
        """Take pictures, base and switches of these, and leave what is being typed alone."""
        self._quiet = True
        self._written = msgspec.structs.replace(
            self._written, image_ids=written.image_ids, base=written.base, subject=written.subject
        )
        self.category.setCurrentIndex(self.category.findData(written.category_id))
        self.enabled.setChecked(written.enabled)
        self.editable.setChecked(written.editable)
        self.no_answer.setChecked(written.no_answer)
        self._say_switches()
        self._quiet = False

    def offer_categories(self, found: Sequence[tuple[SmsCategory, SmsCategory]]) -> None:
        """Offer the categories a template may stand in, each after the one above it."""
        chosen = self.category.currentData()
        self.category.clear()
        for first, second in found:
            self.category.addItem(f"{first.name} › {second.name}", second.id)
        self.category.setCurrentIndex(self.category.findData(chosen))

    def offer_senders(self, senders: Sequence[SenderNumber]) -> None:
        """Offer the numbers that may be sent from; the one chosen stays, whatever became of it."""
        self._senders = tuple(senders)
        self._show_senders(str(self.number.currentData() or ""))

    def _show_senders(self, chosen: str) -> None:
        usable = {one.phone for one in self._senders if one.usable}
        self.number.clear()
        self.number.addItem(self.tr("None: senders choose one"), "")
        for one in self._senders:
            if one.usable:
                self.number.addItem(shown(one.phone), one.phone)
        if chosen and chosen not in usable:
            gone = self.tr("{number} (not usable now)").format(number=shown(chosen))
            self.number.addItem(gone, chosen)
        self.number.setCurrentIndex(self.number.findData(chosen))

    def set_read_only(self, locked: bool, why: str) -> None:
        """Show everything, take no key, and say why."""
        self._locked = locked
        for line in (self.name, self.description):
            line.setReadOnly(locked)
        for part in (self.type, self.category, self.number, self.enabled, self.editable, self.no_answer):
            part.setEnabled(not locked)
        self.text.set_read_only(locked, why)
        self.pictures.set_read_only(locked)

    def show_faults(self, faults: Sequence[tuple[str, str]]) -> None:
        """Say at each field what is wrong, and go to the first."""
        self.clear_faults()
        for place, (field, sentence) in enumerate(faults):
            at = self.fields.get("body" if field == "subject" else field)
            if at is None:
                continue
            at.set_error(sentence)
            if not place:
                at.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_faults(self) -> None:
        """Nothing is wrong."""
        for field in self.fields.values():
            field.set_error(None)

    # what the person does

    def _on_changed(self, field: str) -> None:
        if not self._quiet:
            self.fields[field].set_error(None)
            self.changed.emit()

    def _on_switch(self) -> None:
        self._say_switches()
        if not self._quiet:
            self.changed.emit()

    def _on_type(self, kind: str) -> None:
        self._written = msgspec.structs.replace(self._written, subject=self.written_subject)
        self._become(TextType(kind))

    @property
    def written_subject(self) -> str:
        """Return the subject, also while the text is a short one."""
        return self.text.title if self.text.kind is TextType.MMS else self._written.subject

    def _on_pictures_given(self, given: QMimeData) -> None:
        """Take a picture that was dropped or pasted into the text; only a long text has any."""
        if self._locked:
            return
        if self._kind is not TextType.MMS:
            self._become(TextType.MMS)
        self.pictures.take(given)

    def _become(self, kind: TextType) -> None:
        self.type.choose(kind.value)
        self._show_kind()
        self.clear_faults()
        self.changed.emit()

    def _show_kind(self) -> None:
        kind = self._kind
        self.text.set_kind(kind)
        self.fields["image_ids"].setVisible(kind is TextType.MMS)
        self._say_type()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
