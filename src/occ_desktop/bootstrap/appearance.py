"""Theme and density follow the settings while the program runs."""

from occ_desktop.services.bus import Bus
from occ_desktop.services.events import PreferencesChanged
from occ_desktop.services.preferences import Preferences
from occ_desktop.ui.theme.theme import Theme, ThemeChoice


class Appearance:
    """Holds the one theme of the program to what the person chose."""

    def __init__(self, theme: Theme, preferences: Preferences, bus: Bus) -> None:
        self._theme = theme
        self._preferences = preferences
        self._stop = bus.subscribe(PreferencesChanged, self._on_preferences)
        self._apply()

    def close(self) -> None:
        """Stop following."""
        self._stop()

    def _on_preferences(self, _event: PreferencesChanged) -> None:
        self._apply()

    def _apply(self) -> None:
        wanted = ThemeChoice(self._preferences.value.theme.value)
        if wanted is not self._theme.choice:
            self._theme.choose(wanted)
