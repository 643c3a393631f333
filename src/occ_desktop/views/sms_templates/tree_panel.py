"""Left side of the template room: service, search, the tree, and what is done with the checked ones."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from occ_contract.people import Service
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.icons import icon
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.ui.widgets.button import Button
from occ_desktop.views.sms_templates.lines import Line
from occ_desktop.views.sms_templates.tree_view import TemplateTree

_SEARCH_MS = 150
_WIDTH = 296


class _Search(QLineEdit):
    """`left()`: an arrow down or Enter, into the tree. Esc clears it."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class TreePanel(QFrame):
    """`searched(str)`, a moment after the last key; `service_chosen(str)`; `new_template_wanted()`,
    `new_category_wanted()`, `delete_wanted()` for the checked ones; `resume_wanted()`: what was begun.
    """

    searched = Signal(str)
    service_chosen = Signal(str)
    new_template_wanted = Signal()
    new_category_wanted = Signal()
    delete_wanted = Signal()
    resume_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_keep = False
        self._services = QComboBox(self)
        self.search = _Search(self)
        self._search_mark = self.search.addAction(
            icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition
        )
        self._note = Label(self)
        self.tree = TemplateTree(self)
        self._none = Label(self)
        self._clear = Button("", "link", parent=self)
        self._begun = Button("", "link", glyph="note", parent=self)
        self._trouble = Label(self)
        self._foot = QFrame(self)
        self.new_template = Button("", "tinted", glyph="chat-text", parent=self._foot)
        self.new_category = Button("", glyph="folders", parent=self._foot)
        self.delete = BusyButton("", "", "danger", glyph="trash", tall=False, parent=self._foot)
        self._uncheck = Button("", "link", parent=self._foot)
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_MS)
        self._build()
        self._connect()
        self._say()
        self.allow(keep=False)

    def _build(self) -> None:
        self.setProperty("hairline", "right")
        self.setFixedWidth(_WIDTH)
        self.search.setClearButtonEnabled(True)
        self._services.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for label in (self._note, self._none):
            label.setProperty("tone", "second")
            label.setWordWrap(True)
        self._trouble.setProperty("tone", "error")
        self._trouble.setWordWrap(True)
        self._trouble.setContentsMargins(12, 8, 12, 8)
        self._trouble.hide()
        self._none.hide()
        self._clear.hide()
        self._begun.hide()
        self._foot.setProperty("hairline", "top")
        head = QVBoxLayout()
        head.setContentsMargins(12, 12, 12, 8)
        head.setSpacing(8)
        for part in (self._services, self.search, self._note, self._begun, self._none):
            head.addWidget(part)
        head.addWidget(self._clear, alignment=Qt.AlignmentFlag.AlignLeft)
        making, deleting = QHBoxLayout(), QHBoxLayout()
        for row, buttons in (
            (making, (self.new_template, self.new_category)),
            (deleting, (self.delete, self._uncheck)),
        ):
            row.setSpacing(8)
            for button in buttons:
                button.setProperty("narrow", True)
                row.addWidget(button)
            row.addStretch()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(12, 8, 12, 8)
        foot.setSpacing(8)
        foot.addLayout(making)
        foot.addLayout(deleting)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self._trouble)
        layout.addWidget(self._foot)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self._timer.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.search.left.connect(self._on_search_left)
        self._clear.clicked.connect(self.search.clear)
        self._begun.clicked.connect(self.resume_wanted)
        self._services.activated.connect(
            lambda _place: self.service_chosen.emit(str(self._services.currentData()))
        )
        self.new_template.clicked.connect(self.new_template_wanted)
        self.new_category.clicked.connect(self.new_category_wanted)
        self.delete.clicked.connect(self.delete_wanted)
        self._uncheck.clicked.connect(lambda: self.tree.lines.check(frozenset()))
        self.tree.lines.checked_changed.connect(self._show_checked)

    def _say(self) -> None:
        self._services.setAccessibleName(self.tr("Service"))
        self.search.setPlaceholderText(self.tr("Find in names and contents"))
        self.search.setAccessibleName(self.tr("Find in names and contents"))
        self.tree.setAccessibleName(self.tr("Categories and templates"))
        self._none.setText(self.tr("No category and no template has these words."))
        self._clear.setText(self.tr("Clear the search"))
        self._begun.setText(self.tr("Go on with what you began"))
        self.new_template.setText(self.tr("New template"))
        self.new_category.setText(self.tr("New category"))
        self._uncheck.setText(self.tr("Check none"))
        self._show_checked()

    def offer_services(self, services: Sequence[Service], chosen: str) -> None:
        """Offer these services; a single one is no choice."""
        self._services.clear()
        for service in services:
            self._services.addItem(service.name, service.id)
        self._services.setCurrentIndex(max(0, self._services.findData(chosen)))
        self._services.setVisible(len(services) > 1)

    def allow(self, *, keep: bool, note: str = "") -> None:
        """Offer to change things, or say why not."""
        self._may_keep = keep
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._foot.setVisible(keep)
        if not keep:
            self.tree.lines.check(frozenset())
        self._allow_tree()

    def show_trouble(self, sentence: str) -> None:
        """Say what could not be done, until the next thing is done."""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    @property
    def trouble(self) -> str:
        """Return what it says of the last thing that could not be done."""
        return self._trouble.text()

    def show_begun(self, begun: bool) -> None:
        """Offer to go on with a new template that was begun and not saved."""
        self._begun.setVisible(begun)

    def show_lines(self, lines: Sequence[Line], templates: Iterable[str]) -> None:
        """Show what was found, or that nothing was."""
        searching = bool(self.search.text().strip())
        self._allow_tree()
        self.tree.show_lines(lines, templates, searching=searching)
        for part in (self._none, self._clear):
            part.setVisible(searching and not lines)

    def _allow_tree(self) -> None:
        searching = bool(self.search.text().strip())
        self.tree.allow(checks=self._may_keep, moves=self._may_keep and not searching)

    def _show_checked(self) -> None:
        count = len(self.tree.lines.checked)
        self.delete.set_texts(self.tr("Delete (%n)", "", count), self.tr("Deleting…"))
        for part in (self.delete, self._uncheck):
            part.setVisible(count > 0)

    def _on_search_left(self) -> None:
        self._timer.stop()
        self.searched.emit(self.search.text())
        if self.tree.current is None and self.tree.shown:
            self.tree.setCurrentIndex(self.tree.lines.index_of(self.tree.shown[0].id))
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
