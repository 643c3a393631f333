"""Who the person is to the rows right now: rights, telephony, connection, dials under way."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from occ_contract.callbacks import Attempt, ConnectAnswer
from occ_contract.cti import CtiMode
from occ_desktop.domain.sync_status import SyncStatus, reachable
from occ_desktop.services.container import Services
from occ_desktop.services.events import CtiChanged, DirectoryChanged, SessionChanged
from occ_desktop.views.callbacks.offers import Standing


class PresentStanding(QObject):
    """`changed()` when buttons may look different now."""

    changed = Signal()

    def __init__(
        self,
        services: Services,
        parent: QObject | None = None,
        *,
        texts: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._texts = texts
        status = services.workplace.status
        self._online, self._informed = reachable(status), not (status is not None and status.away)
        self._connecting: frozenset[str] = frozenset()
        self._dialled: dict[str, Attempt] = {}
        self._now = self._made()
        bus = services.bus
        self._off = [
            bus.subscribe(SyncStatus, self._on_status),
            bus.subscribe(CtiChanged, self._on_changed),
            bus.subscribe(SessionChanged, self._on_changed),
            bus.subscribe(DirectoryChanged, self._on_changed),
        ]

    @property
    def now(self) -> Standing:
        """Return the present standing."""
        return self._now

    @property
    def online(self) -> bool:
        """Tell whether the server is believed to be there."""
        return self._online

    def close(self) -> None:
        """Hear nothing any more."""
        for off in self._off:
            off()
        self._off.clear()

    def set_connecting(self, callback_id: str, busy: bool) -> None:
        """Mark a row whose dial waits for its answer."""
        self._connecting = self._connecting | {callback_id} if busy else self._connecting - {callback_id}
        self._now = replace(self._now, connecting=self._connecting)
        self.changed.emit()

    def dialled(self, callback_id: str, answer: ConnectAnswer) -> None:
        """Take in a call the workstation's own phone makes: its result can be entered from now on."""
        if answer.mode is CtiMode.SOFTPHONE:
            self._dialled = {**self._dialled, callback_id: answer.attempt}
            self._on_changed(answer)

    def reported(self, callback_id: str) -> None:
        """Take in that the result of that call was entered."""
        self._dialled = {row: call for row, call in self._dialled.items() if row != callback_id}
        self._on_changed(callback_id)

    def _made(self) -> Standing:
        me, rights = self._services.session.me, self._services.session.rights
        return Standing(
            me=me.id if me else "",
            may=rights.may,
            supervises=rights.is_supervisor,
            cti_enabled=self._cti_enabled,
            online=self._online,
            informed=self._informed,
            cti=self._services.cti.status,
            connecting=self._connecting,
            texts=self._texts(),
            dialled=self._dialled,
        )

    def _cti_enabled(self, service_id: str) -> bool:
        service = self._services.directory.service(service_id)
        return service is None or service.cti_enabled

    def _on_changed(self, _event: object) -> None:
        self._now = self._made()
        self.changed.emit()

    def _on_status(self, status: SyncStatus) -> None:
        online, informed = reachable(status, self._online), not status.away
        if (online, informed) != (self._online, self._informed):
            self._online, self._informed = online, informed
            self._now = self._made()
            self.changed.emit()

    def may_note(self, service_id: str, assignee_id: str | None) -> bool:
        """Tell whether the person may keep a note on a row of this service and assignee."""
        return assignee_id == self._now.me or self._now.supervises(service_id)
