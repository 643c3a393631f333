"""What the list says when it has no rows: nothing matches, all done, nothing yet.

Sentences are whole; the conditions that led to an empty list are named, and the one that would find something
is offered.
"""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from occ_desktop.domain.filters import PeriodPreset
from occ_desktop.ui import periods
from occ_desktop.ui.tables.states import State, StateAction, StateKind

translate = QCoreApplication.translate

CLEAR, WIDEN, OPEN_ONES = "clear", "widen", "open"


def nothing_matches(
    named: str, wider: tuple[PeriodPreset, int] | None, *, narrowed: bool, all_time: bool
) -> State:
    """Return the state of a search without result; ``named`` are its conditions in words."""
    sentences = [translate("ListStates", "Searched: {conditions}.").format(conditions=named)]
    actions: list[StateAction] = []
    if narrowed:
        actions.append(StateAction(CLEAR, translate("ListStates", "Clear conditions")))
    if wider is not None:
        preset, count = wider
        name = periods.preset_name(preset)
        sentences.append(
            translate("ListStates", "Over “{period}” there are {count}.").format(period=name, count=count)
        )
        widen = translate("ListStates", "Search over {period}").format(period=name)
        actions.append(StateAction(WIDEN, widen, strong=True))
    elif narrowed and not all_time:
        sentences.append(translate("ListStates", "A longer period finds none either."))
    return State(
        StateKind.EMPTY, translate("ListStates", "No callback matches the conditions"), sentences, actions
    )


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
