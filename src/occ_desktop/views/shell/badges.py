"""Counts what waits for the person: own callbacks, those to be assigned, what is to be sent."""

import asyncio

from PySide6.QtCore import QObject, Signal

from occ_contract.callbacks import ASSIGNABLE
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.filters import CallbackFilter
from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.container import Services
from occ_desktop.services.events import SessionChanged
from occ_desktop.ui.frame import Place
from occ_desktop.ui.widgets.nav_rail import NavRail
from occ_desktop.ui.widgets.room_tabs import RoomTabs
from occ_desktop.views.parts.rooms import Section

_REST = 0.25  # seconds between two counts: at most four a second


class Badges(QObject):
    """Keeps the badges of rail and tabs in step with the cache.

    `counted(int, str)`: the person's own open callbacks, and in words.
    """

    counted = Signal(int, str)

    def __init__(self, rail: NavRail, tabs: RoomTabs, services: Services, tasks: TaskOwner) -> None:
        super().__init__(rail)
        self._rail = rail
        self._tabs = tabs
        self._services = services
        self._count_soon = Coalesced(tasks, "count-badges", self._count)
        self._own = 0
        self._free = 0
        subscribe = services.bus.subscribe
        self._offs = (
            subscribe(ChangeSet, self._on_change),
            subscribe(SyncStatus, self._on_status),
            subscribe(SessionChanged, lambda _event: self.refresh()),
        )
        self.refresh()

    @property
    def own(self) -> int:
        """The person's own open callbacks as last counted."""
        return self._own

    def close(self) -> None:
        """Stop counting."""
        for off in self._offs:
            off()

    def refresh(self) -> None:
        """Count again soon; presses while a count runs make one more, not many."""
        self._count_soon()

    def show(self) -> None:
        """Show the counts known (tabs were made anew)."""
        own = self.tr("%n callback(s) waiting for you", None, self._own)
        free = self.tr("%n callback(s) to be assigned", None, self._free)
        self._rail.show_count(Section.CALLBACKS.value, self._own, own)
        self._tabs.show_count(Place.CALLBACK_LIST.value, self._own, own)
        self._tabs.show_count(Place.ASSIGNMENT.value, self._free, free)
        self.counted.emit(self._own, own if self._own else self.tr("Online Contact Center"))
        status = self._services.workplace.status
        waiting = status.pending + status.refused if status is not None else 0
        self._rail.show_count(
            Section.OUTBOX.value, waiting, self.tr("%n item(s) not sent yet", None, waiting)
        )

    async def _count(self) -> None:
        if not self._services.workplace.open:
            return
        search = self._services.search
        self._own = await search.my_outstanding()
        self._free = 0
        if Place.ASSIGNMENT.value in self._tabs.tabs:
            self._free = await search.count(CallbackFilter(statuses=tuple(sorted(ASSIGNABLE))))
        self.show()
        await asyncio.sleep(_REST)

    def _on_change(self, change: ChangeSet) -> None:
        if change.touches(Entity.CALLBACK):
            self.refresh()

    def _on_status(self, _status: SyncStatus) -> None:
        self.show()
