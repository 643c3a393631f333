"""The field of the recipients: numbers with commas between. What is pasted is made that; what is none is red.

Files dropped on it or pasted are handed on. It judges nothing and keeps what stands there.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, Signal
from PySide6.QtGui import QFocusEvent, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from occ_contract.recipients import pasted
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.views.sms_sending.addressees import place_of, row_at

FILES = (".xlsx", ".xlsm", ".csv", ".txt", ".tsv")
_MARKED = 200  # refused ones that are coloured: the list below names the rest
_HEIGHT = 64


class _Marks(QSyntaxHighlighter):
    """Colours what it is told."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._spans: tuple[tuple[int, int], ...] = ()

    def mark(self, spans: tuple[tuple[int, int], ...]) -> None:
        """Mark these places, from and to."""
        if spans != self._spans:
            self._spans = spans
            self.rehighlight()

    def highlightBlock(self, _text: str) -> None:
        start = self.currentBlock().position()
        look = QTextCharFormat()
        look.setForeground(token_colour("red"))
        look.setBackground(token_colour("redb"))
        for first, last in self._spans:
            self.setFormat(first - start, last - first, look)


class NumbersField(QPlainTextEdit):
    """`edited()`: the person changed it; `left()`: they are done; `files_given(object)`: paths, a list."""

    edited = Signal()
    left = Signal()
    files_given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks = _Marks(self.document())
        self._quiet = False
        self.setTabChangesFocus(True)
        self.setFixedHeight(_HEIGHT)
        self.textChanged.connect(self._on_changed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _HEIGHT)

    def show_text(self, text: str) -> None:
        """Show what was typed before."""
        if text != self.toPlainText():
            self._quiet = True
            self.setPlainText(text)
            self._quiet = False

    def mark(self, rows: Sequence[int]) -> None:
        """Show that these, from 1, are no recipients."""
        text = self.toPlainText()
        self._marks.mark(tuple(place_of(text, row) for row in rows[:_MARKED]))

    @property
    def row_in_hand(self) -> int:
        """Return which number the person is typing, 0: none."""
        return row_at(self.toPlainText(), self.textCursor().position()) if self.hasFocus() else 0

    def go_to(self, row: int) -> None:
        """Select what was typed as number ``row``, so that typing replaces it."""
        first, last = place_of(self.toPlainText(), row)
        cursor = self.textCursor()
        cursor.setPosition(first)
        cursor.setPosition(last, cursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()

    def insertFromMimeData(self, source: QMimeData) -> None:
        files = _files(source)
        if files:
            self.files_given.emit(files)
            return
        text = pasted(source.text())
        cursor = self.textCursor()
        before = self.toPlainText()[: cursor.selectionStart()].rstrip()
        after = self.toPlainText()[cursor.selectionEnd() :].lstrip()
        if text and before and not before.endswith(","):
            text = f",{text}"
        if text and after and not after.startswith(","):
            text = f"{text},"
        cursor.insertText(text)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return bool(_files(source)) or super().canInsertFromMimeData(source)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take out hyphens and blanks, as pasting does: they are how people write numbers."""
        super().focusOutEvent(event)
        text = self.toPlainText()
        tidy = pasted(text)
        if tidy and tidy != text:
            cursor = self.textCursor()
            cursor.select(cursor.SelectionType.Document)
            cursor.insertText(tidy)  # the field's own undo brings it back
        self.left.emit()

    def _on_changed(self) -> None:
        if not self._quiet:
            self.edited.emit()


def _files(source: QMimeData) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in FILES]
