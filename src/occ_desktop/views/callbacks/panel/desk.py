"""The customer panel put together: view, presenter and the commands of its buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from occ_contract.callbacks import AttemptResult, CallbackStatus
from occ_contract.phone import shown, to_dial
from occ_desktop.domain.commands import Command
from occ_desktop.domain.note_conflict import NoteChoice, NoteConflict
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.views.callbacks.commands import RowCommands
from occ_desktop.views.callbacks.offers import Choice, claim_on, offer
from occ_desktop.views.callbacks.panel import conflicts
from occ_desktop.views.callbacks.panel.facts import Line, PanelFacts
from occ_desktop.views.callbacks.panel.footer import Footer
from occ_desktop.views.callbacks.panel.presenter import PanelPresenter
from occ_desktop.views.callbacks.panel.view import PanelView
from occ_desktop.views.callbacks.reasons import sentence_of
from occ_desktop.views.callbacks.standing import PresentStanding


@dataclass(frozen=True)
class NotesInConflict:
    """Two notes on the callback in hand, and whether it is to be completed with the one that is chosen."""

    conflict: NoteConflict
    completing: bool


class PanelDesk(QObject):
    """`history_wanted(str)`: register history for this callback; `row_wanted(str)`: show another callback;
    `refused(str)`: why a step that was asked for by key cannot be done.
    """

    history_wanted = Signal(str)
    row_wanted = Signal(str)
    refused = Signal(str)

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        standing: PresentStanding,
        commands: RowCommands,
        zone: Callable[[], ZoneInfo],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = PanelView()
        self.presenter = PanelPresenter(services, tasks, standing, zone, self)
        self._services = services
        self._standing = standing
        self.row_of: Callable[[str], CallbackRow | None] = _unknown
        self._commands = commands
        self._command: Command | None = None
        self._footer: Footer | None = None
        self._notes: NotesInConflict | None = None
        self.presenter.note.typed = lambda: self.view.foot.note.text
        self._connect()

    def _connect(self) -> None:
        made, view, foot = self.presenter, self.view, self.view.foot
        made.facts_changed.connect(self._on_facts)
        made.footer_changed.connect(self._on_footer)
        made.history_changed.connect(self._on_history)
        made.queue_changed.connect(self._on_queue)
        made.note.loaded.connect(self._on_note_loaded)
        made.note.kept.connect(self._on_note_kept)
        made.note.conflicted.connect(self._on_note_conflict)
        made.failed.connect(foot.show_error)
        made.conflict_changed.connect(self._on_conflict)
        made.taken_away.connect(self._on_taken_away)
        made.rescued.connect(self._on_rescued)
        made.emptied.connect(self._on_emptied)
        view.copy_pressed.connect(self.copy_number)
        view.row_pressed.connect(self.row_wanted)
        foot.connect_pressed.connect(self.connect_row)
        foot.complete_pressed.connect(self.complete_row)
        foot.history_pressed.connect(self.register_history)
        foot.note.typed.connect(made.note.keep_typing)
        foot.note.left.connect(made.note.save)
        foot.result.chosen.connect(self._on_result)
        self._commands.failed.connect(self._on_failed)
        self._commands.conflicted.connect(self._on_completion_conflict)
        self._commands.busy_changed.connect(self._on_busy)

    def show(self, callback_id: str | None) -> None:
        """Show another row; what was typed for the one before is kept first."""
        if callback_id != self.presenter.callback_id:
            self.keep_note()
            self._footer = self._notes = None
            self.view.foot.note.begin_loading()
            self.presenter.show(callback_id)

    def keep_note(self) -> None:
        """Hand over what was typed, kept here already or not (another row, another room)."""
        self.view.foot.note.pending_text()
        self.presenter.note.save(self.view.foot.note.text, leaving=True)

    def close(self) -> None:
        """Keep what was typed and hear nothing any more."""
        self.presenter.close(self.view.foot.note.pending_text())

    # What the person asks for (buttons and keys)

    def connect_row(self) -> None:
        """Dial the customer in view, or say why that has to wait."""
        row = self._row()
        if row is None:
            return
        choice = offer(row, self._standing.now).connect
        if choice.ready:
            self.view.foot.show_error("")
            self._commands.connect_row(row.id)
        else:
            self._refuse(choice, row, self.tr("This callback is not yours to connect now."))

    def complete_row(self) -> None:
        """Complete the row in view with the note as it stands, or say why that has to wait."""
        row, note = self._row(), self.view.foot.note
        if row is None:
            return
        choice = offer(row, self._standing.now).complete
        if not choice.ready:
            self._refuse(choice, row, self.tr("This callback is not yours to complete now."))
            return
        if note.too_long:
            self.view.foot.show_error(self.tr("The note is too long. Shorten it, then complete."))
            note.setFocus()
            return
        note.pending_text()
        self.view.foot.show_error("")
        self._commands.complete_row(row.id, self.presenter.note.for_completing())

    def _refuse(self, choice: Choice, row: CallbackRow, otherwise: str) -> None:
        if choice.reason:
            self.refused.emit(sentence_of(choice.reason))
        elif row.status is CallbackStatus.COMPLETED:
            self.refused.emit(self.tr("This callback is completed already."))
        else:
            self.refused.emit(otherwise)

    def _row(self) -> CallbackRow | None:
        """Return the row in view; as the list shows it while the panel is still reading."""
        callback_id = self.presenter.callback_id
        if self.presenter.row is not None or callback_id is None:
            return self.presenter.row
        return self.row_of(callback_id)

    def register_history(self) -> None:
        """Register history for the row in view."""
        if self.presenter.callback_id:
            self.history_wanted.emit(self.presenter.callback_id)

    def copy_number(self) -> None:
        """Put the number, as a telephone dials it, on the clipboard."""
        row = self.presenter.row
        if row is not None:
            QGuiApplication.clipboard().setText(to_dial(row.callback.phone))

    def focus_note(self) -> None:
        """Go to the note (F8)."""
        self.view.foot.note.setFocus()

    # What the presenter tells

    def _on_facts(self, facts: PanelFacts) -> None:
        self.view.show_facts(facts)

    def _on_taken_away(self, row: CallbackRow, saved: str) -> None:
        text = self.view.foot.note.text
        if not text.strip() or text.strip() == saved.strip():
            return
        card = conflicts.card_of_taken(row.callback.name or shown(row.callback.phone), text)
        card.action_triggered.connect(partial(self._on_taken_decided, row, text))
        self.view.show_taken(row.id, card)

    def _on_taken_decided(self, row: CallbackRow, text: str, action: str) -> None:
        if action == conflicts.KEEP:
            self.presenter.keep_as_history(row, conflicts.subject_of_taken(), text)
        else:
            self.view.show_taken(row.id, None)

    def _on_rescued(self, callback_id: str) -> None:
        self.view.show_taken(callback_id, None)

    def _on_emptied(self) -> None:
        self._footer = self._command = self._notes = None
        self.view.foot.note.begin_loading()
        self.view.show_conflict(None)
        self.view.show_nobody()

    def _on_footer(self, footer: Footer) -> None:
        self._footer = footer
        reason = sentence_of(footer.reason) if footer.reason else ""
        completing = self._commands.completing(self.presenter.callback_id or "")
        self.view.foot.show_footer(footer, reason, completing=completing)

    def _on_history(self, lines: tuple[Line, ...], local: bool) -> None:
        self.view.show_history(lines, offline=local)

    def _on_queue(self, lines: tuple[Line, ...], left: int) -> None:
        self.view.show_queue(lines, left)

    def _on_note_loaded(self, text: str) -> None:
        self.view.foot.note.set_text(text)
        self.view.foot.note.show_kept("")

    def _on_note_kept(self, time: str) -> None:
        self.view.foot.note.show_kept(self.tr("Kept at {time}").format(time=time))

    def _on_conflict(self, command: Command | None) -> None:
        if command == self._command:
            return
        self._command = command
        self._show_conflict()

    def _on_note_conflict(self, conflict: NoteConflict) -> None:
        self._notes = NotesInConflict(conflict, completing=False)
        self._show_conflict()

    def _on_completion_conflict(self, callback_id: str, conflict: NoteConflict) -> None:
        if callback_id == self.presenter.callback_id:
            self._notes = NotesInConflict(conflict, completing=True)
            self._show_conflict()
        else:
            self.refused.emit(conflicts.sentence_of_notes(conflict))

    def _show_conflict(self) -> None:
        """Show what waits for a decision; what was pressed last comes before what the server refused."""
        card = None
        if self._notes is not None:
            card = conflicts.card_of_notes(self._notes.conflict)
            card.action_triggered.connect(self._on_notes_decided)
        elif self._command is not None:
            card = conflicts.card_of(self._command)
            card.action_triggered.connect(self._on_decided)
        self.view.show_conflict(card)

    def _on_notes_decided(self, action: str) -> None:
        notes, self._notes = self._notes, None
        if notes is None:
            return
        text = notes.conflict.settled(NoteChoice(action))
        self.presenter.note.write_over(text, notes.conflict.theirs)
        self._show_conflict()
        if notes.completing:
            self.complete_row()
        else:
            self.presenter.note.save(text)

    def _on_decided(self, action: str) -> None:
        if self._command is not None:
            self.presenter.decide(self._command.key, action, conflicts.subject_of(self._command))

    def _on_failed(self, callback_id: str, sentence: str) -> None:
        if callback_id in {"", self.presenter.callback_id}:
            self.view.foot.show_error(sentence)

    def _on_busy(self, callback_id: str) -> None:
        if callback_id == self.presenter.callback_id and self._footer is not None:
            self._on_footer(self._footer)

    def _on_result(self, value: str) -> None:
        row = self.presenter.row
        claim = claim_on(row, self._services.session.me.id) if row and self._services.session.me else None
        if row is None or claim is None:
            return
        result, talk = AttemptResult(value), None
        if result is AttemptResult.CONNECTED:
            talk = max(0, int((self._services.clock.now() - claim.since).total_seconds()))
        self._commands.report_result(row.id, claim.attempt_id, result, talk)


def _unknown(_callback_id: str) -> None:
    return None
