"""Window places kept in the settings."""

from occ_desktop.services.preferences import Preferences


class KeptPlaces:
    """`ui.windows.PlaceSettings` over the preferences."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def load_place(self, window_id: str) -> str | None:
        """Return what was saved under this id, or None."""
        return self._preferences.value.windows.get(window_id)

    def save_place(self, window_id: str, place: str) -> None:
        """Keep it; written in the background."""
        self._preferences.keep_window(window_id, place)
