"""The call note: a text that keeps itself, with what was kept when and how much room is left."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from occ_contract.callbacks import NOTE_LIMIT
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look, token_colour
from occ_desktop.ui.theme.tokens import SIZES

_KEEP_MS = 600
_HIGH, _LOW = 104, 60  # pixels


class NoteBox(QFrame):
    """`typed(str)`: what stands there 600 ms after the last key; `left(str)`: the focus went elsewhere.

    Setting a text from outside emits neither. Tab leaves the box, as in any field.
    """

    typed = Signal(str)
    left = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edit = QPlainTextEdit(self)
        self._edit.setTabChangesFocus(True)
        self._edit.setFrameShape(QFrame.Shape.NoFrame)
        self._edit.setStyleSheet("QPlainTextEdit { border: 0; padding: 0; background: transparent; }")
        self._edit.document().setDocumentMargin(0)
        self._edit.installEventFilter(self)
        self._kept = Label(self)
        self._kept.setProperty("tone", "hint")
        self._count = Label(self)
        self._count.setProperty("tone", "hint")
        self._timer = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._timer.timeout.connect(self._on_pause)
        self._quiet = False
        self._put = self._put_as = ""  # what was set, and how the editor gives it back
        self._loading = self._locked = False
        foot = QHBoxLayout()
        foot.addWidget(self._kept)
        foot.addStretch()
        foot.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(11, 8, 11, 6)
        layout.setSpacing(4)
        layout.addWidget(self._edit, 1)
        layout.addLayout(foot)
        self.set_low(False)
        self.setFocusProxy(self._edit)
        self._edit.textChanged.connect(self._on_text_changed)
        self._show_count()

    @property
    def text(self) -> str:
        """What stands there, the syllable that is being composed included; untouched, what was set."""
        shown = self._shown()
        return self._put if shown == self._put_as else shown

    def _shown(self) -> str:
        cursor = self._edit.textCursor()
        text, composed = self._edit.toPlainText(), cursor.block().layout().preeditAreaText()
        place = cursor.block().position() + cursor.block().layout().preeditAreaPosition()
        return text[:place] + composed + text[place:] if composed else text

    @property
    def too_long(self) -> bool:
        """Tell whether more stands there than a note may hold."""
        return len(self.text.strip()) > NOTE_LIMIT

    @property
    def written_in(self) -> bool:
        """Tell whether the person is in the box and may type."""
        return self._edit.hasFocus() and not self._edit.isReadOnly()

    def set_text(self, text: str) -> None:
        """Show another text without telling anyone; from now on it may be typed over."""
        self._loading = False
        self._set_text(text)

    def begin_loading(self) -> None:
        """Take no key until the next text is set: what were typed now would be lost with it."""
        self._loading = True
        self._set_text("")

    def _set_text(self, text: str) -> None:
        self._timer.stop()
        if text != self.text:
            self._quiet = True
            self._edit.setPlainText(text)
            self._quiet = False
        self._put, self._put_as = text, self._shown()
        self._show_count()
        self._lock()

    def set_low(self, low: bool) -> None:
        """Leave room for a form above: two lines stand in it instead of four."""
        self.setFixedHeight(_LOW if low else _HIGH)

    def set_texts(self, name: str, placeholder: str) -> None:
        """Accessible name and placeholder in the person's language."""
        self._edit.setAccessibleName(name)
        self._edit.setPlaceholderText(placeholder)

    def show_kept(self, sentence: str) -> None:
        """Say when it was kept."""
        self._kept.setText(sentence)

    def set_read_only(self, read_only: bool) -> None:
        """Show, but take no key."""
        self._locked = read_only
        self._count.setVisible(not read_only)
        self._lock()

    def _lock(self) -> None:
        self._edit.setReadOnly(self._locked or self._loading)
        self.update()  # ground and edge are painted here, and Qt repaints only the parts that changed

    def stop_waiting(self) -> None:
        """Take it that what stands there is told now: no `typed` follows for it."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._edit and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
            if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
                popup = event.reason() == Qt.FocusReason.PopupFocusReason
                if not popup and not self._edit.isReadOnly():
                    self._timer.stop()
                    self.left.emit(self.text)
        return super().eventFilter(watched, event)

    def _on_text_changed(self) -> None:
        self._show_count()
        if not self._quiet:
            self._kept.clear()
            self._timer.start()

    def _on_pause(self) -> None:
        self.typed.emit(self.text)

    def _show_count(self) -> None:
        self._count.setText(f"{len(self.text.strip()):,}/{NOTE_LIMIT:,}")
        set_look(self._count, tone="error" if self.too_long else "hint")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self._edit.hasFocus() and not self._edit.isReadOnly()
        edge = token_colour("red") if self.too_long else token_colour("accent" if focused else "field")
        width = 2.0 if focused or self.too_long else 1.0
        painter.setPen(QPen(edge, width))
        painter.setBrush(token_colour("sunken" if self._edit.isReadOnly() else "surface"))
        inset = width / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), SIZES.radius, SIZES.radius
        )
        painter.end()
