"""처리현황: figures counted in the cache, folded by the same rule the server uses."""

from occ_contract.callbacks import Stats
from occ_contract.errors import RuleError
from occ_contract.statistics import Period, check_range, fold
from occ_desktop.domain.failures import Refused
from occ_desktop.domain.filters import StatsFilter
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import stats as stored


class Figures:
    """Statistics of the rows this person may see; works with the server away."""

    def __init__(self, workplace: Workplace) -> None:
        self._place = workplace

    async def stats(self, conditions: StatsFilter, by: Period) -> Stats:
        """Return one row per day or month of the organisation's time zone, and their total.

        :raises Refused: ``bad_range`` (limit, days); :raises CacheFailure: the cache failed.
        """
        try:
            check_range(conditions.first, conditions.last)
        except RuleError as refused:
            raise Refused(refused.code, field="period", **refused.params) from None
        zone = self._place.zone
        buckets = await self._place.cache.read(stored.buckets, conditions, zone)
        return fold(buckets, conditions.first, conditions.last, by, zone)
