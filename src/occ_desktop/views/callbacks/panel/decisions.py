"""What waits in the panel for the person: two notes, a refused command, the note of a callback taken away.

Shows the cards and does what was decided. Which callback is in view it is told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from occ_desktop.domain.commands import Command
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.note_conflict import NoteChoice, NoteConflict
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.outbox import OutboxRoom
from occ_desktop.ui import failure_text
from occ_desktop.views.callbacks.panel.note_keeper import NoteKeeper
from occ_desktop.views.callbacks.panel.view import PanelView
from occ_desktop.views.parts.refusals import DISCARD, KEEP, RefusalWords, settle


@dataclass(frozen=True)
class _Notes:
    """Two notes on the callback in view, and whether it is to be completed with the one that is chosen."""

    conflict: NoteConflict
    completing: bool


class Decisions(QObject):
    """`complete_wanted()`: the note was chosen, the completion it held up goes on.

    ``customer`` returns the name of who is in view, empty when it is not known.
    """

    complete_wanted = Signal()

    def __init__(
        self,
        outbox: OutboxRoom,
        tasks: TaskOwner,
        words: RefusalWords,
        note: NoteKeeper,
        view: PanelView,
        customer: Callable[[], str],
    ) -> None:
        super().__init__(view)
        self._outbox = outbox
        self._tasks = tasks
        self._words = words
        self._note = note
        self._view = view
        self._customer = customer
        self._notes: _Notes | None = None
        self._command: Command | None = None
        note.rescued.connect(self._on_rescued)

    def begin(self) -> None:
        """Another callback comes, or none: nothing is known of it yet."""
        self._notes = self._command = None
        self._show()

    def refused(self, command: Command | None) -> None:
        """Take in which command of the callback in view the server refused, None for none."""
        if command != self._command:
            self._command = command
            self._show()

    def notes_met(self, conflict: NoteConflict, *, completing: bool = False) -> None:
        """Have one of two notes chosen; nothing is written before."""
        self._notes = _Notes(conflict, completing)
        self._show()

    def taken(self, row: CallbackRow, text: str) -> None:
        """Have decided what becomes of a note whose callback went to somebody else."""
        card = self._words.card_of_taken(row.callback.name or "", text)
        card.action_triggered.connect(partial(self._on_taken_decided, row, text))
        self._view.show_taken(row.id, card)

    def _show(self) -> None:
        """Show one card; what was pressed last comes before what the server refused."""
        card = None
        if self._notes is not None:
            card = self._words.card_of_notes(self._notes.conflict)
            card.action_triggered.connect(self._on_notes_decided)
        elif self._command is not None:
            customer = self._customer()
            card = self._words.card(self._command, customer, elsewhere=False)
            card.action_triggered.connect(partial(self._on_decided, self._command, customer))
        self._view.show_conflict(card)

    def _on_notes_decided(self, action: str) -> None:
        notes, self._notes = self._notes, None
        if notes is None:
            return
        self._note.write_over(notes.conflict.settled(NoteChoice(action)), notes.conflict.theirs)
        self._show()
        if notes.completing:
            self.complete_wanted.emit()
        else:
            self._note.save()

    def _on_taken_decided(self, row: CallbackRow, text: str, action: str) -> None:
        if action == KEEP:
            self._note.keep_as_history(row, self._words.subject_of_taken(), text)
        else:
            self._on_rescued(row.id)

    def _on_rescued(self, callback_id: str) -> None:
        self._view.show_taken(callback_id, None)

    def _on_decided(self, command: Command, customer: str, action: str) -> None:
        self._tasks.start(lambda: self._decide(command, customer, action), name=f"panel.decide-{command.key}")

    async def _decide(self, command: Command, customer: str, action: str) -> None:
        what = command.text.strip() or self._words.title(command, customer)
        try:
            if action != DISCARD or await self._words.ask_discard(self._view, what):
                await settle(self._outbox, command, action, self._words.subject(command, customer))
        except Failure as failure:
            self._view.foot.show_error(failure_text.sentence(failure))
