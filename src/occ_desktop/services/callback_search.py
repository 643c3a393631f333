"""What the callback tabs list and count: questions to the cache, answered with the server away as well.

Every answer is a value; whoever asked decides whether it is still wanted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from occ_contract.callbacks import ASSIGNABLE, OUTSTANDING, CallbackStatus
from occ_desktop.domain.filters import CallbackFilter, CallbackSort, PeriodChoice, PeriodPreset
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.services.ports import Clock
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import callbacks as stored

OLDEST_FIRST = CallbackSort(descending=False)
LINE = 500  # of a person's open callbacks, as many as are put in order
GROWING = (
    PeriodPreset.TODAY,
    PeriodPreset.LAST_7_DAYS,
    PeriodPreset.LAST_30_DAYS,
    PeriodPreset.LAST_90_DAYS,
    PeriodPreset.ALL,
)


@dataclass(frozen=True)
class Counters:
    """The counters of 콜백 할당: all rows of the search, those outstanding, and those to be assigned."""

    total: int
    assigned: int
    unassigned: int


class CallbackSearch:
    """Pages, counts and places of callbacks in the cache.

    :raises LoggedOut: nobody is logged in; :raises CacheFailure: from every call.
    """

    def __init__(self, workplace: Workplace, clock: Clock) -> None:
        self._place = workplace
        self._clock = clock

    async def count(self, conditions: CallbackFilter) -> int:
        """Return how many rows match."""
        return await self._place.cache.read(stored.count, conditions)

    async def page(
        self, conditions: CallbackFilter, sort: CallbackSort, offset: int, limit: int
    ) -> tuple[CallbackRow, ...]:
        """Return rows ``offset`` … of the order (a jump: the thumb of the scroll bar)."""
        return tuple(await self._place.cache.read(stored.page, conditions, sort, offset, limit))

    async def counted_page(
        self, conditions: CallbackFilter, sort: CallbackSort, offset: int, limit: int
    ) -> tuple[int, tuple[CallbackRow, ...]]:
        """Return how many match, and the rows of `page`, of one moment."""
        return await self._place.cache.read(stored.counted_page, conditions, sort, offset, limit)

    async def page_after(
        self, conditions: CallbackFilter, sort: CallbackSort, last: CallbackRow, limit: int
    ) -> tuple[CallbackRow, ...]:
        """Return the rows that follow ``last`` (a walk: scrolling on)."""
        return tuple(await self._place.cache.read(stored.page_after, conditions, sort, last, limit))

    async def position(self, conditions: CallbackFilter, sort: CallbackSort, callback_id: str) -> int | None:
        """Return the place of a row in the order, None when it does not match (any more)."""
        return await self._place.cache.read(stored.position, conditions, sort, callback_id)

    async def among(self, conditions: CallbackFilter, callback_ids: Iterable[str]) -> frozenset[str]:
        """Return those of the rows that match."""
        return await self._place.cache.read(stored.among, conditions, tuple(callback_ids))

    async def row(self, callback_id: str) -> CallbackRow | None:
        """Return one row, None when it is not (any more) this person's to see."""
        return await self._place.cache.read(stored.get, callback_id)

    async def rows(self, callback_ids: Iterable[str]) -> tuple[CallbackRow, ...]:
        """Return those of the rows that are (still) this person's to see, oldest received first."""
        return tuple(await self._place.cache.read(stored.get_many, tuple(callback_ids)))

    async def ids(
        self, conditions: CallbackFilter, limit: int, sort: CallbackSort = OLDEST_FIRST
    ) -> tuple[str, ...]:
        """Return the ids of the first ``limit`` rows: what "all that match" means when it is acted on."""
        return tuple(await self._place.cache.read(stored.ids, conditions, sort, limit))

    async def outstanding_by_agent(self, service_ids: Iterable[str] = ()) -> dict[str, int]:
        """Return each assignee's outstanding count in these services (none given: all visible ones)."""
        return dict(await self._place.cache.read(stored.outstanding_by_agent, tuple(service_ids)))

    async def outstanding(self, service_ids: Iterable[str] = ()) -> dict[tuple[str, str], int]:
        """Return the outstanding count of each assignee in each of these services (none given: all)."""
        return dict(await self._place.cache.read(stored.outstanding, tuple(service_ids)))

    async def counters(self, conditions: CallbackFilter) -> Counters:
        """Return the counters of the assignment tab; the status condition of ``conditions`` is set aside."""
        both = replace(conditions, statuses=_ordered(ASSIGNABLE | OUTSTANDING))
        found = await self._place.cache.read(stored.count_by_status, both)
        free = sum(found.get(status, 0) for status in ASSIGNABLE)
        taken = sum(found.get(status, 0) for status in OUTSTANDING)
        return Counters(total=free + taken, assigned=taken, unassigned=free)

    async def my_outstanding(self) -> int:
        """Return the person's own outstanding count (the badge)."""
        return await self.count(self._mine())

    async def period_of_own_work(self) -> PeriodPreset | None:
        """Return the shortest period that holds all the person's open callbacks, None when they have none."""
        oldest = await self.page(self._mine(), OLDEST_FIRST, 0, 1)
        if not oldest:
            return None
        now, zone = self._clock.now(), self._place.zone
        for preset in GROWING:
            bounds = PeriodChoice(preset).bounds(now, zone)
            if bounds is not None and bounds[0] <= oldest[0].callback.received_at:
                return preset
        return PeriodPreset.ALL

    async def widen(self, conditions: CallbackFilter) -> tuple[PeriodPreset, int] | None:
        """Return the smallest wider period that would find something, and how much, None if none would."""
        now, zone = self._clock.now(), self._place.zone
        for preset in GROWING[1:]:
            bounds = PeriodChoice(preset).bounds(now, zone)
            if bounds is None:
                wider = conditions.without_period()
            else:
                start, end = bounds
                if conditions.received_from is None or start >= conditions.received_from:
                    continue
                wider = replace(conditions, received_from=start, received_to=end)
            if wider == conditions:
                continue
            found = await self.count(wider)
            if found:
                return preset, found
        return None

    async def line(self) -> tuple[CallbackRow, ...]:
        """Return the person's outstanding callbacks as they are promised: wishes by their time, the missed
        ones first by that, then those without a wish as they were received. The oldest 500 at most.
        """
        return as_promised(await self.page(self._mine(), OLDEST_FIRST, 0, LINE))

    async def next_in_line(self, after_id: str | None = None) -> CallbackRow | None:
        """Return the callback that follows in the `line`, round again at the end.

        None when there is no other than ``after_id``.
        """
        line = await self.line()
        at = next((place for place, row in enumerate(line) if row.id == after_id), -1)
        others = (*line[at + 1 :], *line[: max(0, at)])
        return others[0] if others else None

    def _mine(self) -> CallbackFilter:
        return outstanding_of(self._place.me.id)


def outstanding_of(person_id: str) -> CallbackFilter:
    """Return the filter that finds a person's open callbacks."""
    return CallbackFilter(statuses=_ordered(OUTSTANDING), assignees=(person_id,))


def as_promised(rows: Iterable[CallbackRow]) -> tuple[CallbackRow, ...]:
    """Return rows in the order of `CallbackSearch.line`."""
    return tuple(sorted(rows, key=_promised))


def _promised(row: CallbackRow) -> tuple[bool, datetime, datetime, str]:
    callback = row.callback
    wish = callback.preferred_at
    return wish is None, wish or callback.received_at, callback.received_at, callback.id


def _ordered(statuses: Iterable[CallbackStatus]) -> tuple[CallbackStatus, ...]:
    return tuple(sorted(statuses))
