"""Who takes which callback: in turn over the chosen agents (guide, 균등할당) or all to one (수동할당).

The previewing client and the deciding server call the same code. It knows ids, services and counts; who may
be an assignee where is the caller's to say.
"""

from collections.abc import Sequence

import msgspec

from occ_contract.callbacks import AssignMethod
from occ_contract.errors import ErrorCode, RuleError
from occ_contract.shares import deal


class Waiting(msgspec.Struct, frozen=True):
    """A callback to be assigned and its service."""

    id: str
    service_id: str


class Candidate(msgspec.Struct, frozen=True):
    """A chosen agent: their present outstanding count, and the services whose callbacks they may take."""

    id: str
    outstanding: int
    services: frozenset[str]


class Split(msgspec.Struct, frozen=True):
    """Pairs of callback and agent id, and the callbacks nobody chosen may take; in the order received."""

    pairs: tuple[tuple[str, str], ...] = ()
    left: tuple[str, ...] = ()


def split(method: AssignMethod, callbacks: Sequence[Waiting], agents: Sequence[Candidate]) -> Split:
    """Return who takes which; ``callbacks`` in the order received, ``agents`` in the order chosen.

    :raises RuleError: ``required`` without an agent; ``manual_needs_one_agent`` (count); ``bad_choice`` for
        another method.
    """
    if method not in {AssignMethod.EQUAL, AssignMethod.MANUAL}:
        raise RuleError(ErrorCode.BAD_CHOICE, field="method", value=method.value)
    if not agents:
        raise RuleError(ErrorCode.REQUIRED, field="agent_ids")
    if method is AssignMethod.MANUAL and len(agents) != 1:
        raise RuleError(ErrorCode.MANUAL_NEEDS_ONE_AGENT, count=len(agents))
    # One agent takes all they may: the equal split among one is the manual one.
    return _equal_split(callbacks, agents)


def _equal_split(callbacks: Sequence[Waiting], agents: Sequence[Candidate]) -> Split:
    """Agents take turns, least outstanding first (ties keep the chosen order), each what they may take.

    The largest share is the smallest possible, then the second largest, and so on; with one service no two
    shares differ by more than one. Whose share is the larger one follows the turn.
    """
    turn = sorted(agents, key=lambda agent: agent.outstanding)
    takers = {
        service: sum(1 << place for place, agent in enumerate(turn) if service in agent.services)
        for service in dict.fromkeys(callback.service_id for callback in callbacks)
    }
    kinds = {bits: kind for kind, bits in enumerate(dict.fromkeys(filter(None, takers.values())))}
    taken = [callback for callback in callbacks if takers[callback.service_id]]
    dealt = deal([kinds[takers[callback.service_id]] for callback in taken], list(kinds))
    return Split(
        tuple((callback.id, turn[place].id) for callback, place in zip(taken, dealt, strict=True)),
        tuple(callback.id for callback in callbacks if not takers[callback.service_id]),
    )
