"""A command the server refused: what is said about it and what can be done, the same wherever it is shown."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from occ_contract.errors import ErrorCode
from occ_contract.tickets import NewTicket
from occ_desktop.domain.commands import Command, CommandKind, CommandState
from occ_desktop.domain.note_conflict import NoteConflict, conflict_of
from occ_desktop.services.outbox import OutboxRoom
from occ_desktop.ui import dialogs, note_choices, sentences
from occ_desktop.ui.tables.states import StateAction
from occ_desktop.ui.widgets.conflict_card import ConflictCard

KEEP, RETRY, DISCARD, OPEN, COPY = "keep", "retry", "discard", "open", "copy"

# A note with one of these has no callback of the person's to go to.
_LEFT_BEHIND = frozenset(
    code.value for code in (ErrorCode.NOT_FOUND, ErrorCode.NOT_ASSIGNEE, ErrorCode.INVALID_TRANSITION)
)


class RefusalWords(QObject):
    """Asked whenever a command is shown, so that a language change needs nothing but showing it again.

    ``customer`` is a name, empty when it is not known; ``moment`` writes a time as people read it.
    """

    def __init__(self, moment: Callable[[datetime], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._moment = moment

    def title(self, command: Command, customer: str) -> str:
        """Return what could not be sent."""
        name = self.customer(customer)
        if command.kind is CommandKind.COMPLETE:
            return self.tr("The completion for {customer} could not be sent").format(customer=name)
        if left_behind(command) and command.code != ErrorCode.INVALID_TRANSITION.value:
            return self.tr("The callback of {customer} is no longer yours").format(customer=name)
        if command.kind is CommandKind.NOTE:
            return self.tr("The call note for {customer} could not be sent").format(customer=name)
        if command.kind is CommandKind.EXPORT:
            return self.tr("The record of a download could not be sent")
        return self.tr("The history could not be registered")

    def why(self, command: Command) -> str:
        """Return why, and when the person did it."""
        conflict = _conflict(command)
        code = ErrorCode(command.code) if command.code else ErrorCode.UNKNOWN
        reason = self.sentence_of_notes(conflict) if conflict else sentences.for_code(code, command.params)
        return self.tr("{reason} You did this at {time}.").format(
            reason=reason, time=self._moment(command.created_at)
        )

    def subject(self, command: Command, customer: str) -> str:
        """Return the subject under which the text is kept as history."""
        if isinstance(command.body, NewTicket):
            return command.body.subject
        text = self.tr("Note of the callback of {customer} ({time})")
        return text.format(customer=self.customer(customer), time=self._moment(command.created_at))

    def actions(self, command: Command, *, elsewhere: bool) -> tuple[StateAction, ...]:
        """Return what can be done; the main one loses nothing. ``elsewhere``: its callback can be opened.

        Where two notes stand against each other one is chosen: the ids are `NoteChoice`s.
        """
        look = (StateAction(OPEN, self.tr("Open the callback")),) if elsewhere else ()
        conflict = _conflict(command)
        if conflict is not None:
            return (*note_choices.actions(conflict), *look)
        if left_behind(command):
            keep = StateAction(KEEP, self.tr("Keep as history"), strong=True)
            return (keep, StateAction(COPY, self.tr("Copy")), *look, StateAction(DISCARD, self.discard()))
        retry = self.tr("Send again")
        may_keep = bool(command.text.strip()) and command.kind not in {CommandKind.TICKET, CommandKind.EXPORT}
        made = [StateAction(KEEP, self.tr("Keep as history"), strong=True)] if may_keep else []
        made.append(StateAction(RETRY, retry, "arrow-clockwise", strong=not may_keep))
        return (*made, *look, StateAction(DISCARD, self.discard()))

    def card(
        self, command: Command, customer: str, *, elsewhere: bool, parent: QWidget | None = None
    ) -> ConflictCard:
        """Return the card of a refused command; its actions are those of `actions`."""
        conflict = _conflict(command)
        return ConflictCard(
            self.title(command, customer),
            self.why(command),
            self.actions(command, elsewhere=elsewhere),
            kept_text="" if conflict else command.text.strip(),
            texts=note_choices.texts(conflict) if conflict else (),
            parent=parent,
        )

    def card_of_notes(self, conflict: NoteConflict) -> ConflictCard:
        """Return the card of two notes before anything is sent; its actions are `NoteChoice`s."""
        return ConflictCard(
            self.tr("Two notes on this callback"),
            self.sentence_of_notes(conflict),
            note_choices.actions(conflict),
            texts=note_choices.texts(conflict),
        )

    def sentence_of_notes(self, conflict: NoteConflict) -> str:
        """Return what happened to the note."""
        return sentences.for_code(ErrorCode.NOTE_CONFLICT, {"by_name": note_choices.author(conflict)})

    def customer(self, name: str) -> str:
        """Return a name to say."""
        return name or self.tr("a customer without a name")

    def discard(self) -> str:
        """Return the verb of giving up."""
        return self.tr("Discard")

    async def ask_discard(self, parent: QWidget, what: str) -> bool:
        """Return whether to give something up; ``what`` is shown once more: the text, or what it was."""
        return await dialogs.confirm(
            parent,
            self.tr("Give this up?"),
            what,
            accept=self.discard(),
            kind="danger-solid",
            reject=self.tr("Keep it"),
            note=self.tr("It is not sent, and the text is lost."),
        )


def left_behind(command: Command) -> bool:
    """Tell whether this is a note that waits for a decision because its callback is not the person's."""
    waits = command.kind is CommandKind.NOTE and command.state is CommandState.REFUSED
    return waits and command.code in _LEFT_BEHIND


async def settle(outbox: OutboxRoom, command: Command, action: str, subject: str) -> None:
    """Do what the person decided: `KEEP` its text as history under ``subject``, `COPY` it, `RETRY` or
    `DISCARD` it, or go on with the note they chose.

    :raises Failure: nothing was changed.
    """
    if action == KEEP:
        await outbox.keep_as_ticket(command.key, subject)
    elif action == COPY:
        QGuiApplication.clipboard().setText(command.text)
    elif action == RETRY:
        await outbox.retry(command.key)
    elif action == DISCARD:
        await outbox.discard(command.key)
    elif choice := note_choices.chosen(action):
        await outbox.settle(command.key, choice)


def _conflict(command: Command) -> NoteConflict | None:
    return conflict_of(command.code, command.params, command.text)
