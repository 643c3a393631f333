"""How two notes that stand against each other are offered, wherever a card shows them: one press each."""

from PySide6.QtCore import QCoreApplication

from occ_desktop.domain.note_conflict import NoteChoice, NoteConflict
from occ_desktop.ui.tables.states import StateAction

translate = QCoreApplication.translate
_NOTHING = "–"


def actions(conflict: NoteConflict) -> tuple[StateAction, ...]:
    """Return what can be chosen; the main one loses nothing where that is possible. Ids are `NoteChoice`s."""
    labels = {
        NoteChoice.MINE: translate("NoteChoices", "Mine"),
        NoteChoice.THEIRS: translate("NoteChoices", "Theirs"),
        NoteChoice.BOTH: translate("NoteChoices", "Both"),
    }
    best = conflict.choices[-1]
    return tuple(
        StateAction(choice.value, labels[choice], strong=choice is best) for choice in conflict.choices
    )


def texts(conflict: NoteConflict) -> tuple[tuple[str, str], ...]:
    """Return both notes under their captions."""
    there = translate("NoteChoices", "Now there ({name})").format(name=author(conflict))
    return (
        (translate("NoteChoices", "My note"), conflict.mine or _NOTHING),
        (there, conflict.theirs or _NOTHING),
    )


def author(conflict: NoteConflict) -> str:
    """Return whose the note is that stands there."""
    return conflict.by_name or translate("NoteChoices", "a colleague")


def chosen(action: str) -> NoteChoice | None:
    """Return the choice an action of a card means, None where it means something else."""
    return next((choice for choice in NoteChoice if choice.value == action), None)
