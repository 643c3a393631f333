"""The window of the start while it takes long, and when it fails: a sentence and a way out, never nothing.

It knows no service; bootstrap tells it what to show. The person may always try again or close.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.fonts import DIALOG_TITLE, font
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.button import Button


class OpeningWindow(QWidget):
    """``retry_chosen``, ``login_chosen``: what the person wants; ``closed``: they end the program."""

    retry_chosen = Signal()
    login_chosen = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("opening-window")
        self.setWindowTitle(self.tr("Online Contact Center"))
        self._title = Label(self)
        self._text = Label(self)
        self._bar = QProgressBar(self)
        self._retry = Button(self.tr("Try again"), "primary", tall=True, parent=self)
        self._login = Button(self.tr("Go to the log-in"), tall=True, parent=self)
        self._end = Button(self.tr("Close"), tall=True, parent=self)
        self._done = False
        self._build()
        self._retry.clicked.connect(self.retry_chosen)
        self._login.clicked.connect(self.login_chosen)
        self._end.clicked.connect(self.close)
        self.show_opening()

    @property
    def failed(self) -> bool:
        """Tell whether a failure is shown."""
        return not self._retry.isHidden()

    @property
    def sentence(self) -> str:
        """Return what the person reads below the title."""
        return self._text.text()

    def show_opening(self) -> None:
        """Say that the person's work is being opened."""
        self._say(
            self.tr("Opening"), self.tr("The keyring is asked and the local copy is opened."), working=True
        )

    def show_repairing(self) -> None:
        """Say that a damaged copy is being mended."""
        self._say(
            self.tr("Mending the local copy"),
            self.tr("Part of it cannot be read. Your unsent work is being rescued, nothing is deleted."),
            working=True,
        )

    def show_failure(self, title: str, sentence: str, *, login: bool = True) -> None:
        """Say what is in the way; ``login``: the log-in is another way in."""
        self._say(title, sentence, working=False)
        self._login.setVisible(login)
        self._retry.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Go, because a real window stands there."""
        self._done = True
        self.hide()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._done:
            self.closed.emit()
        super().closeEvent(event)

    def _say(self, title: str, text: str, *, working: bool) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self._bar.setVisible(working)
        self._bar.setAccessibleName(title)
        self._retry.setVisible(not working)
        self._login.setVisible(False)
        self.setAccessibleDescription(text)
        self.adjustSize()
        self.resize(max(self.width(), 520), max(self.sizeHint().height(), 200))

    def _build(self) -> None:
        for label in (self._title, self._text):
            label.setWordWrap(True)
        self._title.setFont(font(DIALOG_TITLE, bold=True))
        self._text.setProperty("tone", "second")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setMinimumWidth(472)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(self._end)
        choices.addStretch(1)
        choices.addWidget(self._login)
        choices.addWidget(self._retry)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addWidget(self._bar)
        layout.addStretch(1)
        layout.addLayout(choices)
        set_look(self, ground="surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
