"""How tables were left, in the words tables use: a bridge between the settings file and any table.

Row height is one choice for all tables; order, widths and hidden columns belong to each.
"""

from collections.abc import Mapping
from typing import Any

from occ_desktop.services.preferences import Density, Preferences, TableLayout

_HEIGHTS = {Density.COMPACT: 28, Density.NORMAL: 32, Density.ROOMY: 40}
_DENSITIES = {height: density for density, height in _HEIGHTS.items()}


class TableMemory:
    """Loads and keeps the columns of tables by name; both calls return at once."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def load_table(self, table_id: str) -> Mapping[str, Any] | None:
        """Return order, widths (px), hidden columns and row height (px) of a table.

        A table nobody touched yet has only the row height, so that its first look stays that of its columns.
        """
        density = _HEIGHTS[self._preferences.value.density]
        kept = self._preferences.value.tables.get(table_id)
        if kept is None:
            return {"density": density}
        return {
            "order": list(kept.order),
            "widths": dict(kept.widths),
            "hidden": list(kept.hidden),
            "density": density,
        }

    def save_table(self, table_id: str, state: Mapping[str, Any]) -> None:
        """Keep what `load_table` returned, changed by the person."""
        self._preferences.keep_table(
            table_id,
            TableLayout(
                order=tuple(state.get("order", ())),
                hidden=tuple(state.get("hidden", ())),
                widths=dict(state.get("widths", {})),
            ),
        )
        density = _DENSITIES.get(state.get("density", 0))
        if density is not None and density is not self._preferences.value.density:
            self._preferences.change(density=density)
