"""Doing something soon, but not more often than the eye can follow."""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal


class AtMostEvery(QObject):
    """`due()` in the next turn when asked after a quiet time, else `milliseconds` after the last one.

    However often it is asked meanwhile, that is one `due()`.
    """

    due = Signal()

    def __init__(self, milliseconds: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._milliseconds = milliseconds
        self._last = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def ask(self) -> None:
        """Have `due()` come; never from within this call."""
        if not self._timer.isActive():
            passed = self._last.elapsed() if self._last.isValid() else self._milliseconds
            self._timer.start(max(0, self._milliseconds - passed))

    def stop(self) -> None:
        """Forget what was asked for."""
        self._timer.stop()

    def _on_timeout(self) -> None:
        self._last.start()
        self.due.emit()
