"""What changes by the second and is therefore no feed: told by the event stream and held in memory."""

from datetime import datetime

from occ_contract.base import Wire
from occ_contract.cti import CtiState


class AgentState(Wire, frozen=True, kw_only=True):
    """What a colleague is doing now. ``outstanding`` counts ASSIGNED callbacks; ``cti_since`` is UTC."""

    id: str
    outstanding: int = 0
    cti_state: CtiState = CtiState.LOGGED_OUT
    cti_since: datetime | None = None
    extension: str | None = None


class AgentStates(Wire, frozen=True, kw_only=True):
    """Stream event ``agents``: the states of the colleagues this person shares a service with.

    Without ``base`` it is everybody: it replaces what was known (the first one of a stream is such a
    snapshot). With it, it holds those that changed since version ``base`` and ``gone``, who is no colleague
    any more; a desk that does not stand at ``base`` opens its stream anew. An agent nobody names is logged
    out and has nothing outstanding.
    """

    version: int
    base: int | None = None
    agents: tuple[AgentState, ...] = ()
    gone: tuple[str, ...] = ()
