"""What every list says while its rows cannot be shown: it went wrong, or the first ones are still coming."""

from PySide6.QtCore import QCoreApplication

from occ_desktop.domain.failures import Failure
from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.ui import failure_text
from occ_desktop.ui.tables.states import State, StateAction, StateKind

translate = QCoreApplication.translate

RETRY = "retry"


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
