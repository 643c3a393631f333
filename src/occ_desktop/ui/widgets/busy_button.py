"""A button that says what it is doing, keeps its width and cannot be pressed twice."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from occ_desktop.ui.theme.fonts import BODY, text_width
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.button import SWALLOWED, Button, Kind


class BusyButton(Button):
    """Stays enabled while busy, so that the focus does not jump away, but takes no press."""

    _busy = False  # Qt sends events while the base class is being built

    def __init__(
        self,
        text: str,
        busy_text: str,
        kind: Kind = "primary",
        *,
        glyph: str | None = None,
        tall: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, kind, glyph=glyph, tall=tall, parent=parent)
        self._idle_text = text
        self._busy_text = busy_text

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return self._busy

    def set_texts(self, text: str, busy_text: str) -> None:
        """Change both texts (a count in the label, another language)."""
        self._idle_text, self._busy_text = text, busy_text
        self.setText(busy_text if self._busy else text)
        self.updateGeometry()

    def set_busy(self, busy: bool) -> None:
        """Enter or leave the busy state."""
        if busy == self._busy:
            return
        width = self.width()
        self._busy = busy
        self.setText(self._busy_text if busy else self._idle_text)
        set_look(self, busy=busy)
        if busy and self.isVisible():
            self.setFixedWidth(width)
        else:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)

    @contextmanager
    def working(self) -> Iterator[None]:
        """Busy for the length of a `with` block."""
        self.set_busy(True)
        try:
            yield
        finally:
            self.set_busy(False)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        room = (20 if self.property("narrow") else 36) + (24 if not self.icon().isNull() else 0)
        widest = max(text_width(text, BODY, bold=True) for text in (self._idle_text, self._busy_text))
        return QSize(max(hint.width(), widest + room), hint.height())

    def click(self) -> None:
        if not self._busy:
            super().click()

    def event(self, event: QEvent) -> bool:
        if self._busy and event.type() in SWALLOWED:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._busy:
            event.accept()
        else:
            super().keyPressEvent(event)
