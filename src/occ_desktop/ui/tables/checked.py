"""Which rows are checked, as a description: a set of ids, or "all that match" with exceptions.

Checking a million rows must not make a million anything. Plain Python, no Qt.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Checked:
    """`all_matching`: every row of the search but `ids`; else exactly `ids`."""

    all_matching: bool = False
    ids: frozenset[str] = field(default_factory=frozenset)

    def __contains__(self, row_id: object) -> bool:
        return (row_id in self.ids) != self.all_matching

    def count(self, total: int) -> int:
        """How many rows are checked of `total` that match."""
        return max(0, total - len(self.ids)) if self.all_matching else len(self.ids)

    def toggled(self, row_id: str) -> "Checked":
        """With one row turned over."""
        return Checked(self.all_matching, self.ids ^ {row_id})

    def with_rows(self, row_ids: Iterable[str]) -> "Checked":
        """With these rows checked."""
        rows = frozenset(row_ids)
        return Checked(self.all_matching, self.ids - rows if self.all_matching else self.ids | rows)

    def without_rows(self, row_ids: Iterable[str]) -> "Checked":
        """With these rows not checked."""
        rows = frozenset(row_ids)
        return Checked(self.all_matching, self.ids | rows if self.all_matching else self.ids - rows)


NONE_CHECKED = Checked()
ALL_MATCHING = Checked(all_matching=True)
