"""How the table of agents is remembered: like any other, but for the height of its rows."""

from collections.abc import Mapping
from typing import Any

from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.theme.tokens import SIZES


class AgentTableSettings:
    """Columns are remembered like those of any table; the row height is always that of agents."""

    def __init__(self, settings: TableSettings) -> None:
        self._settings = settings

    def load_table(self, table_id: str) -> Mapping[str, Any] | None:
        """Return what was kept, with the height of agent rows."""
        return {**(self._settings.load_table(table_id) or {}), "density": SIZES.agent_row}

    def save_table(self, table_id: str, state: Mapping[str, Any]) -> None:
        """Keep everything but the height."""
        self._settings.save_table(table_id, {k: v for k, v in state.items() if k != "density"})
