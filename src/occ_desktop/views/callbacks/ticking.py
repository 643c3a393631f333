"""The second hand of the callback list: midnight, running calls, ages. Stands still behind another room."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject

from occ_desktop.domain.rows import CallbackRow
from occ_desktop.ui.second_hand import SecondHand
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.views.callbacks.panel.presenter import PanelPresenter
from occ_desktop.views.parts.day_turn import DayTurn

_SLOW_SECONDS = 30


class Ticking(QObject):
    """Each second while a call runs in view, each half minute otherwise. ``day`` goes with it."""

    def __init__(
        self,
        model: WindowModel[CallbackRow],
        panel: PanelPresenter,
        day: DayTurn,
        now: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._day = day
        self._model = model
        self._panel = panel
        self._seconds = 0
        self.rows_in_view = (0, -1)
        self._hand = SecondHand(now, self)
        self._hand.beat.connect(self.tick)

    def start(self) -> None:
        """The room comes to the front."""
        self._hand.start()
        self._day.enter()

    def stop(self) -> None:
        """Another room is in front."""
        self._hand.stop()
        self._day.leave()

    def tick(self) -> None:
        """Let a second pass."""
        self._seconds += 1
        self._day.look()
        slow = self._seconds % _SLOW_SECONDS == 0
        first, last = self.rows_in_view
        rows = (self._model.row(place) for place in range(first, last + 1))
        if slow or any(row is not None and row.callback.live_call is not None for row in rows):
            self._model.reformat()
        shown = self._panel.row
        if slow or (shown is not None and shown.callback.live_call is not None):
            self._panel.show_row()
