"""How a softphone call ended, entered by the person: the workstation's own phone tells us nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from occ_contract.callbacks import AttemptResult
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.vocabulary import name_of
from occ_desktop.ui.widgets.button import Button

_OFFERED = (
    AttemptResult.CONNECTED,
    AttemptResult.NO_ANSWER,
    AttemptResult.BUSY,
    AttemptResult.FAILED,
)


class ResultEntry(QFrame):
    """`chosen(str)`: the value of an `AttemptResult`; one press enters it."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "blueb")
        self._title = Label(self)
        self._title.setProperty("weight", "bold")
        self._hint = Label(self)
        self._hint.setProperty("tone", "second")
        self._hint.setWordWrap(True)
        self._buttons: dict[AttemptResult, Button] = {}
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, result in enumerate(_OFFERED):
            button = Button("", parent=self)
            button.setProperty("result", result.value)
            button.clicked.connect(self._on_clicked)
            self._buttons[result] = button
            grid.addWidget(button, place // 2, place % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(self._hint)
        layout.addLayout(grid)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Write every text anew."""
        self._title.setText(self.tr("How did the call end?"))
        self._hint.setText(self.tr("You are calling with your own phone. Enter the result when it is over."))
        self.setAccessibleName(self._title.text())
        for result, button in self._buttons.items():
            button.setText(name_of(f"call.{result.value}"))

    def _on_clicked(self) -> None:
        self.chosen.emit(str(self.sender().property("result")))
