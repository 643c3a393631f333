"""The card of a refused command: what happened, what the person wrote, and what can be done with it."""

from PySide6.QtCore import QCoreApplication

from occ_contract.errors import ErrorCode
from occ_desktop.domain.commands import Command, CommandKind
from occ_desktop.domain.note_conflict import NoteConflict, conflict_of
from occ_desktop.ui import note_choices, sentences
from occ_desktop.ui.tables.states import StateAction
from occ_desktop.ui.widgets.conflict_card import ConflictCard

translate = QCoreApplication.translate
KEEP, DISCARD, RETRY = "keep", "discard", "retry"


def title_of(command: Command) -> str:
    """Return what could not be sent."""
    if command.kind is CommandKind.COMPLETE:
        return translate("CallbackConflicts", "The completion could not be sent")
    return translate("CallbackConflicts", "The note could not be sent")


def subject_of(command: Command) -> str:
    """Return the subject under which the text is kept as history."""
    if command.kind is CommandKind.COMPLETE:
        return translate("CallbackConflicts", "Note of a completion that was refused")
    return translate("CallbackConflicts", "Call note that was refused")


def card_of(command: Command) -> ConflictCard:
    """Return the card; its actions are `KEEP` (where there is a text), `RETRY` and `DISCARD`.

    Where two notes stand against each other they are those of `card_of_notes`.
    """
    conflict = conflict_of(command.code, command.params, command.text)
    if conflict is not None:
        return card_of_notes(conflict)
    code = ErrorCode(command.code) if command.code else ErrorCode.UNKNOWN
    actions = []
    if command.text.strip():
        keep = translate("CallbackConflicts", "Keep my note as history")
        actions.append(StateAction(KEEP, keep, strong=True))
    else:
        actions.append(StateAction(RETRY, translate("CallbackConflicts", "Send again"), strong=True))
    actions.append(StateAction(DISCARD, translate("CallbackConflicts", "Discard")))
    return ConflictCard(
        title_of(command), sentences.for_code(code, command.params), actions, kept_text=command.text.strip()
    )


def card_of_notes(conflict: NoteConflict) -> ConflictCard:
    """Return the card of two notes on one callback; its actions are the values of `NoteChoice`."""
    return ConflictCard(
        translate("CallbackConflicts", "Two notes on this callback"),
        sentence_of_notes(conflict),
        note_choices.actions(conflict),
        texts=note_choices.texts(conflict),
    )


def sentence_of_notes(conflict: NoteConflict) -> str:
    """Return what happened to the note."""
    return sentences.for_code(ErrorCode.NOTE_CONFLICT, {"by_name": note_choices.author(conflict)})


def card_of_taken(customer: str, text: str) -> ConflictCard:
    """Return the card of a note that was being typed when its callback went to somebody else."""
    title = translate("CallbackConflicts", "The callback of {customer} is no longer yours")
    return ConflictCard(
        title.format(customer=customer),
        translate("CallbackConflicts", "Your note had not been sent yet."),
        (
            StateAction(KEEP, translate("CallbackConflicts", "Keep my note as history"), strong=True),
            StateAction(DISCARD, translate("CallbackConflicts", "Discard")),
        ),
        kept_text=text,
    )


def subject_of_taken() -> str:
    """Return the subject under which such a note is kept."""
    return translate("CallbackConflicts", "Call note of a callback that was taken away")
