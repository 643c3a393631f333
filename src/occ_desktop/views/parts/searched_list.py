"""Counts a searched list with check boxes, and offers or takes in what came; a room's list presenter is one.

What is searched and how its rows follow the feed is `SearchedRows`'. Order changes when nobody is looking
there, else it is offered.
"""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from occ_contract.callbacks import BATCH_LIMIT
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.filters import CallbackFilter
from occ_desktop.domain.search_conditions import SearchConditions
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.callback_search import OLDEST_FIRST
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.container import Services
from occ_desktop.ui.tables.checked import NONE_CHECKED, Checked
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.list_panel import ListPanel
from occ_desktop.views.parts.searched_rows import CarriedRows, SearchedRows, changed_ids

Counts = TypeVar("Counts")


@dataclass(frozen=True)
class CarriedList:
    """What a list takes along into another window."""

    rows: CarriedRows[SearchConditions]
    checked: Checked


class SearchedList(Generic[Counts]):
    """A room says which rows it wants, what it counts, and why nothing may be listed."""

    def __init__(
        self, services: Services, tasks: TaskOwner, panel: ListPanel, gate: InFront, first: SearchConditions
    ) -> None:
        self._services = services
        self._tasks = tasks
        self._list = panel
        self._gate = gate
        self._first = first
        self._rows: SearchedRows[SearchConditions] = SearchedRows(
            services.search, panel.model, gate, lambda _conditions: self.wanted(), first, OLDEST_FIRST
        )
        self._expected: frozenset[str] = frozenset()  # rows this person changed, not yet seen in the feed
        self.count_soon = gate.reading("count", Coalesced(tasks, "rows.count", self._count))

    # What a room says

    @abstractmethod
    def wanted(self) -> CallbackFilter:
        """Return which rows are listed under the conditions in force."""
        ...

    @abstractmethod
    async def read_counts(self, listed: CallbackFilter) -> Counts:
        """Read the figures of the room. Raises `Failure`."""
        ...

    @abstractmethod
    def show_counts(self, counts: Counts) -> int | None:
        """Show them; return how many rows match now, None when the list is read anew anyway."""
        ...

    @abstractmethod
    def explain_empty(self) -> None:
        """Say why nothing is listed."""
        ...

    def choice_changed(self) -> None:
        """Other rows are chosen, or there are others to choose from."""

    # What the person asks for

    @property
    def conditions(self) -> SearchConditions:
        """Return the conditions in force."""
        return self._rows.conditions

    @property
    def narrowed(self) -> bool:
        """Tell whether they differ from those one starts with."""
        return self.conditions != self._first

    @property
    def allowed(self) -> tuple[str, ...]:
        """Return the services the person may assign in."""
        return self._services.session.rights.assigning_services()

    def search(self, conditions: SearchConditions | None = None) -> None:
        """List anew, from the first row on, with other conditions if given."""
        self._rows.conditions = conditions or self.conditions
        if self._services.session.me is None:
            return
        table = self._list.table
        table.set_checked(NONE_CHECKED)
        self._list.show_fresh(0, moved=False)
        self._rows.read()
        table.show_sorted(self._rows.sort.column.value, descending=self._rows.sort.descending)
        self.count_soon()

    def new_day(self) -> None:
        """List anew if the conditions mean other rows by now; rows chosen one by one stay chosen."""
        if not self._rows.outdated:
            return
        checked = self._list.table.checked
        self.search()
        if not checked.all_matching:
            self._list.table.set_checked(checked)

    def sort(self, key: str, descending: bool) -> None:
        """List in another order."""
        self._rows.order_by(key, descending=descending)
        self.search()

    def carried(self) -> CarriedList:
        """Return what is searched for, in which order, and which rows are checked."""
        return CarriedList(self._rows.carried(), self._list.table.checked)

    def resume(self, carried: CarriedList) -> None:
        """Search for that again, with these rows checked."""
        self._rows.resume(carried.rows)
        self.search()
        self._list.table.set_checked(carried.checked)

    def take_in(self) -> None:
        """Show rows that came or went since the list was read; place and checks are kept."""
        self._list.show_fresh(0, moved=False)
        self._list.model.reload()
        self.count_soon()

    def expect(self, ids: frozenset[str]) -> None:
        """Read the list anew as soon as the feed shows these rows changed: this person did it."""
        self._expected = ids

    @property
    def awaited(self) -> bool:
        """Tell whether the feed has yet to show something this person did."""
        return bool(self._expected)

    async def ids_of(self, checked: Checked) -> tuple[str, ...]:
        """Return these rows, oldest first; at most one more than a batch may hold.

        :raises CacheFailure: the cache failed.
        """
        if not checked.all_matching:
            return tuple(checked.ids)
        if not self._rows.begun:
            return ()
        limit = BATCH_LIMIT + 1 + len(checked.ids)
        found = await self._services.search.ids(self._rows.filter, limit)
        return tuple(row_id for row_id in found if row_id in checked)[: BATCH_LIMIT + 1]

    # What the panel and the bus report

    def on_checked(self, checked: Checked) -> None:
        """Show how many rows are chosen."""
        self._list.show_chosen(checked.count(self._list.model.total))
        self.choice_changed()

    def on_count(self, count: int) -> None:
        """Take in that the list was read."""
        self._list.show_chosen(self._list.table.checked.count(count))
        self.count_soon()
        if count:
            self._list.show_state(None)
        elif self._rows.begun:
            self.explain_empty()
        self.choice_changed()

    def on_failed(self, error: Any) -> None:
        """Show why the list could not be read; anything unexpected goes to the error door."""
        if not isinstance(error, Failure):
            raise error
        self._list.show_unreadable(error)

    def on_change(self, change: ChangeSet) -> bool:
        """Follow the feed; return whether it brought what this person did."""
        if not change.touches(Entity.CALLBACK) or not self._rows.begun:
            return False
        ids = changed_ids(change)
        own = bool(self._expected & ids or (self._expected and change.everything))
        if own:
            self._expected = frozenset() if change.everything else self._expected - ids
            self._gate.do("reload", self._list.model.reload)
        else:
            self._rows.follow(change)
        self.count_soon()
        return own

    async def _count(self) -> None:
        if not self._rows.begun:
            return
        asked = self._rows.filter
        try:
            counts = await self.read_counts(asked)
        except Failure as failure:
            self._list.show_unreadable(failure)
            return
        if asked is not self._rows.filter:
            self.count_soon()
            return
        matching = self.show_counts(counts)
        if matching is not None:
            self._compare(matching)

    def _compare(self, matching: int) -> None:
        panel, model = self._list, self._list.model
        if model.loading or (matching == model.total and not panel.holds_others()):
            panel.show_fresh(0, moved=False)
        elif panel.being_read() and model.total:
            panel.show_fresh(max(0, matching - model.total), moved=True)
        else:
            panel.show_fresh(0, moved=False)
            model.reload()
