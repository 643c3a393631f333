"""The sending history: which texts, in which order, how many of each status, what to say when there are none.

Values change in place as results arrive. Rows never move under the mouse: what came while somebody points at
the rows is counted, and taken in by a press. Awaits the services; lays nothing out.
"""

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from occ_contract.sms import MessageStatus
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.filters import PeriodPreset
from occ_desktop.domain.message_filters import HistoryConditions, MessageFilter, MessageRow, MessageSort
from occ_desktop.domain.sync_status import SyncStatus, fills_first
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.container import Services
from occ_desktop.ui.pacing import AtMostEvery
from occ_desktop.ui.tables.states import State
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.list_states import CLEAR, RETRY, WIDEN, nothing_matches
from occ_desktop.views.parts.why_empty import WhyEmpty
from occ_desktop.views.sms_history import list_states
from occ_desktop.views.sms_history.rows import CarriedHistory, HistoryRows
from occ_desktop.views.sms_history.wording import in_words

_COUNT_MS = 400


class HistoryPresenter(QObject):
    """Signals: `conditions_shown(object)`; `counted(object)`: a dict of `MessageStatus` to how many there are
    under the conditions, whatever status is asked for; `news_counted(int)`; `arrived()`: rows that came are
    being taken in; `state_changed(object)`: a `State` or None; `troubled(str)`: what is wrong with rows that
    stay in view; `away_changed(bool)`: whether the server is away; `sending_wanted()`.
    """

    conditions_shown = Signal(object)
    counted = Signal(object)
    news_counted = Signal(int)
    arrived = Signal()
    state_changed = Signal(object)
    troubled = Signal(str)
    away_changed = Signal(bool)
    sending_wanted = Signal()

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        model: WindowModel[MessageRow],
        zone: Callable[[], ZoneInfo],
        gate: InFront,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._history = services.texting.history
        self._tasks = tasks
        self._model = model
        self._zone = zone
        self._rows = HistoryRows(self._history, model, gate, self._wanted)
        self._wider: PeriodPreset | None = None
        self.templates: dict[str, str] = {}  # names of all that texts were made from, by id
        self.pointed_at: Callable[[], bool] = _not
        self.may_send: Callable[[], bool] = _not  # is there a room to send from
        self._pace = AtMostEvery(_COUNT_MS, self)
        self.count_soon = gate.reading("count", self._pace.ask)
        why: WhyEmpty[MessageFilter] = WhyEmpty(
            tasks,
            model,
            lambda: self.filter,
            self._history.count,
            self._empty_state,
            self.state_changed.emit,
            self.troubled.emit,
        )
        self._explain_soon = gate.reading("empty", why.explain)
        self._pace.due.connect(Coalesced(tasks, "history.count", self._count))
        model.rows_lost.connect(self._on_rows_lost)
        self._off = [
            services.bus.subscribe(ChangeSet, self._on_change),
            services.bus.subscribe(SyncStatus, self._on_status),
        ]

    @property
    def conditions(self) -> HistoryConditions:
        """Return what is searched for."""
        return self._rows.conditions

    @property
    def sort(self) -> MessageSort:
        """Return the order."""
        return self._rows.sort

    @property
    def filter(self) -> MessageFilter:
        """Return the search that is shown, for the download of all its rows."""
        return self._rows.filter

    @property
    def begun(self) -> bool:
        """Tell whether anything was searched for yet."""
        return self._rows.begun

    @property
    def away(self) -> bool:
        """Tell whether the server is not there as far as is known."""
        status = self._services.workplace.status
        return status is None or status.away

    def close(self) -> None:
        """Hear nothing any more."""
        self._pace.stop()
        for off in self._off:
            off()
        self._off.clear()

    # What the person asks for

    def carried(self) -> CarriedHistory:
        """Return what is searched for, and in which order."""
        return self._rows.carried()

    def resume(self, carried: CarriedHistory) -> None:
        """Search for that again."""
        self._rows.resume(carried)
        self.search()

    def search(self, conditions: HistoryConditions | None = None) -> None:
        """Search anew, from the first row on."""
        self._rows.conditions = self.conditions if conditions is None else conditions
        self.conditions_shown.emit(self.conditions)
        self.news_counted.emit(0)
        self._rows.read()
        self.count_soon()

    def _wanted(self, conditions: HistoryConditions) -> MessageFilter:
        return conditions.to_filter(self._services.clock.now(), self._zone())

    def reset(self) -> None:
        """Go back to what a person starts with."""
        self.search(HistoryConditions())

    def search_status(self, status: MessageStatus | None) -> None:
        """Show one status alone (a press on its figure), or all again."""
        self.search(replace(self.conditions, statuses=() if status is None else (status,)))

    def order_by(self, sort_key: str, *, descending: bool) -> None:
        """Show the same search in another order."""
        self._rows.order_by(sort_key, descending=descending)
        self.search()

    def take_in_news(self) -> None:
        """Bring the rows that came into the list."""
        self.news_counted.emit(0)
        self._model.reload()
        self.count_soon()

    def do(self, action: str) -> None:
        """Follow a button of an empty or faulty list."""
        if action == CLEAR:
            self.reset()
        elif action == WIDEN:
            self.search(self.conditions.widened(self._wider or PeriodPreset.ALL))
        elif action == list_states.SEND:
            self.sending_wanted.emit()
        elif action == RETRY:
            self.search()

    def new_day(self) -> None:
        """At midnight "today" is another day: search it."""
        if self._rows.outdated:
            self.search()

    # What happened elsewhere

    def _on_change(self, change: ChangeSet) -> None:
        if not change.touches(Entity.SMS_MESSAGE) or not self.begun:
            return
        self._rows.follow(change)
        self.count_soon()

    def _on_rows_lost(self, _ids: list[str]) -> None:
        self._model.reload()

    def _on_status(self, status: SyncStatus) -> None:
        self.away_changed.emit(status.away)
        if self.begun and self._model.total == 0 and not self._model.loading:
            self._explain_soon()

    async def _count(self) -> None:
        if not self.begun:
            return
        asked = self.filter
        try:
            counts = await self._history.count_by_status(replace(asked, statuses=()))
        except Failure:
            return  # the table shows what is wrong with the cache
        if asked is not self.filter:
            self.count_soon()
            return
        self.counted.emit(counts)
        wanted = asked.statuses or tuple(counts)
        self._compare(sum(counts.get(status, 0) for status in wanted))

    def _compare(self, matching: int) -> None:
        """Take in what came or went; while somebody points at the rows, say how many came."""
        model = self._model
        if model.loading or matching == model.total:
            self.news_counted.emit(0)
        elif model.total and self.pointed_at():
            self.news_counted.emit(max(1, matching - model.total))
        else:
            self.news_counted.emit(0)
            self.arrived.emit()
            model.reload()

    # Without rows

    async def _empty_state(self, searched: MessageFilter) -> State:
        status, wanted = self._services.workplace.status, self.conditions
        if status is None or fills_first(status):
            return list_states.first_fill(status or SyncStatus())
        wider = await self._history.widen(searched)
        self._wider = wider[0] if wider else None
        if wider is None and not wanted.narrowed_beyond_period and not await self._any():
            own = self._services.session.rights.sees_own_texts_alone()
            return list_states.nothing_sent(own=own, leads=self.may_send())
        now, zone = self._services.clock.now(), self._zone()
        named = in_words(wanted, self._services.directory, self.templates, now, zone)
        return nothing_matches(
            list_states.no_match(),
            named,
            wider,
            narrowed=wanted.narrowed,
            all_time=wanted.period.preset is PeriodPreset.ALL,
        )

    async def _any(self) -> int:
        return await self._history.count(MessageFilter())


def _not() -> bool:
    return False
