"""What a start does that is not the first and could not bring the first up: it says why, in a window."""

import sys

from PySide6.QtCore import QCoreApplication, QObject, Signal

from occ_desktop.runtime.single_instance import SingleInstance, Start
from occ_desktop.ui.marking import QT_TRANSLATE_NOOP
from occ_desktop.views.opening.window import OpeningWindow

_WHY: dict[Start, str] = {
    Start.NO_WINDOW: QT_TRANSLATE_NOOP(
        "SecondStart",
        "The program already runs (process {number}) and has no window yet. Wait a moment and try again.",
    ),
    Start.SILENT: QT_TRANSLATE_NOOP(
        "SecondStart",
        "The program already runs (process {number}) and does not answer. End that process and try again; "
        "what was typed there is kept.",
    ),
}


_SHORT_MS = 500  # a window stands here meanwhile


class SecondStart(QObject):
    """``first``: this start has become the first after all; ``ended(status)``: it is over."""

    first = Signal()
    ended = Signal(int)

    def __init__(self, single: SingleInstance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._single = single
        self._window: OpeningWindow | None = None

    def explain(self, start: Start) -> None:
        """Say why the first could not be brought up, on the screen and for whoever started it."""
        words = QCoreApplication.translate("SecondStart", _WHY[start])
        words = words.format(number=self._single.holder or "–")
        sys.stderr.write(f"occ-desktop: {words}\n")
        if self._window is None:
            self._window = OpeningWindow()
            self._window.retry_chosen.connect(self._on_retry)
            self._window.closed.connect(self._on_closed)
        title = QCoreApplication.translate("SecondStart", "The program already runs")
        self._window.show_failure(title, words, login=False)
        self._window.show()

    def _on_retry(self) -> None:
        start = self._single.acquire(patience_ms=_SHORT_MS)
        if start in _WHY:
            self.explain(start)
            return
        self._go()
        if start is Start.FIRST:
            self.first.emit()
        else:
            self.ended.emit(0)

    def _on_closed(self) -> None:
        self.ended.emit(1)

    def _go(self) -> None:
        window, self._window = self._window, None
        if window is not None:
            window.finish()
