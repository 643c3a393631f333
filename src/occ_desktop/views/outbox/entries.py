"""A pending command as the room shows it, in plain words. Makes sentences, waits for nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject

from occ_contract.sync import ExportRecord
from occ_desktop.domain.commands import Command, CommandKind, CommandState
from occ_desktop.ui.vocabulary import name_of
from occ_desktop.views.parts.refusals import RefusalWords

STATES = {
    CommandState.QUEUED: "outbox.waiting",
    CommandState.SENDING: "outbox.sending",
    CommandState.ACCEPTED: "outbox.sent",
    CommandState.REFUSED: "outbox.conflict",
    CommandState.UNKNOWN: "outbox.waiting",
}


@dataclass(frozen=True)
class Entry:
    """One command and who it concerns; ``customer`` and ``service`` are names, empty when unknown."""

    command: Command
    customer: str
    service: str
    callback_here: bool
    phone: str = ""  # of a history, as people write it

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
        """Tell whether it certainly has not arrived, as far as this version knows.

        What somebody took out of the house is recorded, unless the server itself refuses that.
        """
        if self.command.kind is CommandKind.EXPORT:
            return self.refused
        return self.command.state not in {CommandState.SENDING, CommandState.ACCEPTED}

    @property
    def text(self) -> str:
        """Return what the person typed; of a ticket its content below its subject."""
        return self.command.text.strip()


class EntryWords(QObject):
    """Asked whenever an entry is shown, so that a language change needs nothing but showing again.

    ``online``: whether the server is believed to be there; else nothing is under way to it.
    """

    def __init__(self, moment: Callable[[datetime], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.refusals = RefusalWords(moment, self)
        self.online = True

    def what(self, entry: Entry) -> str:
        """Return what is to be done, in plain words."""
        kind = entry.command.kind
        if kind is CommandKind.COMPLETE:
            return self.tr("Complete the callback of {customer}").format(customer=self._customer(entry))
        if kind is CommandKind.NOTE:
            return self.tr("Keep a call note for {customer}").format(customer=self._customer(entry))
        if entry.command.held:
            return self.tr("Made with a newer version of this program, which will send it")
        if isinstance(entry.command.body, ExportRecord):
            rows = entry.command.body.row_count
            return self.tr("Record a download of %n row(s)", "", rows)
        if kind is CommandKind.TICKET and entry.customer:
            return self.tr("Register a history for {customer}").format(customer=entry.customer)
        if kind is CommandKind.TICKET and entry.phone:
            return self.tr("Register a history for the number {phone}").format(phone=entry.phone)
        return self.tr("Register a history")

    def longest(self) -> str:
        """Return the longest of these sentences about somebody whose name is not known."""
        return self.tr("Complete the callback of {customer}").format(customer=self.refusals.customer(""))

    def state(self, entry: Entry) -> tuple[str, str]:
        """Return the status code and its name."""
        code = STATES[entry.command.state]
        if code == "outbox.sending" and not self.online:
            code = "outbox.waiting"
        return code, name_of(code)

    def _customer(self, entry: Entry) -> str:
        return self.refusals.customer(entry.customer)
