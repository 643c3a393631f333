"""Cells that have just changed: tinted for 1.2 s, once, without blinking or fading."""

from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QObject, QTimer

FLASH_MS = 1200


class Flashes:
    """Remembers when the tint of each changed cell ends; calls `on_over` when some did."""

    def __init__(self, on_over: Callable[[], None], parent: QObject) -> None:
        self._ends: dict[tuple[str, str], QDeadlineTimer] = {}
        self._on_over = on_over
        self._timer = QTimer(parent, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def start(self, row_id: str, column_id: str) -> None:
        """Tint a cell from now on."""
        self._ends[row_id, column_id] = QDeadlineTimer(FLASH_MS)
        if not self._timer.isActive():
            self._timer.start(FLASH_MS)

    def active(self, row_id: str, column_id: str) -> bool:
        """Whether the cell is tinted now."""
        end = self._ends.get((row_id, column_id))
        return end is not None and not end.hasExpired()

    def _on_timeout(self) -> None:
        self._ends = {key: end for key, end in self._ends.items() if not end.hasExpired()}
        if self._ends:
            left = min(end.remainingTime() for end in self._ends.values())
            self._timer.start(max(1, int(left)))
        self._on_over()
