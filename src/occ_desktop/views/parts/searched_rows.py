"""What is searched for, in which order, and its rows in a table, which follow the feed.

The base of every list of requests: the callback list, assignment, cancellation. Values change in place;
behind another room nothing is read. It knows neither checks nor counts, nor what is new in a search.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.filters import CallbackFilter, CallbackSort, SortColumn
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.services.callback_pages import CallbackPages
from occ_desktop.services.callback_search import CallbackSearch
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.views.parts.in_front import InFront

C = TypeVar("C")


@dataclass(frozen=True)
class CarriedRows(Generic[C]):
    """What a search takes along into another window."""

    conditions: C
    sort: CallbackSort


class SearchedRows(Generic[C]):
    """``wanted`` returns which rows conditions mean at this moment."""

    def __init__(
        self,
        search: CallbackSearch,
        model: WindowModel[CallbackRow],
        gate: InFront,
        wanted: Callable[[C], CallbackFilter],
        first: C,
        sort: CallbackSort,
    ) -> None:
        self._search = search
        self._model = model
        self._gate = gate
        self._wanted = wanted
        self.conditions = first
        self.sort = sort
        self.filter = CallbackFilter()  # another object with every reading
        self._touched: frozenset[str] | None = frozenset()  # None: any

    @property
    def begun(self) -> bool:
        """Tell whether anything was searched for yet."""
        return self._model.source is not None

    @property
    def outdated(self) -> bool:
        """Tell whether the conditions mean other rows by now ("today" after midnight) than those listed."""
        return self.begun and self._wanted(self.conditions) != self.filter

    def read(self, *, stay: bool = False) -> None:
        """List what the conditions in force find; from the first row on unless the place is to ``stay``."""
        self.filter = self._wanted(self.conditions)
        self._model.set_source(CallbackPages(self._search, self.filter, self.sort), stay=stay)

    def order_by(self, key: str, *, descending: bool) -> None:
        """Have the next reading in another order."""
        self.sort = CallbackSort(SortColumn(key), descending)

    def follow(self, change: ChangeSet) -> None:
        """Change in place what changed, once the room is in front."""
        known, ids = self._touched, changed_ids(change)
        self._touched = None if change.everything or known is None else known | ids
        self._gate.do("touch", self._touch)

    def carried(self) -> CarriedRows[C]:
        """Return what is searched for, and in which order."""
        return CarriedRows(self.conditions, self.sort)

    def resume(self, carried: CarriedRows[C]) -> None:
        """Take that up; reading comes next."""
        self.conditions, self.sort = carried.conditions, carried.sort

    def _touch(self) -> None:
        touched, self._touched = self._touched, frozenset()
        self._model.touch(touched)


def changed_ids(change: ChangeSet) -> frozenset[str]:
    """Return the callbacks a change names, those that left this person's view too."""
    nobody: frozenset[str] = frozenset()
    return change.ids.get(Entity.CALLBACK, nobody) | change.gone.get(Entity.CALLBACK, nobody)
