"""Beats once a second, just after the clock has turned: what shows a running time turns with it.

Two plain timers of one second run out of step, and the same call reads 0:06 here and 0:07 there. Knows nobody
who listens.
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer, Signal

_AFTER_MS = 2
_TOO_SOON_MS = 200  # a timer that ran out early, or a clock that stands still


class SecondHand(QObject):
    """`beat()` each second between `start` and `stop`; ``now`` is the clock whose seconds are meant (UTC)."""

    beat = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_turned)

    def start(self) -> None:
        """Beat from the next whole second on."""
        wait = 1000 - self._now().microsecond // 1000 + _AFTER_MS
        self._timer.start(wait if wait > _TOO_SOON_MS else wait + 1000)

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    def _on_turned(self) -> None:
        self.start()
        self.beat.emit()
