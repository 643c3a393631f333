"""Keeps the note of the callback in view, and knows what it was written against.

Knows the box and the services; which callback is in view it is told. The box may be typed into only between
`fill` and the next callback; what stands in it then belongs to that callback and to the note the person had
before their eyes (the base). An unknown base stays unknown: whatever note stands there is another one then.
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from occ_contract.callbacks import CallbackStatus
from occ_contract.errors import ErrorCode
from occ_contract.tickets import NewTicket, TicketType
from occ_desktop.domain.drafts import Draft, DraftKind
from occ_desktop.domain.failures import Failure, Refused
from occ_desktop.domain.note_conflict import conflict_of
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui import failure_text, moments
from occ_desktop.views.callbacks.panel.note_box import NoteBox
from occ_desktop.views.callbacks.standing import PresentStanding


class NoteKeeper(QObject):
    """`failed(str, str)`: callback id and why a note could not be kept; `rescued(str)`: callback id;
    `conflicted(object)`: a `NoteConflict` of the callback in view, nothing was written.
    """

    failed = Signal(str, str)
    rescued = Signal(str)
    conflicted = Signal(object)

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        standing: PresentStanding,
        zone: Callable[[], ZoneInfo],
        box: NoteBox,
    ) -> None:
        super().__init__(box)
        self._services = services
        self._tasks = tasks
        self._standing = standing
        self._zone = zone
        self._box = box
        self._row: CallbackRow | None = None
        self._base: str | None = ""
        self._on_the_way: dict[str, Draft] = {}  # notes being handed over, by callback
        self._drafted = False  # something is kept that leaving untouched would bring back
        box.typed.connect(self._on_typed)
        box.left.connect(self._on_left)

    @property
    def ready(self) -> bool:
        """Tell whether the box is filled: only then does what stands in it mean anything."""
        return self._row is not None

    @property
    def draft(self) -> Draft:
        """Return what stands in the box; its base is what it was filled from or handed over as, the later."""
        return Draft(self._box.text, self._base)

    def begin(self) -> None:
        """Go on to another callback, whose note is not known yet; the one before is handed over first."""
        self.hand_over()
        self.forget()

    def forget(self) -> None:
        """Empty the box without keeping anything: what stood in it means nothing from now on."""
        self._row, self._base, self._drafted = None, "", False
        self._box.begin_loading()

    def fill(self, row: CallbackRow, draft: Draft | None) -> None:
        """Fill the box for a row that was read: with what was typed for it before, else with its note.

        A box that is filled already may have been typed into and is not filled again.
        """
        if self._here(row.id):
            self.follow(row)
            return
        on_the_way = self._on_the_way.get(row.id)
        present = on_the_way.text if on_the_way is not None else row.callback.note or ""
        self._row, self._drafted = row, draft is not None
        self._base = present if draft is None else draft.base
        self._show(present if draft is None else draft.text)

    def follow(self, row: CallbackRow) -> None:
        """Take in the row as it is now: a box nobody typed into shows the note that came."""
        if not self._here(row.id):
            return
        self._row = row
        present, draft = row.callback.note or "", self.draft
        if present == self._base or row.id in self._on_the_way:
            return
        if draft.text.strip() == present.strip():
            self._base = present
        elif draft.untouched:
            self._base = present
            self._show(present)

    def bring_back(self, callback_id: str, note: Draft) -> None:
        """Show the note of a completion that was taken back; what was typed since stays."""
        if self._here(callback_id) and (self.draft.untouched or self._box.text == note.text):
            self._base, self._drafted = note.base, True
            self._show(note.text)

    def write_over(self, text: str, base: str) -> None:
        """Have the box show this, as written against that note: what a conflict was decided to."""
        if self._row is not None:
            self._base = base
            self._show(text)

    def for_completing(self) -> Draft | None:
        """Return the note to complete with, None while the box is not filled."""
        if self._row is None:
            return None
        self._box.pending_text()
        waiting = self._on_the_way.get(self._row.id)
        return Draft(self._box.text, self._base if waiting is None else waiting.base)

    def hand_over(self) -> None:
        """Hand over what was typed, kept here already or not (another row, another room)."""
        self._box.pending_text()
        self.save(leaving=True)

    def save(self, *, leaving: bool = False) -> None:
        """Hand over a note the person has left: to the outbox where one may be kept, else as a draft.

        ``leaving``: they turn to something else, and would not see a conflict shown here.
        """
        row, draft = self._row, self.draft
        if row is not None and draft.untouched and self._drafted:
            self._drafted = False
            self._services.drafts.keep_soon(DraftKind.NOTE, row.id, None)
        if row is None or draft.untouched:
            return
        self._base = draft.text
        self._on_the_way[row.id] = draft
        self._tasks.start(lambda: self._save(row, draft, leaving), name="panel.note", policy=Policy.QUEUE)

    def close(self) -> None:
        """Keep what was typed and not told yet, also when this screen goes away now."""
        typed = self._box.pending_text()
        if typed is not None and self._row is not None:
            draft = Draft(typed, self._base)
            self._services.drafts.keep_soon(DraftKind.NOTE, self._row.id, _worth(draft))
        self._row = None

    def keep_as_history(self, row: CallbackRow, subject: str, text: str) -> None:
        """Register what was typed for a row that was taken away as a record of its own."""
        self._tasks.start(lambda: self._keep_as_history(row, subject, text), name=f"panel.history-{row.id}")

    def _here(self, callback_id: str) -> bool:
        return self._row is not None and self._row.id == callback_id

    def _show(self, text: str) -> None:
        self._box.set_text(text)
        self._box.show_kept("")

    def _on_typed(self, text: str) -> None:
        if self._row is None:
            return
        self._drafted = True
        callback_id, draft = self._row.id, Draft(text, self._base)
        self._tasks.start(lambda: self._keep(callback_id, draft), name="panel.draft", policy=Policy.QUEUE)

    def _on_left(self, _text: str) -> None:
        self.save()

    async def _keep(self, callback_id: str, draft: Draft) -> None:
        try:
            await self._services.drafts.keep(DraftKind.NOTE, callback_id, _worth(draft))
        except Failure as failure:
            self.failed.emit(callback_id, failure_text.sentence(failure))
            return
        if self._here(callback_id):
            now = self._services.clock.now()
            time = moments.short(now, now, self._zone())
            self._box.show_kept(self.tr("Kept at {time}").format(time=time))

    async def _save(self, row: CallbackRow, draft: Draft, leaving: bool) -> None:
        try:
            await self._send(row, draft, leaving)
        finally:
            if self._on_the_way.get(row.id) is draft:
                del self._on_the_way[row.id]

    async def _send(self, row: CallbackRow, draft: Draft, leaving: bool) -> None:
        callback = row.callback
        may = self._standing.may_note(callback.service_id, callback.assignee_id)
        if callback.status is not CallbackStatus.ASSIGNED or not may:
            await self._keep(row.id, draft)
            self._put_back(row.id, draft)
            return
        try:
            await self._write(row.id, draft, leaving)
            await self._services.drafts.keep(DraftKind.NOTE, row.id, None)
        except Failure as failure:
            if await self._stands(row.id, draft):
                self._services.drafts.keep_soon(DraftKind.NOTE, row.id, None)
                return
            await self._keep(row.id, draft)
            self._put_back(row.id, draft)
            self._tell(row.id, draft, failure)

    async def _write(self, callback_id: str, draft: Draft, leaving: bool) -> None:
        """Keep the note; a conflict its writer would not see here any more waits in the outbox."""
        actions = self._services.actions
        try:
            await actions.save_note(callback_id, draft.text, draft.base)
        except Refused as refused:
            seen = self._here(callback_id) and not leaving
            if seen or refused.code is not ErrorCode.NOTE_CONFLICT:
                raise
            await actions.leave_note(callback_id, draft.text, draft.base)

    async def _stands(self, callback_id: str, draft: Draft) -> bool:
        """Tell whether the note stands there all the same: the completion took it along."""
        try:
            row = await self._services.search.row(callback_id)
        except Failure:
            return False
        return row is not None and (row.callback.note or "").strip() == draft.text.strip()

    def _put_back(self, callback_id: str, draft: Draft) -> None:
        """The note did not go: what stands in the box is still written against the one before."""
        if self._here(callback_id) and self._base == draft.text:
            self._base, self._drafted = draft.base, True

    def _tell(self, callback_id: str, draft: Draft, failure: Failure) -> None:
        """Say why a note was not taken; where another stands on the callback in view, show both."""
        if isinstance(failure, Refused) and failure.code is ErrorCode.NOTE_CONFLICT:
            if self._here(callback_id):
                self.conflicted.emit(conflict_of(failure.code.value, failure.params, draft.text))
        else:
            self.failed.emit(callback_id, failure_text.sentence(failure))

    async def _keep_as_history(self, row: CallbackRow, subject: str, text: str) -> None:
        callback = row.callback
        ticket = NewTicket(
            service_id=callback.service_id,
            subject=subject,
            content=text,
            type=TicketType.CALLBACK,
            phone=callback.phone,
            name=callback.name,
        )
        try:
            await self._services.tickets.register(ticket)
        except Failure as failure:
            self.failed.emit(row.id, failure_text.sentence(failure))
        else:
            self._services.drafts.keep_soon(DraftKind.NOTE, row.id, None)
            self.rescued.emit(row.id)


def _worth(draft: Draft) -> Draft | None:
    """Return what is worth keeping: nothing, where the person took back what they had typed."""
    return None if draft.untouched else draft
