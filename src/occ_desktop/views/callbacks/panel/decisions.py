"""What waits in the panel for the person: two notes, a refused command, notes whose callbacks are not theirs.

Shows the cards and does what was decided; the last are the outbox's, which keeps them whatever happens to a
window. Which callback is in view it is told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from occ_desktop.domain.commands import Command
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.note_conflict import NoteChoice, NoteConflict
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.outbox import OutboxRoom
from occ_desktop.ui import failure_text
from occ_desktop.ui.widgets.conflict_card import ConflictCard
from occ_desktop.views.callbacks.panel.note_keeper import NoteKeeper
from occ_desktop.views.callbacks.panel.view import PanelView
from occ_desktop.views.parts.refusals import DISCARD, RefusalWords, left_behind, settle

# How many notes left behind stand here, alone and beside who is in view; all of them stand in the outbox.
_MOST, _BESIDE = 2, 1


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
        self._in_view: str | None = None
        self._left_behind: tuple[Command, ...] = ()
        self._shown: tuple[Command, ...] = ()

    def begin(self, callback_id: str | None) -> None:
        """Another callback comes, or none: nothing is known of it yet."""
        self._notes = self._command = None
        self._in_view = callback_id
        self._show()

    def look(self) -> None:
        """Read anew which notes wait whose callbacks are the person's no more."""
        self._tasks.start(self._look, name="panel.left-behind", policy=Policy.AGAIN)

    async def _look(self) -> None:
        try:
            entries = await self._outbox.entries()
        except Failure:
            return  # the list says what is wrong with the cache
        self._left_behind = tuple(entry for entry in entries if left_behind(entry))
        self._show_left_behind()

    def refused(self, command: Command | None) -> None:
        """Take in which command of the callback in view the server refused, None for none."""
        if command != self._command:
            self._command = command
            self._show()

    def notes_met(self, conflict: NoteConflict, *, completing: bool = False) -> None:
        """Have one of two notes chosen; nothing is written before."""
        self._notes = _Notes(conflict, completing)
        self._show()

    def _show(self) -> None:
        """Show one card; what was pressed last comes before what the server refused."""
        card = None
        if self._notes is not None:
            card = self._words.card_of_notes(self._notes.conflict)
            card.action_triggered.connect(self._on_notes_decided)
        elif self._command is not None:
            card = self._card(self._command, self._customer())
        self._view.show_conflict(card)
        self._show_left_behind()

    def _show_left_behind(self) -> None:
        """Show the newest of them where there is room: whoever is in view comes first."""
        room = _MOST if self._in_view is None else _BESIDE
        if self._notes is not None or self._command is not None:
            room = 0
        others = [entry for entry in self._left_behind if entry.callback_id != self._in_view]
        shown = tuple(others[-room:]) if room else ()
        if shown != self._shown:
            self._shown = shown
            self._view.show_left_behind([self._card(entry, entry.customer or "") for entry in shown])

    def _card(self, command: Command, customer: str) -> ConflictCard:
        card = self._words.card(command, customer, elsewhere=False)
        card.action_triggered.connect(partial(self._on_decided, command, customer))
        return card

    def _on_notes_decided(self, action: str) -> None:
        notes, self._notes = self._notes, None
        if notes is None:
            return
        self._note.write_over(notes.conflict.settled(NoteChoice(action)), notes.conflict.theirs)
        self._show()
        if notes.completing:
            self.complete_wanted.emit()
        else:
            self._note.hand_over(stays=True)

    def _on_decided(self, command: Command, customer: str, action: str) -> None:
        self._tasks.start(lambda: self._decide(command, customer, action), name=f"panel.decide-{command.key}")

    async def _decide(self, command: Command, customer: str, action: str) -> None:
        what = command.text.strip() or self._words.title(command, customer)
        try:
            if action != DISCARD or await self._words.ask_discard(self._view, what):
                await settle(self._outbox, command, action, self._words.subject(command, customer))
        except Failure as failure:
            self._view.foot.show_error(failure_text.sentence(failure))
