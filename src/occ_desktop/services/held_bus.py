"""The bus as a room hears it: a room that is not in front hears nothing until it is, and then all at once.

A room opened once and left would follow every change of the day for nobody. What only says "look anew" is
held back and put together; everything else passes at once. It knows no room. What a room still does on its
own account (a read asked for before it left) waits at `views.parts.in_front`; why two: decision 0061.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from occ_desktop.domain.changes import ChangeSet, merged
from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.services.bus import Bus
from occ_desktop.services.events import ColleaguesChanged, CtiChanged, DirectoryChanged

E = TypeVar("E")

# What several held events of a kind come to: all changes as one, of a state the last.
_TOGETHER: dict[type[Any], Callable[[Any, Any], Any]] = {
    ChangeSet: lambda before, now: merged((before, now)),
    SyncStatus: lambda _before, now: now,
    DirectoryChanged: lambda _before, now: now,
    ColleaguesChanged: lambda _before, now: now,
    CtiChanged: lambda _before, now: now,
}


class HeldBus(Bus):
    """Passes on what ``bus`` says, but for what is held between `hold` and `release`."""

    def __init__(self, bus: Bus) -> None:
        super().__init__(bus.report)
        self._outside = bus
        self._offs: dict[type[Any], Callable[[], None]] = {}
        self._held = False
        self._waiting: dict[type[Any], Any] = {}

    def subscribe(self, event_type: type[E], handler: Callable[[E], None]) -> Callable[[], None]:
        """As :meth:`Bus.subscribe`."""
        if event_type not in self._offs:
            self._offs[event_type] = self._outside.subscribe(event_type, self._on_event)
        return super().subscribe(event_type, handler)

    def publish(self, event: object) -> None:
        """Tell everybody, not only the room."""
        self._outside.publish(event)

    def hold(self) -> None:
        """Pass on nothing that can wait."""
        self._held = True

    def release(self) -> None:
        """Pass on what waited, in the order in which it first came, and from now on everything at once."""
        self._held = False
        waiting, self._waiting = self._waiting, {}
        for event in waiting.values():
            super().publish(event)

    def close(self) -> None:
        """Hear nothing any more."""
        for off in self._offs.values():
            off()
        self._offs.clear()
        self._waiting.clear()

    def _on_event(self, event: Any) -> None:
        together = _TOGETHER.get(type(event))
        if not self._held or together is None:
            super().publish(event)
            return
        before = self._waiting.get(type(event))
        self._waiting[type(event)] = event if before is None else together(before, event)
