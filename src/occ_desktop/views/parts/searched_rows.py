"""Rows of callbacks that are searched for and follow the feed.

The base of every list of requests: the callback list, assignment, cancellation.
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
from occ_desktop.views.parts.followed_rows import FollowedRows, changed
from occ_desktop.views.parts.in_front import InFront

C = TypeVar("C")


@dataclass(frozen=True)
class CarriedRows(Generic[C]):
    """What a search takes along into another window."""

    conditions: C
    sort: CallbackSort


class SearchedRows(FollowedRows[C, CallbackFilter, CallbackSort, CallbackRow]):
    """``wanted`` returns which callbacks conditions mean at this moment."""

    def __init__(
        self,
        search: CallbackSearch,
        model: WindowModel[CallbackRow],
        gate: InFront,
        wanted: Callable[[C], CallbackFilter],
        first: C,
        sort: CallbackSort,
    ) -> None:
        super().__init__(model, gate, wanted, first, sort, CallbackFilter(), Entity.CALLBACK)
        self._search = search

    def pages(self, conditions: CallbackFilter, sort: CallbackSort) -> CallbackPages:
        """Return where the table reads these callbacks from."""
        return CallbackPages(self._search, conditions, sort)

    def order_by(self, key: str, *, descending: bool) -> None:
        """Have the next reading in another order."""
        self.sort = CallbackSort(SortColumn(key), descending)

    def carried(self) -> CarriedRows[C]:
        """Return what is searched for, and in which order."""
        return CarriedRows(self.conditions, self.sort)

    def resume(self, carried: CarriedRows[C]) -> None:
        """Take that up; reading comes next."""
        self.conditions, self.sort = carried.conditions, carried.sort


def changed_ids(change: ChangeSet) -> frozenset[str]:
    """Return the callbacks a change names, those that left this person's view too."""
    return changed(change, Entity.CALLBACK)
