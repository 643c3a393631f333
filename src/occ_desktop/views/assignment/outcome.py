"""What the last press did, above the status line: the sentence, who was skipped, and the way back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_contract.callbacks import AssignAnswer, UndoAnswer
from occ_desktop.domain.failures import Failure
from occ_desktop.ui import failure_text
from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.widgets.banner import Banner
from occ_desktop.ui.widgets.undo_line import UndoLine
from occ_desktop.views.assignment.wording import AssignmentWords

_READ_SECONDS = 20


class Outcome(QWidget):
    """`undo_wanted()`; `expired()`: the way back is closed, by time or by the person."""

    undo_wanted = Signal()
    expired = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = AssignmentWords(self)
        self._line = UndoLine(self)
        self._banner = Banner("red", "warning-circle", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(0)
        layout.addWidget(self._banner)
        layout.addWidget(self._line)
        self._line.undo_clicked.connect(self.undo_wanted)
        self._line.dismissed.connect(self.expired)
        self._banner.action_clicked.connect(self._on_again)

    def show_assigned(self, answer: AssignAnswer, names: Sequence[str], seconds: float) -> None:
        """Say what was assigned; the way back stays open for ``seconds``."""
        self._banner.hide()
        undo = self.tr("Undo") if seconds >= 1 else ""
        self._line.show_done(
            self._words.done(answer, names),
            self._words.left_out(answer.skipped),
            undo=undo,
            seconds=int(seconds) if undo else _READ_SECONDS,
        )
        set_tip(self._line, self._words.reasons(answer.skipped))

    def show_undone(self, answer: UndoAnswer) -> None:
        """Say what came back, and which rows somebody touched since."""
        self._banner.hide()
        self._line.show_done(
            self._words.undone(answer), self._words.left_out(answer.skipped), seconds=_READ_SECONDS
        )
        set_tip(self._line, self._words.reasons(answer.skipped))

    def show_failure(self, failure: Failure, *, again: bool) -> None:
        """Say why undoing failed, and offer it again where that may help."""
        action = self.tr("Try again") if again else ""
        self._banner.show_text(self.tr("Not undone"), failure_text.sentence(failure), action=action)

    @property
    def spoken(self) -> str:
        """Return what the line says, empty while there is none."""
        return "" if self._line.isHidden() else self._line.accessibleName()

    def undo(self) -> None:
        """Ctrl+Z."""
        if self._banner.isVisible():
            self._on_again()
        else:
            self._line.undo()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Show that undoing is under way."""
        self._banner.hide()
        self._line.show_done(self.tr("Undoing…"), seconds=_READ_SECONDS)
        try:
            yield
        except Exception:  # not a cancellation: the room closes then, and its widgets may be gone
            self._take_line_away()
            raise
        self._take_line_away()

    def _take_line_away(self) -> None:
        self._line.blockSignals(True)  # this is not the person's "no longer"
        self._line.dismiss()
        self._line.blockSignals(False)

    def _on_again(self) -> None:
        self._banner.hide()
        self.undo_wanted.emit()
