"""Holds the rooms: built when first entered, told when in front, closed when the right to them ends.

A room that is not in front does no work: its bus is held until it comes to the front again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, cast

from PySide6.QtWidgets import QStackedWidget, QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.held_bus import HeldBus
from occ_desktop.ui.frame import Carries, Frame, KeyHint, Place, Room, Target


class RoomFactory(Protocol):
    """Makes a room; room classes themselves fit. The widget returned must be a `ui.frame.Room`."""

    def __call__(
        self, services: Services, tasks: TaskOwner, frame: Frame, parent: QWidget | None = None
    ) -> QWidget:
        """Return the room's widget."""
        ...


class _Standpoint:
    """The frame as one room sees it: what a room says of itself shows only while it is in front.

    A search that ends after the person went elsewhere must not write into another room's status line.
    """

    def __init__(self, frame: Frame, bus: HeldBus) -> None:
        self._frame = frame
        self.bus = bus
        self._in_front = False
        self._position = ""
        self._keys: tuple[KeyHint, ...] = ()

    def come_to_front(self) -> None:
        """Show what the room last said."""
        self._in_front = True
        self._frame.set_position(self._position)
        self._frame.set_keys(self._keys)
        self.bus.release()

    def go_behind(self) -> None:
        """Only remember from now on."""
        self._in_front = False

    def navigate(self, target: Target) -> None:
        """Open a place."""
        self._frame.navigate(target)

    def set_position(self, text: str) -> None:
        """Show or remember where in its list the room stands."""
        self._position = text
        if self._in_front:
            self._frame.set_position(text)

    def set_keys(self, hints: Sequence[KeyHint]) -> None:
        """Show or remember the room's own keys."""
        self._keys = tuple(hints)
        if self._in_front:
            self._frame.set_keys(self._keys)

    def register_history(self) -> None:
        """Open the history registration."""
        self._frame.register_history()

    def log_in_to_cti(self) -> None:
        """Open the telephony log-in."""
        self._frame.log_in_to_cti()

    def leads_to(self, place: Place) -> bool:
        """Tell whether the person may enter a place."""
        return self._frame.leads_to(place)


class RoomHost(QStackedWidget):
    """One room in front. Each room gets a task owner of its own that closes with it."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        frame: Frame,
        factories: Mapping[Place, RoomFactory],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._tasks = tasks
        self._frame = frame
        self._factories = dict(factories)
        self._rooms: dict[Place, QWidget] = {}
        self._owners: dict[Place, TaskOwner] = {}
        self._standpoints: dict[Place, _Standpoint] = {}
        self._place: Place | None = None
        self._carried: dict[Place, object] = {}

    @property
    def place(self) -> Place | None:
        """The place in front."""
        return self._place

    @property
    def built(self) -> frozenset[Place]:
        """Places that can be entered at all."""
        return frozenset(self._factories)

    def carried(self) -> dict[Place, object]:
        """Return what the rooms would take along into another window of the same person."""
        found = dict(self._carried)
        for place, widget in self._rooms.items():
            if isinstance(widget, Carries):
                found[place] = widget.carried()
        return found

    def resume(self, carried: Mapping[Place, object]) -> None:
        """Give each room what an earlier window carried, when it is built."""
        self._carried = dict(carried)

    def room(self, place: Place) -> QWidget | None:
        """The widget of a place, None before it was first entered."""
        return self._rooms.get(place)

    def enter(self, place: Place, arguments: dict[str, str]) -> None:
        """Bring a place to the front and tell it what to show."""
        before = self._place
        widget = self._rooms.get(place) or self._build(place)
        if before is not None and before is not place:
            self._standpoints[before].go_behind()
            self._as_room(before).left()
            self._standpoints[before].bus.hold()
        self._place = place
        self.setCurrentWidget(widget)
        if before is not place:
            self._standpoints[place].come_to_front()
        self._as_room(place).entered(arguments)

    def keep_only(self, places: Iterable[Place]) -> None:
        """Close the rooms whose right is gone."""
        for place in set(self._rooms) - set(places):
            self._close(place)

    def close_rooms(self) -> None:
        """Close all rooms; what was typed they keep themselves."""
        for place in tuple(self._rooms):
            self._close(place)

    def _build(self, place: Place) -> QWidget:
        owner = self._tasks.child(place.value)
        standpoint = self._standpoints[place] = _Standpoint(self._frame, HeldBus(self._services.bus))
        services = replace(self._services, bus=standpoint.bus)
        widget = self._factories[place](services, owner, standpoint, self)
        self._rooms[place] = widget
        self._owners[place] = owner
        self.addWidget(widget)
        if place in self._carried and isinstance(widget, Carries):
            widget.resume(self._carried.pop(place))
        return widget

    def _close(self, place: Place) -> None:
        standpoint = self._standpoints.pop(place)
        standpoint.go_behind()
        self._as_room(place).closed()
        standpoint.bus.close()
        widget = self._rooms.pop(place)
        self._owners.pop(place).cancel_all(close=True)
        self.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
        if self._place is place:
            self._place = None

    def _as_room(self, place: Place) -> Room:
        return cast("Room", self._rooms[place])
