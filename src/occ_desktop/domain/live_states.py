"""What colleagues are doing, as the event stream told it: a snapshot, then differences. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import msgspec

from occ_contract.live import AgentState, AgentStates
from occ_contract.people import Agent


@dataclass(frozen=True)
class LiveStates:
    """The states by person. ``version`` None: of no running stream, so they may be old by now."""

    by_id: Mapping[str, AgentState] = field(default_factory=dict)
    version: int | None = None
    known: bool = False  # somebody told them once

    @staticmethod
    def kept(states: tuple[AgentState, ...]) -> "LiveStates":
        """Return states of another time."""
        return LiveStates({state.id: state for state in states}, known=True)

    @property
    def fresh(self) -> bool:
        """Tell whether a running stream vouches for them."""
        return self.version is not None

    def after(self, told: AgentStates) -> "LiveStates | None":
        """Return the states once this is heard, None where something was missed in between."""
        if told.base is None:
            by_id: dict[str, AgentState] = {}
        elif told.base == self.version:
            by_id = dict(self.by_id)
        else:
            return None
        by_id |= {state.id: state for state in told.agents}
        for left in told.gone:
            by_id.pop(left, None)
        return LiveStates(by_id, told.version, known=True)

    def grown_old(self) -> "LiveStates":
        """Return them as the last ones known: their stream is over."""
        return replace(self, version=None)

    def shown(self, agent: Agent) -> Agent:
        """Return a person with what is known of them; whom nobody named is logged out with nothing to do.

        As long as nothing was told (an older server, a first start) the person's own row says it.
        """
        if not self.known:
            return agent
        state = self.by_id.get(agent.id) or AgentState(id=agent.id)
        return msgspec.structs.replace(
            agent,
            outstanding=state.outstanding,
            cti_state=state.cti_state,
            cti_since=state.cti_since,
            extension=state.extension,
        )
