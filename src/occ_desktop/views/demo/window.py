"""A small window while the sample centre is being made: what happens, how far it is, or what went wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.button import Button


class DemoWindow(QWidget):
    """``closed``: the person does not want to wait."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("demo-window")
        self.setWindowTitle(self.tr("Online Contact Center demo"))
        self._title = Label(self.tr("Preparing a sample centre"), self)
        self._title.setProperty("role", "title")
        self._text = Label(
            self.tr(
                "Three services, forty agents, ninety days of callbacks and texts. This takes a few seconds."
            ),
            self,
        )
        self._text.setWordWrap(True)
        self._text.setProperty("tone", "second")
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self._title.text())
        self._end = Button(self.tr("Close"), parent=self)
        self._end.clicked.connect(self.close)
        self._build()

    def show_failure(self, details: str) -> None:
        """Say that the sample centre could not be made, with the server's last words."""
        self._bar.hide()
        self._title.setText(self.tr("The sample centre could not be started"))
        self._text.setText(
            self.tr("Close other programs that use much memory or disk and run the demo again.")
            + "\n"
            + details
        )
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addWidget(self._bar)
        layout.addStretch(1)
        layout.addWidget(self._end, 0, Qt.AlignmentFlag.AlignRight)
        set_look(self, ground="surface")
        self.resize(460, 220)
