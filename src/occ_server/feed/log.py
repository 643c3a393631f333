"""What this process has heard of an organisation's feed: every number once, in order, with its keys.

Numbers are given out without gaps, so a number that is missing was announced by a process that died, or its
announcement got lost: after a while it counts as one that touched every key.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_KEYS = 400  # more than that concern everybody
MOST_MISSING = 1000


@dataclass(frozen=True)
class Span:
    """The numbers after ``after`` up to ``upto`` and the keys they touched; None: any."""

    after: int
    upto: int
    keys: frozenset[str] | None


@dataclass
class FeedLog:
    """One organisation's numbers. ``floor``: everything up to it was heard; ``done``: and told."""

    floor: int
    done: int
    _ahead: dict[int, frozenset[str] | None] = field(default_factory=dict)
    _keys: set[str] | None = field(default_factory=set)
    _suspect: int = 0

    @property
    def is_waiting(self) -> bool:
        """Tell whether the database has numbers nobody has announced yet."""
        return self._suspect > self.floor

    def hear(self, seq: int, keys: Iterable[str] | None) -> bool:
        """Note an announcement; tell whether the floor rose."""
        if seq <= self.floor:
            return False
        self._ahead[seq] = None if keys is None else frozenset(keys)
        return self._rise()

    def see_head(self, head: int) -> bool:
        """Note where the counter stands in the database; tell whether a lost announcement is made up for.

        Numbers missing at two looks in a row are lost: the first one may only have been too early.
        """
        lost = range(self.floor + 1, self._suspect + 1)
        self._suspect = head
        if len(lost) > MOST_MISSING:
            self.floor, self._keys = lost[-1], None
            self._ahead = {seq: keys for seq, keys in self._ahead.items() if seq > self.floor}
            self._rise()
            return True
        missing = [seq for seq in lost if seq not in self._ahead]
        for seq in missing:
            self._ahead[seq] = None
        self._rise()
        return bool(missing)

    def take(self) -> Span | None:
        """Return what has not been told yet; it counts as told from now on."""
        if self.done >= self.floor:
            return None
        span = Span(self.done, self.floor, None if self._keys is None else frozenset(self._keys))
        self.done, self._keys = self.floor, set()
        return span

    def _rise(self) -> bool:
        before = self.floor
        while self.floor + 1 in self._ahead:
            keys = self._ahead.pop(self.floor + 1)
            self.floor += 1
            if keys is None or self._keys is None or len(self._keys) > MOST_KEYS:
                self._keys = None
            else:
                self._keys |= keys
        return self.floor > before
