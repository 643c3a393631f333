"""The field one writes a text in: placeholders stand out, what cannot be sent is underlined, nothing changed.

Unlike Qt's own reading, what stands there is given as it is: a no-break space stays one, and can be named.
"""

import re

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QInputMethodEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from occ_contract.sms_text import PLACEHOLDER_NAME, normalised, unsendable
from occ_desktop.ui.theme.theme import token_colour

_PLACEHOLDER = re.compile(rf"##[^#\n]{{1,{PLACEHOLDER_NAME}}}##")
_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n"})  # how a document keeps them


def _units(text: str) -> int:
    """Return the length of a text as Qt counts it (UTF-16)."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def _has_pictures(mime: QMimeData) -> bool:
    """Tell whether it holds files or a picture; an office program adds a picture of every text it copies."""
    return mime.hasUrls() or (mime.hasImage() and not mime.hasText())


class _Marks(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._name, self._wrong = QTextCharFormat(), QTextCharFormat()
        self.take_colours()

    def take_colours(self) -> None:
        self._name.setForeground(token_colour("accent"))
        self._name.setBackground(token_colour("soft"))
        self._name.setFontWeight(QFont.Weight.Bold)
        self._wrong.setForeground(token_colour("red"))
        self._wrong.setBackground(token_colour("redb"))
        self._wrong.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        self._wrong.setUnderlineColor(token_colour("red"))

    def highlightBlock(self, text: str) -> None:
        for found in _PLACEHOLDER.finditer(text):
            self._mark(text, found.start(), found.group(), self._name)
        for one in unsendable(text):
            place = text.find(one.character)
            while place >= 0:
                self._mark(text, place, one.character, self._wrong)
                place = text.find(one.character, place + 1)

    def _mark(self, text: str, start: int, part: str, look: QTextCharFormat) -> None:
        self.setFormat(_units(text[:start]), _units(part), look)


class MarkedText(QPlainTextEdit):
    """`written()` at each keystroke, those of a syllable that is being composed included. Tab leaves it.

    `pictures_given(QMimeData)`: files or a picture were pasted or dropped; it is gone after the call.
    """

    written = Signal()
    pictures_given = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, modest: bool = False) -> None:
        super().__init__(parent)
        self._modest = modest
        self._marks = _Marks(self.document())
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QPlainTextEdit { border: 0; padding: 0; background: transparent; }")
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self.written)

    def sizeHint(self) -> QSize:
        """Return what it would like; a modest one grows with its room, and asks for the least."""
        wanted = super().sizeHint()
        return QSize(wanted.width(), self.minimumHeight()) if self._modest else wanted

    @property
    def text(self) -> str:
        """What stands there, the syllable that is being composed included; as it is counted and sent."""
        text = self.document().toRawText().translate(_LINE_ENDS)
        block = self.textCursor().block()
        composed = block.layout().preeditAreaText()
        if composed:
            at = self._index(text, block.position() + block.layout().preeditAreaPosition())
            text = text[:at] + composed + text[at:]
        return normalised(text)

    @staticmethod
    def _index(text: str, units: int) -> int:
        """Return where in the text Qt's position is."""
        return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))

    def write(self, text: str) -> None:
        """Put another text in the place of all that stands there; Ctrl+Z brings the old one back."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def insert(self, text: str, chosen: str = "") -> None:
        """Write at the cursor; the part ``chosen`` of it is selected, to be typed over."""
        cursor = self.textCursor()
        start = cursor.selectionStart()
        cursor.insertText(text)
        if chosen and (at := text.find(chosen)) >= 0:
            begin = start + _units(text[:at])
            cursor.setPosition(begin)
            cursor.setPosition(begin + _units(chosen), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def replace(self, character: str, by: str) -> None:
        """Replace a character wherever it stands, as one step for Ctrl+Z; the cursor stays where it is."""
        raw = self.document().toRawText()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for found in reversed(list(re.finditer(re.escape(character), raw))):
            begin = _units(raw[: found.start()])
            cursor.setPosition(begin)
            cursor.setPosition(begin + _units(character), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(by)
        cursor.endEditBlock()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return _has_pictures(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if _has_pictures(source):
            self.pictures_given.emit(source)
        elif source.hasText():
            self.textCursor().insertText(normalised(source.text()))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.written.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._marks.take_colours()
            self._marks.rehighlight()
