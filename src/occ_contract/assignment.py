"""The equal split (guide, 균등할당): one by one in turn over the chosen agents, in the order received."""

from collections.abc import Mapping, Sequence

from occ_contract.callbacks import AssignMethod
from occ_contract.errors import ErrorCode, RuleError


def equal_split(callback_ids: Sequence[str], outstanding: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return ``(callback id, agent id)`` pairs.

    ``callback_ids`` come in the order received; ``outstanding`` maps each chosen agent to their present
    outstanding count, in the order they were chosen. Agents take turns, least outstanding first (ties keep
    the chosen order), so that no two get numbers of callbacks that differ by more than one.

    :raises RuleError: ``required`` when no agent was chosen.
    """
    if not outstanding:
        raise RuleError(ErrorCode.REQUIRED, field="agent_ids")
    turn = sorted(outstanding, key=lambda agent: outstanding[agent])
    return [(callback, turn[i % len(turn)]) for i, callback in enumerate(callback_ids)]


def manual_split(callback_ids: Sequence[str], agent_ids: Sequence[str]) -> list[tuple[str, str]]:
    """Return all callbacks for the one chosen agent.

    :raises RuleError: ``manual_needs_one_agent`` (count) unless exactly one was chosen.
    """
    if len(agent_ids) != 1:
        raise RuleError(ErrorCode.MANUAL_NEEDS_ONE_AGENT, count=len(agent_ids))
    return [(callback, agent_ids[0]) for callback in callback_ids]


def split(
    method: AssignMethod, callback_ids: Sequence[str], outstanding: Mapping[str, int]
) -> list[tuple[str, str]]:
    """Return the pairs of either method; the previewing client and the deciding server call the same code.

    :raises RuleError: see :func:`equal_split` and :func:`manual_split`; ``bad_choice`` for another method.
    """
    if method is AssignMethod.EQUAL:
        return equal_split(callback_ids, outstanding)
    if method is AssignMethod.MANUAL:
        return manual_split(callback_ids, list(outstanding))
    raise RuleError(ErrorCode.BAD_CHOICE, field="method", value=method.value)
