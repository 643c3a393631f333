"""What the history says when it has no rows: still coming, nothing sent yet, nothing matches."""

from PySide6.QtCore import QCoreApplication

from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.ui.tables.states import State, StateAction, StateKind

translate = QCoreApplication.translate

SEND = "send"


def first_fill(status: SyncStatus) -> State:
    """Return the state of a client that is fetching its rows for the first time."""
    if status.total:
        text = translate("HistoryStates", "{done} of {total} rows are here.").format(
            done=f"{status.done:,}", total=f"{status.total:,}"
        )
    else:
        text = translate("HistoryStates", "The first rows come in a moment.")
    title = translate("HistoryStates", "Fetching the history of texts for the first time")
    return State(StateKind.NOTICE, title, (text,), glyph="arrows-clockwise")


def nothing_sent(*, own: bool, leads: bool) -> State:
    """Return the state of somebody, or (not ``own``) of services, who never sent a text.

    ``leads``: there is a room to send one from.
    """
    title = (
        translate("HistoryStates", "You have not sent a text yet")
        if own
        else translate("HistoryStates", "No text has been sent yet")
    )
    how = translate("HistoryStates", "What is sent or reserved appears here, with what became of it.")
    send = StateAction(SEND, translate("HistoryStates", "Send a text"), strong=True)
    return State(StateKind.DONE, title, (how,), (send,) if leads else (), glyph="paper-plane-tilt")


def no_match() -> str:
    """Return the title of a search without result."""
    return translate("HistoryStates", "No text matches the conditions")
