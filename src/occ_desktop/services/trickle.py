"""Which notices pop up one by one, and which are only counted until it is quiet. Pure: it is told the time.

A pop-up every two seconds is no news but noise, and the one that matters drowns in it. The count at the bell
goes on meanwhile. Each kind has its own measure: many new callbacks hide no assignment of one's own.
"""

from collections import defaultdict
from collections.abc import Iterable

from occ_contract.notices import Notice, NoticeKind

MOST = 3  # pop-ups of a kind
WITHIN = 60.0  # seconds; so long nothing comes of a kind, and it is quiet


class Trickle:
    """For one person at one machine. Moments are seconds of a clock that never runs back."""

    def __init__(self) -> None:
        self._told: dict[NoticeKind, list[float]] = defaultdict(list)
        self._held: dict[NoticeKind, list[Notice]] = defaultdict(list)
        self._came: dict[NoticeKind, float] = {}

    def take(self, notices: Iterable[Notice], now: float) -> tuple[Notice, ...]:
        """Return those of what just came that pop up now; the others are kept until it is quiet."""
        by_kind: dict[NoticeKind, list[Notice]] = defaultdict(list)
        for notice in notices:
            by_kind[notice.kind].append(notice)
        shown: list[Notice] = []
        for kind, came in by_kind.items():
            self._came[kind] = now
            recent = self._told[kind] = [at for at in self._told[kind] if now - at < WITHIN]
            if self._held[kind] or len(recent) >= MOST:
                self._held[kind] += came
            else:
                recent.append(now)
                shown += came
        return tuple(shown)

    def quiet_in(self, now: float) -> float | None:
        """Return the seconds until something held may be told, if nothing more comes; None: nothing is."""
        waiting = [self._came[kind] + WITHIN - now for kind, held in self._held.items() if held]
        return max(0.0, min(waiting)) if waiting else None

    def release(self, now: float) -> tuple[Notice, ...]:
        """Return what was held of the kinds that are quiet now; one pop-up each, and counting begins anew."""
        quiet = [kind for kind, held in self._held.items() if held and now - self._came[kind] >= WITHIN]
        for kind in quiet:
            self._told[kind] = [now]
        return tuple(notice for kind in quiet for notice in self._held.pop(kind))
