"""The call note in hand: what it was written against, where it is kept, and when another one stands there.

Lays nothing out. The box may be typed into only between `loaded` and the next callback; what stands in it
then belongs to that callback and to the note the person had before their eyes (the base).
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from occ_contract.callbacks import CallbackStatus
from occ_contract.errors import ErrorCode
from occ_desktop.domain.drafts import Draft, DraftKind
from occ_desktop.domain.failures import Failure, Refused
from occ_desktop.domain.note_conflict import conflict_of
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui import failure_text, moments
from occ_desktop.views.callbacks.standing import PresentStanding


class NotePresenter(QObject):
    """`loaded(str)`: show this, it may be typed over; `kept(str)`: when; `failed(str)`;
    `conflicted(object)`: a `NoteConflict` of the callback in hand, nothing was written.

    ``typed`` returns what stands in the box.
    """

    loaded = Signal(str)
    kept = Signal(str)
    failed = Signal(str)
    conflicted = Signal(object)

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        standing: PresentStanding,
        zone: Callable[[], ZoneInfo],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._tasks = tasks
        self._standing = standing
        self._zone = zone
        self._row: CallbackRow | None = None
        self._base = ""
        self._on_the_way: dict[str, Draft] = {}  # notes being handed over, by callback
        self._drafted = False  # something is kept that leaving untouched would bring back
        self.typed: Callable[[], str] = str

    @property
    def base(self) -> str:
        """Return the note the box was filled from or handed over as, whichever was last."""
        return self._base

    @property
    def ready(self) -> bool:
        """Tell whether the box is filled: only then does what stands in it mean anything."""
        return self._row is not None

    def leave(self) -> None:
        """Another callback comes: what stands in the box means nothing from now on."""
        self._row, self._base, self._drafted = None, "", False

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
        self._base = present if draft is None or draft.base is None else draft.base
        self.loaded.emit(present if draft is None else draft.text)

    def follow(self, row: CallbackRow) -> None:
        """Take in the row as it is now: a box nobody typed into shows the note that came."""
        if self._row is None or row.id != self._row.id:
            return
        self._row = row
        present, draft = row.callback.note or "", self.draft
        if present == self._base or row.id in self._on_the_way:
            return
        if draft.text.strip() == present.strip():
            self._base = present
        elif draft.untouched:
            self._base = present
            self.loaded.emit(present)

    @property
    def draft(self) -> Draft:
        """Return what stands in the box, with its base."""
        return Draft(self.typed(), self._base)

    def for_completing(self) -> Draft | None:
        """Return the note to complete with, None while the box is not filled."""
        if self._row is None:
            return None
        waiting = self._on_the_way.get(self._row.id)
        return Draft(self.typed(), self._base if waiting is None else waiting.base)

    def keep_typing(self, text: str) -> None:
        """Keep what is being typed, in this machine only."""
        if self._row is None:
            return
        self._drafted = True
        callback_id, draft = self._row.id, Draft(text, self._base)
        self._tasks.start(lambda: self._keep(callback_id, draft), name="panel.draft", policy=Policy.QUEUE)

    def keep_soon(self, text: str) -> None:
        """Keep it also when this screen goes away now."""
        if self._row is not None:
            self._services.drafts.keep_soon(DraftKind.NOTE, self._row.id, _worth(Draft(text, self._base)))

    def save(self, text: str, *, leaving: bool = False) -> None:
        """Hand over a note the person has left: to the outbox where one may be kept, else as a draft.

        ``leaving``: they turn to something else, and would not see a conflict shown here.
        """
        row, draft = self._row, Draft(text, self._base)
        if row is not None and draft.untouched and self._drafted:
            self._drafted = False
            self._services.drafts.keep_soon(DraftKind.NOTE, row.id, None)
        if row is None or draft.untouched:
            return
        self._base = text
        self._on_the_way[row.id] = draft
        self._tasks.start(lambda: self._save(row, draft, leaving), name="panel.note", policy=Policy.QUEUE)

    def write_over(self, text: str, base: str) -> None:
        """Have the box show this, as written against that note: what a conflict was decided to."""
        if self._row is not None:
            self._base = base
            self.loaded.emit(text)

    async def _keep(self, callback_id: str, draft: Draft) -> None:
        try:
            await self._services.drafts.keep(DraftKind.NOTE, callback_id, _worth(draft))
        except Failure as failure:
            self.failed.emit(failure_text.sentence(failure))
            return
        if self._here(callback_id):
            now = self._services.clock.now()
            self.kept.emit(moments.short(now, now, self._zone()))

    async def _save(self, row: CallbackRow, draft: Draft, leaving: bool) -> None:
        try:
            await self._hand_over(row, draft, leaving)
        finally:
            if self._on_the_way.get(row.id) is draft:
                del self._on_the_way[row.id]

    async def _hand_over(self, row: CallbackRow, draft: Draft, leaving: bool) -> None:
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
                await self._services.drafts.keep(DraftKind.NOTE, row.id, None)
                return
            await self._keep(row.id, draft)
            self._put_back(row.id, draft)
            self.tell(row.id, draft, failure)

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
        row = await self._services.search.row(callback_id)
        return row is not None and (row.callback.note or "").strip() == draft.text.strip()

    def _put_back(self, callback_id: str, draft: Draft) -> None:
        """The note did not go: what stands in the box is still written against the one before."""
        if self._here(callback_id) and self._base == draft.text:
            self._base, self._drafted = draft.base or "", True

    def tell(self, callback_id: str, draft: Draft, failure: Failure) -> None:
        """Say why a note was not taken, if its callback is in hand; where another stands, show both."""
        if not self._here(callback_id):
            return
        if isinstance(failure, Refused) and failure.code is ErrorCode.NOTE_CONFLICT:
            self.conflicted.emit(conflict_of(failure.code.value, failure.params, draft.text))
        else:
            self.failed.emit(failure_text.sentence(failure))

    def _here(self, callback_id: str) -> bool:
        return self._row is not None and self._row.id == callback_id


def _worth(draft: Draft) -> Draft | None:
    """Return what is worth keeping: nothing, where the person took back what they had typed."""
    return None if draft.untouched else draft
