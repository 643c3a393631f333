"""A pending command as the room shows it, in plain words. Makes sentences, waits for nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject

from occ_contract.errors import ErrorCode
from occ_contract.tickets import NewTicket
from occ_desktop.domain.commands import Command, CommandKind, CommandState
from occ_desktop.domain.note_conflict import NoteConflict, conflict_of
from occ_desktop.ui import note_choices, sentences
from occ_desktop.ui.tables.states import StateAction
from occ_desktop.ui.vocabulary import name_of

KEEP, RETRY, DISCARD, OPEN = "keep", "retry", "discard", "open"
STATES = {
    CommandState.QUEUED: "outbox.waiting",
    CommandState.SENDING: "outbox.sending",
    CommandState.ACCEPTED: "outbox.sent",
    CommandState.REFUSED: "outbox.conflict",
}


@dataclass(frozen=True)
class Entry:
    """One command and who it concerns; ``customer`` and ``service`` are names, empty when unknown."""

    command: Command
    customer: str
    service: str
    callback_here: bool

    @property
    def key(self) -> str:
        """Return what names the command."""
        return self.command.key

    @property
    def refused(self) -> bool:
        """Tell whether a person must decide."""
        return self.command.state is CommandState.REFUSED

    @property
    def may_discard(self) -> bool:
        """Tell whether it certainly has not arrived."""
        return self.command.state in {CommandState.QUEUED, CommandState.REFUSED}

    @property
    def conflict(self) -> NoteConflict | None:
        """Return the two notes a person has to choose from, if that is why it was refused."""
        return conflict_of(self.command.code, self.command.params, self.command.text)

    @property
    def text(self) -> str:
        """Return what the person typed; of a ticket its content below its subject."""
        return self.command.text.strip()


class EntryWords(QObject):
    """Asked whenever an entry is shown, so that a language change needs nothing but showing again."""

    def __init__(self, moment: Callable[[datetime], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._moment = moment

    def what(self, entry: Entry) -> str:
        """Return what is to be done, in plain words."""
        kind = entry.command.kind
        if kind is CommandKind.COMPLETE:
            return self.tr("Complete the callback of {customer}").format(customer=self._customer(entry))
        if kind is CommandKind.NOTE:
            return self.tr("Keep a call note for {customer}").format(customer=self._customer(entry))
        if kind is CommandKind.UNKNOWN:
            return self.tr("Made with a newer version of this program, which will send it")
        if kind is CommandKind.TICKET and entry.customer:
            return self.tr("Register a history for {customer}").format(customer=entry.customer)
        return self.tr("Register a history")

    def longest(self) -> str:
        """Return the longest of these sentences about somebody whose name is not known."""
        return self.tr("Complete the callback of {customer}").format(
            customer=self.tr("a customer without a name")
        )

    def state(self, entry: Entry) -> tuple[str, str]:
        """Return the status code and its name."""
        code = STATES[entry.command.state]
        return code, name_of(code)

    def title(self, entry: Entry) -> str:
        """Return what could not be sent."""
        customer = self._customer(entry)
        kind = entry.command.kind
        if kind is CommandKind.COMPLETE:
            return self.tr("The completion for {customer} could not be sent").format(customer=customer)
        if kind is CommandKind.NOTE:
            return self.tr("The call note for {customer} could not be sent").format(customer=customer)
        return self.tr("The history could not be registered")

    def why(self, entry: Entry) -> str:
        """Return why, and when the person did it."""
        code = ErrorCode(entry.command.code or "")
        return self.tr("{reason} You did this at {time}.").format(
            reason=sentences.for_code(code, entry.command.params), time=self._moment(entry.command.created_at)
        )

    def subject(self, entry: Entry) -> str:
        """Return the subject under which the text is kept as history."""
        if isinstance(entry.command.body, NewTicket):
            return entry.command.body.subject
        text = self.tr("Note of the callback of {customer} ({time})")
        return text.format(customer=self._customer(entry), time=self._moment(entry.command.created_at))

    def actions(self, entry: Entry) -> tuple[StateAction, ...]:
        """Return what can be done with a refused entry; the first is the one that loses nothing."""
        look = StateAction(OPEN, self.tr("Open the callback"))
        if entry.conflict is not None:
            return (*note_choices.actions(entry.conflict), *((look,) if entry.callback_here else ()))
        keep = StateAction(KEEP, self.tr("Keep my text as history"), strong=True)
        retry = StateAction(RETRY, self.tr("Send again"), "arrow-clockwise")
        discard = StateAction(DISCARD, self.discard())
        may_keep = bool(entry.text) and entry.command.kind is not CommandKind.TICKET
        first = (keep, retry) if may_keep else (StateAction(RETRY, retry.label, retry.icon, strong=True),)
        return (*first, *((look,) if entry.callback_here else ()), discard)

    def texts(self, entry: Entry) -> tuple[tuple[str, str], ...]:
        """Return the two notes that stand against each other; none where that is not why it was refused."""
        return note_choices.texts(entry.conflict) if entry.conflict is not None else ()

    def discard_title(self) -> str:
        """Return what is asked before an entry is given up."""
        return self.tr("Give this up?")

    def discard_note(self) -> str:
        """Return what giving up means."""
        return self.tr("It is not sent, and the text is lost.")

    def discard(self) -> str:
        """Return the verb of giving up."""
        return self.tr("Discard")

    def keep(self) -> str:
        """Return the answer that changes nothing."""
        return self.tr("Keep it")

    def _customer(self, entry: Entry) -> str:
        return entry.customer or self.tr("a customer without a name")
