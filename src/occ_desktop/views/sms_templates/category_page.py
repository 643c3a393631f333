"""The form of one category, or of one to be made: its name, its switch, and what it stands below."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from occ_contract.sms import SmsCategory
from occ_desktop.domain.text_drafts import WrittenCategory
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.form_field import FormField
from occ_desktop.ui.widgets.toggle_switch import ToggleSwitch

_KEEP_MS = 600
_WIDTH = 460


class CategoryPage(QWidget):
    """`changed()` as the person types; `kept()` a moment after; the rest are its buttons."""

    changed = Signal()
    kept = Signal()
    save_wanted = Signal()
    revert_wanted = Signal()
    delete_wanted = Signal()
    below_wanted = Signal()  # a category below a first-level one, a template in a second-level one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self._written = WrittenCategory()
        self._own: SmsCategory | None = None
        self.title = Label(self)
        self.facts = Label(self)
        self.name = QLineEdit(self)
        self.above = QComboBox(self)
        self.enabled = ToggleSwitch("", parent=self)
        self._enabled_says = Label(self)
        self.name_field = FormField("", self.name, parent=self)
        self.above_field = FormField("", self.above, parent=self)
        self._error = Label(self)
        self.save = BusyButton("", "", parent=self)
        self.revert = Button("", "quiet", tall=True, parent=self)
        self.below = Button("", glyph="folder", tall=True, parent=self)
        self.delete = Button("", "danger", glyph="trash", tall=True, parent=self)
        self._timer = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._build()
        self._connect()
        self._say()

    def _build(self) -> None:
        self.title.setProperty("role", "panel")
        self.title.setWordWrap(True)
        self.above.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.facts.setProperty("tone", "second")
        self._enabled_says.setWordWrap(True)
        self._error.setProperty("tone", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        switch = QHBoxLayout()
        switch.setSpacing(12)
        switch.addWidget(self.enabled, alignment=Qt.AlignmentFlag.AlignTop)
        switch.addWidget(self._enabled_says, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.revert)
        buttons.addStretch()
        more = QHBoxLayout()
        more.setSpacing(8)
        more.addWidget(self.below)
        more.addWidget(self.delete)
        more.addStretch()
        column = QWidget(self)
        column.setMaximumWidth(_WIDTH)
        form = QVBoxLayout(column)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(12)
        for part in (self.title, self.facts, self.name_field, self.above_field):
            form.addWidget(part)
        form.addLayout(switch)
        form.addWidget(self._error)
        form.addLayout(buttons)
        form.addSpacing(12)
        form.addLayout(more)
        form.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.addWidget(column, 1)
        layout.addStretch()

    def _connect(self) -> None:
        self.name.textEdited.connect(self._on_changed)
        self.above.activated.connect(self._on_changed)
        self.enabled.toggled.connect(self._on_changed)
        self._timer.timeout.connect(self.kept)
        self.save.clicked.connect(self.save_wanted)
        self.revert.clicked.connect(self.revert_wanted)
        self.below.clicked.connect(self.below_wanted)
        self.delete.clicked.connect(self.delete_wanted)

    def _say(self) -> None:
        self.name_field.set_label(self.tr("Name of the category"))
        self.above_field.set_label(self.tr("Stands below"))
        self.enabled.setAccessibleName(self.tr("In use"))
        self.revert.setText(self.tr("Undo the changes"))
        self.delete.setText(self.tr("Delete the category…"))
        self._show_switch()

    @property
    def written(self) -> WrittenCategory:
        """Return what stands in the form."""
        return WrittenCategory(
            service_id=self._written.service_id,
            name=self.name.text(),
            enabled=self.enabled.isChecked(),
            parent_id=self._parent_id,
        )

    @property
    def _parent_id(self) -> str | None:
        """Return what it stands below; one that is gone stays, so that it does not become a first level."""
        if not self.above_field.isVisibleTo(self):
            return None
        chosen = self.above.currentData()
        return self._written.parent_id if chosen is None else str(chosen)

    def show_category(
        self,
        written: WrittenCategory,
        own: SmsCategory | None,
        firsts: Sequence[SmsCategory],
    ) -> None:
        """Show a category as it is written, or (``own`` None) one to be made, below one of ``firsts``."""
        self._quiet, self._written, self._own = True, written, own
        self.above.clear()
        for first in firsts:
            self.above.addItem(first.name, first.id)
        self.above.setCurrentIndex(self.above.findData(written.parent_id))
        self.above_field.setVisible(written.parent_id is not None)
        if self.name.text() != written.name:
            self.name.setText(written.name)
        self.enabled.setChecked(written.enabled)
        self._show_head(written, own)
        self.show_error("")
        self.name_field.set_error(None)
        self._show_switch()
        self._quiet = False

    def _show_head(self, written: WrittenCategory, own: SmsCategory | None) -> None:
        is_first = written.parent_id is None
        if own is None:
            new = self.tr("New category of the first level"), self.tr("New category of the second level")
            self.title.setText(new[0] if is_first else new[1])
            self.save.set_texts(self.tr("Make the category"), self.tr("Saving…"))
        else:
            self.title.setText(own.name)
            self.save.set_texts(self.tr("Save"), self.tr("Saving…"))
            below = self.tr("New category below"), self.tr("New template here")
            self.below.setText(below[0] if is_first else below[1])
            self.below.set_glyph("folder" if is_first else "chat-text")

    def show_facts(self, facts: str) -> None:
        """Say what stands below it."""
        self.facts.setText(facts)
        self.facts.setVisible(bool(facts))

    def show_standing(self, *, changed: bool, keep: bool) -> None:
        """Show whether there is something to save, and whether the person may."""
        is_new = self._own is None
        self.name.setReadOnly(not keep)
        for part in (self.above, self.enabled):
            part.setEnabled(keep)
        for button, shown in (
            (self.save, keep),
            (self.revert, keep and changed),
            (self.below, keep and not is_new),
            (self.delete, keep and not is_new),
        ):
            button.setVisible(shown)
        self.save.setEnabled(changed or is_new)

    def show_error(self, sentence: str) -> None:
        """Say what could not be done, below the form."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def show_fault(self, sentence: str) -> None:
        """Say at the name what is wrong with it."""
        self.name_field.set_error(sentence)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def hold(self) -> None:
        """No `kept` follows for what stands there: it is kept now."""
        self._timer.stop()

    def _show_switch(self) -> None:
        on = self.tr("In use. Senders are offered what is switched on below.")
        off = self.tr("Not in use. Senders see nothing of what stands below, whatever is switched on there.")
        self._enabled_says.setText(on if self.enabled.isChecked() else off)

    def _on_changed(self) -> None:
        self._show_switch()
        if not self._quiet:
            self.name_field.set_error(None)
            self.show_error("")
            self._timer.start()
            self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.name.hasFocus():
            self.save.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
            self._show_head(self._written, self._own)
