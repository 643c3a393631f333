"""The customer panel: one callback in hand, what may be done with it, and doing it.

Reads the row; its note is `NoteKeeper`'s, what stands around it `Around`'s, what waits for the person
`Decisions`'. Lays nothing out.
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from occ_contract.callbacks import AttemptResult, CallbackStatus
from occ_contract.phone import to_dial
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Failure, LoggedOut
from occ_desktop.domain.note_conflict import NoteConflict
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui import failure_text, moments
from occ_desktop.ui.key_map import KeyMap
from occ_desktop.views.callbacks.commands import RowCommands
from occ_desktop.views.callbacks.offers import Choice, Reason, claim_on, offer, present_claim
from occ_desktop.views.callbacks.panel.around import Around
from occ_desktop.views.callbacks.panel.decisions import Decisions
from occ_desktop.views.callbacks.panel.facts import FactsMaker, Silence
from occ_desktop.views.callbacks.panel.footer import footer
from occ_desktop.views.callbacks.panel.history_form import PanelHistory
from occ_desktop.views.callbacks.panel.note_keeper import NoteKeeper
from occ_desktop.views.callbacks.panel.texts import PanelTexts
from occ_desktop.views.callbacks.panel.view import PanelView
from occ_desktop.views.callbacks.reasons import sentence_of
from occ_desktop.views.callbacks.standing import PresentStanding
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.refusals import RefusalWords
from occ_desktop.views.parts.texting_door import TextingDoor

_AROUND = (Entity.CALLBACK, Entity.TICKET, Entity.SMS_MESSAGE)


class PanelPresenter(QObject):
    """`changed()`: another callback, or what may be done with it; `emptied()`: none is in hand now;
    `row_wanted(str)`: show another callback; `history_opened()`: history is registered in the panel now;
    `cti_wanted()`: open the telephony log-in; `refused(str)`: why a step that was asked for cannot be done.
    """

    changed = Signal()
    emptied = Signal()
    row_wanted = Signal(str)
    history_opened = Signal()
    cti_wanted = Signal()
    refused = Signal(str)

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        standing: PresentStanding,
        commands: RowCommands,
        zone: Callable[[], ZoneInfo],
        gate: InFront,
        door: TextingDoor,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._gate = gate
        self._services = services
        self._tasks = tasks
        self._standing = standing
        self._door = door
        self._commands = commands
        self._zone = zone
        self.view = PanelView()
        self.row_of: Callable[[str], CallbackRow | None] = _unknown
        self._id: str | None = None
        self._loaded: CallbackRow | None = None
        self._warned_of: str | None = None  # a callback nobody called, whose completion was asked about
        self._words = RefusalWords(lambda moment: moments.short(moment, services.clock.now(), zone()), self)
        directory = services.directory
        self._facts = FactsMaker(
            directory.service_name,
            directory.name,
            lambda: standing.now.me,
            services.clock.now,
            zone,
            self._silent,
        )
        self.note = NoteKeeper(services, tasks, zone, self.view.foot.note)
        self.history = PanelHistory(services, tasks, self.view, self.view.foot.note)
        self._decisions = Decisions(services.outbox, tasks, self._words, self.note, self.view, self._customer)
        self._around = Around(services, tasks, standing, self._facts, self.view, door)
        self.texts = PanelTexts(services, tasks, standing, door, zone, self.view.texts)
        self._off = [services.bus.subscribe(ChangeSet, self._on_change)]
        self._connect()
        self._decisions.look()

    def _connect(self) -> None:
        view, foot = self.view, self.view.foot
        view.copy_pressed.connect(self.copy_number)
        view.row_pressed.connect(self.row_wanted)
        foot.connect_pressed.connect(self.connect_row)
        foot.complete_pressed.connect(self.complete_row)
        foot.history_pressed.connect(self.register_history)
        foot.result.chosen.connect(self._on_result)
        self.note.failed.connect(self._on_failed)
        self.note.brought_up.connect(self._on_brought_up)
        self.note.conflicted.connect(self._decisions.notes_met)
        self._decisions.complete_wanted.connect(self.complete_row)
        self._around.refused.connect(self._decisions.refused)
        self._around.texted.connect(self.texts.take)
        view.history.message_pressed.connect(self._door.show)
        self._commands.failed.connect(self._on_failed)
        self._commands.conflicted.connect(self._on_conflicted)
        self._commands.busy_changed.connect(self._on_busy)
        self._standing.changed.connect(self.show_row)

    @property
    def callback_id(self) -> str | None:
        """Return the callback in hand."""
        return self._id

    @property
    def loaded(self) -> CallbackRow | None:
        """Return its row as last read with its note, None while that is under way."""
        return self._loaded

    @property
    def row(self) -> CallbackRow | None:
        """Return its row; as the list shows it while it is being read."""
        if self._loaded is not None or self._id is None:
            return self._loaded
        return self.row_of(self._id)

    @property
    def writing(self) -> bool:
        """Tell whether the person is in note or form, which may not be taken from under their hands then."""
        return self._loaded is not None and (self.view.foot.note.written_in or self.history.written_in)

    def show(self, callback_id: str | None) -> None:
        """Take another callback in hand, None for none; what was typed for the one before is kept first."""
        if callback_id == self._id:
            return
        self.history.close()
        self.note.begin()
        self._decisions.begin(callback_id)
        self._id, self._loaded, self._warned_of = callback_id, None, None
        self.texts.begin()
        self._around.begin(callback_id)
        self.view.foot.show_error("")
        if callback_id is None:
            self._tasks.cancel("panel.open")
            self._empty()
            return
        if self.row is not None:
            self.show_row()
        else:
            self.view.show_waiting()
            self.changed.emit()
        self._tasks.start(lambda: self._open(callback_id), name="panel.open", policy=Policy.LATEST)

    def close(self) -> None:
        """Keep what was typed and hear nothing any more."""
        self.history.close()
        self.note.close()
        self._id = self._loaded = None
        for off in self._off:
            off()
        self._off.clear()

    # What the person asks for (buttons and keys)

    def connect_row(self) -> str:
        """Dial the customer in view, or say (and return) why that has to wait."""
        row = self.row
        if row is None:
            return ""
        choice = offer(row, self._standing.now).connect
        if choice.ready:
            self.view.foot.show_error("")
            self._commands.connect_row(row.id)
            return ""
        said = self._refuse(choice, row, self.tr("This callback is not yours to connect now."))
        if choice.reason is Reason.CTI_LOGIN:
            self.cti_wanted.emit()
        return said

    def complete_row(self) -> str:
        """Complete the row in view with the note as it stands, or say (and return) why that has to wait."""
        row, note = self.row, self.view.foot.note
        if row is None:
            return ""
        offered = offer(row, self._standing.now)
        if not offered.complete.ready:
            otherwise = self.tr("This callback is not yours to complete now.")
            return self._refuse(offered.complete, row, otherwise)
        if note.too_long:
            said = self.tr("The note is too long. Shorten it, then complete.")
            self.view.foot.show_error(said)
            note.setFocus()
            return said
        called = row.callback.attempts or offered.claim is not None or offered.connecting
        if not called and self._warned_of != row.id:
            self._warned_of = row.id
            return self._say(self.tr("Nobody has called yet. Press again to complete all the same."))
        self.view.foot.show_error("")
        self._commands.complete_row(row.id, self.note.for_completing())
        return ""

    def register_history(self) -> bool:
        """Register history for the row in view, beside its message; False when there is none."""
        if self._id is None:
            return False
        self.history_opened.emit()
        self.history.open(self._id)
        return True

    def show_keys(self, keys: KeyMap) -> None:
        """Name the keys in force."""
        self.view.show_keys(keys)
        self.history.show_note_key(keys.cap("note"))

    def copy_number(self) -> None:
        """Put the number, as a telephone dials it, on the clipboard."""
        if self.row is not None:
            QGuiApplication.clipboard().setText(to_dial(self.row.callback.phone))

    def _refuse(self, choice: Choice, row: CallbackRow, otherwise: str) -> str:
        if choice.reason:
            return self._say(sentence_of(choice.reason))
        if row.status is CallbackStatus.COMPLETED:
            return self._say(self.tr("This callback is completed already."))
        return self._say(otherwise)

    def _say(self, sentence: str) -> str:
        self.refused.emit(sentence)
        return sentence

    # Reading

    async def _open(self, callback_id: str) -> None:
        try:
            row, draft = await self._services.notes.open(callback_id)
        except LoggedOut:
            return
        except Failure as failure:
            self.view.foot.show_error(failure_text.sentence(failure))
            return
        if callback_id != self._id:
            return
        if row is None:
            self._gone()
            return
        self._loaded = row
        self.note.fill(row, draft)
        self.show_row()
        await self._around.open(callback_id)

    def _on_change(self, change: ChangeSet) -> None:
        callback_id = self._id
        self.texts.hear(change)
        if change.outbox or change.everything:
            self._gate.do("left-behind", self._decisions.look)
        if callback_id is None:
            return
        ours = change.everything or callback_id in change.ids.get(Entity.CALLBACK, frozenset())
        gone = callback_id in change.gone.get(Entity.CALLBACK, frozenset())
        if self._loaded is None:  # what is being read may be older than this change
            self._tasks.start(self._catch_up, name="panel.open", policy=Policy.AGAIN)
        elif ours or gone or change.outbox:
            self._gate.do("panel", self._renew_soon)
        elif any(change.touches(entity) for entity in _AROUND):
            self._gate.do("around", self._around.look)

    def _renew_soon(self) -> None:
        self._tasks.start(self._renew, name="panel.renew", policy=Policy.AGAIN)

    async def _catch_up(self) -> None:
        """Take in a change that fell into the reading of the row: it may have come to its end meanwhile."""
        if self._loaded is not None:
            await self._renew()
        elif self._id is not None:
            await self._open(self._id)

    async def _renew(self) -> None:
        callback_id = self._id
        if callback_id is None:
            return
        try:
            row = await self._services.search.row(callback_id)
        except Failure:
            return  # the list says what is wrong with the cache
        if callback_id != self._id:
            return
        if row is None:
            self._gone()
        else:
            self._loaded = row
            self.note.follow(row)
            self.show_row()
            self._around.look()

    def show_row(self) -> None:
        """Show the row in hand as it stands now."""
        row = self.row
        if row is None:
            return
        self.texts.follow(row)
        self.view.show_facts(self._facts.facts(row, present_claim(row, self._standing.now)))
        made = footer(row, self._standing.now)
        reason = sentence_of(made.reason) if made.reason else ""
        busy, loading = self._commands.completing(row.id), self._loaded is None
        self.view.foot.show_footer(made, reason, completing=busy, loading=loading)
        self.changed.emit()

    # Leaving, and what was refused

    def _gone(self) -> None:
        """The callback left the person's view, and takes nothing along that was typed for it."""
        self.note.begin()
        self._id = self._loaded = None
        self.history.close()
        self._decisions.begin(None)
        self.texts.begin()
        self._around.begin(None)
        self._empty()

    def _empty(self) -> None:
        self.view.show_nobody()
        self.emptied.emit()
        self.changed.emit()

    def _on_conflicted(self, callback_id: str, conflict: NoteConflict) -> None:
        """A completion met another note; who has gone on to the next customer would not see a card here."""
        if callback_id == self._id:
            self._decisions.notes_met(conflict, completing=True)
        else:
            self._say(self._words.sentence_of_notes(conflict))

    def _on_brought_up(self, customer: str) -> None:
        text = self.tr("Your note on the callback of {customer} waits for you under “To be sent”.")
        self._say(text.format(customer=self._words.customer(customer)))

    def _silent(self) -> Silence | None:
        status = self._services.workplace.status
        away = status is not None and not self._standing.now.informed
        return Silence(status.last_synced_at) if status is not None and away else None

    def _customer(self) -> str:
        return (self.row.callback.name or "") if self.row is not None else ""

    def _on_failed(self, callback_id: str, sentence: str) -> None:
        if callback_id in {"", self._id}:
            self.view.foot.show_error(sentence)

    def _on_busy(self, callback_id: str) -> None:
        if callback_id == self._id:
            self.show_row()

    def _on_result(self, value: str) -> None:
        row = self._loaded
        claim = claim_on(row, self._standing.now) if row is not None else None
        if row is None or claim is None:
            return
        result, talk = AttemptResult(value), None
        if result is AttemptResult.CONNECTED and claim.since is not None:
            talk = max(0, int((self._services.clock.now() - claim.since).total_seconds()))
        self._commands.report_result(row.id, claim.attempt_id, result, talk)


def _unknown(_callback_id: str) -> None:
    return None
