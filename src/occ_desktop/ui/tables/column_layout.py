"""Which columns stand where and how wide: the person's choice, and what a narrow window makes of it.

Plain Python, no Qt. Columns are hidden whole, in `hide_order`; text of fixed width is never cut.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from occ_desktop.ui.tables.columns import Column


class TableSettings(Protocol):
    """Where a table keeps its columns between runs. Values are JSON-like; both calls return at once."""

    def load_table(self, table_id: str) -> Mapping[str, Any] | None:
        """What was saved under this id, or `None`."""
        ...

    def save_table(self, table_id: str, state: Mapping[str, Any]) -> None:
        """Keep this state."""
        ...


class MemoryTableSettings:
    """Keeps the columns for this run only."""

    def __init__(self) -> None:
        self._states: dict[str, Mapping[str, Any]] = {}

    def load_table(self, table_id: str) -> Mapping[str, Any] | None:
        """What was saved in this run."""
        return self._states.get(table_id)

    def save_table(self, table_id: str, state: Mapping[str, Any]) -> None:
        """Keep this state until the program ends."""
        self._states[table_id] = dict(state)


@dataclass(slots=True)
class ColumnLayout:
    """The person's choice. Unknown ids of an older version are ignored, new columns are appended."""

    order: list[str] = field(default_factory=list)
    widths: dict[str, int] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    density: int = 32

    @classmethod
    def first(cls, columns: Sequence[Column[Any]]) -> "ColumnLayout":
        """How a table looks before anybody changed it."""
        return cls([c.id for c in columns], {}, {c.id for c in columns if c.hidden_at_first})

    @classmethod
    def from_state(cls, state: Mapping[str, Any], columns: Sequence[Column[Any]]) -> "ColumnLayout":
        """Read a saved state; whatever is not as expected falls back to the first look."""
        made = cls.first(columns)
        known = {c.id for c in columns}
        order = [i for i in _strings(state.get("order")) if i in known]
        if len(set(order)) == len(order):
            made.order = order + [c.id for c in columns if c.id not in order]
        widths = state.get("widths")
        if isinstance(widths, Mapping):
            made.widths = {k: v for k, v in widths.items() if k in known and isinstance(v, int) and v >= 28}
        if "hidden" in state:
            hideable = {c.id for c in columns if c.hide_order is not None or c.hidden_at_first}
            made.hidden = set(_strings(state.get("hidden"))) & hideable
        if state.get("density") in (28, 32, 40):
            made.density = int(state["density"])
        return made

    def to_state(self) -> dict[str, Any]:
        """JSON-like, for `TableSettings`."""
        return {
            "order": list(self.order),
            "widths": dict(self.widths),
            "hidden": sorted(self.hidden),
            "density": self.density,
        }

    def fit(self, columns: Sequence[Column[Any]], needs: Mapping[str, int], width: int) -> dict[str, int]:
        """The visible columns and their widths in a viewport of `width` pixels.

        `needs` is the width a column needs at least (its title, its buttons). Columns leave in `hide_order`
        until the rest fits; the stretching column takes what is left.
        """
        shown = [c for c in columns if c.id not in self.hidden]
        widths = {c.id: max(self.widths.get(c.id, c.width), needs.get(c.id, 0)) for c in shown}
        leaving = sorted((c for c in shown if c.hide_order is not None), key=lambda c: c.hide_order or 0)
        least = dict(widths)
        for column in shown:
            if column.stretch:
                least[column.id] = max(needs.get(column.id, 0), min(widths[column.id], 120))
        while leaving and sum(least.values()) > width:
            gone = leaving.pop(0)
            del widths[gone.id], least[gone.id]
        stretching = [c.id for c in shown if c.stretch and c.id in widths]
        if stretching:
            rest = width - sum(v for k, v in widths.items() if k not in stretching)
            for column_id in stretching:
                widths[column_id] = max(least[column_id], rest // len(stretching))
        return widths


def _strings(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
