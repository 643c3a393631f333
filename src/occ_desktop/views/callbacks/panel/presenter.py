"""The customer panel: reads one row and what is known around it, keeps the note, decides conflicts.

Lays nothing out. Looking at a customer for a moment asks the server for the whole history, which is recorded
there; walking past does not.
"""

import asyncio
from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from occ_contract.callbacks import CallbackStatus, HistoryItem
from occ_contract.sync import Entity
from occ_contract.tickets import NewTicket, TicketType
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.commands import Command, CommandState
from occ_desktop.domain.drafts import DraftKind
from occ_desktop.domain.failures import Failure, LoggedOut
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.domain.note_conflict import NoteChoice
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui import failure_text
from occ_desktop.views.callbacks.panel.facts import FactsMaker, Line, PanelFacts
from occ_desktop.views.callbacks.panel.footer import Footer, footer
from occ_desktop.views.callbacks.panel.note_presenter import NotePresenter
from occ_desktop.views.callbacks.standing import PresentStanding

_DWELL_SECONDS = 0.7
_OLDEST_FIRST = CallbackSort(descending=False)
_QUEUE = 6


class PanelPresenter(QObject):
    """Signals: `facts_changed(object)`: `PanelFacts`; `footer_changed(object)`: `Footer`;
    `history_changed(object, bool)`: lines, whether only what is known here; `queue_changed(object, int)`:
    lines, how many of the person's own are left; `failed(str)`;
    `conflict_changed(object)`: the refused `Command` or None; `emptied()`: no row is shown now;
    `taken_away(object, str)`: the row in view left the person's hands, and its note as last saved;
    `rescued(str)`: what was typed for it is on record.
    """

    facts_changed = Signal(object)
    footer_changed = Signal(object)
    history_changed = Signal(object, bool)
    queue_changed = Signal(object, int)
    failed = Signal(str)
    conflict_changed = Signal(object)
    emptied = Signal()
    taken_away = Signal(object, str)
    rescued = Signal(str)

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
        self._id: str | None = None
        self._row: CallbackRow | None = None
        self.note = NotePresenter(services, tasks, standing, zone, self)
        self.note.failed.connect(self.failed)
        self._whole: tuple[HistoryItem, ...] | None = None  # what the server told of this customer
        self._facts = FactsMaker(
            services.directory.service_name,
            services.directory.name,
            lambda: standing.now.me,
            services.clock.now,
            zone,
        )
        self._off = [services.bus.subscribe(ChangeSet, self._on_change)]
        standing.changed.connect(self._show_row)

    @property
    def callback_id(self) -> str | None:
        """Return the callback that is shown."""
        return self._id

    @property
    def row(self) -> CallbackRow | None:
        """Return the row that is shown, as last read."""
        return self._row

    def close(self, typed: str | None) -> None:
        """Keep what was typed and not kept yet (None: nothing), then hear nothing any more."""
        if typed is not None:
            self.note.keep_soon(typed)
        self._id = self._row = None
        for off in self._off:
            off()
        self._off.clear()

    # What the person asks for

    def show(self, callback_id: str | None) -> None:
        """Show another callback; None empties the panel."""
        if callback_id == self._id:
            return
        self._id, self._row, self._whole = callback_id, None, None
        self.note.leave()
        self._tasks.cancel("panel.history")
        if callback_id is None:
            self._tasks.cancel("panel.open")
            self.emptied.emit()
            return
        self._tasks.start(lambda: self._open(callback_id), name="panel.open", policy=Policy.LATEST)

    def keep_as_history(self, row: CallbackRow, subject: str, text: str) -> None:
        """Register what was typed for a row that was taken away as a record of its own."""
        self._tasks.start(lambda: self._keep_as_history(row, subject, text), name=f"panel.history-{row.id}")

    def decide(self, key: str, action: str, subject: str) -> None:
        """Settle a refused command: "keep" its text as history, "discard", "retry", or a `NoteChoice`."""
        self._tasks.start(lambda: self._decide(key, action, subject), name=f"panel.decide-{key}")

    def look_at_clock(self) -> None:
        """Renew what counts time, while something does."""
        if self._row is not None:
            self._show_row()

    # Reading

    async def _open(self, callback_id: str) -> None:
        try:
            row = await self._services.search.row(callback_id)
            draft = await self._services.drafts.read(DraftKind.NOTE, callback_id)
        except LoggedOut:
            return
        except Failure as failure:
            self.failed.emit(failure_text.sentence(failure))
            return
        if callback_id != self._id:
            return
        if row is None:
            self._id = None
            self.note.leave()
            self.emptied.emit()
            return
        self._row = row
        self.failed.emit("")
        self.note.fill(row, draft)
        self._show_row()
        await self._look_around(callback_id)
        self._tasks.start(lambda: self._ask_history(callback_id), name="panel.history", policy=Policy.LATEST)

    async def _look_around(self, callback_id: str) -> None:
        try:
            history = await self._services.customer.local(callback_id)
            refused = await self._refused(callback_id)
            lines, left = await self._queue(callback_id)
        except Failure:
            return  # the list says what is wrong with the cache
        if callback_id == self._id:
            self._show_history(history.items)
            self.conflict_changed.emit(refused)
            self.queue_changed.emit(lines, left)

    async def _ask_history(self, callback_id: str) -> None:
        await asyncio.sleep(_DWELL_SECONDS)
        if callback_id != self._id or not self._standing.online:
            return
        try:
            history = await self._services.customer.complete_history(callback_id)
        except Failure:
            return  # what is known here stands already
        if callback_id == self._id:
            self._whole = history.items
            self._show_history(())

    def _show_history(self, local: tuple[HistoryItem, ...]) -> None:
        """Show what the server told of this customer, if it did, with what is known here laid over it."""
        items = {(item.kind, item.id): item for item in (*(self._whole or ()), *local)}
        newest_first = sorted(items.values(), key=lambda item: (item.at, item.id), reverse=True)
        only_ours = self._whole is None and not self._standing.online
        self.history_changed.emit(self._facts.history(tuple(newest_first)), only_ours)

    async def _queue(self, callback_id: str) -> tuple[tuple[Line, ...], int]:
        mine = CallbackFilter(statuses=(CallbackStatus.ASSIGNED,), assignees=(self._standing.now.me,))
        rows = await self._services.search.page(mine, _OLDEST_FIRST, 0, _QUEUE + 1)
        left = await self._services.search.count(mine)
        others = tuple(row for row in rows if row.id != callback_id)[:_QUEUE]
        return self._facts.queue(others), left - (len(rows) != len([r for r in rows if r.id != callback_id]))

    async def _refused(self, callback_id: str) -> Command | None:
        entries = await self._services.outbox.entries()
        return next(
            (e for e in entries if e.callback_id == callback_id and e.state is CommandState.REFUSED), None
        )

    def _on_change(self, change: ChangeSet) -> None:
        callback_id = self._id
        if callback_id is None:
            return
        ours = change.everything or callback_id in change.ids.get(Entity.CALLBACK, frozenset())
        gone = callback_id in change.gone.get(Entity.CALLBACK, frozenset())
        if ours or gone or change.outbox:
            self._tasks.start(lambda: self._renew(callback_id), name="panel.renew", policy=Policy.LATEST)
        elif change.touches(Entity.CALLBACK) or change.touches(Entity.TICKET):
            self._tasks.start(
                lambda: self._look_around(callback_id), name="panel.around", policy=Policy.LATEST
            )

    async def _renew(self, callback_id: str) -> None:
        if not self.note.ready:
            await self._open(callback_id)  # the note comes with the row, also where reading it failed before
            return
        try:
            row = await self._services.search.row(callback_id)
        except Failure:
            return  # the list says what is wrong with the cache
        if callback_id != self._id:
            return
        if row is None:
            before, self._id, self._row = self._row, None, None
            if before is not None:
                self.taken_away.emit(before, self.note.base)
            self.note.leave()
            self.emptied.emit()
            return
        self._row = row
        self.note.follow(row)
        self._show_row()
        await self._look_around(callback_id)

    def _show_row(self) -> None:
        if self._row is not None:
            facts: PanelFacts = self._facts.facts(self._row)
            made: Footer = footer(self._row, self._standing.now)
            self.facts_changed.emit(facts)
            self.footer_changed.emit(made)

    # Writing

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
            self.failed.emit(failure_text.sentence(failure))
        else:
            self._services.drafts.keep_soon(DraftKind.NOTE, row.id, None)
            self.rescued.emit(row.id)

    async def _decide(self, key: str, action: str, subject: str) -> None:
        outbox = self._services.outbox
        try:
            if action == "keep":
                await outbox.keep_as_ticket(key, subject)
            elif action == "retry":
                await outbox.retry(key)
            elif action == "discard":
                await outbox.discard(key)
            else:
                await outbox.settle(key, NoteChoice(action))
        except Failure as failure:
            self.failed.emit(failure_text.sentence(failure))
