"""Reads the outbox, follows it, and does what the person decides. Awaits, lays out nothing."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from occ_contract.phone import shown
from occ_contract.sync import Entity
from occ_contract.tickets import NewTicket
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.commands import Command
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.container import Services
from occ_desktop.ui.frame import Frame, Place, Target
from occ_desktop.views.outbox.entries import Entry
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.refusals import DISCARD, OPEN, settle

if TYPE_CHECKING:
    from occ_desktop.views.outbox.view import OutboxView

Ask = Callable[[Entry], Awaitable[bool]]  # whether to give it up


class OutboxPresenter:
    """Nothing leaves the outbox here but by the person's own decision. ``read`` shows what is in it now."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        frame: Frame,
        view: "OutboxView",
        gate: InFront,
        ask_discard: Ask,
    ) -> None:
        self._services = services
        self._tasks = tasks
        self._frame = frame
        self._view = view
        self._ask_discard = ask_discard
        self._entries: dict[str, Entry] = {}
        self.read = gate.reading("read", Coalesced(tasks, "read", self._read))
        self._leave = (
            services.bus.subscribe(ChangeSet, self._on_change),
            services.bus.subscribe(SyncStatus, self._on_status),
        )

    def closed(self) -> None:
        """Take the subscriptions off."""
        for leave in self._leave:
            leave()

    def send_now(self) -> None:
        """Try again at once rather than when the next try is due."""
        if self._services.workplace.open:
            self._services.workplace.desk.sync.nudge()
        self.read()

    def act(self, action: str, key: str) -> None:
        """Do what the person decided about an entry."""
        entry = self._entries.get(key)
        if entry is None:
            return
        if action == OPEN and entry.command.callback_id is not None:
            self._frame.navigate(Target(Place.CALLBACK_LIST, {"id": entry.command.callback_id}))
            return
        self._tasks.start(lambda: self._act(action, entry), name=f"{action}-{key}", policy=Policy.DROP)

    async def _act(self, action: str, entry: Entry) -> None:
        outbox = self._services.outbox
        try:
            if action != DISCARD or (entry.may_discard and await self._ask_discard(entry)):
                subject = self._view.words.refusals.subject(entry.command, entry.customer)
                await settle(outbox, entry.command, action, subject)
        except Failure as failure:
            self._view.show_failure(failure)
        self.read()

    async def _read(self) -> None:
        try:
            commands = await self._services.outbox.entries()
            ids = {c.callback_id for c in commands if c.callback_id is not None}
            here = {row.id: row for row in await self._services.search.rows(ids)}
        except Failure as failure:
            self._view.show_unreadable(failure)
            return
        found = [self._entry(c, here.get(c.callback_id or "")) for c in commands]
        self._entries = {entry.key: entry for entry in found}
        self._view.show_entries(found)

    def _entry(self, command: Command, row: CallbackRow | None) -> Entry:
        body = command.body
        customer, phone = row.callback.name if row is not None else command.customer, ""
        service = row.callback.service_id if row is not None else command.service_id
        if isinstance(body, NewTicket):
            customer, service, phone = body.name or customer, body.service_id, shown(body.phone or "")
        name = self._services.directory.service_name(service) if service else ""
        return Entry(command, customer or "", name, row is not None, phone)

    def _on_change(self, change: ChangeSet) -> None:
        if change.outbox or change.everything or (self._entries and change.touches(Entity.CALLBACK)):
            self.read()

    def _on_status(self, status: SyncStatus) -> None:
        self._view.show_status(status)
