"""Where the person stands in the history: position, keys, the seconds that run, and what comes in at the top.

Reads nothing and knows no search.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from occ_contract.sms import SmsMessage
from occ_desktop.domain.message_filters import MessageRow
from occ_desktop.services.preferences import Preferences
from occ_desktop.services.texting_history import can_be_cancelled
from occ_desktop.ui.frame import Frame, Place
from occ_desktop.ui.second_hand import SecondHand
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.views.parts.day_turn import DayTurn
from occ_desktop.views.parts.keys import RoomKeys, key_map
from occ_desktop.views.sms_history.view import HistoryView
from occ_desktop.views.sms_history.wording import seconds_to_recall

_SLOW_SECONDS = 30


class Standing(QObject):
    """``now`` is the server's time, UTC."""

    def __init__(
        self,
        view: HistoryView,
        model: WindowModel[MessageRow],
        day: DayTurn,
        now: Callable[[], datetime],
        frame: Frame,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._model = model
        self._day = day
        self._now = now
        self._frame = frame
        self._in_front = False
        self._in_view = (0, -1)
        self._follow_top = False
        self._seconds = 0
        self._counting = False  # a figure that counts down is in view
        self._keys: RoomKeys | None = None
        self._message: Callable[[], SmsMessage | None] = _nobody
        self._hand = SecondHand(now, self)
        self._hand.beat.connect(self.tick)
        view.table.range_shown.connect(self._on_range)
        view.table.current_changed.connect(self._say_keys)
        model.repositioned.connect(self._on_repositioned)
        model.dataChanged.connect(self._say_keys)

    def answer_keys(
        self,
        room: QWidget,
        preferences: Preferences,
        actions: Mapping[str, Callable[[], object]],
        message: Callable[[], SmsMessage | None],
    ) -> None:
        """Answer the keys of the room; ``message`` is the text they act on."""
        self._message = message
        self._keys = RoomKeys(room, Place.SMS_HISTORY, key_map(preferences.value.keys), actions)

    def follow_keys(self, preferences: Preferences) -> None:
        """Answer and print the keys the person chose."""
        if self._keys is not None:
            self._keys.follow(key_map(preferences.value.keys))
        self._say_keys()

    def enter(self) -> None:
        """The room comes to the front."""
        self._in_front = True
        self._hand.start()
        self._day.enter()
        self._say_keys()
        self.show_position()

    def leave(self) -> None:
        """Another room is in front; a second time does nothing."""
        if self._in_front:
            self._in_front = False
            self._hand.stop()
            self._day.leave()

    def tick(self) -> None:
        """Let a second pass: what can be recalled counts down, ages do so twice a minute."""
        self._seconds += 1
        self._day.look()
        first, last = self._in_view
        rows = (self._model.row(place) for place in range(first, last + 1))
        now = self._now()
        counting = any(row is not None and seconds_to_recall(row.message, now) for row in rows)
        if counting or self._counting or self._seconds % _SLOW_SECONDS == 0:
            self._model.reformat()
            self._say_keys()
        self._counting = counting

    def take_in(self) -> None:
        """Rows that came are about to be shown: whoever looks at the top stays there."""
        self._follow_top = self._view.at_top() and self._view.table.current_id is None

    def show_position(self) -> None:
        """Say in the status line which rows of how many are in view."""
        if not self._in_front:
            return
        first, last = self._in_view
        total = self._model.total
        if not total:
            self._frame.set_position("" if self._model.loading else self.tr("0 texts"))
            return
        text = self.tr("{first}–{last} of {total}").format(
            first=f"{first + 1:,}", last=f"{last + 1:,}", total=f"{total:,}"
        )
        self._frame.set_position(text)

    def _say_keys(self, *_changed: object) -> None:
        if not self._in_front or self._keys is None:
            return
        message = self._message()
        absent = {
            "text-detail": message is None,
            "cancel-text": message is None or not can_be_cancelled(message),
        }
        keys = self._keys
        self._frame.set_keys([keys.hint(key) for key in keys.entries if not absent.get(key.id, False)])

    def _on_range(self, first: int, last: int) -> None:
        self._in_view = (first, last)
        self.show_position()

    def _on_repositioned(self, _first: int, _current: int) -> None:
        if self._follow_top:
            self._follow_top = False
            self._view.go_to_top()


def _nobody() -> SmsMessage | None:
    return None
