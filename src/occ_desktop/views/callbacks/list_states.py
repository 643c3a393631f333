"""What the list of callbacks says when it has no rows: nothing matches, all done, nothing yet."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from occ_desktop.ui.tables.states import State, StateAction, StateKind
from occ_desktop.views.parts.list_states import WIDEN

translate = QCoreApplication.translate

OPEN_ONES = "open"


def no_match() -> str:
    """Return the title of a search without result."""
    return translate("ListStates", "No callback matches the conditions")


def all_done(completed_today: int, waiting: int) -> State:
    """Return the praise for a person who has nothing left to do; ``waiting`` are those nobody has yet."""
    sentences = [
        translate(
            "ListStates", "You completed {count} today. You will be told when one is assigned to you."
        ).format(count=completed_today)
        if completed_today
        else translate("ListStates", "You will be told when one is assigned to you.")
    ]
    actions: Sequence[StateAction] = ()
    if waiting:
        sentences.append(
            translate("ListStates", "{count} received callbacks wait to be assigned.").format(count=waiting)
        )
        actions = (StateAction(OPEN_ONES, translate("ListStates", "Show received callbacks")),)
    return State(StateKind.DONE, translate("ListStates", "All your callbacks are done"), sentences, actions)


def none_yet() -> State:
    """Return the state of a quiet day."""
    return State(
        StateKind.DONE,
        translate("ListStates", "No callback has come in today"),
        (translate("ListStates", "New ones appear here by themselves."),),
        (StateAction(WIDEN, translate("ListStates", "Search the last 7 days")),),
    )
