"""Keeps the note of the callback in view: while it is typed here, and on the server once one leaves it.

Knows the box and the services; which callback is in view it is told.
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from occ_contract.callbacks import CallbackStatus
from occ_contract.tickets import NewTicket, TicketType
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui import failure_text, moments
from occ_desktop.views.callbacks.panel.note_box import NoteBox
from occ_desktop.views.callbacks.standing import PresentStanding


class NoteKeeper(QObject):
    """`failed(str, str)`: callback id and why a note could not be kept; `rescued(str)`: callback id."""

    failed = Signal(str, str)
    rescued = Signal(str)

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
        self._id: str | None = None
        self._row: CallbackRow | None = None
        self._saved = ""
        self._on_the_way: dict[str, str] = {}  # notes being handed over, by callback
        box.typed.connect(self._on_typed)
        box.left.connect(self._hand_over)

    @property
    def saved(self) -> str:
        """Return the note as last handed over."""
        return self._saved

    def begin(self, callback_id: str | None) -> None:
        """Go on to another callback, whose note is not known yet; the one before is handed over first."""
        self.hand_over()
        self._id, self._row, self._saved = callback_id, None, ""
        self._box.set_text("")

    def load(self, row: CallbackRow, draft: str) -> None:
        """Show the note of the callback that was read: what was typed and not sent, else the one it has."""
        self._row = row
        self._saved = self._on_the_way.get(row.id, row.callback.note or "")
        self._box.set_text(draft or self._saved)
        self._box.show_kept("")

    def follow(self, row: CallbackRow) -> None:
        """Take in a newer version of the row; what stands in the box stays."""
        self._row = row

    def forget(self) -> None:
        """Empty the box without keeping anything: the callback is gone."""
        self._id, self._row, self._saved = None, None, ""
        self._box.set_text("")

    def hand_over(self) -> None:
        """Hand over what was typed, kept here already or not (another row, another room)."""
        self._box.pending_text()
        self._hand_over(self._box.text)

    def close(self) -> None:
        """Keep what was typed and not told yet."""
        typed = self._box.pending_text()
        if typed is not None and self._id is not None:
            self._services.actions.keep_draft_soon(self._id, typed)
        self._id = self._row = None

    def to_complete_with(self) -> str | None:
        """Return the note to complete with, None when it is the one the row has."""
        self._box.pending_text()
        text = self._box.text
        kept = self._row.callback.note or "" if self._row is not None else ""
        return text if text.strip() != kept.strip() else None

    def keep_as_history(self, row: CallbackRow, subject: str, text: str) -> None:
        """Register what was typed for a row that was taken away as a record of its own."""
        self._tasks.start(lambda: self._keep_as_history(row, subject, text), name=f"panel.history-{row.id}")

    def _on_typed(self, text: str) -> None:
        if self._id is not None:
            callback_id = self._id
            self._tasks.start(lambda: self._keep(callback_id, text), name="panel.draft", policy=Policy.QUEUE)

    def _hand_over(self, text: str) -> None:
        row = self._row
        if row is None or text.strip() == self._saved.strip():
            return
        self._saved = text
        self._on_the_way[row.id] = text
        self._tasks.start(lambda: self._save(row, text), name="panel.note", policy=Policy.QUEUE)

    async def _keep(self, callback_id: str, text: str) -> None:
        try:
            await self._services.actions.keep_draft(callback_id, text)
        except Failure as failure:
            self.failed.emit(callback_id, failure_text.sentence(failure))
            return
        if callback_id == self._id:
            now = self._services.clock.now()
            time = moments.short(now, now, self._zone())
            self._box.show_kept(self.tr("Kept at {time}").format(time=time))

    async def _save(self, row: CallbackRow, text: str) -> None:
        try:
            await self._send(row, text)
        finally:
            if self._on_the_way.get(row.id) == text:
                del self._on_the_way[row.id]

    async def _send(self, row: CallbackRow, text: str) -> None:
        callback = row.callback
        kept = callback.status is CallbackStatus.ASSIGNED and self._standing.may_note(
            callback.service_id, callback.assignee_id
        )
        if not kept:
            await self._keep(row.id, text)
            return
        try:
            await self._services.actions.save_note(row.id, text)
            await self._services.actions.keep_draft(row.id, "")
        except Failure as failure:
            await self._keep(row.id, text)
            self.failed.emit(row.id, failure_text.sentence(failure))

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
            self._services.actions.keep_draft_soon(row.id, "")
            self.rescued.emit(row.id)
