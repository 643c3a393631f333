"""How many callbacks each agent gets, and which, where not everybody may take every one.

Callbacks are counted by kind: those that the same agents may take are alike. Agents are places in the order
of their turn. It knows no service, no permission and no id; :mod:`occ_contract.assignment` asks it.

Shares grow one at a time, always for whoever has fewest, while that is possible at all. The possible shares
are the bases of a polymatroid, where growing greedily gives those whose largest is smallest, then whose
second largest is, and so on (Frank and Murota, "Decreasing minimization on M-convex sets", 2018). Whether a
share can grow is a search for an augmenting path between kinds. Sets of places are the bits of integers.
"""

from bisect import insort
from collections.abc import Iterator, Sequence
from itertools import pairwise


def deal(kinds: Sequence[int], takers: Sequence[int]) -> list[int]:
    """Return the place that takes each callback, in order.

    ``kinds`` has the kind of each callback in the order received; ``takers`` the bit set of the places that
    may take each kind, none of them empty. Each callback goes to the one with fewest so far, of those who may
    take it and whose final share allows it; among equals to the earliest place.
    """
    stock = [0] * len(takers)
    for kind in kinds:
        stock[kind] += 1
    spread = _Spread(takers, stock)
    spread.fill()
    return list(spread.hand_out(kinds))


def places(bits: int) -> Iterator[int]:
    """Yield the places of a bit set, first ones first."""
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1


class _Spread:
    """Who holds how many of each kind. What somebody holds may be exchanged until it is handed out."""

    def __init__(self, takers: Sequence[int], stock: Sequence[int]) -> None:
        self._takers = list(takers)
        self._stock = list(stock)  # of each kind, what nobody holds yet
        self._width = max((bits.bit_length() for bits in takers), default=0)
        self._held = [[0] * self._width for _ in takers]
        self._holders = [0] * len(takers)  # of each kind, the places that hold some
        # Kinds that few may take come first: whoever can takes those, and others need not give way later.
        self._scarce_first = sorted(range(len(takers)), key=lambda kind: takers[kind].bit_count())

    def fill(self) -> None:
        """Let everybody's share grow by one in turn until everything is held."""
        growing = [place for place in range(self._width) if self._kinds_for(place)]
        while growing:
            growing = [place for place in growing if self._grow(place)]

    def hand_out(self, kinds: Sequence[int]) -> Iterator[int]:
        """Yield who takes each callback, in order; the shares are those of :meth:`fill`."""
        owed = [sum(held[place] for held in self._held) for place in range(self._width)]
        # Who cannot be given one of a kind now never can be later: what is handed out only narrows the rest.
        possible = list(self._takers)
        given = [0] * self._width
        levels = {0: sum(1 << place for place in range(self._width) if owed[place])}
        order = [0]
        for kind in kinds:
            place = self._next(kind, possible, [levels[level] for level in order])
            level = given[place]
            levels[level] &= ~(1 << place)
            if not levels[level]:
                del levels[level]
                order.remove(level)
            given[place] += 1
            if given[place] < owed[place]:
                if level + 1 not in levels:
                    levels[level + 1] = 0
                    insort(order, level + 1)
                levels[level + 1] |= 1 << place
            yield place

    def _next(self, kind: int, possible: list[int], by_given: Sequence[int]) -> int:
        """Return who takes one of a kind, and let them hold one less of it."""
        for waiting in by_given:
            for place in places(waiting & possible[kind]):
                if self._held[kind][place] or self._exchange(place, kind):
                    self._add(kind, place, -1)
                    return place
                possible[kind] &= ~(1 << place)
        raise AssertionError("somebody holds what is handed out")

    def _grow(self, place: int) -> bool:
        """Let a place hold one more, others moving to other kinds where needed; tell whether it went."""
        starts = self._kinds_for(place)
        for kind in starts:
            if self._stock[kind]:
                self._stock[kind] -= 1
                self._add(kind, place, 1)
                return True
        path = self._path(starts, self._stock, self._holders, self._takers)
        if path is None:
            return False
        for kind, onward in pairwise(path):
            mover = _first(self._holders[kind] & self._takers[onward])
            self._add(kind, mover, -1)
            self._add(onward, mover, 1)
        self._stock[path[-1]] -= 1
        self._add(path[0], place, 1)
        return True

    def _exchange(self, place: int, kind: int) -> bool:
        """Let a place hold one of a kind instead of something else; tell whether it went. Shares stay."""
        starts = [other for other in self._scarce_first if self._held[other][place]]
        goal = [0] * len(self._takers)
        goal[kind] = 1
        path = self._path(starts, goal, self._takers, self._holders)
        if path is None:
            return False
        self._add(path[0], place, -1)
        for other, onward in pairwise(path):
            mover = _first(self._takers[other] & self._holders[onward])
            self._add(onward, mover, -1)
            self._add(other, mover, 1)
        self._add(kind, place, 1)
        return True

    def _path(
        self, starts: Sequence[int], goal: Sequence[int], out: Sequence[int], into: Sequence[int]
    ) -> list[int] | None:
        """Return the shortest way over kinds to a goal; a step needs a place in ``out`` and ``into``."""
        came_from: dict[int, int | None] = dict.fromkeys(starts)
        unseen = [kind for kind in self._scarce_first if kind not in came_from]
        reached = list(starts)
        for kind in reached:
            if goal[kind]:
                path = [kind]
                while (before := came_from[path[-1]]) is not None:
                    path.append(before)
                return path[::-1]
            for onward in [other for other in unseen if out[kind] & into[other]]:
                came_from[onward] = kind
                unseen.remove(onward)
                reached.append(onward)
        return None

    def _kinds_for(self, place: int) -> list[int]:
        return [kind for kind in self._scarce_first if self._takers[kind] >> place & 1]

    def _add(self, kind: int, place: int, count: int) -> None:
        held = self._held[kind]
        held[place] += count
        if held[place]:
            self._holders[kind] |= 1 << place
        else:
            self._holders[kind] &= ~(1 << place)


def _first(bits: int) -> int:
    return (bits & -bits).bit_length() - 1
