"""Keeps the note of the callback in view: the box above, `services.notes` below, and between them one state.

Which callback is in view it is told. The box may be typed into only between `fill` and the next callback;
what stands in it then is in one of the states of `domain.written_note`, and each step asks that what to do.
"""

import asyncio
from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from occ_desktop.domain import written_note
from occ_desktop.domain.drafts import About, Draft, DraftKind
from occ_desktop.domain.failures import Failure, Refused
from occ_desktop.domain.note_conflict import conflict_of
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.domain.written_note import Fate, OnTheWay, Typed, TypedOn, Untouched, Writing
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.notes import Left
from occ_desktop.services.rights import NotePlace
from occ_desktop.ui import failure_text, moments
from occ_desktop.views.callbacks.panel.note_box import NoteBox


class NoteKeeper(QObject):
    """`failed(str, str)`: callback id and why a note could not be kept; `brought_up(str)`: the customer whose
    note waits for a decision; `conflicted(object)`: a `NoteConflict` of the callback in view, nothing was
    written.
    """

    failed = Signal(str, str)
    brought_up = Signal(str)
    conflicted = Signal(object)

    def __init__(
        self, services: Services, tasks: TaskOwner, zone: Callable[[], ZoneInfo], box: NoteBox
    ) -> None:
        super().__init__(box)
        self._services = services
        self._tasks = tasks
        self._zone = zone
        self._box = box
        self._row: CallbackRow | None = None  # None: nothing in the box means anything yet
        self._writing: Writing = Untouched("")
        box.typed.connect(self._on_typed)
        box.left.connect(self._on_left)

    @property
    def ready(self) -> bool:
        """Tell whether the box is filled: only then does what stands in it mean anything."""
        return self._row is not None

    @property
    def draft(self) -> Draft:
        """Return what stands in the box, and what it is written against."""
        text = self._box.text
        return Draft(text, written_note.base_of(written_note.looked_at(self._writing, text)))

    def begin(self) -> None:
        """Go on to another callback, whose note is not known yet; the one before is handed over first."""
        self.hand_over()
        self._row, self._writing = None, Untouched("")
        self._box.begin_loading()

    def fill(self, row: CallbackRow, draft: Draft | None) -> None:
        """Fill the box for a row that was read: with what was typed for it before, else with its note.

        A box that is filled already may have been typed into and is not filled again.
        """
        if not self._here(row.id):
            self._row, note = row, row.callback.note or ""
            self._writing = Untouched(note) if draft is None else Typed(draft.base)
            self._show(note if draft is None else draft.text)
        self.follow(row)

    def follow(self, row: CallbackRow) -> None:
        """Take in the row as it is now: a box nobody typed into shows the note that came.

        What was typed goes where it belongs once the callback is not the person's to write on.
        """
        if not self._here(row.id):
            return
        self._row, note, text = row, row.callback.note or "", self._box.text
        before = self._writing
        self._writing = written_note.stands_there(before, text, note)
        if isinstance(self._writing, Typed | TypedOn):
            if self._services.session.rights.note_place(row.callback) is NotePlace.NOWHERE:
                self.hand_over()
            return
        if isinstance(self._writing, OnTheWay):
            return
        if isinstance(before, Typed):  # it says the same by now
            self._services.drafts.keep_soon(DraftKind.NOTE, row.id, None)
        if text.strip() != note.strip():
            self._show(note)

    def bring_back(self, callback_id: str, note: Draft) -> None:
        """Show the note of a completion that was taken back; what was typed since stays."""
        if self._here(callback_id) and (self.draft.untouched or self._box.text == note.text):
            self.write_over(note.text, note.base)

    def write_over(self, text: str, base: str | None) -> None:
        """Have the box show this, as written against that note: what a conflict was decided to."""
        if self._row is not None:
            self._writing = Typed(base)
            self._show(text)

    def for_completing(self) -> Draft | None:
        """Return the note to complete with, None while the box is not filled."""
        self._box.stop_waiting()
        return None if self._row is None else self.draft

    def hand_over(self, *, stays: bool = False) -> None:
        """Hand over what was typed (another row, another room, the end).

        ``stays``: the person still sees the box, and would see a conflict here.
        """
        self._box.stop_waiting()
        row = self._row
        if row is None:
            return
        self._writing, draft = written_note.left(self._writing, self._box.text, stays=stays)
        if draft is not None:
            end = self._services.notes.leave(row.id, draft, About.of(row.callback), seen=stays)
            self._tasks.start(lambda: self._answered(row, draft, end), name="panel.note", policy=Policy.QUEUE)

    def close(self) -> None:
        """Keep what was typed, also when this screen goes away now."""
        self.hand_over()
        self._row = None

    def _here(self, callback_id: str) -> bool:
        return self._row is not None and self._row.id == callback_id

    def _show(self, text: str) -> None:
        self._box.set_text(text)
        self._box.show_kept("")

    def _on_typed(self, _text: str) -> None:
        """Typing has paused."""
        if self._row is None:
            return
        self._writing = written_note.edited(self._writing)
        callback_id, draft = self._row.id, self.draft
        worth = None if draft.untouched else draft  # nothing, where they took back what they had typed
        kept = self._services.drafts.keep_soon(DraftKind.NOTE, callback_id, worth)
        self._tasks.start(lambda: self._kept(callback_id, kept), name="panel.draft", policy=Policy.QUEUE)

    def _on_left(self, _text: str) -> None:
        self.hand_over(stays=True)

    async def _kept(self, callback_id: str, kept: "asyncio.Future[Failure | None]") -> None:
        failure = await asyncio.shield(kept)
        if failure is not None:
            self.failed.emit(callback_id, failure_text.sentence(failure))
        elif self._here(callback_id):
            now = self._services.clock.now()
            time = moments.short(now, now, self._zone())
            self._box.show_kept(self.tr("Kept at {time}").format(time=time))

    async def _answered(self, row: CallbackRow, draft: Draft, end: "asyncio.Future[Left]") -> None:
        left = await asyncio.shield(end)
        if self._here(row.id):
            self._writing = written_note.answered(self._writing, draft, left.fate, left.base)
        if self._row is not None and (left.fate is Fate.UNDECIDED or isinstance(left.why, Refused)):
            self.follow(self._row)  # what came meanwhile had to wait for this
        if left.fate is Fate.UNDECIDED:
            self.brought_up.emit(row.callback.name or "")
        elif left.why is not None:
            self._tell(row.id, draft, left.why)

    def _tell(self, callback_id: str, draft: Draft, failure: Failure) -> None:
        """Say why a note was not taken; where another stands on the callback in view, show both."""
        conflict = None
        if isinstance(failure, Refused):
            conflict = conflict_of(failure.code.value, failure.params, draft.text)
        if conflict is None:
            self.failed.emit(callback_id, failure_text.sentence(failure))
        elif self._here(callback_id):
            self.conflicted.emit(conflict)
