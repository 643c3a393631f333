"""The state machine of a callback: the only transitions that exist (product rules, callbacks: state)."""

from occ_contract.callbacks import CallbackStatus
from occ_contract.enums import WireEnum
from occ_contract.errors import ErrorCode, RuleError


class Step(WireEnum):
    """A step somebody asks for."""

    ASSIGN = "assign"
    CANCEL_ASSIGNMENT = "cancel_assignment"
    COMPLETE = "complete"
    UNKNOWN = "unknown"


_STEPS: dict[tuple[CallbackStatus, Step], CallbackStatus] = {
    (CallbackStatus.RECEIVED, Step.ASSIGN): CallbackStatus.ASSIGNED,
    (CallbackStatus.CANCELLED, Step.ASSIGN): CallbackStatus.ASSIGNED,
    (CallbackStatus.ASSIGNED, Step.CANCEL_ASSIGNMENT): CallbackStatus.CANCELLED,
    (CallbackStatus.ASSIGNED, Step.COMPLETE): CallbackStatus.COMPLETED,
}


def allowed(status: CallbackStatus, step: Step) -> bool:
    """Tell whether ``step`` exists from ``status``."""
    return (status, step) in _STEPS


def after(status: CallbackStatus, step: Step) -> CallbackStatus:
    """Return the status after ``step``.

    :raises RuleError: ``invalid_transition`` with the present ``status``.
    """
    target = _STEPS.get((status, step))
    if target is None:
        raise RuleError(ErrorCode.INVALID_TRANSITION, status=status.value)
    return target
