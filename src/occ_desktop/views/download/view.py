"""The layout of the download dialog: what, for what purpose, how far, and where it is now."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.form_field import FormField
from occ_desktop.views.download.presenter import PURPOSE_LIMIT, Phase


class DownloadView(QWidget):
    """Signals: `save_pressed()`, `cancel_pressed()`, `close_pressed()`, `folder_pressed()`."""

    save_pressed = Signal()
    cancel_pressed = Signal()
    close_pressed = Signal()
    folder_pressed = Signal()

    def __init__(self, what: str, parent: QWidget | None = None, *, personal: bool = True) -> None:
        super().__init__(parent)
        self._what = what
        self._head = Label(self.tr("Download as a spreadsheet"), self)
        self._head.setProperty("role", "dialog")
        self._sentence = Label(what, self)
        self._sentence.setWordWrap(True)
        self.purpose = QLineEdit(self)
        self.purpose.setPlaceholderText(self.tr("For example: weekly report to the service owner"))
        self.purpose.setMaxLength(PURPOSE_LIMIT)
        self.purpose_field = FormField(
            self.tr("Purpose"),
            self.purpose,
            hint=self.tr("The file holds names and numbers of customers. Purpose and count are recorded.")
            if personal
            else self.tr("Purpose and count are recorded."),
        )
        self._usual = QWidget(self)
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._count = Label(self)
        self._count.setProperty("tone", "second")
        self._result = Label(self)
        self._result.setWordWrap(True)
        self._result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.save = Button(self.tr("Choose where to save…"), "primary", tall=True, parent=self)
        self.cancel = Button(self.tr("Stop"), tall=True, parent=self)
        self.close_button = Button(self.tr("Close"), tall=True, parent=self)
        self.folder = Button(self.tr("Open the folder"), "tinted", tall=True, parent=self)
        self._build()
        self._connect()
        self.show_phase(Phase.ASKING)

    def _build(self) -> None:
        usual = QHBoxLayout(self._usual)
        usual.setContentsMargins(0, 0, 0, 0)
        usual.setSpacing(8)
        for text in (
            self.tr("Work report"),
            self.tr("Quality check"),
            self.tr("Handing over to another team"),
        ):
            button = Button(text, parent=self._usual)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self._on_usual)
            usual.addWidget(button)
        usual.addStretch()
        line = QFrame(self)
        line.setProperty("line", "h")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        for button in (self.cancel, self.close_button, self.folder, self.save):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        for part in (self._head, self._sentence, self.purpose_field, self._usual):
            layout.addWidget(part)
        for part in (self._progress, self._count, self._result):
            layout.addWidget(part)
        layout.addStretch()
        layout.addWidget(line)
        layout.addLayout(buttons)
        self.setMinimumWidth(480)

    def _connect(self) -> None:
        self.save.clicked.connect(self.save_pressed)
        self.purpose.returnPressed.connect(self.save_pressed)
        self.cancel.clicked.connect(self.cancel_pressed)
        self.close_button.clicked.connect(self.close_pressed)
        self.folder.clicked.connect(self.folder_pressed)
        self.purpose.textEdited.connect(self._on_edited)

    def show_phase(self, phase: Phase) -> None:
        """Show what belongs to a phase."""
        asking, done = phase is Phase.ASKING, phase is Phase.DONE
        running = phase in {Phase.RUNNING, Phase.STOPPING}
        self.purpose_field.setVisible(not done)
        self.purpose.setReadOnly(running)
        self._usual.setVisible(asking)
        self._progress.setVisible(running)
        self._count.setVisible(running)
        self._result.setVisible(done or (asking and bool(self._result.text())))
        self.cancel.setVisible(running)
        self.cancel.setEnabled(phase is Phase.RUNNING)
        self.close_button.setVisible(not running)
        self.folder.setVisible(done)
        self.save.setVisible(asking)
        if phase is Phase.RUNNING:
            self.show_result("")
            self._progress.setRange(0, 0)
            self._count.setText(self.tr("Preparing…"))

    def show_progress(self, done: int, total: int) -> None:
        """Show how far it is."""
        self._progress.setRange(0, max(1, total))
        self._progress.setValue(done)
        self._count.setText(self.tr("{done} of {total} rows").format(done=f"{done:,}", total=f"{total:,}"))

    def show_saved(self, path: Path, rows: int) -> None:
        """Say where the file is."""
        self._sentence.setText(self.tr("%n row(s) are saved.", "", rows))
        self._result.setProperty("tone", "second")
        self._result.setText(str(path))
        self._result.setVisible(True)
        self.folder.setFocus()

    def show_result(self, sentence: str, *, wrong: bool = False) -> None:
        """Say what became of it; empty takes it away."""
        self._result.setProperty("tone", "error" if wrong else "second")
        self._result.style().unpolish(self._result)
        self._result.style().polish(self._result)
        self._result.setText(sentence)
        self._result.setVisible(bool(sentence))

    def show_purpose_problem(self, sentence: str) -> None:
        """Say next to the field what is wrong with the purpose."""
        self.purpose_field.set_error(sentence or None)
        if sentence:
            self.purpose.setFocus()

    def _on_edited(self, _text: str) -> None:
        self.purpose_field.set_error(None)

    def _on_usual(self) -> None:
        button = self.sender()
        if isinstance(button, Button):
            self.purpose.setText(button.text())
            self.purpose_field.set_error(None)
            self.save.setFocus()
