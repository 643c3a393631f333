"""The only way to ask: a dialog opened without blocking, awaited as a future.

`exec()` inside a task kills other tasks for good, and static dialogs are `exec()` in disguise; so a question
is `open()` plus a future. If the asking task is cancelled or the window goes, the dialog goes too.
"""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from occ_desktop.ui.marking import QT_TRANSLATE_NOOP
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look, token_colour
from occ_desktop.ui.widgets.button import Button, Kind

_CANCEL = QT_TRANSLATE_NOOP("Dialogs", "Cancel")
_CLOSE = QT_TRANSLATE_NOOP("Dialogs", "Close")
_LEAST_WIDTH = 392  # of the texts; on the dialog itself it would let a wide body be cut


def _tr(text: str) -> str:
    return QCoreApplication.translate("Dialogs", text)


class Option(msgspec.Struct, frozen=True):
    """One answer. The last one stands at the right and is the default."""

    id: str
    label: str
    kind: Kind = "plain"
    glyph: str | None = None


class _Scrim(QWidget):
    """Darkens the window behind a question."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), token_colour("scrim"))
        painter.end()


async def run_dialog(dialog: QDialog) -> int:
    """Open a dialog and wait for its result code. The dialog is deleted afterwards."""
    future: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def settle(result: int = int(QDialog.DialogCode.Rejected)) -> None:
        if not future.done():
            future.set_result(result)

    def gone(_object: object = None) -> None:
        settle()

    dialog.finished.connect(settle)
    dialog.destroyed.connect(gone)
    parent = dialog.parentWidget()
    scrim = _Scrim(parent.window()) if parent is not None and parent.isVisible() else None
    dialog.open()
    try:
        return await future
    finally:
        for widget in (dialog, scrim):
            if widget is not None and shiboken6.isValid(widget):
                widget.hide()
                widget.deleteLater()


class AskDialog(QDialog):
    """Title, sentence, an optional body, and the answers at the right end. Esc leaves `answer` at `None`."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        text: str,
        options: Sequence[Option],
        *,
        body: QWidget | None = None,
        note: str = "",
        validate: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self.answer: str | None = None
        self._validate = validate
        self._buttons: list[Button] = []
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        head = Label(title, self)
        head.setProperty("role", "dialog")
        head.setWordWrap(True)
        head.setMinimumWidth(_LEAST_WIDTH)
        layout.addWidget(head)
        if text:
            sentence = Label(text, self)
            sentence.setWordWrap(True)
            layout.addWidget(sentence)
        if body is not None:
            layout.addWidget(body)
        line = QFrame(self)
        line.setProperty("line", "h")
        layout.addSpacing(4)
        layout.addWidget(line)
        layout.addLayout(self._answers(options, note))

    def _answers(self, options: Sequence[Option], note: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        hint = Label(note, self)
        hint.setWordWrap(True)
        set_look(hint, tone="second")
        row.addWidget(hint, 1)
        for option in options:
            button = Button(option.label, option.kind, glyph=option.glyph, tall=True, parent=self)
            button.setIconSize(QSize(16, 16))
            button.setProperty("answer", option.id)
            button.clicked.connect(self._on_answer)
            row.addWidget(button)
            self.default_button = button
            self._buttons.append(button)
        self.default_button.setDefault(True)
        return row

    def stand_on_first(self) -> None:
        """Put the focus on the harmless answer, so that Enter does no harm."""
        self.default_button.setDefault(False)
        self._buttons[0].setDefault(True)
        self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_answer(self) -> None:
        chosen = str(self.sender().property("answer"))
        is_default = self.sender() is self.default_button
        if is_default and self._validate is not None and not self._validate():
            return
        self.answer = chosen
        self.accept()


async def choose(
    parent: QWidget | None,
    title: str,
    text: str,
    options: Sequence[Option],
    *,
    body: QWidget | None = None,
    note: str = "",
    harmless_first: bool = False,
) -> str | None:
    """Ask for one of several answers; `None` when the person closes the question.

    ``harmless_first``: the first answer does nothing, and Enter means it.
    """
    dialog = AskDialog(parent, title, text, options, body=body, note=note)
    if harmless_first:
        dialog.stand_on_first()
    return await _answer(dialog)


async def confirm(
    parent: QWidget | None,
    title: str,
    text: str,
    *,
    accept: str,
    kind: Kind = "primary",
    reject: str | None = None,
    note: str = "",
    body: QWidget | None = None,
    glyph: str | None = None,
) -> bool:
    """Ask yes or no. `accept` is a verb that names the count; a destructive one is `danger-solid`."""
    options = (Option("no", reject or _tr(_CANCEL)), Option("yes", accept, kind, glyph))
    dialog = AskDialog(parent, title, text, options, body=body, note=note)
    if kind in ("danger", "danger-solid"):
        dialog.stand_on_first()
    return await _answer(dialog) == "yes"


async def tell(parent: QWidget | None, title: str, text: str, *, body: QWidget | None = None) -> None:
    """Say something that has to be read; one button."""
    await _answer(AskDialog(parent, title, text, (Option("ok", _tr(_CLOSE), "primary"),), body=body))


async def fill_form(
    parent: QWidget | None,
    title: str,
    body: QWidget,
    *,
    accept: str,
    text: str = "",
    note: str = "",
    validate: Callable[[], bool] | None = None,
) -> bool:
    """Show a form. `validate` runs on accept; returning `False` keeps the dialog and all that was typed."""
    options = (Option("no", _tr(_CANCEL)), Option("yes", accept, "primary"))
    dialog = AskDialog(parent, title, text, options, body=body, note=note, validate=validate)
    body.setFocus(Qt.FocusReason.OtherFocusReason)
    return await _answer(dialog) == "yes"


async def save_file(
    parent: QWidget | None, title: str, suggested: Path, *, name_filter: str, suffix: str
) -> Path | None:
    """Ask where to save. `suffix` without dot is added when the person types none. `None` when cancelled."""
    dialog = QFileDialog(parent, title, str(suggested.parent), name_filter)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(suggested.name)
    chosen = await _files(dialog)
    return chosen[0] if chosen else None


async def open_files(
    parent: QWidget | None, title: str, *, folder: Path, name_filter: str, several: bool = False
) -> list[Path]:
    """Ask which files to read; empty when cancelled."""
    dialog = QFileDialog(parent, title, str(folder), name_filter)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile)
    return await _files(dialog)


async def _files(dialog: QFileDialog) -> list[Path]:
    chosen: list[Path] = []

    def note_selection(names: list[str]) -> None:
        chosen[:] = [Path(name) for name in names]

    dialog.filesSelected.connect(note_selection)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    asker = dialog.parentWidget()
    accepted = await run_dialog(dialog)
    if asker is not None and shiboken6.isValid(asker) and asker.isVisible():
        asker.window().activateWindow()  # a native dialog gives the keyboard back to the main window
    return chosen if accepted == QDialog.DialogCode.Accepted else []


async def _answer(dialog: AskDialog) -> str | None:
    answers: list[str | None] = []

    def note_answer(_result: int) -> None:
        answers.append(dialog.answer)

    dialog.finished.connect(note_answer)
    accepted = await run_dialog(dialog)
    return answers[-1] if answers and accepted == QDialog.DialogCode.Accepted else None
