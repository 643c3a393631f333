"""Says that the business day is another one; for every room whose list or figures mean "today".

It asks the clock while the room is in front, and once when it comes there. It knows no list.
"""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer

from occ_contract.statistics import business_day

_LOOK_MS = 5_000


class DayTurn(QObject):
    """``turned(today)`` is called with the first look, and with each that finds another day.

    ``now`` is UTC, ``zone`` the organisation's.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        zone: Callable[[], ZoneInfo],
        turned: Callable[[date], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._zone = zone
        self._turned = turned
        self._day: date | None = None
        self._in_front = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def enter(self) -> None:
        """The room comes to the front."""
        self._in_front = True
        self._timer.start()
        self.look()

    def leave(self) -> None:
        """Another room is in front, or the room is closed; a second time does nothing."""
        if self._in_front:
            self._in_front = False
            self._timer.stop()

    def look(self) -> None:
        """Look what day it is."""
        today = business_day(self._now(), self._zone())
        if today != self._day:
            self._day = today
            self._turned(today)
