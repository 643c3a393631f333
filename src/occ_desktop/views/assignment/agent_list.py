"""The agents as a table reads them: a list in memory, replaced as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any

from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.views.assignment.plan import AgentLine


class AgentList:
    """A page source whose rows are all here."""

    def __init__(self) -> None:
        self.lines: tuple[AgentLine, ...] = ()

    async def count(self) -> int:
        """Return how many agents are listed."""
        return len(self.lines)

    async def page(self, offset: int, limit: int) -> Sequence[AgentLine]:
        """Return the lines of a page."""
        return self.lines[offset : offset + limit]

    async def position(self, row_id: str) -> int | None:
        """Return where an agent stands, None if they are not listed."""
        return next((place for place, line in enumerate(self.lines) if line.id == row_id), None)

    async def by_ids(self, row_ids: Sequence[str]) -> Sequence[AgentLine]:
        """Return the lines of these agents."""
        wanted = frozenset(row_ids)
        return [line for line in self.lines if line.id in wanted]


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
