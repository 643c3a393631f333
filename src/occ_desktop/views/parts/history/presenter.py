"""History registration: fills in what is known, keeps what is typed, registers once. Lays nothing out."""

from PySide6.QtCore import QObject, Signal

from occ_contract.phone import shown
from occ_contract.tickets import TicketType
from occ_desktop.domain.drafts import NO_CALLBACK, Draft, DraftKind
from occ_desktop.domain.failures import Failure, Refused
from occ_desktop.domain.sync_status import SyncStatus, reachable
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui import failure_text
from occ_desktop.views.parts.history.entry import HistoryEntry, kept, known


class HistoryPresenter(QObject):
    """Signals: `filled(object, bool)`: a `HistoryEntry` to begin with, whether it is what was typed before;
    `refused(str, str)`: field, what is wrong with it; `failed(str)`; `busy_changed(bool)`;
    `registered(bool)`: done, whether it waits for the server.
    """

    filled = Signal(object, bool)
    refused = Signal(str, str)
    failed = Signal(str)
    busy_changed = Signal(bool)
    registered = Signal(bool)

    def __init__(
        self, services: Services, tasks: TaskOwner, callback_id: str | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._tasks = tasks
        self._callback_id = callback_id
        self._subject = callback_id or NO_CALLBACK
        self._start = HistoryEntry()
        self._online = reachable(services.workplace.status)
        self._off = services.bus.subscribe(SyncStatus, self._on_status)

    def close(self) -> None:
        """Hear nothing any more."""
        self._off()

    def service_choices(self) -> tuple[tuple[str, str], ...]:
        """Return the services a ticket may belong to, by name."""
        ids = set(self._services.session.rights.member_services())
        return tuple((s.id, s.name) for s in self._services.directory.services() if s.id in ids)

    def start(self) -> None:
        """Read what is known of the callback and what was typed before."""
        self._tasks.start(self._fill, name="history.fill")

    def begin_anew(self) -> None:
        """Throw away what was typed before and begin with what is known."""
        self.keep(self._start)
        self.filled.emit(self._start, False)

    def keep(self, entry: HistoryEntry) -> None:
        """Keep what is typed, so that closing loses nothing."""
        draft = None if entry == self._start else Draft(kept(entry))
        self._services.drafts.keep_soon(DraftKind.HISTORY, self._subject, draft)

    def register(self, entry: HistoryEntry) -> None:
        """Register; a second press while it runs is none."""
        self._tasks.start(lambda: self._register(entry), name="history.register")

    def _on_status(self, status: SyncStatus) -> None:
        self._online = reachable(status, self._online)

    async def _fill(self) -> None:
        try:
            self._start = await self._known()
            draft = await self._services.drafts.read(DraftKind.HISTORY, self._subject)
        except Failure as failure:
            self.failed.emit(failure_text.sentence(failure))
            return  # not filled: what is typed now would replace what was typed before and cannot be read
        before = known(draft.text) if draft is not None else None
        self.filled.emit(before or self._start, before is not None)

    async def _known(self) -> HistoryEntry:
        choices = self.service_choices()
        only = choices[0][0] if choices else ""
        row = await self._services.search.row(self._callback_id) if self._callback_id else None
        if row is None:
            return HistoryEntry(service_id=only)
        callback = row.callback
        return HistoryEntry(
            service_id=callback.service_id,
            type=TicketType.CALLBACK,
            name=callback.name or "",
            phone=shown(callback.phone),
            subject=callback.route_name or "",
        )

    async def _register(self, entry: HistoryEntry) -> None:
        self.busy_changed.emit(True)
        try:
            await self._services.tickets.register(entry.ticket(self._callback_id))
            await self._services.drafts.keep(DraftKind.HISTORY, self._subject, None)
        except Refused as refused:
            self.refused.emit(str(refused.params.get("field", "")), failure_text.sentence(refused))
        except Failure as failure:
            self.failed.emit(failure_text.sentence(failure))
        else:
            self.registered.emit(not self._online)
        finally:
            self.busy_changed.emit(False)
