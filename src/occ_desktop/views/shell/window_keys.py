"""The keys a window answers whatever room is in front; a room's own keys are the room's.

Made from what is declared, and follows what the person chose. It knows what each is answered by from outside.
"""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QWidget

from occ_desktop.services.preferences import Preferences
from occ_desktop.ui.frame import Place
from occ_desktop.ui.key_map import KeyMap
from occ_desktop.ui.keyboard import Key
from occ_desktop.views.parts.keys import RoomKeys, key_map, section_keys
from occ_desktop.views.parts.rooms import Section


class WindowKeys(RoomKeys):
    """``actions`` answer the declared keys by id, ``go(section)`` those of the parts of the rail."""

    def __init__(
        self,
        window: QWidget,
        preferences: Preferences,
        actions: Mapping[str, Callable[[], object]],
        go: Callable[[str], None],
    ) -> None:
        self._preferences = preferences
        super().__init__(window, None, key_map(preferences.value.keys), actions)
        for sequence, section in zip(section_keys(), Section, strict=True):
            key = Key(f"room-{section.value}", sequence, section.label)
            self.keyboard.register(key, window, partial(go, section.value))

    def follow_preferences(self) -> KeyMap:
        """Answer the keys the person chose, and return them."""
        keys = key_map(self._preferences.value.keys)
        self.follow(keys)
        return keys

    def stand_back(self, place: Place) -> None:
        """Leave to the room of a place the keys it answers itself."""
        for key in self.declared:
            for name in self.names(key):
                self.keyboard.set_answered(name, answered=place not in key.places)
