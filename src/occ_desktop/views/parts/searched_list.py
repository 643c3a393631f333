"""Counts a searched list with check boxes, and offers or takes in what came; a room's list presenter is one.

What is searched and how its rows follow the feed is `SearchedRows`'. Order changes when nobody is looking
there and nothing is chosen, else it is offered: a row others took stays where it is, quieter, and off the
choice, which says so. "All that match" are those that did when the list was read.
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
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.callback_search import OLDEST_FIRST
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.container import Services
from occ_desktop.ui.tables.checked import NONE_CHECKED, Checked
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.left_rows import LeftRows
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
        self._left = LeftRows()
        self._all: frozenset[str] | None = None  # what "all" means while that is chosen; None: more than go
        self._all_chosen = False
        self._offered = False
        self._taking_off = False  # what is chosen changes by others' hands just now
        panel.left_alone.connect(self._on_left_alone)
        panel.anew_wanted.connect(self.take_in)
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
        self._forget_left()
        self._offer(0, moved=False)
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
        self._forget_left()
        self._offer(0, moved=False)
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
        listed = self._all  # who came since is offered, but was not in view when all were chosen
        meant = (row_id for row_id in found if row_id in checked and (listed is None or row_id in listed))
        return tuple(meant)[: BATCH_LIMIT + 1]

    def take_off(self, ids: frozenset[str]) -> None:
        """Take rows off the choice that others were quicker with, and say so."""
        self._choose_left(self._left.take_off(ids, self._list.table.checked))

    # What the panel and the bus report

    def on_checked(self, checked: Checked) -> None:
        """Show how many rows are chosen."""
        before, self._all_chosen = self._all_chosen, checked.all_matching
        if not checked.all_matching:
            self._all = None
        elif not before:
            self._learn_all()
        chosen = checked.count(self._list.model.total)
        self._list.show_chosen(chosen)
        if not self._taking_off:
            self._on_chosen_by_hand(chosen)
        self.choice_changed()

    def on_count(self, count: int) -> None:
        """Take in that the list was read."""
        self._forget_left()
        if self._all_chosen:
            self._learn_all()
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
        self._left.suspect(None if change.everything else ids)
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
            await self._look_for_left(asked)
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
        if model.loading or (matching == model.total and not panel.holds_others() and not self._left.ids):
            self._offer(0, moved=False)
        elif self._in_use and model.total:
            self._offer(max(0, matching - model.total), moved=True)
        else:
            self._offer(0, moved=False)
            model.reload()

    def _offer(self, count: int, *, moved: bool) -> None:
        self._offered = moved
        self._list.show_fresh(count, moved=moved)

    # Rows others took

    @property
    def _in_use(self) -> bool:
        """Tell whether somebody points at the rows, walks them, or has chosen some: they must not move."""
        return self._list.being_read() or bool(self._list.table.checked.count(self._list.model.total))

    def _on_chosen_by_hand(self, chosen: int) -> None:
        if not chosen:  # the choice others took from is given up
            self._left.chosen = frozenset()
            self._list.rest_soon()
        self._show_left()

    def _on_left_alone(self) -> None:
        if self._offered and not self._in_use:
            self._gate.do("reload", self.take_in)

    async def _look_for_left(self, asked: CallbackFilter) -> None:
        """See which listed and chosen rows the search finds no more. A midnight since takes none away."""
        table, left = self._list.table, self._left
        chosen = (self._all or frozenset()) if table.checked.all_matching else table.checked.ids
        looked_at = left.to_look_at(chosen, self._list.ids_here)
        left.suspected = frozenset()
        if not looked_at:
            return
        try:
            still = await self._services.search.among(asked.without_period(), looked_at)
        except Failure:
            left.suspect(None)
            raise
        if asked is self._rows.filter:
            self._choose_left(left.judge(looked_at, still, table.checked))

    def _choose_left(self, checked: Checked) -> None:
        self._taking_off = True
        self._list.table.set_checked(checked)
        self._taking_off = False
        self._show_left()

    def _show_left(self) -> None:
        taken = len(self._left.chosen)
        chosen = self._list.table.checked.count(self._list.model.total)
        self._list.show_left(self._left.ids)
        self._list.show_taken(taken, chosen + taken)

    def _forget_left(self) -> None:
        self._left.forget()
        self._show_left()

    def _learn_all(self) -> None:
        self._all = None
        self._tasks.start(self._read_all, name="rows.all", policy=Policy.LATEST)

    async def _read_all(self) -> None:
        """Learn what "all" means; a list read before some of them came shows them now."""
        model, asked = self._list.model, self._rows.filter
        if not self._rows.begun:
            return
        try:
            found = await self._services.search.ids(asked, BATCH_LIMIT + 1)
        except Failure as failure:
            self._list.show_unreadable(failure)
            return
        if asked is not self._rows.filter or not self._all_chosen or len(found) > BATCH_LIMIT:
            return
        self._all = frozenset(found)
        if len(found) != model.total and not model.loading:
            model.reload()
