"""Which listed rows left a search since it was read, and which of them a person had chosen.

Such a row stays where it is, quieter, until the list is read anew: it must not slip away under the hand.
Plain Python: knows neither the cache nor a widget.
"""

from collections.abc import Callable

from occ_desktop.ui.tables.checked import Checked

_MOST = 10_000  # ids kept apart; beyond that every row may have left


class LeftRows:
    """``suspected`` are rows that changed and have to be looked at; None: any."""

    def __init__(self) -> None:
        self.ids: frozenset[str] = frozenset()
        self.chosen: frozenset[str] = frozenset()  # the ones taken off a choice, in view or not
        self.suspected: frozenset[str] | None = frozenset()

    def forget(self) -> None:
        """Begin anew: the list was read."""
        self.ids = self.chosen = frozenset()
        self.suspected = frozenset()

    def suspect(self, ids: frozenset[str] | None) -> None:
        """Have these rows looked at (None: all)."""
        known = self.suspected
        both = None if ids is None or known is None else known | ids
        self.suspected = both if both is None or len(both) <= _MOST else None

    def to_look_at(self, chosen: frozenset[str], in_view: Callable[[], frozenset[str]]) -> frozenset[str]:
        """Return which rows of those ``chosen`` and ``in_view`` may have left or come back."""
        if self.suspected is None:
            return chosen | self.chosen | self.ids | in_view()
        if not self.suspected:
            return frozenset()
        return self.suspected & (chosen | self.chosen | self.ids | in_view())

    def judge(self, looked_at: frozenset[str], still: frozenset[str], checked: Checked) -> Checked:
        """Take in which of them the search still finds; return what is chosen now."""
        gone = looked_at - still
        lost = frozenset(row_id for row_id in gone if row_id in checked)
        back = self.chosen & still
        self.ids = (self.ids - still) | gone
        self.chosen = (self.chosen - still) | lost
        checked = checked.with_rows(back) if back else checked
        return checked.without_rows(lost) if lost else checked

    def take_off(self, ids: frozenset[str], checked: Checked) -> Checked:
        """Take rows off the choice somebody else was quicker with; return what is left of it."""
        lost = frozenset(row_id for row_id in ids if row_id in checked)
        self.ids |= lost
        self.chosen |= lost
        return checked.without_rows(lost) if lost else checked
