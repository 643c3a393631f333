"""The sentences of the assignment tab: what a press would do, what it did, and who was left out."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QCoreApplication

from occ_contract.callbacks import AssignAnswer, AssignMethod, Skipped, UndoAnswer
from occ_contract.errors import ErrorCode
from occ_desktop.ui import sentences
from occ_desktop.views.assignment.plan import Plan

translate = QCoreApplication.translate

_NAMED = 3
_LISTED_SHARES = 5


def lead(method: AssignMethod) -> str:
    """Return the words before the headline of the preview."""
    if method is AssignMethod.MANUAL:
        return translate("Assignment", "With manual assignment")
    return translate("Assignment", "With equal assignment")


def headline(plan: Plan) -> str:
    """Return how many callbacks go to how many agents."""
    if len(plan.shares) == 1:
        text = translate("Assignment", "%n callback(s) to {name}", None, plan.total)
        return text.format(name=plan.shares[0].name)
    text = translate("Assignment", "%n callback(s) among {agents} agents", None, plan.total)
    return text.format(agents=len(plan.shares))


def split(plan: Plan) -> str:
    """Return the split in figures: ``4 · 4 · 3 · 3``, for many agents ``4 × 12 · 3 × 5``."""
    counts = sorted((share.count for share in plan.shares), reverse=True)
    if len(counts) <= 1:
        return ""
    if len(counts) <= _LISTED_SHARES:
        return " · ".join(f"{count:,}" for count in counts)
    grouped = [(count, len(list(same))) for count, same in groupby(counts)]
    return " · ".join(f"{count:,} × {agents}" for count, agents in grouped)


def rule(plan: Plan) -> str:
    """Return the rule by which the split was made, in one sentence."""
    first = plan.shares[0]
    if len(plan.shares) == 1:
        text = translate("Assignment", "All go to {name}. A callback in a call now is left alone.")
        return text.format(name=first.name)
    text = translate(
        "Assignment",
        "In the order received, one by one in turn, beginning with {name}, who has the fewest open ones. "
        "No two get numbers that differ by more than one.",
    )
    return text.format(name=first.name)


def missing(plan: Plan) -> str:
    """Return what is still to be chosen, empty when nothing is."""
    if not plan.rows and not plan.agents:
        return translate("Assignment", "Choose callbacks on the left and agents above.")
    if not plan.rows:
        return translate("Assignment", "Choose the callbacks to be assigned on the left.")
    if not plan.agents:
        return translate("Assignment", "Choose the agents who take them above.")
    return ""


def manual_reason(agents: int) -> str:
    """Return why manual assignment is not for several agents."""
    return sentences.for_code(ErrorCode.MANUAL_NEEDS_ONE_AGENT, {"count": agents})


def done(answer: AssignAnswer, names: Sequence[str]) -> str:
    """Return what was assigned; ``names`` are those who got something."""
    if not answer.assigned:
        return translate("Assignment", "Nothing was assigned: others were quicker.")
    if len(names) == 1:
        text = translate("Assignment", "%n callback(s) assigned to {name}", None, len(answer.assigned))
        return text.format(name=names[0])
    text = translate("Assignment", "%n callback(s) assigned to {agents} agents", None, len(answer.assigned))
    return text.format(agents=len(names))


def undone(answer: UndoAnswer) -> str:
    """Return what an undo brought back."""
    if not answer.restored:
        return translate("Assignment", "Nothing could be undone: every callback was worked on since.")
    return translate("Assignment", "%n callback(s) as they were before", None, len(answer.restored))


def left_out(skipped: Sequence[Skipped]) -> str:
    """Return who was skipped, by name; the first few when there are many."""
    if not skipped:
        return ""
    names = ", ".join(customer(row) for row in skipped[:_NAMED])
    more = len(skipped) - _NAMED
    if more > 0:
        text = translate("Assignment", "Skipped: {names} and %n more", None, more)
    else:
        text = translate("Assignment", "Skipped: {names}")
    return text.format(names=names)


def reasons(skipped: Sequence[Skipped]) -> str:
    """Return each skipped row with its reason, one a line."""
    return "\n".join(
        translate("Assignment", "{name}: {reason}").format(name=customer(row), reason=reason(row))
        for row in skipped
    )


def reason(row: Skipped) -> str:
    """Return why a row was skipped."""
    params: dict[str, object] = {}
    if row.by_name:
        params["by_name"] = row.by_name
    if row.status is not None:
        params["status"] = row.status.value
    return sentences.for_code(ErrorCode(row.code), params)


def customer(row: Skipped) -> str:
    """Return the customer's name, or that there is none."""
    return row.name or translate("Assignment", "Customer without a name")


def assign_button(method: AssignMethod, count: int) -> str:
    """Return the label of the button, which names the count."""
    if method is AssignMethod.MANUAL:
        text = translate("Assignment", "Assign manually (%n)", None, count)
        return text if count else translate("Assignment", "Assign manually")
    return (
        translate("Assignment", "Assign equally (%n)", None, count)
        if count
        else translate("Assignment", "Assign equally")
    )
