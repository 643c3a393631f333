"""The list: which rows, in which order, what is new, what to say when there are none.

Awaits the search service; lays nothing out. Rows never move under the mouse: what comes in while somebody
points at the rows is counted instead, and taken in by a press.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from occ_contract.callbacks import CallbackStatus
from occ_contract.phone import search_digits
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.filters import CallbackFilter, CallbackSort, PeriodChoice, PeriodPreset
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.domain.sync_status import SyncStatus, fills_first
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.callback_search import GROWING
from occ_desktop.services.container import Services
from occ_desktop.ui.pacing import AtMostEvery
from occ_desktop.ui.tables.states import State
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.views.callbacks import list_states
from occ_desktop.views.callbacks.conditions import Conditions
from occ_desktop.views.callbacks.emptiness import WAITING, Emptiness
from occ_desktop.views.callbacks.news import News
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.list_states import CLEAR, RETRY, WIDEN, first_fill
from occ_desktop.views.parts.searched_rows import CarriedRows, SearchedRows
from occ_desktop.views.parts.why_empty import WhyEmpty

_NEWS_MS = 300


@dataclass(frozen=True)
class CarriedSearch:
    """What the list takes along into another window; ``first``: it is the search a person starts with."""

    rows: CarriedRows[Conditions]
    first: bool


class ListPresenter(QObject):
    """Signals: `conditions_shown(object)`; `news_counted(int)`; `state_changed(object)`: a `State` or None;
    `arrived(object, bool)`: ids taken in, and whether to go to them; `withdrawn(int)`: rows that are no
    longer this person's; `searched()`: another search is being shown; `troubled(str)`: what is wrong with
    rows that stay in view.
    """

    conditions_shown = Signal(object)
    news_counted = Signal(int)
    state_changed = Signal(object)
    arrived = Signal(object, bool)
    withdrawn = Signal(int)
    searched = Signal()
    troubled = Signal(str)

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        model: WindowModel[CallbackRow],
        zone: Callable[[], ZoneInfo],
        gate: InFront,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._gate = gate
        self._services = services
        self._tasks = tasks
        self._model = model
        self._zone = zone
        self._rows: SearchedRows[Conditions] = SearchedRows(
            services.search, model, gate, self._wanted, Conditions(), CallbackSort()
        )
        self._first: Conditions | None = None  # the search shown until the person asks for another
        self._status: SyncStatus | None = services.workplace.status
        self._wider: PeriodPreset | None = None
        self._emptiness = Emptiness(services, zone)
        self._news = News()
        self._unlooked = False  # something came while it was not known yet what the search holds
        self._filling = fills_first(self._status)  # what a first fill brings is no news
        self.pointed_at: Callable[[], bool] = _nobody_points
        self._news_soon = AtMostEvery(_NEWS_MS, self)
        self._news_soon.due.connect(self._on_news_due)
        self._why_empty: WhyEmpty[CallbackFilter] = WhyEmpty(
            tasks,
            model,
            lambda: self.filter,
            services.search.count,
            self._empty_state,
            self.state_changed.emit,
            self.troubled.emit,
            self._kept,
        )
        model.rows_lost.connect(self._on_rows_lost)
        self._off = [
            services.bus.subscribe(ChangeSet, self._on_change),
            services.bus.subscribe(SyncStatus, self._on_status),
        ]

    @property
    def conditions(self) -> Conditions:
        """Return what is searched for."""
        return self._rows.conditions

    @property
    def sort(self) -> CallbackSort:
        """Return the order."""
        return self._rows.sort

    @property
    def filter(self) -> CallbackFilter:
        """Return the search that is shown, for the download of all its rows."""
        return self._rows.filter

    def close(self) -> None:
        """Hear nothing any more."""
        self._news_soon.stop()
        for off in self._off:
            off()
        self._off.clear()

    # What the person asks for

    def carried(self) -> CarriedSearch:
        """Return what is searched for, in which order, and whether the person asked for it."""
        return CarriedSearch(self._rows.carried(), self.conditions is self._first)

    def resume(self, carried: CarriedSearch) -> None:
        """Search for that again."""
        self._rows.resume(carried.rows)
        if carried.first:
            self._show_first(self.conditions)
        else:
            self.search()

    def start(self) -> None:
        """Show the first search of this person."""
        self._show_first(Conditions.first(self._lock()))

    def _show_first(self, conditions: Conditions) -> None:
        self.search(conditions)
        self._first = conditions
        self._cover_own_work()

    def _cover_own_work(self) -> None:
        """Keep an agent's open callbacks of earlier days from hiding behind "today", until they search."""
        if self.conditions is self._first and self.conditions.locked_to:
            self._tasks.start(self._widen_to_own_work, name="list.own-work", policy=Policy.DROP)

    async def _widen_to_own_work(self) -> None:
        first = self.conditions
        try:
            preset = await self._services.search.period_of_own_work()
        except Failure:
            return  # the table shows what is wrong with the cache
        if preset is None or self.conditions is not first or first is not self._first:
            return
        if GROWING.index(preset) > GROWING.index(first.period.preset):
            self._first = self._rows.conditions = first.with_period(preset)
            self._apply(stay=True)

    def search_mine(self) -> None:
        """Show the person's own open callbacks of all time (a click on the badge or a notification)."""
        me = self._services.session.me
        mine = (me.id,) if me is not None else ()
        every = PeriodChoice(PeriodPreset.ALL)
        self.search(
            Conditions(every, statuses=(CallbackStatus.ASSIGNED,), assignees=mine, locked_to=self._lock())
        )

    def search_text(self, text: str) -> None:
        """Show what the find box asked for, over all time: a number, or a name or words of the message."""
        every, lock = PeriodChoice(PeriodPreset.ALL), self._lock()
        digits = search_digits(text)
        if digits and not any(char.isalpha() for char in text):
            self.search(Conditions(every, phone=digits, locked_to=lock))
        else:
            self.search(Conditions(every, text=text, locked_to=lock))

    def follow_rights(self) -> None:
        """Lock or free the assignee after a change of rights; the rest of the search stays."""
        lock = self._lock()
        if lock != self.conditions.locked_to:
            self.search(replace(self.conditions, assignees=(), locked_to=lock))

    def _lock(self) -> str | None:
        session = self._services.session
        return session.me.id if session.me is not None and session.rights.locked_to_self() else None

    def search(self, conditions: Conditions | None = None) -> None:
        """Search anew, from the first row on."""
        self._rows.conditions = self.conditions if conditions is None else conditions
        self._news.forget()
        self.news_counted.emit(0)
        self._apply()
        self.searched.emit()

    def _wanted(self, conditions: Conditions) -> CallbackFilter:
        return conditions.filter(self._services.clock.now(), self._zone())

    def _apply(self, *, stay: bool = False) -> None:
        self.conditions_shown.emit(self.conditions)
        self._rows.read(stay=stay)
        self._tasks.start(self._learn_known, name="list.known", policy=Policy.LATEST)

    def reset(self) -> None:
        """Go back to today and everything."""
        self._show_first(self.conditions.cleared())

    def order_by(self, sort_key: str, *, descending: bool) -> None:
        """Show the same search in another order."""
        self._rows.order_by(sort_key, descending=descending)
        self.search()

    def take_in_news(self) -> None:
        """Bring the rows that came in into the list."""
        self._reload_with_news(follow=True)

    def do(self, action: str) -> None:
        """Follow a button of an empty or faulty list."""
        if action == CLEAR:
            self.reset()
        elif action == WIDEN:
            self.search(self.conditions.with_period(self._wider or PeriodPreset.LAST_7_DAYS))
        elif action == list_states.OPEN_ONES:
            self.search(Conditions(period=PeriodChoice(PeriodPreset.ALL), statuses=WAITING))
        elif action == RETRY:
            self.search()

    async def position(self, callback_id: str) -> int | None:
        """Return where a row stands in this search, None when the search does not find it."""
        return await self._services.search.position(self.filter, self.sort, callback_id)

    def new_day(self) -> None:
        """At midnight "today" is another day: search it."""
        if self._rows.outdated:
            self.search()
            self._cover_own_work()

    # What happened elsewhere

    def _on_change(self, change: ChangeSet) -> None:
        if not change.touches(Entity.CALLBACK) and not change.outbox:
            return
        self._rows.follow(change)
        gone = change.gone.get(Entity.CALLBACK, frozenset())
        if change.withdrawn:
            self.withdrawn.emit(len(change.withdrawn))
        if any(self._shows(callback_id) for callback_id in gone):
            self._gate.do("moved", self._reload_with_news)
        else:
            self._gate.do("news", self._news_soon.ask)

    def _shows(self, callback_id: str) -> bool:
        return self._news.knows(callback_id) or self._model.position(callback_id) is not None

    def _on_rows_lost(self, _ids: list[str]) -> None:
        self._reload_with_news()

    def _reload_with_news(self, *, follow: bool = False) -> None:
        """Read anew, in any case; what came in since is marked as new, not swallowed."""
        self._tasks.start(
            lambda: self._look_for_news(moving=True, follow=follow), name="list.moved", policy=Policy.QUEUE
        )

    def _on_status(self, status: SyncStatus) -> None:
        self._status = status
        self._filling = self._filling or fills_first(status)
        if self._model.total == 0 and not self._model.loading:
            if fills_first(status):
                self.state_changed.emit(first_fill(status))
            else:
                self._why_empty.explain()

    def _on_news_due(self) -> None:
        if self._tasks.running("list.news"):
            self._news_soon.ask()  # a look that takes long is not cut short by the next one
        else:
            self._tasks.start(self._look_for_news, name="list.news")

    async def _look_for_news(self, *, moving: bool = False, follow: bool = False) -> None:
        """Take in or count what came; ``moving``: take in, whatever it is; ``follow``: and go there."""
        conditions, filling = self.filter, self._filling
        try:
            found = await self._news.look(self._services.search, conditions)
        except Failure:
            return  # the table shows what is wrong with the cache
        if conditions is not self.filter:
            return
        if found is None:
            self._unlooked = True
            if moving:
                self._model.reload()
            return
        self._filling = fills_first(self._status)
        waits = bool(self._model.total) and self.pointed_at() and not moving and not filling
        unshown = found.held - self._model.total
        if waits and (found.count or unshown > 0):
            self.news_counted.emit(found.count or unshown)
        elif found.count or found.left or unshown or moving:
            self.arrived.emit(frozenset() if filling else found.ids, follow)
            self._news.taken_in()
            self.news_counted.emit(0)
            self._model.reload()
        self._cover_own_work()

    async def _learn_known(self) -> None:
        try:
            await self._news.learn(self._services.search, self.filter)
        except Failure:
            return  # the table shows what is wrong with the cache
        if self._unlooked:
            self._unlooked = False
            self._news_soon.ask()

    # Without rows

    async def _empty_state(self, searched: CallbackFilter) -> State:
        state, self._wider = await self._emptiness.state(self.conditions, searched, self._status)
        return state

    def _kept(self) -> str:
        return self.tr("What you typed is kept.")


def _nobody_points() -> bool:
    return False
