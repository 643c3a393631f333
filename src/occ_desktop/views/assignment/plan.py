"""What an assignment would do, as the screen shows it before the press. Pure: no Qt, no waiting."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from occ_contract.callbacks import AssignAnswer, AssignMethod, Skipped
from occ_contract.cti import CtiState
from occ_contract.errors import ErrorCode
from occ_contract.people import Agent
from occ_desktop.domain.failures import Failure

_REACHABLE = frozenset(CtiState) - {CtiState.LOGGED_OUT, CtiState.UNKNOWN}


@dataclass(frozen=True)
class AgentLine:
    """One assignee candidate: open callbacks now, what the preview adds, and the longest bar of the list.

    ``stale``: the CTI state is the last one known, not the one of now. ``suitable`` of the ``asked``
    callbacks that are chosen are of a service whose callbacks they may take.
    """

    id: str
    name: str
    cti: CtiState
    now: int = 0
    added: int = 0
    longest: int = 1
    chosen: bool = False
    stale: bool = False
    suitable: int = 0
    asked: int = 0

    @property
    def after(self) -> int:
        """Return the open callbacks once the preview is done."""
        return self.now + self.added

    @property
    def reachable(self) -> bool:
        """Tell whether the agent's phone is logged in to CTI."""
        return self.cti in _REACHABLE

    @property
    def may_take_none(self) -> bool:
        """Tell whether none of the chosen callbacks is theirs to take."""
        return self.asked > 0 and not self.suitable


@dataclass(frozen=True)
class Share:
    """How many callbacks one agent would get."""

    agent_id: str
    name: str
    count: int


@dataclass(frozen=True)
class Plan:
    """The present choice and what it leads to; ``problem`` says why it leads to nothing.

    ``rows`` and ``agents`` count what is chosen. ``shares`` are in the order of the turn; the first one
    has the fewest open callbacks. ``left`` are the chosen callbacks nobody chosen may take.
    """

    method: AssignMethod
    rows: int = 0
    agents: int = 0
    shares: tuple[Share, ...] = ()
    problem: Failure | None = None
    left: tuple[Skipped, ...] = ()

    @property
    def total(self) -> int:
        """Return how many callbacks would be assigned."""
        return sum(share.count for share in self.shares)

    @property
    def takers(self) -> tuple[Share, ...]:
        """Return the shares of those who would get something."""
        return tuple(share for share in self.shares if share.count)

    @property
    def even(self) -> bool:
        """Tell whether no two shares differ by more than one."""
        counts = [share.count for share in self.shares]
        return max(counts, default=0) - min(counts, default=0) <= 1

    @property
    def ready(self) -> bool:
        """Tell whether there is something to do."""
        return self.problem is None and self.total > 0


def lines_of(agents: Iterable[Agent], open_counts: Mapping[str, int]) -> tuple[AgentLine, ...]:
    """Return a line per agent, in any order.

    An agent's own count in the cache wins over the one in their record, which is as old as that record.
    """
    return tuple(AgentLine(a.id, a.name, a.cti_state, open_counts.get(a.id, 0)) for a in agents)


def with_suitable(
    lines: Iterable[AgentLine], chosen: Mapping[str, int], takes: Mapping[str, Collection[str]]
) -> tuple[AgentLine, ...]:
    """Return the lines with how many of the chosen callbacks each may take.

    ``chosen`` counts them by service, ``takes`` has the services each agent takes callbacks of.
    """
    asked = sum(chosen.values())
    return tuple(
        replace(line, asked=asked, suitable=sum(chosen.get(s, 0) for s in takes.get(line.id, ())))
        for line in lines
    )


def ordered(
    lines: Iterable[AgentLine], chosen: Collection[str], before: Iterable[AgentLine] = ()
) -> tuple[AgentLine, ...]:
    """Return the lines as they are listed; those of ``before`` keep their place.

    The chosen ones first, so that they stay in view, then least open first; who may take none comes last.
    """
    places = {line.id: place for place, line in enumerate(before)}
    last = len(places)

    def rank(line: AgentLine) -> tuple[int, int, int, str, str]:
        group = 0 if line.id in chosen else 2 if line.may_take_none else 1
        return places.get(line.id, last), group, line.now, line.name, line.id

    return tuple(sorted(lines, key=rank))


def with_states(
    lines: Iterable[AgentLine], states: Mapping[str, CtiState], *, stale: bool
) -> tuple[AgentLine, ...]:
    """Return the lines with what the agents are doing now, or did when it was last known."""
    return tuple(replace(line, cti=states.get(line.id, line.cti), stale=stale) for line in lines)


def with_preview(
    lines: Iterable[AgentLine], chosen: frozenset[str], counts: Mapping[str, int]
) -> tuple[AgentLine, ...]:
    """Return the lines with what the preview adds to each, and bars that share one scale."""
    marked = [replace(x, chosen=x.id in chosen, added=counts.get(x.id, 0)) for x in lines]
    longest = max((line.after for line in marked), default=0)
    scale = max(4, longest + longest // 6 + 1)
    return tuple(replace(line, longest=scale) for line in marked)


def plan_of(
    method: AssignMethod,
    rows: int,
    lines: Sequence[AgentLine],
    answer: AssignAnswer | None,
    problem: Failure | None,
) -> Plan:
    """Return the plan a preview answer means; ``lines`` are the chosen agents in the order shown."""
    if answer is None:
        return Plan(method, rows, len(lines), problem=problem)
    turn = sorted(lines, key=lambda line: line.now)
    shares = tuple(Share(line.id, line.name, answer.counts.get(line.id, 0)) for line in turn)
    return Plan(method, rows, len(lines), shares, problem, without_taker(answer.skipped))


def without_taker(skipped: Iterable[Skipped]) -> tuple[Skipped, ...]:
    """Return the rows nobody chosen may take; the others somebody took."""
    return tuple(row for row in skipped if row.code == ErrorCode.NO_ELIGIBLE_AGENT)
