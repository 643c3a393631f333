"""What every list says while it shows no rows: it went wrong, the first ones are still coming, none matches.

Sentences are whole; the conditions that led to an empty list are named, and the one that would find something
is offered.
"""

from PySide6.QtCore import QCoreApplication

from occ_desktop.domain.failures import Failure
from occ_desktop.domain.filters import PeriodPreset
from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.ui import failure_text, periods
from occ_desktop.ui.tables.states import State, StateAction, StateKind

translate = QCoreApplication.translate

RETRY = "retry"
CLEAR, WIDEN = "clear", "widen"


def unreadable(failure: Failure, *more: str) -> State:
    """Return the error state: what happened, ``more`` sentences to it, and a way to try again."""
    action = StateAction(RETRY, translate("ListStates", "Try again"), "arrow-clockwise", strong=True)
    title = translate("ListStates", "The list could not be read")
    return State(StateKind.ERROR, title, (failure_text.sentence(failure), *more), (action,))


def first_fill(status: SyncStatus) -> State:
    """Return the state of a client that is fetching its rows for the first time."""
    if status.total:
        text = translate("ListStates", "{done} of {total} callbacks are here.").format(
            done=f"{status.done:,}", total=f"{status.total:,}"
        )
    else:
        text = translate("ListStates", "The first rows come in a moment.")
    return State(
        StateKind.NOTICE,
        translate("ListStates", "Fetching your callbacks for the first time"),
        (text, translate("ListStates", "You can work with what has come.")),
        glyph="arrows-clockwise",
    )


def nothing_matches(
    title: str, named: str, wider: tuple[PeriodPreset, int] | None, *, narrowed: bool, all_time: bool
) -> State:
    """Return the state of a search without result; ``named`` are its conditions in words.

    ``wider`` is a period that would find something, and how much; ``narrowed``: something can be cleared.
    """
    sentences = [translate("ListStates", "Searched: {conditions}.").format(conditions=named)]
    actions: list[StateAction] = []
    if narrowed:
        actions.append(StateAction(CLEAR, translate("ListStates", "Clear conditions")))
    if wider is not None:
        preset, count = wider
        name = periods.preset_name(preset)
        over = translate("ListStates", "Over “{period}” there are {count}.")
        sentences.append(over.format(period=name, count=f"{count:,}"))
        widen = translate("ListStates", "Search over {period}").format(period=name)
        actions.append(StateAction(WIDEN, widen, strong=True))
    elif narrowed and not all_time:
        sentences.append(translate("ListStates", "A longer period finds none either."))
    return State(StateKind.EMPTY, title, sentences, actions)
