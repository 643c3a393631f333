"""One template in the middle of the room: its form, how it looks on a phone, what to decide, its buttons."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from occ_contract.phone import shown
from occ_contract.sms import TextType
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.tables.states import StateAction
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.conflict_card import ConflictCard
from occ_desktop.views.sms_templates.template_form import TemplateForm
from occ_desktop.views.texting_parts.phone_preview import PhonePreview

_KEEP_MS = 600
_PREVIEW = 276
_WITH_PREVIEW = 760  # pixels: below that the form needs the room


class TemplatePage(QWidget):
    """`changed()` as the person types; `kept()` a moment after; `decided(str)`: an action of the card."""

    changed = Signal()
    kept = Signal()
    save_wanted = Signal()
    revert_wanted = Signal()
    delete_wanted = Signal()
    decided = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = TemplateForm(self)
        self._images: tuple[QImage, ...] = ()
        self._title, self._path, self._note = Label(self), Label(self), Label(self)
        self.card: ConflictCard | None = None
        self._card_says: tuple[object, ...] = ()
        self._column = QWidget()
        self._scroll = QScrollArea(self)
        self._foot = QFrame(self)
        self._standing = Label(self._foot)
        self.save = BusyButton("", "", parent=self._foot)
        self.revert = Button("", "quiet", tall=True, parent=self._foot)
        self.delete = Button("", "danger", glyph="trash", tall=True, parent=self._foot)
        self._preview_box = QFrame(self)
        self._preview_title = Label(self._preview_box)
        self.preview = PhonePreview(self._preview_box)
        self._timer = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._build()
        self._connect()
        self._say()

    def _build(self) -> None:
        self._title.setProperty("role", "panel")
        self._title.setWordWrap(True)
        for label, tone in ((self._path, "second"), (self._note, "warning"), (self._standing, "second")):
            label.setProperty("tone", tone)
            label.setWordWrap(True)
        self._note.hide()
        self._column.setProperty("ground", "clear")
        column = QVBoxLayout(self._column)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addWidget(self._path)
        column.addLayout(head)
        column.addWidget(self._note)
        column.addWidget(self.form, 1)
        self._scroll.setWidget(self._column)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._foot.setProperty("hairline", "top")
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(24, 8, 24, 8)
        foot.setSpacing(8)
        self._standing.setMinimumWidth(96)  # by itself it would ask for more than the smallest window has
        foot.addWidget(self.delete)
        foot.addWidget(self._standing, 1)
        foot.addWidget(self.revert)
        foot.addWidget(self.save)
        self._preview_box.setProperty("hairline", "left")
        set_look(self._preview_box, ground="sunken")
        self._preview_box.setFixedWidth(_PREVIEW)
        self._preview_title.setProperty("role", "section")
        side = QVBoxLayout(self._preview_box)
        side.setContentsMargins(16, 16, 16, 16)
        side.setSpacing(12)
        side.addWidget(self._preview_title)
        side.addWidget(self.preview, 1000)
        side.addStretch(1)  # a phone has its greatest height; what is left stands below it
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._scroll, 1)
        left.addWidget(self._foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left, 1)
        layout.addWidget(self._preview_box)

    def _connect(self) -> None:
        self.form.changed.connect(self._on_changed)
        self._timer.timeout.connect(self.kept)
        self.save.clicked.connect(self.save_wanted)
        self.revert.clicked.connect(self.revert_wanted)
        self.delete.clicked.connect(self.delete_wanted)

    def _say(self) -> None:
        self._preview_title.setText(self.tr("On a phone"))
        self.revert.setText(self.tr("Undo the changes"))
        self.delete.setText(self.tr("Delete…"))
        self._scroll.setAccessibleName(self.tr("Template"))
        self.save.set_texts(self.tr("Save"), self.tr("Saving…"))

    def show_head(self, name: str, path: str, note: str = "") -> None:
        """Say which template this is, where it stands, and what is to be known of it."""
        self._title.setText(name or self.tr("New template"))
        self._path.setText(path)
        self._path.setVisible(bool(path))
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def show_standing(self, text: str, *, changed: bool, new: bool, keep: bool) -> None:
        """Show whether there is something to save, and whether the person may."""
        self.show_line(text)
        give_up = self.tr("Give up") if new else self.tr("Undo the changes")
        self.revert.setText(give_up)
        self.revert.setVisible(keep and changed)
        self.save.setVisible(keep)
        self.save.setEnabled(changed)
        self.delete.setVisible(keep and not new)

    def show_line(self, text: str, *, wrong: bool = False) -> None:
        """Say beside the buttons how it stands, or what could not be done."""
        self._standing.setText(text)
        set_look(self._standing, tone="error" if wrong else "second")

    @property
    def trouble(self) -> str:
        """Return what could not be done, as it stands beside the buttons; empty: nothing."""
        return self._standing.text() if self._standing.property("tone") == "error" else ""

    def show_card(
        self,
        words: tuple[str, str] | None,
        texts: Sequence[tuple[str, str]] = (),
        actions: Sequence[StateAction] = (),
    ) -> None:
        """Show what must be decided above the form, or (None) nothing.

        The same again leaves it alone: somebody may be about to press, or write further down.
        """
        says = () if words is None else (words, tuple(texts), tuple(actions))
        if says == self._card_says:
            return
        self._card_says = says
        column = self._column.layout()
        assert isinstance(column, QVBoxLayout)
        if self.card is not None:
            column.removeWidget(self.card)
            self.card.hide()
            self.card.deleteLater()
            self.card = None
        if words is not None:
            self.card = ConflictCard(*words, actions, texts=texts, parent=self._column)
            self.card.action_triggered.connect(self.decided)
            column.insertWidget(1, self.card)
            self._scroll.verticalScrollBar().setValue(0)

    def show_images(self, images: Sequence[QImage]) -> None:
        """Show these pictures on the phone."""
        self._images = tuple(images)
        self.show_preview()

    def show_preview(self) -> None:
        """Show on the phone what stands in the form."""
        written = self.form.written
        is_long = written.type is TextType.MMS
        sender = shown(written.sender) if written.sender else None
        title = written.subject if is_long else None
        self.preview.show_text(title, written.body, self._images if is_long else (), sender)

    def show_faults(self, faults: Sequence[tuple[str, str]]) -> None:
        """Say at each field what is wrong, and bring the first into sight."""
        self.form.show_faults(faults)
        wrong = next((field for field in self.form.fields.values() if field.error), None)
        if wrong is not None:
            self._scroll.ensureWidgetVisible(wrong)

    def hold(self) -> None:
        """No `kept` follows for what stands there: it is kept now."""
        self._timer.stop()

    def touch(self) -> None:
        """Something changed that the form does not know of, such as pictures."""
        self._on_changed()

    def _on_changed(self) -> None:
        self._timer.start()
        self.show_preview()
        self.changed.emit()

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()  # the phone goes before the form gets too narrow
        return least - QSize(_PREVIEW, 0) if not self._preview_box.isHidden() else least

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._preview_box.setVisible(self.width() >= _WITH_PREVIEW)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
