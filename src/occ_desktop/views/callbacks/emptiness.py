"""Why a list is empty: still filling, all done, nothing yet, or no match, and what would find something.

Asks the search service; knows no widget.
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from occ_contract.callbacks import ASSIGNABLE, CallbackStatus
from occ_desktop.domain.filters import CallbackFilter, PeriodPreset
from occ_desktop.domain.sync_status import SyncStatus, fills_first
from occ_desktop.services.container import Services
from occ_desktop.ui.tables.states import State
from occ_desktop.views.callbacks import list_states
from occ_desktop.views.callbacks.conditions import Conditions
from occ_desktop.views.callbacks.wording import in_words
from occ_desktop.views.parts.list_states import first_fill, nothing_matches

WAITING = tuple(status for status in CallbackStatus if status in ASSIGNABLE)


class Emptiness:
    """Explains one search at a time."""

    def __init__(self, services: Services, zone: Callable[[], ZoneInfo]) -> None:
        self._services = services
        self._zone = zone

    async def state(
        self, conditions: Conditions, searched: CallbackFilter, status: SyncStatus | None
    ) -> tuple[State, PeriodPreset | None]:
        """Return what the list says, and the wider period it offers, if any. Raises `Failure`."""
        search = self._services.search
        if status is None or fills_first(status):
            return first_fill(status or SyncStatus()), None
        if self._asks_for_own_work(conditions) and not await search.my_outstanding():
            return await self._praise(searched), None
        wider = await search.widen(searched)
        preset = wider[0] if wider else None
        if not conditions.narrowed and wider is None:
            return list_states.none_yet(), None
        named = in_words(conditions, self._services.directory, self._services.clock.now(), self._zone())
        said = nothing_matches(
            list_states.no_match(),
            named,
            wider,
            narrowed=conditions.narrowed_beyond_period,
            all_time=conditions.period.preset is PeriodPreset.ALL,
        )
        return said, preset

    def _asks_for_own_work(self, wanted: Conditions) -> bool:
        """Tell whether this is a search for the person's own open callbacks."""
        me = self._services.session.me
        mine = me is not None and (wanted.locked_to == me.id or wanted.assignees == (me.id,))
        return mine and not wanted.phone and wanted.statuses in {(), (CallbackStatus.ASSIGNED,)}

    async def _praise(self, searched: CallbackFilter) -> State:
        search, rights = self._services.search, self._services.session.rights
        today = Conditions(assignees=searched.assignees, statuses=(CallbackStatus.COMPLETED,))
        done = await search.count(today.filter(self._services.clock.now(), self._zone()))
        waiting = 0
        if rights.assigning_services():
            waiting = await search.count(CallbackFilter(statuses=WAITING))
        return list_states.all_done(done, waiting)
