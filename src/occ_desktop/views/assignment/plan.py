"""What an assignment would do, as the screen shows it before the press. Pure: no Qt, no waiting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from occ_contract.callbacks import AssignAnswer, AssignMethod
from occ_contract.cti import CtiState
from occ_contract.people import Agent
from occ_desktop.domain.failures import Failure

_REACHABLE = frozenset(CtiState) - {CtiState.LOGGED_OUT, CtiState.UNKNOWN}


@dataclass(frozen=True)
class AgentLine:
    """One assignee candidate: open callbacks now, what the preview adds, and the longest bar of the list.

    ``stale``: the CTI state is the last one known, not the one of now.
    """

    id: str
    name: str
    cti: CtiState
    now: int = 0
    added: int = 0
    longest: int = 1
    chosen: bool = False
    stale: bool = False

    @property
    def after(self) -> int:
        """Return the open callbacks once the preview is done."""
        return self.now + self.added

    @property
    def reachable(self) -> bool:
        """Tell whether the agent's phone is logged in to CTI."""
        return self.cti in _REACHABLE


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
    has the fewest open callbacks.
    """

    method: AssignMethod
    rows: int = 0
    agents: int = 0
    shares: tuple[Share, ...] = ()
    problem: Failure | None = None

    @property
    def total(self) -> int:
        """Return how many callbacks would be assigned."""
        return sum(share.count for share in self.shares)

    @property
    def ready(self) -> bool:
        """Tell whether there is something to do."""
        return self.problem is None and self.total > 0


def lines_of(
    agents: Iterable[Agent],
    open_counts: Mapping[str, int],
    before: Sequence[AgentLine] = (),
) -> tuple[AgentLine, ...]:
    """Return a line per agent; least open first, but lines of ``before`` keep their place.

    An agent's own count in the cache wins over the one in their record, which is as old as that record.
    """
    found = [AgentLine(a.id, a.name, a.cti_state, open_counts.get(a.id, 0)) for a in agents]
    places = {line.id: place for place, line in enumerate(before)}
    last = len(places)
    return tuple(sorted(found, key=lambda a: (places.get(a.id, last), a.now, a.name, a.id)))


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
    turn = sorted(lines, key=lambda line: line.now)
    counts = answer.counts if answer is not None else {}
    shares = tuple(Share(line.id, line.name, counts.get(line.id, 0)) for line in turn) if answer else ()
    return Plan(method, rows, len(lines), shares, problem)
