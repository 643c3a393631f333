"""Above the form: from which template the text is, where that stands, and whether one may change it."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.glyph import Glyph


class TemplateHead(QWidget):
    """`dropped()`: the text is to be one's own, or (of a locked template) there is to be none."""

    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ("", "", False, "")
        self._name = Label(self)
        self._name.setProperty("role", "panel")
        self._path = Label(self)
        self._path.setProperty("tone", "second")
        self._lock = Glyph("lock-simple", "text2", 16, self)
        self._may = Label(self)
        self._may.setProperty("tone", "second")
        self._drop = Button("", "link", parent=self)
        self._note = Label(self)
        self._note.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._name)
        line.addWidget(self._path)
        line.addStretch()
        line.addWidget(self._lock)
        line.addWidget(self._may)
        line.addWidget(self._drop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self._note)
        self._drop.clicked.connect(self.dropped)
        self.show_template("", "", locked=False)

    @property
    def note(self) -> str:
        """Return what is said of the template."""
        return self._note.text()

    def show_template(self, name: str, path: str, *, locked: bool, wrong: str = "") -> None:
        """Show a template by name and path, empty: none. ``wrong``: why it cannot be sent from."""
        self._shown = (name, path, locked, wrong)
        self._name.setText(name or self.tr("New text"))
        self._path.setText(path if name else self.tr("without a template"))
        set_tip(self._path, path)
        self._lock.setVisible(bool(name) and locked)
        self._may.setVisible(bool(name))
        self._may.setText(self.tr("Its text is fixed") if locked else self.tr("The text may be changed"))
        self._drop.setVisible(bool(name))
        self._drop.setText(self.tr("Without a template"))
        set_look(self._note, tone="error")
        self._note.setText(wrong)
        self._note.setVisible(bool(wrong))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Say where it stands only where that has room; the tree says it too."""
        shown = [part for part in (self._name, self._lock, self._may, self._drop) if not part.isHidden()]
        taken = sum(part.sizeHint().width() + 8 for part in shown)
        self._path.setVisible(taken + self._path.sizeHint().width() <= self.width())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            name, path, locked, wrong = self._shown
            self.show_template(name, path, locked=locked, wrong=wrong)
