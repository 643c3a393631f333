"""The keys of the callback list: answered as declared, and said in the status line with whom they act on."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from occ_desktop.services.preferences import Preferences
from occ_desktop.ui.frame import Frame, KeyHint, Place
from occ_desktop.views.callbacks.keys import hints
from occ_desktop.views.callbacks.offers import offer
from occ_desktop.views.callbacks.panel.presenter import PanelPresenter
from occ_desktop.views.callbacks.standing import PresentStanding
from occ_desktop.views.parts.keys import RoomKeys, key_map


class ListKeys(RoomKeys):
    """Says its keys while the room is in front (`enter`, `leave`)."""

    def __init__(
        self,
        room: QWidget,
        preferences: Preferences,
        frame: Frame,
        panel: PanelPresenter,
        standing: PresentStanding,
        actions: Mapping[str, Callable[[], object]],
    ) -> None:
        self._preferences = preferences
        self._frame = frame
        self._panel = panel
        self._standing = standing
        self._in_front = False
        self._said: list[KeyHint] = []
        super().__init__(room, Place.CALLBACK_LIST, key_map(preferences.value.keys), actions)
        panel.changed.connect(self.say)
        self.follow_preferences()

    def enter(self) -> None:
        """Come to the front."""
        self._in_front = True
        self._said = []
        self.say()

    def leave(self) -> None:
        """Go behind."""
        self._in_front = False

    def follow_preferences(self) -> None:
        """Answer and print the keys the person chose."""
        keys = key_map(self._preferences.value.keys)
        self.follow(keys)
        self._panel.show_keys(keys)
        self.say()

    def say(self) -> None:
        """Say in the status line what the keys would do now."""
        row = self._panel.row
        offered = offer(row, self._standing.now) if row is not None else None
        said = hints(self, row, offered)
        if self._in_front and said != self._said:
            self._said = said
            self._frame.set_keys(said)
